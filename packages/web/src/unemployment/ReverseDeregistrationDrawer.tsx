import { codeName } from '@renshe/domain/code/code-set.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { registrationOf } from './registration-of.ts';

/** 恢复误注销: the registration goes on as if it had never ended, the unemployment period unbroken. */
export function ReverseDeregistrationDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const { name, residentId } = action.file;
  const registration = registrationOf(action.file, action.recordId, 'ended');
  if (!registration) return null;
  const { registrationId } = registration;
  return (
    <FileActionDrawer<typeof unemploymentContracts.reverse, { why: string }>
      action={action}
      contract={unemploymentContracts.reverse}
      title={t('unemployment.reverse.title', { name })}
      submitLabel={t('unemployment.reverse.submit', { name })}
      note={
        <>
          <p>
            {t('unemployment.reverse.what', {
              on: registration.endedOn ?? '',
              reason: codeName(deregistrationReasons, registration.endReason, language),
            })}
          </p>
          <p>{t('unemployment.reverse.effect', { since: registration.unemployedSince })}</p>
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
      doneSentence={() => t('unemployment.reverse.done', { name })}
    >
      <WhyField name="why" label={t('unemployment.reverse.why')} placeholder={t('unemployment.reverse.whyHint')} />
    </FileActionDrawer>
  );
}
