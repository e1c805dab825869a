import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

/** The reason that a correction, reversal or void must have; goes into the history for good. */
export function WhyField(props: { name: string; label: string; placeholder?: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      rules={[{ required: true, whitespace: true, min: 2, message: t('resident.why.missing') }]}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} placeholder={props.placeholder ?? ''} />
    </Form.Item>
  );
}
