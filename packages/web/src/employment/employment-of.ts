import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';

type Employment = ResidentFileView['employments'][number];

/** The employment a form is about: the named one, or the one that goes on, or the one that began last. */
export function employmentOf(
  file: ResidentFileView,
  employmentId: string | undefined,
  which: 'open' | 'any',
): Employment | undefined {
  if (employmentId) return file.employments.find((e) => e.employmentId === employmentId);
  const byDate = file.employments.toSorted((a, b) => (a.startedOn > b.startedOn ? -1 : 1));
  const open = byDate.find((e) => e.endedOn === null);
  return which === 'open' ? open : (open ?? byDate[0]);
}
