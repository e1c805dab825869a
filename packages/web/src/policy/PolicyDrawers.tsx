import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';

type Benefit = ResidentFileView['policyBenefits'][number];

/** The one that is meant, or the first that fits. */
function benefitOf(file: ResidentFileView, id: string | undefined, open: boolean): Benefit | undefined {
  return file.policyBenefits.find((one) => (id ? one.benefitId === id : !open || one.toOn === null));
}

interface Values {
  policy: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  /** In yuan, as people say it. */
  yuan: number | null;
  note: string;
}

/** 登记享受政策. */
export function RecordBenefitDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  const list = useRead(policyContracts.list, {});
  return (
    <FileActionDrawer<typeof policyContracts.recordBenefit, Values>
      action={action}
      contract={policyContracts.recordBenefit}
      title={t('policy.record.title', { name })}
      submitLabel={t('policy.record.submit')}
      note={t('policy.record.explain')}
      initialValues={{ fromOn: today, toOn: null, yuan: null, note: '' }}
      argumentsOf={({ policy, fromOn, toOn, yuan, note }) => ({
        params: { residentId },
        body: { policy, fromOn, toOn: toOn || null, amount: yuan === null ? null : Math.round(yuan * 100), note },
      })}
      doneSentence={() => t('policy.record.done', { name })}
      undo={({ benefitId }, fresh) =>
        call(policyContracts.voidBenefit, {
          params: { residentId, benefitId },
          body: { version: benefitOf(fresh, benefitId, false)?.version ?? 1, why: t('resident.undoReason') },
        })
      }
    >
      <Form.Item
        name="policy"
        label={t('policy.field.policy')}
        rules={[{ required: true, message: t('policy.field.policyMissing') }]}
      >
        <Select
          loading={list.isPending}
          placeholder={t('kit.code.placeholder')}
          showSearch={{ optionFilterProp: 'label' }}
          options={(list.data?.policies ?? []).map((one) => ({
            value: one.key,
            label: `${one[language]} · ${one.document}`,
          }))}
        />
      </Form.Item>
      <div className="field-pair">
        <Form.Item name="fromOn" label={t('policy.field.fromOn')} rules={dayRules({ today })}>
          <DateField today={today} />
        </Form.Item>
        <Form.Item
          name="toOn"
          label={t('policy.field.toOn')}
          extra={t('policy.field.toOnHint')}
          rules={dayRules({ today, required: false, future: true })}
        >
          <DateField />
        </Form.Item>
      </div>
      <Form.Item name="yuan" label={t('policy.field.amount')} extra={t('policy.field.amountHint')}>
        <InputNumber<number> className="wide" min={0} max={100_000_000} precision={2} />
      </Form.Item>
      <Form.Item
        name="note"
        label={t('policy.field.source')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('policy.field.sourceMissing') }]}
      >
        <Input maxLength={200} placeholder={t('policy.field.sourceHint')} />
      </Form.Item>
    </FileActionDrawer>
  );
}

/** 终止享受政策. */
export function EndBenefitDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  const benefit = benefitOf(action.file, action.recordId, true);
  if (!benefit) return null;
  const { benefitId } = benefit;
  return (
    <FileActionDrawer<typeof policyContracts.endBenefit, { toOn: PlainDate; why: string }>
      action={action}
      contract={policyContracts.endBenefit}
      title={t('policy.end.title', { name, policy: benefit.name })}
      submitLabel={t('policy.end.submit')}
      initialValues={{ toOn: today, why: '' }}
      argumentsOf={(values, latest) => ({
        params: { residentId, benefitId },
        body: { ...values, version: benefitOf(latest, benefitId, false)?.version ?? benefit.version },
      })}
      doneSentence={() => t('policy.end.done', { name })}
    >
      <Form.Item name="toOn" label={t('policy.field.toOn')} rules={dayRules({ today, future: true })}>
        <DateField today={today} />
      </Form.Item>
      <WhyField name="why" label={t('policy.end.why')} />
    </FileActionDrawer>
  );
}

/** 作废享受政策记录. */
export function VoidBenefitDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const benefit = benefitOf(action.file, action.recordId, false);
  if (!benefit) return null;
  const { benefitId } = benefit;
  return (
    <FileActionDrawer<typeof policyContracts.voidBenefit, { why: string }>
      action={action}
      contract={policyContracts.voidBenefit}
      danger
      title={t('policy.void.title', { name, policy: benefit.name })}
      submitLabel={t('policy.void.submit')}
      note={t('policy.void.note')}
      initialValues={{ why: '' }}
      argumentsOf={(values, latest) => ({
        params: { residentId, benefitId },
        body: { ...values, version: benefitOf(latest, benefitId, false)?.version ?? benefit.version },
      })}
      doneSentence={() => t('policy.void.done', { name })}
      undo={({ changeId }) =>
        call(policyContracts.restoreBenefit, {
          params: { residentId, benefitId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('policy.void.why')} />
    </FileActionDrawer>
  );
}
