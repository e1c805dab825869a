import { codeName } from '@renshe/domain/code/code-set.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import type { ReactNode } from 'react';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { registrationOf } from './registration-of.ts';

/** 作废失业登记: entered for the wrong person or twice; an adjustment in months already reported. */
export function VoidRegistrationDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const { name, residentId } = action.file;
  const registration = registrationOf(action.file, action.recordId, 'any');
  if (!registration) return null;
  const { registrationId } = registration;
  return (
    <FileActionDrawer<typeof unemploymentContracts.void, { why: string }>
      action={action}
      contract={unemploymentContracts.void}
      danger
      title={t('unemployment.void.title', { name })}
      submitLabel={t('unemployment.void.submit', { name })}
      note={
        <>
          <p>
            {t('unemployment.deregister.current', {
              on: registration.registeredOn,
              reason: codeName(unemploymentReasons, registration.reason, language),
            })}
          </p>
          <p>{t('unemployment.void.effect')}</p>
        </>
      }
      initialValues={{ why: '' }}
      argumentsOf={(values, file) => ({
        params: { residentId, registrationId },
        body: {
          why: values.why,
          version: registrationOf(file, registrationId, 'any')?.version ?? registration.version,
        },
      })}
      doneSentence={() => t('unemployment.void.done', { name })}
      undo={({ changeId }) =>
        call(unemploymentContracts.restore, {
          params: { residentId, registrationId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('unemployment.void.why')} placeholder={t('unemployment.void.whyHint')} />
    </FileActionDrawer>
  );
}
