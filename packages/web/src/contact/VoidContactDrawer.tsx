import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import type { ReactNode } from 'react';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { timelineSentence } from '../resident/timeline-sentence.ts';
import { WhyField } from '../resident/WhyField.tsx';

/** 作废联系记录: the contact counts as never made; the duty that it fulfilled comes back. */
export function VoidContactDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const { name, residentId } = action.file;
  const entry = action.file.timeline.find((e) => e.kind === 'contact-recorded' && e.recordId === action.recordId);
  const contactId = entry?.recordId;
  if (!entry || !contactId) return null;
  return (
    <FileActionDrawer<typeof contactContracts.void, { why: string }>
      action={action}
      contract={contactContracts.void}
      danger
      title={t('contact.void.title', { name })}
      submitLabel={t('contact.void.submit')}
      note={t('contact.void.what', { on: entry.on, sentence: timelineSentence(entry, t, language).sentence })}
      initialValues={{ why: '' }}
      argumentsOf={(values) => ({ params: { residentId, contactId }, body: { why: values.why } })}
      doneSentence={() => t('contact.void.done', { name })}
      undo={({ changeId }) =>
        call(contactContracts.restore, {
          params: { residentId, contactId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('contact.void.why')} />
    </FileActionDrawer>
  );
}
