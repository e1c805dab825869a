import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { type WarningRow, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { Form, Input, Select, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField } from '../kit/DateField.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';

interface Values {
  measure: string;
  responsible: string;
  dueOn: PlainDate;
  result: string;
  how: (typeof ways)[number];
  note: string;
}
export type DrawerAct = 'handle' | 'close' | 'up' | 'down';

const ways = ['system', 'phone', 'meeting', 'document'] as const;
const reads = [warningContracts.list, warningContracts.cases, warningContracts.notices];

/** What is done about a warning, by whom and until when; how it ended; or whom it is told to, shown before it is. */
export function WarningActDrawer(props: {
  row: WarningRow;
  month: string;
  act: DrawerAct;
  onClose: () => void;
}): ReactNode {
  const { t, say } = useTexts();
  const me = useMe();
  const today = useToday();
  const toast = useToast();
  const { row, month, act } = props;
  const handle = useCommand(warningContracts.handle, { invalidates: reads });
  const close = useCommand(warningContracts.close, { invalidates: reads });
  const inform = useCommand(warningContracts.inform, { invalidates: reads });
  const named = { area: row.area.code, month, indicator: row.indicator };
  const key = { ...named, version: row.case?.version ?? 0 };
  const names = { area: shortAreaName(row.area.name), indicator: t(`warning.indicator.${row.indicator}`) };
  const text = { required: true, whitespace: true, min: 2, message: t('warning.tooShort') };
  const submit = async ({ measure, responsible, dueOn, result, how, note }: Values) => {
    if (act === 'handle') {
      await handle.run({ body: { ...key, measure, responsible, dueOn } });
      toast.saved(t('warning.handleDone'));
    } else if (act === 'close') {
      await close.run({ body: { ...key, result } });
      toast.saved(t('warning.closeDone'));
    } else {
      const { offices } = await inform.run({ body: { ...key, direction: act, how, note: note.trim() } });
      toast.saved(t('warning.informed', { offices: offices.join(t('warning.between')) }));
    }
    props.onClose();
  };
  return (
    <ActionDrawer<Values>
      open
      title={t(titles[act], names)}
      note={say(row.sentence)}
      submitLabel={t(`warning.actions.${act}`)}
      draftKey={`warning.${act}:${row.area.code}:${month}:${row.indicator}`}
      initialValues={{
        measure: row.case?.measure ?? '',
        responsible: row.case?.responsible || me.name,
        dueOn: row.case?.dueOn ?? addDays(today, 14),
        result: '',
        how: 'system',
        note: '',
      }}
      onClose={props.onClose}
      onSubmit={submit}
    >
      {act === 'handle' ? (
        <>
          <Form.Item name="measure" label={t('warning.measure')} rules={[text]}>
            <Input.TextArea rows={4} maxLength={500} showCount placeholder={t('warning.measureHint')} />
          </Form.Item>
          <Form.Item name="responsible" label={t('warning.responsible')} rules={[text]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="dueOn"
            label={t('warning.dueOn')}
            rules={[{ required: true, message: t('warning.dayNeeded') }]}
          >
            <DateField today={today} />
          </Form.Item>
        </>
      ) : act === 'close' ? (
        <Form.Item name="result" label={t('warning.result')} rules={[text]}>
          <Input.TextArea rows={4} maxLength={500} showCount placeholder={t('warning.resultHint')} />
        </Form.Item>
      ) : (
        <>
          <Recipients query={{ ...named, direction: act }} />
          <Form.Item name="how" label={t('warning.howLabel')}>
            <Select options={ways.map((value) => ({ value, label: t(`warning.ways.${value}`) }))} />
          </Form.Item>
          <Form.Item name="note" label={t('warning.noteLabel')}>
            <Input.TextArea rows={3} maxLength={200} showCount placeholder={t('warning.noteHint')} />
          </Form.Item>
        </>
      )}
    </ActionDrawer>
  );
}

const titles = {
  handle: 'warning.handleTitle',
  close: 'warning.closeTitle',
  up: 'warning.upTitle',
  down: 'warning.downTitle',
} as const;

/** Whom it reaches, before it is sent; who was told already and has not taken note is not told again. */
function Recipients(props: {
  query: { area: string; month: string; indicator: WarningRow['indicator']; direction: 'up' | 'down' };
}): ReactNode {
  const { t } = useTexts();
  const read = useRead(warningContracts.recipients, { query: props.query });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active paragraph={{ rows: 2 }} />;
  const { offices } = read.data;
  return (
    <section className="warning-recipients" aria-labelledby="warning-recipients">
      <h3 id="warning-recipients">{t('warning.recipients', { count: offices.length })}</h3>
      <ul>
        {offices.map((office) => (
          <li key={office.name}>
            {office.name}
            {office.waiting ? <small className="quiet"> {t('warning.recipientWaiting')}</small> : null}
          </li>
        ))}
      </ul>
      <p className="quiet">{t('warning.recipientsHelp')}</p>
    </section>
  );
}
