import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

export interface PaperValues {
  documentNo: string;
  reason: string;
}

/** The paper that a change of areas rests on, and why: the same two fields in every form. */
export function ChangePaper(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Form.Item
        name="documentNo"
        label={t('areaChange.documentNo')}
        extra={t('areaChange.documentHint')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('area.required') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('areaChange.reason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('area.required') }]}
      >
        <Input maxLength={200} placeholder={t('areaChange.reasonHint')} />
      </Form.Item>
    </>
  );
}
