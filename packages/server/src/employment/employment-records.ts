import type { Employment, Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { notFound } from '../platform/errors.ts';

/** The job of a file, or the same 404 as for a record of somebody else. Voided ones are not in the file. */
export function getJob(file: ResidentFile, employmentId: Id): Employment {
  const job = file.employment.find((e) => e.employmentId === employmentId);
  if (!job) throw notFound();
  return job;
}

/** The file with one job replaced. */
export function withJob(file: ResidentFile, employmentId: Id, change: Partial<Employment>): ResidentFile {
  return {
    ...file,
    employment: file.employment.map((e) => (e.employmentId === employmentId ? { ...e, ...change } : e)),
  };
}
