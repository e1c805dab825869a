import { findCode } from '@renshe/domain/code/code-set.ts';
import { unemploymentNatures, unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { CodeRadio, CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';

export interface UnemploymentValues {
  registeredOn: PlainDate;
  unemployedSince: PlainDate;
  reason: string;
  nature: '1' | '2';
  jobWish: string;
  trainingWish: string;
}

/** The fields of a registration, shared by registering and correcting. The reason proposes the kind of unemployment. */
export function UnemploymentFields(props: {
  /** The day is what is left to fill in. */
  startAtDay?: boolean;
}): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const form = Form.useFormInstance<UnemploymentValues>();
  return (
    <>
      <Form.Item
        name="reason"
        label={t('unemployment.field.reason')}
        rules={[{ required: true, message: t('unemployment.register.reasonMissing') }]}
      >
        <CodeSelectProposing
          onReason={(reason) => {
            const row = findCode(unemploymentReasons, reason);
            if (row) form.setFieldsValue({ nature: row.usualNature });
          }}
        />
      </Form.Item>
      <Form.Item
        name="nature"
        label={t('unemployment.field.nature')}
        rules={[{ required: true, message: t('unemployment.register.natureMissing') }]}
      >
        <CodeRadio codes={unemploymentNatures} />
      </Form.Item>
      <div className="field-pair">
        <Form.Item
          name="unemployedSince"
          label={t('unemployment.field.unemployedSince')}
          extra={t('unemployment.hint.unemployedSince')}
          dependencies={['registeredOn']}
          rules={[
            ...dayRules({ today }),
            ({ getFieldValue }) => ({
              validator: (_: unknown, value: string | null) =>
                isPlainDate(value) && value > (getFieldValue('registeredOn') as string)
                  ? Promise.reject(new Error(t('unemployment.register.sinceAfter')))
                  : Promise.resolve(),
            }),
          ]}
        >
          <DateField latest={today} autoFocus={props.startAtDay ?? false} />
        </Form.Item>
        <Form.Item name="registeredOn" label={t('unemployment.field.registeredOn')} rules={dayRules({ today })}>
          <DateField today={today} latest={today} />
        </Form.Item>
      </div>
      <Form.Item name="jobWish" label={t('unemployment.field.jobWish')}>
        <Input maxLength={100} placeholder={t('unemployment.hint.jobWish')} />
      </Form.Item>
      <Form.Item name="trainingWish" label={t('unemployment.field.trainingWish')}>
        <Input maxLength={100} placeholder={t('unemployment.hint.trainingWish')} />
      </Form.Item>
    </>
  );
}

function CodeSelectProposing(props: {
  id?: string;
  value?: string | null;
  onChange?: (code: string | null) => void;
  onReason: (reason: string | null) => void;
}): ReactNode {
  return (
    <CodeSelect
      {...(props.id ? { id: props.id } : {})}
      codes={unemploymentReasons}
      value={props.value ?? null}
      onChange={(code) => {
        props.onChange?.(code);
        props.onReason(code);
      }}
    />
  );
}
