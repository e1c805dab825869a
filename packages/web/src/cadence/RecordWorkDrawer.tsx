import { type CadenceEntry, type CadenceRecord, cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';
import { WhyField } from '../resident/WhyField.tsx';
import { periodWords } from './cadence-words.ts';

const reads = [cadenceContracts.matrix, cadenceContracts.office, cadenceContracts.late, cadenceContracts.own];

interface Values {
  heldOn: PlainDate;
  place?: string;
  people: number | null;
  note?: string;
}

/** 登记一次工作: when, where, how many people, what came of it. */
export function RecordWorkDrawer(props: {
  entry: CadenceEntry;
  record: CadenceRecord | null;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const toast = useToast();
  const { entry, record } = props;
  const add = useCommand(cadenceContracts.record, { invalidates: reads });
  const change = useCommand(cadenceContracts.changeRecord, { invalidates: reads });
  const words = { rule: entry.rule[language], period: periodWords(entry.period, entry.from, entry.last) };
  return (
    <ActionDrawer<Values>
      open
      title={record ? t('cadence.changeTitle', words) : t('cadence.recordTitle', words)}
      note={
        <>
          {entry.office.name} · {t('cadence.due')} {entry.dueOn}
        </>
      }
      submitLabel={record ? t('cadence.change') : t('cadence.recordSubmit')}
      draftKey={
        record
          ? `cadence.change:${record.recordId}:${record.version}`
          : `cadence:${entry.office.officeId}:${entry.rule.key}:${entry.period}`
      }
      initialValues={record ?? { heldOn: minDate(entry.last, today), people: null }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const body = {
          heldOn: values.heldOn,
          place: values.place ?? '',
          people: values.people ?? 0,
          note: values.note ?? '',
        };
        if (record)
          await change.run({ params: { recordId: record.recordId }, body: { ...body, version: record.version } });
        else
          await add.run({
            body: { ...body, officeId: entry.office.officeId, rule: entry.rule.key, period: entry.period },
          });
        toast.saved(record ? t('cadence.changed') : t('cadence.recorded'));
        props.onClose();
      }}
    >
      <Form.Item name="heldOn" label={t('cadence.heldOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="place" label={t('cadence.place')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item
        name="people"
        label={t('cadence.people')}
        rules={[{ type: 'integer', min: 0, max: 100_000, message: t('cadence.peopleWrong') }]}
      >
        <InputNumber className="wide" min={0} />
      </Form.Item>
      <Form.Item name="note" label={t('cadence.content')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} />
      </Form.Item>
    </ActionDrawer>
  );
}

export function VoidWorkDrawer(props: { record: CadenceRecord; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { record } = props;
  const { run } = useCommand(cadenceContracts.voidRecord, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string }>
      open
      danger
      title={t('cadence.voidTitle')}
      note={t('cadence.voidNote')}
      submitLabel={t('cadence.void')}
      draftKey={`cadence.void:${record.recordId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        await run({ params: { recordId: record.recordId }, body: { reason, version: record.version } });
        toast.saved(t('cadence.voided'));
        props.onClose();
      }}
    >
      <WhyField name="reason" label={t('cadence.reason')} />
    </ActionDrawer>
  );
}
