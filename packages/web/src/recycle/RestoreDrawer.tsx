import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import type { RecycledEntry } from '@renshe/domain/recycle/recycle.contract.ts';
import { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { call } from '../kit/api.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { readKey } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { WhyField } from '../resident/WhyField.tsx';
import { recordText } from './record-text.ts';

/** 恢复: asks why; what contradicts later records is refused by the server, with the reason, and the form stays. */
export function RestoreDrawer(props: { entry: RecycledEntry; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const client = useQueryClient();
  const { entry } = props;
  const words = { name: entry.residentName, kind: t(`recycle.kind.${entry.kind}`) };
  return (
    <ActionDrawer<{ why: string }>
      open
      title={t('recycle.restore.title', words)}
      submitLabel={t('recycle.restore.action')}
      draftKey={`recycle:${entry.changeId}`}
      initialValues={{ why: '' }}
      note={
        <>
          <p>
            {t('recycle.restore.what', {
              what: recordText(entry, t, language),
              at: formatInstant(entry.voidedAt),
              who: entry.voidedBy ?? t('recycle.who.unknown'),
              why: entry.why,
            })}
          </p>
          <p>{t('recycle.restore.effect')}</p>
        </>
      }
      onSubmit={async ({ why }) => {
        await restore(entry, why);
        await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
        toast.saved(t('recycle.restore.done', words));
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <WhyField name="why" label={t('recycle.restore.why')} placeholder={t('recycle.restore.whyHint')} />
    </ActionDrawer>
  );
}

function restore({ kind, residentId, recordId, changeId }: RecycledEntry, why: string): Promise<unknown> {
  const body = { changeId, why };
  switch (kind) {
    case 'contact':
      return call(contactContracts.restore, { params: { residentId, contactId: recordId }, body });
    case 'unemployment':
      return call(unemploymentContracts.restore, { params: { residentId, registrationId: recordId }, body });
    case 'employment':
      return call(employmentContracts.restore, { params: { residentId, employmentId: recordId }, body });
    case 'certificate':
      return call(certificateContracts.restore, { params: { residentId, certificateId: recordId }, body });
    case 'policy-benefit':
      return call(policyContracts.restoreBenefit, { params: { residentId, benefitId: recordId }, body });
    case 'retiree-care':
      return call(retireeContracts.restoreCare, { params: { residentId, careId: recordId }, body });
    case 'confirmation':
      return call(retireeContracts.restoreConfirmation, { params: { residentId, confirmationId: recordId }, body });
  }
}
