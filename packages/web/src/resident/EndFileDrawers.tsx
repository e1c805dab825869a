import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from './date-rules.ts';
import { FileActionDrawer, type FileActionProps } from './FileActionDrawer.tsx';
import { WhyField } from './WhyField.tsx';

interface EndValues {
  reason: 'death' | 'moved-out';
  on: PlainDate;
  note: string;
}

/** 销档: death or departure from the city. */
export function EndFileDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<EndValues>();
  const reason = Form.useWatch('reason', form) ?? 'moved-out';
  const { name, residentId } = action.file;
  return (
    <FileActionDrawer<typeof residentContracts.end, EndValues>
      action={action}
      contract={residentContracts.end}
      form={form}
      danger
      title={t('resident.end.title', { name })}
      submitLabel={t('resident.end.submit', { name })}
      note={t('resident.end.warn')}
      initialValues={{ reason: 'moved-out', on: today, note: '' }}
      argumentsOf={(values, file) => ({
        params: { residentId },
        body: { ...values, note: values.note ?? '', version: file.version },
      })}
      doneSentence={() => t('resident.end.done', { name })}
      undo={(_, file) =>
        call(residentContracts.reopen, {
          params: { residentId },
          body: { version: file.version, reason: t('resident.undoReason') },
        })
      }
    >
      <Form.Item name="reason" required label={t('resident.end.reason')}>
        <Radio.Group
          options={(['moved-out', 'death'] as const).map((value) => ({ value, label: t(`resident.end.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="on"
        label={t(reason === 'death' ? 'resident.end.deathOn' : 'resident.end.movedOutOn')}
        rules={dayRules({ today })}
      >
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="note" label={t('resident.end.note')}>
        <Input maxLength={200} placeholder={t('resident.end.noteHint')} />
      </Form.Item>
    </FileActionDrawer>
  );
}

/** 恢复档案: a file that was ended by mistake goes on. */
export function ReopenFileDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  return (
    <FileActionDrawer<typeof residentContracts.reopen, { reason: string }>
      action={action}
      contract={residentContracts.reopen}
      title={t('resident.reopen.title', { name })}
      submitLabel={t('resident.reopen.submit', { name })}
      initialValues={{ reason: '' }}
      argumentsOf={(values, file) => ({ params: { residentId }, body: { ...values, version: file.version } })}
      doneSentence={() => t('resident.reopen.done', { name })}
    >
      <WhyField name="reason" label={t('resident.reopen.reason')} />
    </FileActionDrawer>
  );
}
