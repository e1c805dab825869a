import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { type WarningRow, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

interface Values {
  measure: string;
  responsible: string;
  dueOn: PlainDate;
  result: string;
}

const reads = [warningContracts.list, warningContracts.cases];

/** What is done about a warning, by whom and until when; or how it ended. */
export function WarningActDrawer(props: {
  row: WarningRow;
  month: string;
  act: 'handle' | 'close';
  onClose: () => void;
}): ReactNode {
  const { t, say } = useTexts();
  const me = useMe();
  const today = useToday();
  const toast = useToast();
  const { row, month, act } = props;
  const handle = useCommand(warningContracts.handle, { invalidates: reads });
  const close = useCommand(warningContracts.close, { invalidates: reads });
  const key = { area: row.area.code, month, indicator: row.indicator, version: row.case?.version ?? 0 };
  const names = { area: shortAreaName(row.area.name), indicator: t(`warning.indicator.${row.indicator}`) };
  const text = { required: true, whitespace: true, min: 2, message: t('warning.tooShort') };
  return (
    <ActionDrawer<Values>
      open
      title={t(act === 'handle' ? 'warning.handleTitle' : 'warning.closeTitle', names)}
      note={say(row.sentence)}
      submitLabel={t(`warning.actions.${act}`)}
      draftKey={`warning.${act}:${row.area.code}:${month}:${row.indicator}`}
      initialValues={{
        measure: row.case?.measure ?? '',
        responsible: row.case?.responsible || me.name,
        dueOn: row.case?.dueOn ?? addDays(today, 14),
        result: '',
      }}
      onClose={props.onClose}
      onSubmit={async ({ measure, responsible, dueOn, result }) => {
        if (act === 'handle') await handle.run({ body: { ...key, measure, responsible, dueOn } });
        else await close.run({ body: { ...key, result } });
        toast.saved(t(act === 'handle' ? 'warning.handleDone' : 'warning.closeDone'));
        props.onClose();
      }}
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
      ) : (
        <Form.Item name="result" label={t('warning.result')} rules={[text]}>
          <Input.TextArea rows={4} maxLength={500} showCount placeholder={t('warning.resultHint')} />
        </Form.Item>
      )}
    </ActionDrawer>
  );
}
