import { areaNameAt, areaVersionAt, getArea, pathName } from '@renshe/domain/area/area-tree.ts';
import type { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { groupVerificationCode } from '@renshe/domain/certificate/verification-code.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { officeFor } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { CertificateData } from '../platform/pdf-templates.ts';
import { qrSvg } from '../platform/qr-code.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';

interface PrintedRow {
  district_id: number;
  area_id: number;
  resident_id: string;
  number: string;
  status: string;
  issued_on: string;
  copy_number: number;
  verification_code: string;
  issued_in: number;
  name: string;
  sex: string;
  birth_on: string;
  citizen_id_cipher: string;
  hukou_type: string | null;
  address: string;
  education: string | null;
}

/** The certificate with its holder, when she lives within the scope. */
async function findPrinted(c: ReadContext<typeof certificateContracts.print>): Promise<PrintedRow> {
  const { rows } = await sql<PrintedRow>`
    select r.district_id, r.area_id, r.resident_id, x.number, x.status, x.issued_on, x.copy_number, x.verification_code, x.area_id as issued_in,
      r.name, r.sex, r.birth_on, r.citizen_id_cipher, r.hukou_type, r.address, r.education
    from resident r join certificate x on x.district_id = r.district_id and x.resident_id = r.resident_id
    where ${inScope(c.scope, 'r.district_id', 'r.area_id')} and r.resident_id = ${c.params.residentId}::uuid and r.voided_at is null
      and x.certificate_id = ${c.params.certificateId}::uuid`.execute(c.r);
  const row = rows[0];
  if (!row) throw notFound();
  return row;
}

interface RecordRow {
  what: 'unemployment' | 'employment';
  area_id: number;
  from_on: string;
  reason: string;
  employer: string;
  to_on: string | null;
  end_reason: string | null;
  end_note: string;
  by_name: string | null;
  end_by_name: string | null;
}

/** Registrations of both kinds in order of time; ends have a line of their own. */
async function listRecords(r: Reader, districtId: number, residentId: string): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    select t.*, a.name as by_name, e.name as end_by_name from (
      select 'unemployment' as what, area_id, registered_on as from_on, reason, '' as employer, ended_on as to_on, end_reason, end_note, created_by, end_recorded_by
      from unemployment_registration where district_id = ${districtId} and resident_id = ${residentId}::uuid and voided_at is null
      union all
      select 'employment', area_id, started_on, type, employer_name, ended_on, end_reason, '', created_by, null
      from employment where district_id = ${districtId} and resident_id = ${residentId}::uuid and voided_at is null
    ) t left join account a on a.account_id = t.created_by left join account e on e.account_id = t.end_recorded_by
    order by t.from_on, t.what desc`.execute(r);
  return rows;
}

/** Names of the offices that sit in some areas, the district's centre among them. */
async function officeNames(r: Reader, areaIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await r
    .selectFrom('office')
    .select(['area_id', 'name'])
    .where(sql<boolean>`area_id = any(${[...areaIds]}::int[])`)
    .orderBy('opened_on', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.area_id, row.name]));
}

/** 打印证件: the whole identity number stands on it, so the purpose is written into the audit. */
export async function printCertificate(c: ReadContext<typeof certificateContracts.print>): Promise<FileAnswer> {
  const printed = await findPrinted(c);
  if (printed.status !== 'valid') requireAllowed([{ code: 'certificate.not-valid', article: '领域手册 §3.5' }]);
  const { tree, today } = c;
  const records = await listRecords(c.r, printed.district_id, printed.resident_id);
  const district = getArea(tree, printed.issued_in).districtId;
  const offices = await officeNames(c.r, [district, ...new Set(records.map((row) => row.area_id))]);
  const officeOf = (areaId: number) => offices.get(areaId) ?? areaNameAt(tree, areaId, today);
  const installation = await findInstallation(c.r);
  const officeId = officeFor(c.actor, 'certificate.issue');
  const code = printed.verification_code;
  const url = `${c.origin}/verify/${code}`;
  const data: CertificateData = {
    number: printed.number,
    name: printed.name,
    sex: codeName(sexes, printed.sex, 'zh'),
    birthOn: printed.birth_on,
    citizenId: c.host.keyring.decrypt(printed.citizen_id_cipher, `resident.citizen_id:${printed.resident_id}`),
    hukouKind: codeName(householdRegistrations, printed.hukou_type, 'zh'),
    address: homeOf(c, printed),
    ...(printed.education !== null && { education: codeName(educations, printed.education, 'zh') }),
    issuedOn: printed.issued_on,
    issuer: offices.get(district) ?? areaVersionAt(tree, district, printed.issued_on).name,
    ...(printed.copy_number > 1 && { reissue: `${printed.issued_on} 补发（第 ${printed.copy_number} 次发证）` }),
    registrations: records
      .flatMap((row) => linesOf(row))
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      .map(({ areaId, ...line }) => ({ ...line, office: officeOf(areaId) })),
    verification: { code: groupVerificationCode(code), url, qrSvg: qrSvg(url) },
    language: 'zh',
    printedOn: today,
    printedBy: c.actor.name,
    office: c.actor.posts.find((post) => post.officeId === officeId)?.officeName ?? '',
    demo: installation?.demo ?? false,
  };
  c.audit({
    districtId: printed.district_id,
    areaId: printed.area_id,
    subjectKind: 'resident',
    subjectId: printed.resident_id,
    purpose: c.body.purpose,
    details: { certificateId: c.params.certificateId, number: printed.number },
  });
  return {
    file: await renderPdf('certificate', data, { createdAt: c.at }),
    fileName: `就业创业证-${printed.number}.pdf`,
  };
}

/** The address as it was typed, with the names of the areas before it unless it has them already. */
function homeOf({ tree, today }: ReadContext<typeof certificateContracts.print>, printed: PrintedRow): string {
  const county = areaNameAt(tree, printed.district_id, today);
  if (printed.address.includes(county)) return printed.address;
  return pathName(tree, printed.area_id, today, '') + printed.address;
}

type Line = { on: string; kind: string; content: string; handledBy: string; areaId: number };

function linesOf(row: RecordRow): Line[] {
  const base = { areaId: row.area_id, handledBy: row.by_name ?? '' };
  const handledBy = row.end_by_name ?? row.by_name ?? '';
  if (row.what === 'unemployment') {
    const start = {
      ...base,
      on: row.from_on,
      kind: '失业登记',
      content: codeName(unemploymentReasons, row.reason, 'zh'),
    };
    if (row.to_on === null) return [start];
    const reason = codeName(deregistrationReasons, row.end_reason, 'zh');
    return [start, { ...base, handledBy, on: row.to_on, kind: '注销失业登记', content: reason }];
  }
  const type = codeName(employmentTypes, row.reason, 'zh');
  const content = row.employer === '' ? type : `${type}：${row.employer}`;
  const start = { ...base, on: row.from_on, kind: '就业登记', content };
  if (row.to_on === null) return [start];
  const reason = codeName(employmentEndReasons, row.end_reason, 'zh');
  return [start, { ...base, on: row.to_on, kind: '终止就业', content: reason }];
}
