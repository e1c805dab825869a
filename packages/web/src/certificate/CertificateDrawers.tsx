import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';

type Certificate = ResidentFileView['certificates'][number];

function certificateOf(action: FileActionProps): Certificate | undefined {
  const { certificates } = action.file;
  return action.recordId
    ? certificates.find((c) => c.certificateId === action.recordId)
    : certificates.find((c) => c.status === 'valid');
}

/** 发放就业创业证: the number is given by the system. */
export function IssueCertificateDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  return (
    <FileActionDrawer<typeof certificateContracts.issue, { issuedOn: PlainDate }>
      action={action}
      contract={certificateContracts.issue}
      title={t('issuing.issue.title', { name })}
      submitLabel={t('issuing.issue.submit')}
      note={t('issuing.issue.note')}
      initialValues={{ issuedOn: today }}
      argumentsOf={(values) => ({ params: { residentId }, body: values })}
      doneSentence={({ number }) => t('issuing.issue.done', { name, number })}
      undo={({ certificateId }) =>
        call(certificateContracts.void, {
          params: { residentId, certificateId },
          body: { reason: t('resident.undoReason') },
        })
      }
    >
      <Form.Item name="issuedOn" label={t('issuing.issuedOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
    </FileActionDrawer>
  );
}

/** 补发: a new copy with the same number. */
export function ReissueCertificateDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { name, residentId } = action.file;
  const certificate = certificateOf(action);
  if (!certificate) return null;
  const { certificateId, number } = certificate;
  return (
    <FileActionDrawer<typeof certificateContracts.reissue, { issuedOn: PlainDate; reason: string }>
      action={action}
      contract={certificateContracts.reissue}
      title={t('issuing.reissue.title', { name })}
      submitLabel={t('issuing.reissue.submit')}
      note={t('issuing.reissue.note', { number })}
      initialValues={{ issuedOn: today, reason: '' }}
      argumentsOf={(values) => ({ params: { residentId, certificateId }, body: values })}
      doneSentence={() => t('issuing.reissue.done', { name })}
    >
      <WhyField name="reason" label={t('issuing.reissue.reason')} placeholder={t('issuing.reissue.reasonHint')} />
      <Form.Item name="issuedOn" label={t('issuing.issuedOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
    </FileActionDrawer>
  );
}

/** 作废证件: the public page then says so. */
export function VoidCertificateDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const certificate = certificateOf(action);
  if (!certificate) return null;
  const { certificateId, number } = certificate;
  return (
    <FileActionDrawer<typeof certificateContracts.void, { reason: string }>
      action={action}
      contract={certificateContracts.void}
      danger
      title={t('issuing.void.title', { name })}
      submitLabel={t('issuing.void.submit', { name })}
      note={t('issuing.void.note', { number })}
      initialValues={{ reason: '' }}
      argumentsOf={(values) => ({ params: { residentId, certificateId }, body: values })}
      doneSentence={() => t('issuing.void.done', { name })}
      undo={({ changeId }) =>
        call(certificateContracts.restore, {
          params: { residentId, certificateId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="reason" label={t('issuing.void.reason')} placeholder={t('issuing.void.reasonHint')} />
    </FileActionDrawer>
  );
}
