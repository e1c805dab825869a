import type { Id, ResidentFile, UnemploymentRegistration } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import { notFound } from '../platform/errors.ts';

/** The registration of a file, or the same 404 as for a record of somebody else. Voided ones are not in the file. */
export function getRegistration(file: ResidentFile, registrationId: Id): UnemploymentRegistration {
  const registration = file.unemployment.find((r) => r.registrationId === registrationId);
  if (!registration) throw notFound();
  return registration;
}

/** The file with one registration replaced. */
export function withRegistration(
  file: ResidentFile,
  registrationId: Id,
  change: Partial<UnemploymentRegistration>,
): ResidentFile {
  return {
    ...file,
    unemployment: file.unemployment.map((r) => (r.registrationId === registrationId ? { ...r, ...change } : r)),
  };
}

export interface DeregistrationRow {
  endedOn: string;
  reason: string;
  evidence: string;
  note: string;
  at: Date;
  by: Id | null;
  cause: Id;
}

/** The assignments that end a registration. */
export function deregistrationColumns(end: DeregistrationRow) {
  return sql`ended_on = ${end.endedOn}::date, end_reason = ${end.reason}, end_evidence = ${end.evidence}, end_note = ${end.note},
    end_recorded_at = ${end.at}, end_recorded_by = ${end.by}::uuid, end_cause = ${end.cause}::uuid`;
}
