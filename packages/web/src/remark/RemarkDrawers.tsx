import { roleNames } from '@renshe/domain/access/permissions.ts';
import {
  type Colleague,
  mostMentions,
  type Remark,
  type RemarkAbout,
  remarkContracts,
} from '@renshe/domain/remark/remark.contract.ts';
import { aboutKey, mentionedIn, writingsOf } from '@renshe/domain/remark/remark.rules.ts';
import { Form, Input, Mentions, Select } from 'antd';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useSpellings } from '../grid/use-spellings.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import type { RemarkedFile } from './remarked-file.ts';

const reads = [remarkContracts.ofResident, remarkContracts.ofHousehold, remarkContracts.mentions];

interface WriteValues {
  about: string;
  body: string;
}

/** A remark about the file, a field or a line; @ names colleagues who may see the file. */
export function WriteRemarkDrawer(props: {
  file: RemarkedFile;
  about: RemarkAbout;
  colleagues: readonly Colleague[];
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { file } = props;
  const onResident = useCommand(remarkContracts.writeOnResident, { invalidates: reads });
  const onHousehold = useCommand(remarkContracts.writeOnHousehold, { invalidates: reads });
  const [form] = Form.useForm<WriteValues>();
  const body = Form.useWatch('body', form) ?? '';
  const writings = useMemo(() => writingsOf(props.colleagues), [props.colleagues]);
  const nameOf = useMemo(
    () => new Map(props.colleagues.map((one) => [writings.get(one.accountId) ?? one.name, one.name])),
    [writings, props.colleagues],
  );
  const names = useCallback(() => props.colleagues.map((one) => one.name), [props.colleagues]);
  const spellings = useSpellings(names);
  const named = mentionedIn(body, writings).flatMap(
    (accountId) => props.colleagues.find((one) => one.accountId === accountId) ?? [],
  );
  const key = aboutKey(props.about);
  // What was opened in the timeline may be older than what is offered.
  const choices = file.choices.some((one) => one.key === key)
    ? file.choices
    : [...file.choices, { key, about: props.about, words: file.aboutWords(props.about) }];
  return (
    <ActionDrawer<WriteValues>
      open
      form={form}
      title={t('remark.writeTitle')}
      note={t('remark.writeNote')}
      submitLabel={t('remark.save')}
      draftKey={`remark:${file.subjectId}:${key}`}
      survivesReload
      initialValues={{ about: key, body: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const about = choices.find((one) => one.key === values.about)?.about ?? props.about;
        const entry = { body: values.body.trim(), mentioned: named.map((one) => one.accountId) };
        if (file.kind === 'resident')
          await onResident.run({
            params: { residentId: file.subjectId },
            body: { about: about as { kind: 'file' }, ...entry },
          });
        else
          await onHousehold.run({
            params: { householdId: file.subjectId },
            body: { about: about as { kind: 'file' }, ...entry },
          });
        toast.saved(t(named.length > 0 ? 'remark.savedNamed' : 'remark.saved', { count: named.length }));
        props.onClose();
      }}
    >
      <Form.Item
        name="body"
        label={t('remark.body')}
        extra={
          named.length > 0
            ? t('remark.willTell', {
                names: named
                  .map((one) => t('remark.namedOf', { name: one.name, office: one.office }))
                  .join(language === 'zh' ? '、' : ', '),
              })
            : t('remark.bodyHelp')
        }
        rules={[
          { required: true, whitespace: true, message: t('remark.bodyMissing') },
          {
            validator: () =>
              named.length > mostMentions
                ? Promise.reject(new Error(t('remark.tooManyNamed', { most: mostMentions })))
                : Promise.resolve(),
          },
        ]}
      >
        <Mentions
          id="body"
          rows={4}
          maxLength={500}
          autoComplete="off"
          placement="bottom"
          notFoundContent={t('remark.nobody')}
          filterOption={(typed, option) => {
            const writing = option?.value ?? '';
            return matches(typed, writing, spellings.get(nameOf.get(writing) ?? '') ?? []);
          }}
          options={props.colleagues.map((one) => ({
            key: one.accountId,
            value: writings.get(one.accountId) ?? one.name,
            label: (
              <span>
                {one.name} <small className="quiet">{`${one.office} · ${roleNames[one.role][language]}`}</small>
              </span>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item name="about" label={t('remark.aboutLabel')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={choices.map((one) => ({ value: one.key, label: one.words }))}
        />
      </Form.Item>
    </ActionDrawer>
  );
}

/** A part of the name or office, or pinyin from its beginning. */
function matches(typed: string, writing: string, spellings: readonly string[]): boolean {
  return writing.includes(typed) || spellings.some((one) => one.startsWith(typed.toLowerCase()));
}

export function SettleRemarkDrawer(props: { remark: Remark; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const settle = useCommand(remarkContracts.settle, { invalidates: reads });
  const { remarkId, version, body } = props.remark;
  return (
    <ActionDrawer<{ answer: string }>
      open
      title={t('remark.settleTitle')}
      note={body}
      submitLabel={t('remark.settle')}
      draftKey={`remark-settle:${remarkId}`}
      initialValues={{ answer: '' }}
      onClose={props.onClose}
      onSubmit={async ({ answer }) => {
        await settle.run({ params: { remarkId }, body: { version, answer: answer.trim() } });
        toast.saved(t('remark.settledNow'));
        props.onClose();
      }}
    >
      <Form.Item name="answer" label={t('remark.answer')} extra={t('remark.answerHelp')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}

export function VoidRemarkDrawer(props: { remark: Remark; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const voiding = useCommand(remarkContracts.void, { invalidates: reads });
  const { remarkId, version, body } = props.remark;
  return (
    <ActionDrawer<{ why: string }>
      open
      danger
      title={t('remark.voidTitle')}
      note={body}
      submitLabel={t('remark.void')}
      draftKey={`remark-void:${remarkId}`}
      initialValues={{ why: '' }}
      onClose={props.onClose}
      onSubmit={async ({ why }) => {
        await voiding.run({ params: { remarkId }, body: { version, why: why.trim() } });
        toast.saved(t('remark.voidedNow'));
        props.onClose();
      }}
    >
      <Form.Item
        name="why"
        label={t('remark.why')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('remark.whyMissing') }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </ActionDrawer>
  );
}
