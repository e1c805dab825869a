import { livingStates, pensionKinds } from '@renshe/domain/code/retiree-care.ts';
import type { CareDetails } from '@renshe/domain/retiree/retiree.contract.ts';
import { Checkbox, Form, Input } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useToday } from '../app/session.ts';
import { CodeRadio, CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import type { Care } from './care-of.ts';

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
export function CareFields(props: { since?: Care }): ReactNode {
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
      <Form.Item
        name="living"
        label={t('retiree.field.living')}
        rules={[{ required: true, message: t('retiree.field.livingMissing') }]}
      >
        <CodeRadio codes={livingStates} />
      </Form.Item>
      {props.since ? <LivingSince care={props.since} /> : null}
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

/** The day from which on the way of living is so: another way of living begins today unless the worker knows better. */
function LivingSince(props: { care: Care }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const form = Form.useFormInstance();
  const living: unknown = Form.useWatch('living', form);
  const { care } = props;
  const from = care.livingOn ?? care.handedOverOn;
  const shown = useRef<unknown>(care.living);
  useEffect(() => {
    if (living === undefined || living === shown.current) return;
    shown.current = living;
    form.setFieldValue('livingOn', living === care.living ? from : today);
  }, [living, care.living, from, form, today]);
  return (
    <Form.Item
      name="livingOn"
      label={t('retiree.field.livingOn')}
      extra={t('retiree.field.livingOnHint')}
      rules={dayRules({
        today,
        earliest: { on: care.handedOverOn, message: t('retiree.end.tooEarly', { on: care.handedOverOn }) },
      })}
    >
      <DateField today={today} />
    </Form.Item>
  );
}
