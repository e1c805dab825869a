import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from './date-rules.ts';
import { FileActionDrawer, type FileActionProps } from './FileActionDrawer.tsx';

interface Values {
  able: boolean;
  willing: boolean;
  fromOn: PlainDate;
  evidence: string;
}

/** 登记劳动能力与就业愿望, from a day on, with what it rests on. */
export function RecordAbilityDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId, able, willing } = action.file;
  const choices = [
    { value: true, label: t('resident.ability.yes') },
    { value: false, label: t('resident.ability.no') },
  ];
  return (
    <FileActionDrawer<typeof residentContracts.recordAbility, Values>
      action={action}
      contract={residentContracts.recordAbility}
      title={t('resident.ability.title', { name })}
      submitLabel={t('resident.ability.submit')}
      initialValues={{ able: able ?? true, willing: willing ?? true, fromOn: today, evidence: '' }}
      argumentsOf={(values) => ({ params: { residentId }, body: values })}
      doneSentence={() => t('resident.ability.done', { name })}
    >
      <Form.Item name="able" label={t('resident.ability.able')} rules={[{ required: true }]}>
        <Radio.Group options={choices} />
      </Form.Item>
      <Form.Item name="willing" label={t('resident.ability.willing')} rules={[{ required: true }]}>
        <Radio.Group options={choices} />
      </Form.Item>
      <Form.Item name="fromOn" label={t('resident.ability.fromOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t('resident.ability.evidence')}
        rules={[{ required: true, whitespace: true, message: t('resident.ability.evidenceMissing') }]}
      >
        <Input maxLength={200} placeholder={t('resident.ability.evidenceHint')} />
      </Form.Item>
    </FileActionDrawer>
  );
}
