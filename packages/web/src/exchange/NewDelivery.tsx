import { type DeliveryFormat, deliveryFormats, exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Checkbox, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import type { Editions } from './use-editions.ts';

type Values = {
  areaCode: string;
  edition: string;
  tables: string[];
  mode: 'all' | 'changes';
  asOf: PlainDate;
  format: DeliveryFormat;
  purpose: string;
};

/** What is wanted; the answer is a check of every row, not yet a file. */
export function NewDelivery(props: {
  editions: Editions;
  today: PlainDate;
  onClose: () => void;
  onPrepared: (deliveryId: string) => void;
}): ReactNode {
  const { t, language, say } = useTexts();
  const area = useArea();
  const [form] = Form.useForm<Values>();
  const first = props.editions.editions[0];
  const [edition, setEdition] = useState(first?.edition ?? '');
  const [mode, setMode] = useState<Values['mode']>('all');
  const prepare = useCommand(exchangeContracts.prepare, { invalidates: [exchangeContracts.list] });
  const tablesOf = (id: string) => props.editions.editions.find((one) => one.edition === id)?.tables ?? [];
  return (
    <ActionDrawer<Values>
      open
      form={form}
      title={t('exchange.new')}
      note={t('exchange.form.note')}
      submitLabel={t('exchange.form.submit')}
      draftKey={`exchange:${area.code}`}
      width={520}
      initialValues={{
        areaCode: area.code,
        edition,
        tables: tablesOf(edition).map((table) => table.code),
        mode: 'all',
        asOf: props.today,
        format: 'csv-gb18030',
        purpose: '',
      }}
      onValuesChange={(changed) => {
        if (changed.mode) {
          setMode(changed.mode);
          if (changed.mode === 'changes') form.setFieldValue('asOf', props.today);
        }
        if (changed.edition) {
          setEdition(changed.edition);
          form.setFieldValue(
            'tables',
            tablesOf(changed.edition).map((table) => table.code),
          );
        }
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { deliveryId } = await prepare.run({ body: { ...values, purpose: values.purpose.trim() } });
        props.onPrepared(deliveryId);
      }}
    >
      <Form.Item name="areaCode" label={t('exchange.form.area')} rules={[{ required: true }]}>
        <AreaPicker id="areaCode" />
      </Form.Item>
      <Form.Item name="edition" label={t('exchange.form.edition')} rules={[{ required: true }]}>
        <Select options={props.editions.editions.map((one) => ({ value: one.edition, label: say(one.name) }))} />
      </Form.Item>
      <Form.Item
        name="tables"
        label={t('exchange.form.tables')}
        rules={[{ required: true, message: t('exchange.form.tablesRequired') }]}
      >
        <Checkbox.Group
          className="exchange-tables"
          options={tablesOf(edition).map((table) => ({
            value: table.code,
            label: `${table.code} ${table[language]}`,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="mode"
        label={t('exchange.form.mode')}
        extra={t(`exchange.modeHelp.${mode}`)}
        rules={[{ required: true }]}
      >
        <Radio.Group
          options={(['all', 'changes'] as const).map((one) => ({ value: one, label: t(`exchange.mode.${one}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="asOf"
        label={t('exchange.form.asOf')}
        extra={mode === 'changes' ? t('exchange.form.asOfChanges') : undefined}
        rules={[{ required: true, message: t('exchange.form.asOf') }, dateRule(t('exchange.form.asOf'))]}
      >
        <DateField today={props.today} disabled={mode === 'changes'} />
      </Form.Item>
      <Form.Item
        name="format"
        label={t('exchange.form.format')}
        extra={t('exchange.form.formatHelp')}
        rules={[{ required: true }]}
      >
        <Select options={deliveryFormats.map((one) => ({ value: one, label: t(`exchange.format.${one}`) }))} />
      </Form.Item>
      <Form.Item
        name="purpose"
        label={t('exchange.form.purpose')}
        extra={t('exchange.form.purposeHelp')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('exchange.form.purposeRequired') }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </ActionDrawer>
  );
}
