import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { registrationOf } from './registration-of.ts';
import { UnemploymentFields, type UnemploymentValues } from './UnemploymentFields.tsx';

interface Values extends UnemploymentValues {
  why: string;
}

/** 变更失业登记: corrects what was entered wrongly; the history keeps both. */
export function ChangeUnemploymentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { name, residentId } = action.file;
  const registration = registrationOf(action.file, action.recordId, 'open');
  if (!registration) return null;
  const { registrationId } = registration;
  return (
    <FileActionDrawer<typeof unemploymentContracts.change, Values>
      action={action}
      contract={unemploymentContracts.change}
      title={t('unemployment.change.title', { name })}
      submitLabel={t('unemployment.change.submit')}
      initialValues={{
        registeredOn: registration.registeredOn,
        unemployedSince: registration.unemployedSince,
        reason: registration.reason,
        nature: registration.nature,
        jobWish: registration.jobWish,
        trainingWish: registration.trainingWish,
      }}
      argumentsOf={(values, file) => ({
        params: { residentId, registrationId },
        body: { ...values, version: registrationOf(file, registrationId, 'any')?.version ?? registration.version },
      })}
      doneSentence={() => t('unemployment.change.done', { name })}
    >
      <UnemploymentFields />
      <WhyField name="why" label={t('unemployment.field.why')} placeholder={t('unemployment.change.whyHint')} />
    </FileActionDrawer>
  );
}
