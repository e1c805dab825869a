import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type ExternalValue, externalContracts } from '@renshe/domain/external/external.contract.ts';
import { lastEndedPeriod } from '@renshe/domain/external/external.rules.ts';
import { indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import type { External } from '@renshe/domain/kernel/indicator.ts';
import { Button, Form, Input, Skeleton, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { formatValue } from './indicator-text.ts';

type Doing = { kind: 'enter' } | { kind: 'correct' | 'void'; value: ExternalValue };

/** The published values of an area and those above it, with their sources and what became of them; forms for who may write. */
export function ExternalValues(props: { declared: External; areaCode: string; areaName: string }): ReactNode {
  const { t } = useTexts();
  const { declared: d, areaCode } = props;
  const [doing, setDoing] = useState<Doing>();
  const read = useRead(externalContracts.list, { query: { area: areaCode, indicator: d.key } });
  const current = read.data?.values.filter((v) => v.status === 'current') ?? [];
  const above = current.length > 0 && current.every((v) => v.area.code !== areaCode) ? current[0] : undefined;
  return (
    <section>
      <div className="between">
        <h3>{t('indicator.external.values')}</h3>
        {read.data?.mayEnter ? (
          <Button type="primary" onClick={() => setDoing({ kind: 'enter' })}>
            {t('indicator.external.enter')}
          </Button>
        ) : null}
      </div>
      {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.isPending ? <Skeleton active paragraph={{ rows: 3 }} /> : null}
      {read.data?.values.length === 0 ? <p className="quiet">{t('indicator.external.none')}</p> : null}
      {above ? (
        <p className="quiet">{t('indicator.external.fromAbove', { area: shortAreaName(above.area.name) })}</p>
      ) : null}
      <ol className="external-values">
        {read.data?.values.map((value) => (
          <Value key={value.valueId} declared={d} value={value} onDo={setDoing} />
        ))}
      </ol>
      {doing?.kind === 'void' ? (
        <VoidForm declared={d} value={doing.value} onClose={() => setDoing(undefined)} />
      ) : null}
      {doing && doing.kind !== 'void' ? (
        <ValueForm
          {...props}
          old={doing.kind === 'correct' ? doing.value : undefined}
          onClose={() => setDoing(undefined)}
        />
      ) : null}
    </section>
  );
}

function Value(props: { declared: External; value: ExternalValue; onDo: (doing: Doing) => void }): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, value: v } = props;
  const figure = `${formatValue(d, v.value)}${d.unit.en === '%' ? '' : ' '}${d.unit[language]}`;
  const history = [
    v.enteredBy ? t('indicator.external.by', { name: v.enteredBy, at: formatInstant(v.enteredAt) }) : '',
    v.reason ? t('indicator.external.because', { reason: v.reason }) : '',
    v.status === 'current'
      ? ''
      : t(`indicator.external.ended.${v.status}`, {
          name: v.endedBy ?? '',
          at: formatInstant(v.endedAt),
          reason: v.voidReason,
        }),
  ].filter(Boolean);
  return (
    <li className={v.status === 'current' ? '' : 'external-ended'}>
      <div className="between">
        <span className="figures">
          <strong>{v.period}</strong> {shortAreaName(v.area.name)}
          {language === 'zh' ? '　' : ' '}
          {v.status === 'current' ? <strong>{figure}</strong> : <del>{figure}</del>}{' '}
          <Tag variant="outlined" {...(v.status === 'current' ? { color: 'success' } : {})}>
            {t(`indicator.external.status.${v.status}`)}
          </Tag>
        </span>
        {v.mayChange ? (
          <span>
            <Button size="small" onClick={() => props.onDo({ kind: 'correct', value: v })}>
              {t('indicator.external.correct')}
            </Button>{' '}
            <Button size="small" danger onClick={() => props.onDo({ kind: 'void', value: v })}>
              {t('indicator.external.void')}
            </Button>
          </span>
        ) : null}
      </div>
      <p>
        {v.publisher} · {v.document} · <span className="figures">{v.publishedOn}</span>
      </p>
      {v.note ? <p>{v.note}</p> : null}
      {history.length > 0 ? <p className="quiet">{history.join(' · ')}</p> : null}
    </li>
  );
}

const stale = [externalContracts.list, indicatorContracts.list, indicatorContracts.detail];

interface Entry {
  period: string;
  value: string;
  document: string;
  publisher: string;
  publishedOn: string | null;
  note: string;
  reason: string;
}

