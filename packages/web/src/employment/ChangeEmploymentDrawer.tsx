import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { WhyField } from '../resident/WhyField.tsx';
import { EmploymentFields, type EmploymentValues, employmentBody } from './EmploymentFields.tsx';
import { employmentOf } from './employment-of.ts';

interface Values extends EmploymentValues {
  why: string;
}

/** 变更就业登记: corrects what was entered wrongly. */
export function ChangeEmploymentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const { file } = action;
  const { name, residentId } = file;
  const employment = employmentOf(file, action.recordId, 'any');
  if (!employment) return null;
  const { employmentId } = employment;
  return (
    <FileActionDrawer<typeof employmentContracts.change, Values>
      action={action}
      contract={employmentContracts.change}
      width={540}
      title={t('employment.change.title', { name })}
      submitLabel={t('employment.change.submit')}
      initialValues={{
        type: employment.type,
        startedOn: employment.startedOn,
        employerName: employment.employerName,
        employerCode: employment.employerCode ?? '',
        occupation: employment.occupation ?? '',
        urban: employment.urban,
        platformWork: employment.platformWork,
        proof: employment.proof,
      }}
      argumentsOf={(values, latest) => ({
        params: { residentId, employmentId },
        body: {
          ...employmentBody(values, employment.industry),
          why: values.why,
          version: employmentOf(latest, employmentId, 'any')?.version ?? employment.version,
        },
      })}
      doneSentence={() => t('employment.change.done', { name })}
    >
      <EmploymentFields areaCode={file.area.code} reportedOn={employment.reportedOn} />
      <WhyField name="why" label={t('employment.field.why')} placeholder={t('employment.change.whyHint')} />
    </FileActionDrawer>
  );
}
