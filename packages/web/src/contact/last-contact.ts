import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';

/** The latest contact that was not voided, reached or not. */
export function lastContactOf(file: ResidentFileView): { on: PlainDate; outcome: string } | undefined {
  const contacts = file.timeline.filter((entry) => entry.kind === 'contact-recorded' && !entry.voided);
  const [last] = contacts.toSorted((a, b) => (a.on > b.on ? -1 : 1));
  return last ? { on: last.on, outcome: String(last.data.outcome ?? '') } : undefined;
}
