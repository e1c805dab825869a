import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';

export type Care = ResidentFileView['retireeCare'][number];

/** The care that goes on, or the one that is meant. */
export function careOf(file: ResidentFileView, careId?: string): Care | undefined {
  return file.retireeCare.find((one) => (careId ? one.careId === careId : one.endedOn === null));
}
