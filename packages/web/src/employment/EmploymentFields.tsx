import { findCode } from '@renshe/domain/code/code-set.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { parseCreditCode } from '@renshe/domain/kernel/credit-code.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Checkbox, Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { CodeRadio } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { parameterOn, reportDeadline, useParameters } from './report-deadline.ts';

export interface EmploymentValues {
  type: string;
  startedOn: PlainDate;
  employerName: string;
  employerCode: string;
  occupation: string;
  urban: boolean;
  platformWork: boolean;
  proof: string;
}

/** The fields of an employment: the type decides whether an employer has to be named; the date says whether it is late. */
export function EmploymentFields(props: {
  areaCode: string;
  /** The day on which it was reported, when it is corrected later. */
  reportedOn?: PlainDate;
}): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const form = Form.useFormInstance<EmploymentValues>();
  const type = Form.useWatch('type', form);
  const startedOn = Form.useWatch('startedOn', form);
  const parameters = useParameters();
  const row = findCode(employmentTypes, type);
  const needsEmployer = row?.needsEmployer ?? true;
  const mayEmployer = type === undefined || mayNameEmployer(type);
  const employerName = Form.useWatch('employerName', form)?.trim() ?? '';
  const limit = startedOn
    ? parameterOn(parameters, 'employment.hire_report_days', props.areaCode, startedOn)
    : undefined;
  // Who works for herself reports when she likes: only an employer has a limit.
  const hasLimit = needsEmployer || (mayEmployer && employerName !== '');
  const isDay =
    hasLimit && typeof startedOn === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(startedOn) && startedOn <= today;
  const deadline = isDay ? reportDeadline(limit, startedOn, props.reportedOn ?? today) : undefined;
  return (
    <>
      <Form.Item
        name="type"
        label={t('employment.field.type')}
        rules={[{ required: true, message: t('employment.register.typeMissing') }]}
      >
        <CodeRadio codes={employmentTypes} />
      </Form.Item>
      {type !== undefined && !needsEmployer ? (
        <p className="form-hint quiet">{t('employment.register.selfDeclared')}</p>
      ) : null}
      <Form.Item
        name="startedOn"
        label={t('employment.field.startedOn')}
        rules={dayRules({ today })}
        extra={
          deadline ? (
            <span className={deadline.late ? 'late-hint' : undefined}>
              {deadline.late
                ? t('employment.register.late', { days: deadline.days, limit: deadline.limit })
                : t('employment.register.inTime', { on: deadline.dueOn })}
            </span>
          ) : undefined
        }
      >
        <DateField today={today} />
      </Form.Item>
      {mayEmployer ? (
        <Form.Item
          name="employerName"
          label={t('employment.field.employerName')}
          dependencies={['type']}
          rules={
            needsEmployer
              ? [{ required: true, whitespace: true, message: t('employment.register.employerMissing') }]
              : []
          }
        >
          <Input maxLength={100} placeholder={t('employment.hint.employerName')} />
        </Form.Item>
      ) : null}
      {type === '10' || type === '20' || type === '40' ? (
        <Form.Item
          name="employerCode"
          label={t('employment.field.employerCode')}
          rules={[
            {
              validator: (_, value: string | undefined) =>
                !value?.trim() || parseCreditCode(value).ok
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('employment.hint.codeWrong'))),
            },
          ]}
        >
          <Input maxLength={24} autoComplete="off" placeholder={t('employment.hint.employerCode')} />
        </Form.Item>
      ) : null}
      <div className="field-pair">
        <Form.Item
          name="occupation"
          label={t(mayEmployer ? 'employment.field.occupation' : 'employment.field.ownWork')}
        >
          <Input
            maxLength={60}
            placeholder={t(mayEmployer ? 'employment.hint.occupation' : 'employment.hint.ownWork')}
          />
        </Form.Item>
        <Form.Item name="urban" required label={t('employment.field.urban')} extra={t('employment.hint.urban')}>
          <Radio.Group
            options={[
              { value: true, label: t('employment.urban.yes') },
              { value: false, label: t('employment.urban.no') },
            ]}
          />
        </Form.Item>
      </div>
      {type === '20' || type === '30' || type === '59' ? (
        <Form.Item name="platformWork" valuePropName="checked" extra={t('employment.hint.platform')}>
          <Checkbox>{t('employment.field.platformWork')}</Checkbox>
        </Form.Item>
      ) : null}
      <Form.Item name="proof" label={t('employment.field.proof')}>
        <Input maxLength={200} placeholder={t('employment.hint.proof')} />
      </Form.Item>
    </>
  );
}

/** 农村转移就业 may name an employer but need not. */
const ruralTransfer = '50';

/**
 * What the form holds as the contract wants it: absent fields empty, codes normal, platform work only where it can be. The industry is
 * not asked for here; a record that has one keeps it.
 */
export function employmentBody(values: EmploymentValues, industry: string | null = null) {
  const code = values.employerCode?.trim() ? parseCreditCode(values.employerCode) : undefined;
  return {
    type: values.type,
    urban: values.urban,
    // A name left over from another type would make somebody who works for herself late.
    employerName: mayNameEmployer(values.type) ? (values.employerName?.trim() ?? '') : '',
    employerCode: code?.ok ? code.code : null,
    occupation: values.occupation?.trim() || null,
    industry,
    platformWork: values.platformWork === true && !mayNameEmployer(values.type),
    proof: values.proof?.trim() ?? '',
    startedOn: values.startedOn,
  };
}

function mayNameEmployer(type: string): boolean {
  return type === ruralTransfer || (findCode(employmentTypes, type)?.needsEmployer ?? true);
}
