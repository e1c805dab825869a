import { careEndReasons } from '@renshe/domain/code/retiree-care.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type CareDetails, retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { CareFields, firstCareDetails } from './CareFields.tsx';
import { careOf } from './care-of.ts';

interface TakenValues extends CareDetails {
  retiredOn: PlainDate;
  handedOverOn: PlainDate;
  lastConfirmedOn: PlainDate | null;
}

/** 纳入社区管理, as the card of handing over says. */
export function TakeIntoCareDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId, political } = action.file;
  return (
    <FileActionDrawer<typeof retireeContracts.takeIntoCare, TakenValues>
      action={action}
      contract={retireeContracts.takeIntoCare}
      title={t('retiree.take.title', { name })}
      submitLabel={t('retiree.take.submit')}
      note={t('retiree.take.note')}
      initialValues={{
        ...firstCareDetails,
        handedOverOn: today,
        lastConfirmedOn: null,
        partyMember: political === '01',
      }}
      argumentsOf={(values) => ({
        params: { residentId },
        body: { ...values, lastConfirmedOn: values.lastConfirmedOn || null, note: values.note ?? '' },
      })}
      doneSentence={() => t('retiree.take.done', { name })}
      undo={({ careId }, fresh) =>
        call(retireeContracts.voidCare, {
          params: { residentId, careId },
          body: { version: careOf(fresh, careId)?.version ?? 1, why: t('resident.undoReason') },
        })
      }
    >
      <div className="field-pair">
        <Form.Item name="retiredOn" label={t('retiree.field.retiredOn')} rules={dayRules({ today })}>
          <DateField />
        </Form.Item>
        <Form.Item name="handedOverOn" label={t('retiree.field.handedOverOn')} rules={dayRules({ today })}>
          <DateField today={today} />
        </Form.Item>
      </div>
      <Form.Item
        name="lastConfirmedOn"
        label={t('retiree.field.lastConfirmedOn')}
        extra={t('retiree.field.lastConfirmedHint')}
        rules={dayRules({ today, required: false })}
      >
        <DateField />
      </Form.Item>
      <CareFields />
    </FileActionDrawer>
  );
}

interface ChangedValues extends CareDetails {
  livingOn: PlainDate;
  why: string;
}

/** 修改社区管理信息. */
export function ChangeCareDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const care = careOf(action.file, action.recordId);
  if (!care) return null;
  const { formerEmployer, pension, filePlace, fileNumber, living, disabled, partyMember, note } = care;
  const details = {
    formerEmployer,
    pension,
    filePlace,
    fileNumber,
    living,
    disabled,
    partyMember,
    note,
  } as CareDetails;
  const known = { ...details, livingOn: care.livingOn ?? care.handedOverOn };
  return (
    <FileActionDrawer<typeof retireeContracts.changeCare, ChangedValues>
      action={action}
      contract={retireeContracts.changeCare}
      title={t('retiree.change.title', { name })}
      submitLabel={t('retiree.change.submit')}
      initialValues={{ ...known, why: '' }}
      argumentsOf={(values, latest) => ({
        params: { residentId, careId: care.careId },
        body: { ...values, version: careOf(latest, care.careId)?.version ?? care.version },
      })}
      doneSentence={() => t('retiree.change.done', { name })}
    >
      <CareFields since={care} />
      <WhyField name="why" label={t('retiree.change.why')} placeholder={t('retiree.change.whyHint')} />
    </FileActionDrawer>
  );
}

/** 结束社区管理. */
export function EndCareDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  const care = careOf(action.file, action.recordId);
  if (!care) return null;
  return (
    <FileActionDrawer<typeof retireeContracts.endCare, { endedOn: PlainDate; reason: '10' | '20' | '30'; note: string }>
      action={action}
      contract={retireeContracts.endCare}
      danger
      title={t('retiree.end.title', { name })}
      submitLabel={t('retiree.end.submit')}
      note={t('retiree.end.note')}
      initialValues={{ endedOn: today, note: '' }}
      argumentsOf={(values, latest) => ({
        params: { residentId, careId: care.careId },
        body: { ...values, version: careOf(latest, care.careId)?.version ?? care.version },
      })}
      doneSentence={() => t('retiree.end.done', { name })}
    >
      <Form.Item
        name="reason"
        label={t('retiree.end.reason')}
        rules={[{ required: true, message: t('retiree.end.reasonMissing') }]}
      >
        <CodeSelect codes={careEndReasons} />
      </Form.Item>
      <Form.Item
        name="endedOn"
        label={t('retiree.end.on')}
        rules={dayRules({
          today,
          earliest: { on: care.handedOverOn, message: t('retiree.end.tooEarly', { on: care.handedOverOn }) },
        })}
      >
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="note" label={t('retiree.field.note')}>
        <Input maxLength={200} />
      </Form.Item>
    </FileActionDrawer>
  );
}

/** 作废社区管理登记: it was recorded by mistake. */
export function VoidCareDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const care = careOf(action.file, action.recordId);
  if (!care) return null;
  return (
    <FileActionDrawer<typeof retireeContracts.voidCare, { why: string }>
      action={action}
      contract={retireeContracts.voidCare}
      danger
      title={t('retiree.void.title', { name })}
      submitLabel={t('retiree.void.submit')}
      note={t('retiree.void.note')}
      initialValues={{ why: '' }}
      argumentsOf={(values, latest) => ({
        params: { residentId, careId: care.careId },
        body: { ...values, version: careOf(latest, care.careId)?.version ?? care.version },
      })}
      doneSentence={() => t('retiree.void.done', { name })}
      undo={({ changeId }) =>
        call(retireeContracts.restoreCare, {
          params: { residentId, careId: care.careId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('retiree.void.why')} />
    </FileActionDrawer>
  );
}
