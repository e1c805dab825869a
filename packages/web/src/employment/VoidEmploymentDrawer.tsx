import { codeName } from '@renshe/domain/code/code-set.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import type { ReactNode } from 'react';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { employmentOf } from './employment-of.ts';

/** 作废就业登记: entered for the wrong person or twice. */
export function VoidEmploymentDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const { name, residentId } = action.file;
  const employment = employmentOf(action.file, action.recordId, 'any');
  if (!employment) return null;
  const { employmentId } = employment;
  const type = codeName(employmentTypes, employment.type, language);
  return (
    <FileActionDrawer<typeof employmentContracts.void, { why: string }>
      action={action}
      contract={employmentContracts.void}
      danger
      title={t('employment.void.title', { name })}
      submitLabel={t('employment.void.submit', { name })}
      note={
        <>
          <p>{[employment.startedOn, employment.employerName, type].filter((part) => part !== '').join(' · ')}</p>
          <p>{t('employment.void.effect')}</p>
        </>
      }
      initialValues={{ why: '' }}
      argumentsOf={(values, file) => ({
        params: { residentId, employmentId },
        body: { why: values.why, version: employmentOf(file, employmentId, 'any')?.version ?? employment.version },
      })}
      doneSentence={() => t('employment.void.done', { name })}
      undo={({ changeId }) =>
        call(employmentContracts.restore, {
          params: { residentId, employmentId },
          body: { changeId, why: t('resident.undoVoidReason') },
        })
      }
    >
      <WhyField name="why" label={t('employment.void.why')} placeholder={t('employment.void.whyHint')} />
    </FileActionDrawer>
  );
}
