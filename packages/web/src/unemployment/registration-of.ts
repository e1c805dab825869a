import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';

type Registration = ResidentFileView['registrations'][number];

/** The registration a form is about: the named one, or the open one, or the one that ended last. */
export function registrationOf(
  file: ResidentFileView,
  registrationId: string | undefined,
  which: 'open' | 'ended' | 'any',
): Registration | undefined {
  if (registrationId) return file.registrations.find((r) => r.registrationId === registrationId);
  const byDate = file.registrations.toSorted((a, b) => (a.registeredOn > b.registeredOn ? -1 : 1));
  if (which === 'ended') return byDate.find((r) => r.endedOn !== null);
  const open = byDate.find((r) => r.endedOn === null);
  return which === 'open' ? open : (open ?? byDate[0]);
}

/** The last time the person was really reached since this registration; null when never. */
export function lastReachedOn(
  file: ResidentFileView,
  since: string,
  reached: (outcome: string) => boolean,
): string | null {
  let last: string | null = null;
  for (const entry of file.timeline) {
    if (entry.kind !== 'contact-recorded' || entry.voided || entry.on < since) continue;
    if (reached(String(entry.data.outcome ?? '')) && (last === null || entry.on > last)) last = entry.on;
  }
  return last;
}
