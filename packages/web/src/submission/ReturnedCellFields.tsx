import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import type { NamedKey } from './AskCorrectionDrawer.tsx';
import './submission.css';

/** In the form that returns a report: cells that are wrong, each with a remark. Values: `cells: {row, column, remark}[]`. */
export function ReturnedCellFields(props: { rows: readonly NamedKey[]; columns: readonly NamedKey[] }): ReactNode {
  const { t, language } = useTexts();
  const options = (list: readonly NamedKey[]) => list.map((one) => ({ value: one.key, label: one[language] }));
  const needed = [{ required: true, message: t('submission.cells.missing') }];
  return (
    <Form.List name="cells">
      {(fields, { add, remove }) => (
        <fieldset className="submission-pointing">
          <legend>{t('submission.cells.label')}</legend>
          {fields.map((field) => (
            <div key={field.key} className="submission-pointed">
              <Form.Item name={[field.name, 'row']} label={t('submission.cells.row')} rules={needed}>
                <Select showSearch={{ optionFilterProp: 'label' }} options={options(props.rows)} />
              </Form.Item>
              <Form.Item name={[field.name, 'column']} label={t('submission.cells.column')} rules={needed}>
                <Select options={options(props.columns)} />
              </Form.Item>
              <Form.Item name={[field.name, 'remark']} label={t('submission.cells.remark')}>
                <Input maxLength={200} placeholder={t('submission.cells.remarkHint')} />
              </Form.Item>
              <Button type="link" size="small" onClick={() => remove(field.name)}>
                {t('submission.cells.remove')}
              </Button>
            </div>
          ))}
          <Button size="small" onClick={() => add({ column: 'total', remark: '' })}>
            {t('submission.cells.add')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}
