import { type HelpNeed, helpNeeds } from '@renshe/domain/code/help-need.ts';
import {
  helpRequestContracts as contracts,
  type HelpRequest,
} from '@renshe/domain/help-request/help-request.contract.ts';
import { Form, Input, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

interface ReceiveValues {
  channel: 'walk-in' | 'phone';
  name: string;
  phone: string;
  area: string;
  need: HelpNeed;
  detail: string;
}

/** Somebody stands at the counter or is on the telephone. */
export function ReceiveDrawer(props: { area: string; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { run } = useCommand(contracts.receive, { invalidates: [contracts.list] });
  const required = { required: true, message: t('helpRequest.required') };
  return (
    <ActionDrawer<ReceiveValues>
      open
      title={t('helpRequest.receiveTitle')}
      submitLabel={t('helpRequest.actions.receive')}
      draftKey="help-request.receive"
      initialValues={{
        channel: 'walk-in',
        ...(props.area.endsWith('000') ? {} : { area: props.area }),
        detail: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { number, dueOn } = await run({ body: { ...values, detail: values.detail ?? '' } });
        toast.saved(t('helpRequest.received', { number, date: dueOn }));
        props.onClose();
      }}
    >
      <Form.Item name="channel" label={t('helpRequest.field.channel')}>
        <Radio.Group
          options={(['walk-in', 'phone'] as const).map((one) => ({
            value: one,
            label: t(`helpRequest.channel.${one}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('helpRequest.field.name')} rules={[required]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="phone" label={t('helpRequest.field.phone')} rules={[required]}>
        <Input maxLength={30} inputMode="tel" autoComplete="off" />
      </Form.Item>
      <Form.Item name="area" label={t('helpRequest.field.area')} rules={[required]}>
        <AreaPicker kinds={['community']} />
      </Form.Item>
      <Form.Item name="need" label={t('helpRequest.field.need')} rules={[required]}>
        <Select options={helpNeeds.map((one) => ({ value: one.code, label: one[language] }))} />
      </Form.Item>
      <Form.Item name="detail" label={t('helpRequest.field.detail')}>
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
    </ActionDrawer>
  );
}

/** An answer, a forwarding, or the end with its result. */
export function HelpActDrawer(props: {
  request: HelpRequest;
  act: 'answer' | 'forward' | 'close';
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { request, act } = props;
  const invalidates = [contracts.list];
  const answer = useCommand(contracts.answer, { invalidates });
  const forward = useCommand(contracts.forward, { invalidates });
  const close = useCommand(contracts.close, { invalidates });
  const params = { requestId: request.requestId };
  const { version } = request;
  const required = { required: true, whitespace: true, min: 2, message: t('helpRequest.required') };
  return (
    <ActionDrawer<{ text?: string; area?: string; to?: string }>
      open
      title={t(`helpRequest.${act}Title`, { name: request.name })}
      note={act === 'forward' ? t('helpRequest.forwardNote') : undefined}
      submitLabel={t(`helpRequest.actions.${act}`)}
      draftKey={`help-request.${act}:${request.requestId}`}
      initialValues={{ text: '', to: '' }}
      onClose={props.onClose}
      onSubmit={async ({ text = '', area, to = '' }) => {
        if (act === 'answer') await answer.run({ params, body: { version, answer: text } });
        else if (act === 'close') await close.run({ params, body: { version, result: text } });
        else await forward.run({ params, body: { version, area: area ?? null, to } });
        toast.saved(t('helpRequest.done'));
        props.onClose();
      }}
    >
      {act === 'forward' ? (
        <>
          <Form.Item name="area" label={t('helpRequest.field.toArea')}>
            <AreaPicker kinds={['community']} whole />
          </Form.Item>
          <Form.Item name="to" label={t('helpRequest.field.to')}>
            <Input maxLength={100} />
          </Form.Item>
        </>
      ) : (
        <Form.Item
          name="text"
          label={t(act === 'answer' ? 'helpRequest.field.answer' : 'helpRequest.field.result')}
          rules={[required]}
        >
          <Input.TextArea rows={4} maxLength={act === 'answer' ? 500 : 300} showCount />
        </Form.Item>
      )}
    </ActionDrawer>
  );
}
