/** Decisions about the 就业创业证: one person, one number for life; a lost one is issued again under it (handbook §3.5). */
import type { Certificate, ResidentFile } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { minDate, type PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import type { ResidentAction } from '../resident/resident.actions.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { certificateErrors } from './certificate.errors.ts';
import { type CertNoScheme, findCertNoScheme } from './certificate-number.ts';

const article = '就业失业登记证管理暂行办法(人社部发〔2010〕75号)；领域手册 §3.5';

export function validCertificate(file: ResidentFile): Certificate | undefined {
  return file.certificates.find((c) => c.status === 'valid');
}

/** The number for life: that of any earlier copy, void ones too; undefined when the person never had one. */
export function lifelongNumber(file: ResidentFile): string | undefined {
  return file.certificates[0]?.number;
}

/** Copies are counted from 1, void ones too. */
export function nextCopyNumber(file: ResidentFile): number {
  return file.certificates.length + 1;
}

/** First day of any registration of the person. */
export function firstRegistrationOn(file: ResidentFile): PlainDate | null {
  const days = [...file.unemployment.map((r) => r.registeredOn), ...file.employment.map((e) => e.from)];
  return days.length === 0 ? null : days.reduce(minDate);
}

/** The scheme that the parameter names on a day; a parameter that names none is a refusal. */
export function schemeOn(parameters: SubjectParameters, on: PlainDate): { scheme?: CertNoScheme; refusals: Refusal[] } {
  const segment = parameters.segments('cert.scheme').find((s) => s.to === null || on < s.to);
  const key = String(segment?.value ?? '');
  const scheme = findCertNoScheme(key);
  if (scheme) return { scheme, refusals: [] };
  return { refusals: [{ code: 'certificate.scheme-unknown', article, details: { scheme: key } }] };
}

function personRefusals(file: ResidentFile): Refusal[] {
  const refusals: Refusal[] = [];
  const gone = presenceEnd(file);
  if (gone !== null) refusals.push({ code: 'certificate.file-ended', article, details: { on: gone } });
  if (firstRegistrationOn(file) === null) refusals.push({ code: 'certificate.no-registration', article });
  return refusals;
}

function dayRefusals(file: ResidentFile, issuedOn: PlainDate, today: PlainDate): Refusal[] {
  const refusals: Refusal[] = [];
  if (issuedOn > today) refusals.push({ code: 'certificate.future', article, field: 'issuedOn', details: { today } });
  const first = firstRegistrationOn(file);
  if (first !== null && issuedOn < first)
    refusals.push({ code: 'certificate.before-registration', article, field: 'issuedOn', details: { on: first } });
  const last = file.certificates
    .map((c) => c.issuedOn)
    .sort()
    .at(-1);
  if (last !== undefined && issuedOn < last)
    refusals.push({ code: 'certificate.before-last', article, field: 'issuedOn', details: { on: last } });
  return refusals;
}

export function issueRefusals(file: ResidentFile, issuedOn: PlainDate, today: PlainDate): Refusal[] {
  const valid = validCertificate(file);
  return [
    ...personRefusals(file),
    ...(valid ? [{ code: 'certificate.valid-already', article, details: { number: valid.number } }] : []),
    ...dayRefusals(file, issuedOn, today),
  ];
}

export function reissueRefusals(
  file: ResidentFile,
  certificate: Certificate,
  issuedOn: PlainDate,
  today: PlainDate,
): Refusal[] {
  return [
    ...personRefusals(file),
    ...(certificate.status === 'valid' ? [] : [{ code: 'certificate.not-valid', article }]),
    ...dayRefusals(file, issuedOn, today),
  ];
}

export function voidRefusals(certificate: Certificate): Refusal[] {
  return certificate.status === 'valid' ? [] : [{ code: 'certificate.not-valid', article }];
}

/** Restoring what was voided: only while no later copy was issued, and for a file that stands. */
export function certificateRestoreRefusals(file: ResidentFile, certificate: Certificate): Refusal[] {
  const others = file.certificates.filter((c) => c.certificateId !== certificate.certificateId);
  const valid = others.find((c) => c.status === 'valid');
  const refusals = personRefusals(file);
  if (valid) refusals.push({ code: 'certificate.valid-already', article, details: { number: valid.number } });
  return refusals;
}

export type CertificateAction = Extract<ResidentAction, `certificate.${string}`>;

/** One entry per command of the slice, for the person's file page. */
export function certificateActions(file: ResidentFile, today: PlainDate): AllowedAction[] {
  const person = personRefusals(file);
  const valid = validCertificate(file);
  const notValid: Refusal[] = valid ? [] : [{ code: 'certificate.not-valid', article }];
  const refusals: Record<CertificateAction, Refusal[]> = {
    'certificate.issue': issueRefusals(file, today, today),
    'certificate.reissue': [...person, ...notValid],
    'certificate.void': notValid,
    'certificate.print': notValid,
  };
  return (Object.keys(refusals) as CertificateAction[]).map((action) =>
    allowedAction(action, refusals[action], certificateErrors),
  );
}
