import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { ledgerForm } from '@renshe/domain/submission/submission.rules.ts';
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

interface Values {
  row: string;
  column: string;
  measure: 'month' | 'yearToDate' | 'adjustment' | 'priorYear';
  wrong: string;
  reason: string;
  evidence: string;
  correctedValue?: string;
}

export interface NamedKey {
  key: string;
  zh: string;
  en: string;
}

/** 提出更正: names the cell of a closed report, what is wrong, why, and the evidence. */
export function AskCorrectionDrawer(props: {
  area: string;
  areaName: string;
  form: string;
  period: string;
  rows: readonly NamedKey[];
  columns: readonly NamedKey[];
  manualRows?: readonly string[];
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { area, form, period } = props;
  const [fields] = Form.useForm<Values>();
  const row = Form.useWatch('row', fields);
  const byHand = row !== undefined && (props.manualRows ?? []).includes(row);
  const ask = useCommand(submissionContracts.askCorrection, { invalidates: [submissionContracts.corrections] });
  const options = (list: readonly NamedKey[]) => list.map((one) => ({ value: one.key, label: one[language] }));
  const chosen = [{ required: true, message: t('submission.correction.choose') }];
  const stated = [{ required: true, whitespace: true, min: 2, message: t('submission.correction.tooShort') }];
  return (
    <ActionDrawer<Values>
      open
      title={t('submission.correction.askTitle', { area: props.areaName, period })}
      note={t('submission.correction.askText')}
      submitLabel={t('submission.correction.ask')}
      form={fields}
      draftKey={`correction:${form}:${area}:${period}`}
      initialValues={{ column: 'total', measure: 'month', wrong: '', reason: '', evidence: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await ask.run({ body: { area, form, period, ...values } });
        toast.saved(t('submission.correction.asked'));
        props.onClose();
      }}
    >
      <Form.Item name="row" label={t('submission.correction.row')} rules={chosen}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={options(props.rows)} />
      </Form.Item>
      <Form.Item name="column" label={t('submission.correction.column')} rules={chosen}>
        <Select options={options(props.columns)} />
      </Form.Item>
      <Form.Item name="measure" label={t('submission.correction.measure')} hidden={form !== ledgerForm}>
        <Select
          options={(['month', 'yearToDate', 'adjustment', 'priorYear'] as const).map((one) => ({
            value: one,
            label: t(`submission.correction.measures.${one}`),
          }))}
        />
      </Form.Item>
      {byHand ? (
        <Form.Item
          name="correctedValue"
          label={t('submission.correction.value')}
          rules={stated.slice(0, 1).map((rule) => ({ ...rule, min: 1 }))}
        >
          <Input maxLength={20} inputMode="numeric" />
        </Form.Item>
      ) : null}
      {(['wrong', 'reason', 'evidence'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(`submission.correction.${name}`)} rules={stated}>
          <Input.TextArea rows={2} maxLength={200} showCount placeholder={t(`submission.correction.${name}Hint`)} />
        </Form.Item>
      ))}
    </ActionDrawer>
  );
}
