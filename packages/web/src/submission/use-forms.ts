import type { AreaKind } from '@renshe/domain/area/area.rules.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import type { SubmissionForm } from '@renshe/domain/submission/submission.rules.ts';
import { useMemo } from 'react';
import { useRead } from '../kit/use-api.ts';

/** The forms of this installation; empty until they are there. */
export function useForms(): readonly SubmissionForm[] {
  const { data } = useRead(reportFormContracts.forms, {}, { freshFor: 600_000 });
  return useMemo(() => (data?.forms ?? []).map((form) => ({ ...form, levels: form.levels as AreaKind[] })), [data]);
}
