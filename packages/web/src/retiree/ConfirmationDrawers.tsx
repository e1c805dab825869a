import {
  type ConfirmationResult,
  type ConfirmationWay,
  confirmationResults,
  confirmationWays,
} from '@renshe/domain/code/retiree-care.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { CodeRadio } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';

export interface ConfirmationValues {
  confirmedOn: PlainDate;
  way: ConfirmationWay;
  result: ConfirmationResult;
  note: string;
}

/** The day, the manner and what came of it: the same for one person and for many. */
export function ConfirmationFields(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  return (
    <>
      <Form.Item name="confirmedOn" label={t('retiree.confirm.on')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="way" required label={t('retiree.confirm.way')}>
        <CodeRadio codes={confirmationWays} />
      </Form.Item>
      <Form.Item name="result" required label={t('retiree.confirm.result')}>
        <CodeRadio codes={confirmationResults} />
      </Form.Item>
      <Form.Item name="note" label={t('retiree.field.note')}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}

/** 记录领取资格认证. */
export function ConfirmDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  return (
    <FileActionDrawer<typeof retireeContracts.confirm, ConfirmationValues>
      action={action}
      contract={retireeContracts.confirm}
      title={t('retiree.confirm.title', { name })}
      submitLabel={t('retiree.confirm.submit')}
      note={t('retiree.confirm.explain')}
      initialValues={{ confirmedOn: today, way: 'visit', result: 'confirmed', note: '' }}
      argumentsOf={(values) => ({ params: { residentId }, body: values })}
      doneSentence={() => t('retiree.confirm.done', { name })}
      undo={({ confirmationId }) =>
        call(retireeContracts.voidConfirmation, {
          params: { residentId, confirmationId },
          body: { why: t('resident.undoReason') },
        })
      }
    >
      <ConfirmationFields />
    </FileActionDrawer>
  );
}

/** 作废领取资格认证: the round that it had ended is open again. */
export function VoidConfirmationDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const found = action.file.confirmations.find((one) => one.confirmationId === action.recordId);
  if (!found) return null;
  const { confirmationId, confirmedOn } = found;
  return (
    <FileActionDrawer<typeof retireeContracts.voidConfirmation, { why: string }>
      action={action}
      contract={retireeContracts.voidConfirmation}
      danger
      title={t('retiree.voidConfirmation.title', { name })}
      submitLabel={t('retiree.voidConfirmation.submit')}
      note={t('retiree.voidConfirmation.note', { on: confirmedOn })}
      initialValues={{ why: '' }}
      argumentsOf={(values) => ({ params: { residentId, confirmationId }, body: values })}
      doneSentence={() => t('retiree.voidConfirmation.done', { name })}
      undo={({ changeId }) =>
        call(retireeContracts.restoreConfirmation, {
          params: { residentId, confirmationId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('retiree.void.why')} />
    </FileActionDrawer>
  );
}
