import { livingStates, pensionKinds } from '@renshe/domain/code/retiree-care.ts';
import type { CareDetails } from '@renshe/domain/retiree/retiree.contract.ts';
import { Checkbox, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { CodeRadio, CodeSelect } from '../kit/CodeSelect.tsx';
import { useTexts } from '../kit/i18n.ts';

export const firstCareDetails: CareDetails = {
  formerEmployer: '',
  pension: '10',
  filePlace: '',
  fileNumber: '',
  living: '10',
  disabled: false,
  partyMember: false,
  note: '',
};

/** What the card of handing over says of a retiree, beside its days. */
export function CareFields(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Form.Item
        name="formerEmployer"
        label={t('retiree.field.formerEmployer')}
        rules={[{ required: true, whitespace: true, message: t('retiree.field.formerEmployerMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="pension" required label={t('retiree.field.pension')}>
        <CodeSelect codes={pensionKinds} />
      </Form.Item>
      <Form.Item name="living" required label={t('retiree.field.living')}>
        <CodeRadio codes={livingStates} />
      </Form.Item>
      <Form.Item name="disabled" valuePropName="checked" className="tight">
        <Checkbox>{t('retiree.field.disabled')}</Checkbox>
      </Form.Item>
      <Form.Item name="partyMember" valuePropName="checked">
        <Checkbox>{t('retiree.field.partyMember')}</Checkbox>
      </Form.Item>
      <div className="field-pair">
        <Form.Item name="filePlace" label={t('retiree.field.filePlace')}>
          <Input maxLength={100} placeholder={t('retiree.field.filePlaceHint')} />
        </Form.Item>
        <Form.Item name="fileNumber" label={t('retiree.field.fileNumber')}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('retiree.field.note')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
      </Form.Item>
    </>
  );
}
