import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { formatCitizenId } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from './FileActionDrawer.tsx';
import { useIdentityCheck } from './use-identity-check.ts';
import { WhyField } from './WhyField.tsx';

interface Values {
  citizenId: string;
  reason: string;
}

/** 更正身份证号: sex, birth date and everything that hangs on them follow. */
export function CorrectIdentityDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const typed = Form.useWatch('citizenId', form) ?? '';
  const check = useIdentityCheck(typed, today, t);
  const { name, residentId, citizenIdMasked } = action.file;
  const answer = check.state === 'answered' ? check.answer : undefined;
  const fault =
    check.state === 'invalid'
      ? check.sentence
      : check.state === 'empty' || check.state === 'typing'
        ? t('resident.fault.id-missing')
        : answer?.result === 'exists'
          ? t('resident.identity.other', { name: answer.resident.name })
          : answer?.result === 'elsewhere'
            ? t('resident.identity.otherElsewhere', { area: shortAreaName(answer.areaName) })
            : undefined;
  const isBad = fault !== undefined && check.state !== 'empty' && check.state !== 'typing';
  return (
    <FileActionDrawer<typeof residentContracts.correctIdentity, Values>
      action={action}
      contract={residentContracts.correctIdentity}
      form={form}
      title={t('resident.identity.title', { name })}
      submitLabel={t('resident.identity.submit')}
      note={
        <>
          <p>
            {t('resident.identity.now')} <span className="figures">{formatCitizenId(citizenIdMasked)}</span>
          </p>
          <p>{t('resident.identity.warn')}</p>
        </>
      }
      initialValues={{ citizenId: '', reason: '' }}
      argumentsOf={(values, file) => ({
        params: { residentId },
        body: { citizenId: values.citizenId, reason: values.reason, version: file.version },
      })}
      doneSentence={() => t('resident.identity.done', { name })}
    >
      <Form.Item
        name="citizenId"
        required
        label={t('resident.identity.citizenId')}
        validateStatus={isBad ? 'error' : check.state === 'checking' ? 'validating' : ''}
        {...(isBad ? { help: fault } : {})}
        extra={
          answer?.result === 'new'
            ? t('resident.register.sexAndAge', {
                sex: t(`resident.sex.${answer.sex}`),
                birthOn: answer.birthOn,
                age: answer.age,
              })
            : undefined
        }
        rules={[{ validator: () => (fault === undefined ? Promise.resolve() : Promise.reject(new Error(fault))) }]}
      >
        <Input autoComplete="off" maxLength={30} className="figures" />
      </Form.Item>
      <WhyField name="reason" label={t('resident.identity.reason')} placeholder={t('resident.identity.reasonHint')} />
    </FileActionDrawer>
  );
}