function ValueForm(props: {
  declared: External;
  areaCode: string;
  areaName: string;
  old: ExternalValue | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { declared: d, old } = props;
  const name = d[language];
  const enter = useCommand(externalContracts.enter, { invalidates: stale });
  const correct = useCommand(externalContracts.correct, { invalidates: stale });
  const required = (field: string) => ({ required: true, message: t('indicator.external.required', { field }) });
  const submit = async (entry: Entry) => {
    const publication = {
      value: Number(entry.value),
      document: entry.document,
      publisher: entry.publisher,
      publishedOn: entry.publishedOn ?? '',
      note: entry.note,
    };
    if (old) {
      await correct.run({
        params: { valueId: old.valueId },
        body: { version: old.version, reason: entry.reason, ...publication },
      });
      toast.saved(t('indicator.external.corrected', { name, period: old.period }));
    } else {
      await enter.run({ body: { area: props.areaCode, indicator: d.key, period: entry.period, ...publication } });
      toast.saved(t('indicator.external.entered', { name, period: entry.period }));
    }
    props.onClose();
  };
  return (
    <ActionDrawer<Entry>
      open
      title={
        old
          ? t('indicator.external.correctTitle', { name, period: old.period })
          : t('indicator.external.enterTitle', { name })
      }
      note={
        old
          ? t('indicator.external.correctNote', { value: formatValue(d, old.value) })
          : t('indicator.external.enterNote', { area: props.areaName })
      }
      submitLabel={t(old ? 'indicator.external.correct' : 'indicator.external.enter')}
      draftKey={`external:${d.key}:${props.areaCode}:${old?.valueId ?? 'new'}`}
      initialValues={{
        period: old?.period ?? lastEndedPeriod(d, today).text,
        value: old ? String(old.value) : '',
        document: old?.document ?? '',
        publisher: old?.publisher ?? '',
        publishedOn: old?.publishedOn ?? null,
        note: old?.note ?? '',
        reason: '',
      }}
      onSubmit={submit}
      onClose={props.onClose}
    >
      {old ? null : (
        <Form.Item
          name="period"
          label={t('indicator.external.period')}
          extra={t(`indicator.external.periodHint.${d.period}`)}
          rules={[required(t('indicator.external.period'))]}
        >
          <Input maxLength={10} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item
        name="value"
        label={t('indicator.external.value', { unit: d.unit[language] })}
        rules={[
          required(t('indicator.external.value', { unit: d.unit[language] })),
          { pattern: /^-?\d+(\.\d+)?$/, message: t('indicator.external.badNumber') },
        ]}
      >
        <Input inputMode="decimal" maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="document"
        label={t('indicator.external.document')}
        extra={t('indicator.external.documentHint')}
        rules={[required(t('indicator.external.document'))]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="publisher"
        label={t('indicator.external.publisher')}
        rules={[required(t('indicator.external.publisher'))]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="publishedOn"
        label={t('indicator.external.publishedOn')}
        rules={[required(t('indicator.external.publishedOn')), dateRule(t('kit.date.invalid'))]}
      >
        <DateField today={today} />
      </Form.Item>
      {old ? (
        <Form.Item
          name="reason"
          label={t('indicator.external.reason')}
          rules={[required(t('indicator.external.reason'))]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      ) : null}
      <Form.Item name="note" label={t('indicator.external.noteLabel')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </ActionDrawer>
  );
}

function VoidForm(props: { declared: External; value: ExternalValue; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { declared: d, value: v } = props;
  const words = { name: d[language], period: v.period };
  const remove = useCommand(externalContracts.void, { invalidates: stale });
  return (
    <ActionDrawer<{ reason: string }>
      open
      danger
      title={t('indicator.external.voidTitle', words)}
      note={t('indicator.external.voidNote', { value: `${formatValue(d, v.value)}${d.unit[language]}` })}
      submitLabel={t('indicator.external.void')}
      draftKey={`external-void:${v.valueId}`}
      initialValues={{ reason: '' }}
      onSubmit={async ({ reason }) => {
        await remove.run({ params: { valueId: v.valueId }, body: { version: v.version, reason } });
        toast.saved(t('indicator.external.voided', words));
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="reason"
        label={t('indicator.external.voidReason')}
        rules={[
          { required: true, message: t('indicator.external.required', { field: t('indicator.external.voidReason') }) },
        ]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </ActionDrawer>
  );
}
