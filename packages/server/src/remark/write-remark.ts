import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { mostOpenRemarks, type RemarkAbout, type remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { aboutKey, holdsNumber } from '@renshe/domain/remark/remark.rules.ts';
import { sql } from 'kysely';
import { officeFor } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope, scopeDistricts } from '../platform/scope.ts';
import { getRemarkedFile, listColleagues, type RemarkedFile, type SubjectKind } from './remark.queries.ts';

type WriteContext =
  | CommandContext<typeof remarkContracts.writeOnResident>
  | CommandContext<typeof remarkContracts.writeOnHousehold>;
type ChangeContext = CommandContext<typeof remarkContracts.settle> | CommandContext<typeof remarkContracts.void>;

const ok = { ok: true } as const;

/** @param holdsRecord whether the file's timeline has a line of that kind about that record */
export async function writeRemark(
  c: WriteContext,
  kind: SubjectKind,
  subjectId: string,
  holdsRecord: (about: Extract<RemarkAbout, { kind: 'event' }>) => Promise<boolean>,
): Promise<{ remarkId: string }> {
  const file = await getRemarkedFile(c.w, c.scope, kind, subjectId, true);
  const { about, body, mentioned } = c.body;
  if (holdsNumber(body)) throw new AppError('remark.holds-number', 'invalid', { field: 'body' });
  if (about.kind === 'event' && !(await holdsRecord(about)))
    throw new AppError('remark.about-unknown', 'invalid', { field: 'about' });
  if (mentioned.length > 0) {
    const colleagues = await listColleagues(c.w, c.tree, c.today, c.actor, file);
    const known = new Set(colleagues.map((one) => one.accountId));
    if (mentioned.some((accountId) => !known.has(accountId)))
      throw new AppError('remark.no-colleague', 'invalid', { field: 'body' });
  }
  if ((await countOpen(c.w, file)) >= mostOpenRemarks)
    throw new AppError('remark.too-many', 'conflict', { most: mostOpenRemarks });
  const remarkId = newId(c.at.getTime());
  await c.w
    .insertInto('remark')
    .values({
      district_id: file.districtId,
      remark_id: remarkId,
      subject_kind: kind,
      subject_id: subjectId,
      about: aboutKey(about),
      body,
      mentioned,
      written_by: c.actor.accountId!,
      written_at: c.at,
      office_id: officeFor(c.actor, 'remark.write'),
      cause: c.cause,
    })
    .execute();
  audit(c, file, { remarkId, about: about.kind, mentioned: mentioned.length });
  return { remarkId };
}

async function countOpen(r: Reader, file: RemarkedFile): Promise<number> {
  const { count } = await r
    .selectFrom('remark')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('district_id', '=', file.districtId)
    .where('subject_id', '=', file.subjectId)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What was written stays in the remark: the log says that there is one, on which file, and how many were named. */
function audit(c: Pick<WriteContext, 'audit'>, file: RemarkedFile, details: Record<string, unknown>): void {
  const { districtId, areaId, kind, subjectId } = file;
  c.audit({ districtId, areaId, subjectKind: kind, subjectId, details });
}

/** The open remark of a file within the scope, and the file, which stays where it is until the command is done; the remark is guarded by its version. */
async function getOpen(c: ChangeContext) {
  const row = await c.w
    .selectFrom('remark as m')
    .leftJoin('resident as p', (on) =>
      on.onRef('p.district_id', '=', 'm.district_id').onRef('p.resident_id', '=', 'm.subject_id'),
    )
    .leftJoin('household as h', (on) =>
      on.onRef('h.district_id', '=', 'm.district_id').onRef('h.household_id', '=', 'm.subject_id'),
    )
    .select(['m.subject_kind', 'm.subject_id', 'm.written_by', 'm.status', 'm.version'])
    .where('m.district_id', '=', sql<number>`any(${scopeDistricts(c.scope)}::int[])`)
    .where('m.remark_id', '=', c.params.remarkId)
    .where((eb) =>
      eb.or([inScope(c.scope, 'p.district_id', 'p.area_id'), inScope(c.scope, 'h.district_id', 'h.area_id')]),
    )
    .executeTakeFirst();
  if (!row) throw notFound();
  const file = await getRemarkedFile(c.w, c.scope, row.subject_kind as SubjectKind, row.subject_id, true);
  if (row.status !== 'open') throw new AppError('remark.not-open', 'conflict');
  return { row, file };
}

/** One change of an open remark that the user saw as it is. */
async function change(
  c: ChangeContext,
  file: RemarkedFile,
  set:
    | { status: 'settled'; settled_by: string; settled_at: Date; answer: string }
    | { status: 'voided'; voided_at: Date; void_reason: string },
): Promise<void> {
  const { numUpdatedRows } = await c.w
    .updateTable('remark')
    .set(set)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('district_id', '=', file.districtId)
    .where('remark_id', '=', c.params.remarkId)
    .where('status', '=', 'open')
    .where('version', '=', c.body.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw changedMeanwhile();
}

/** Whoever may write on the file may settle what stands there. */
export async function settleRemark(c: CommandContext<typeof remarkContracts.settle>) {
  const { file } = await getOpen(c);
  const { answer } = c.body;
  if (holdsNumber(answer)) throw new AppError('remark.holds-number', 'invalid', { field: 'answer' });
  await change(c, file, { status: 'settled', settled_by: c.actor.accountId!, settled_at: c.at, answer });
  audit(c, file, { remarkId: c.params.remarkId });
  return ok;
}

export async function voidRemark(c: CommandContext<typeof remarkContracts.void>) {
  const { file, row } = await getOpen(c);
  if (row.written_by !== c.actor.accountId) throw new AppError('remark.not-yours', 'conflict');
  if (holdsNumber(c.body.why)) throw new AppError('remark.holds-number', 'invalid', { field: 'why' });
  await change(c, file, { status: 'voided', voided_at: c.at, void_reason: c.body.why });
  audit(c, file, { remarkId: c.params.remarkId, why: c.body.why });
  return ok;
}
