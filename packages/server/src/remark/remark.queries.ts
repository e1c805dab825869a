import { type Permission, type Role, rolePermissions, roles } from '@renshe/domain/access/permissions.ts';
import { type AreaTree, areaAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  type Colleague,
  householdAboutSchema,
  type Mention,
  type Remark,
  type RemarkAbout,
  residentAboutSchema,
} from '@renshe/domain/remark/remark.contract.ts';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { RemarkTable } from '../platform/schema.gen.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import { accountNames } from '../resident/resident-file.ts';

export type RemarkRow = Selectable<RemarkTable>;
export type SubjectKind = 'resident' | 'household';

/** The place of a file within the scope; unknown, voided and outside look the same. */
export interface RemarkedFile {
  kind: SubjectKind;
  subjectId: string;
  districtId: number;
  areaId: number;
}

/** @param lock keeps the file in its district until the command is done */
export async function getRemarkedFile(
  r: Reader,
  scope: Scope,
  kind: SubjectKind,
  subjectId: string,
  lock = false,
): Promise<RemarkedFile> {
  const table = kind === 'resident' ? sql`resident` : sql`household`;
  const id = kind === 'resident' ? sql`resident_id` : sql`household_id`;
  const { rows } = await sql<{ district_id: number; area_id: number }>`select district_id, area_id from ${table}
    where ${inScope(scope, 'district_id', 'area_id')} and ${id} = ${subjectId}::uuid
      and voided_at is null ${lock ? sql`for share` : sql``}`.execute(r);
  const row = rows[0];
  if (!row) throw notFound();
  return { kind, subjectId, districtId: row.district_id, areaId: row.area_id };
}

/** What `aboutKey` has written. */
function readAbout(kind: SubjectKind, text: string): RemarkAbout {
  const [what, ...rest] = text.split(':');
  const about =
    what === 'field'
      ? { kind: 'field', field: rest[0] }
      : what === 'event'
        ? { kind: 'event', timelineKind: rest[0], recordId: rest[1] }
        : { kind: 'file' };
  const read = (kind === 'resident' ? residentAboutSchema : householdAboutSchema).safeParse(about);
  return read.success ? read.data : { kind: 'file' };
}

/** Open ones first, each newest first; voided ones are gone from the page, never from the table. */
export async function listRemarks(r: Reader, actor: Actor, file: RemarkedFile): Promise<Remark[]> {
  const rows = await r
    .selectFrom('remark')
    .selectAll()
    .where('district_id', '=', file.districtId)
    .where('subject_id', '=', file.subjectId)
    .where('status', '!=', 'voided')
    .orderBy(sql`status = 'open'`, 'desc')
    .orderBy('written_at', 'desc')
    .orderBy('remark_id')
    .limit(200)
    .execute();
  const people = await accountNames(
    r,
    rows.flatMap((row) => [row.written_by, row.settled_by, ...row.mentioned]),
  );
  const offices = await officeNames(r, rows);
  return rows.map((row) => ({
    remarkId: row.remark_id,
    about: readAbout(file.kind, row.about),
    body: row.body,
    author: people.get(row.written_by) ?? '',
    office: offices.get(row.office_id ?? '') ?? '',
    mine: row.written_by === actor.accountId,
    mentioned: row.mentioned.map((accountId) => ({ accountId, name: people.get(accountId) ?? '' })),
    writtenAt: row.written_at.toISOString(),
    status: row.status as Remark['status'],
    settledBy: row.settled_by && (people.get(row.settled_by) ?? ''),
    settledAt: row.settled_at?.toISOString() ?? null,
    answer: row.answer,
    version: row.version,
  }));
}

async function officeNames(r: Reader, rows: readonly RemarkRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.office_id ?? []))];
  if (ids.length === 0) return new Map();
  const offices = await r.selectFrom('office').select(['office_id', 'name']).where('office_id', 'in', ids).execute();
  return new Map(offices.map((row) => [row.office_id, row.name]));
}

const needed: Permission = 'resident.read';
const readers = roles.filter((role) => (rolePermissions[role] as readonly Permission[]).includes(needed));
const mostColleagues = 300;

/** Everybody else who may see a file today: active accounts with a post whose area holds it. The nearest offices come first. */
export async function listColleagues(
  r: Reader,
  tree: AreaTree,
  today: PlainDate,
  actor: Actor,
  file: RemarkedFile,
): Promise<Colleague[]> {
  const place = areaAt(tree, file.areaId, today);
  const above = [...tree.areas.keys()].filter((areaId) => isWithinArea(tree, place, areaId, today));
  const { rows } = await sql<{ account_id: string; name: string; office: string; role: Role }>`
    select account_id, name, office, role from (
      select distinct on (a.account_id) a.account_id, a.name, o.name as office, p.role, array_position(${readers as unknown as string[]}::text[], p.role) as rank
      from post p join account a on a.account_id = p.account_id join office o on o.office_id = p.office_id
      where o.area_id = any(${above}::int[]) and a.status = 'active' and a.account_id <> ${actor.accountId}::uuid
        and p.role = any(${readers as unknown as string[]}::text[])
        and p.from_on <= ${today}::date and (p.to_on is null or p.to_on > ${today}::date) and (o.closed_on is null or o.closed_on > ${today}::date)
      order by a.account_id, rank) x
    order by rank, name, account_id limit ${mostColleagues}`.execute(r);
  return rows.map((row) => ({ accountId: row.account_id, name: row.name, office: row.office, role: row.role }));
}

/** The name by which a list calls a file: the person's, or that of the head of the household. */
const nameOf = (today: PlainDate) => sql`coalesce(page.resident_name, (
        select head.name from household_member x join resident head on head.district_id = x.district_id and head.resident_id = x.resident_id
        where x.district_id = any(page.member_districts) and x.household_district = page.district_id and x.household_id = page.subject_id and x.voided_at is null and x.from_on <= ${today}::date
          and (x.to_on is null or x.to_on > ${today}::date)
        order by (x.relation like '0%') desc, x.from_on, x.member_id limit 1), page.household_number, '')`;

/** Remarks with the place and the name of their file, of files within the scope. */
const placed = (scope: Scope, where: RawBuilder<unknown>) => sql`
    with mine as materialized (
      select m.*, coalesce(p.area_id, h.area_id) as area_id, p.name as resident_name, h.number as household_number, h.member_districts
      from remark m
      left join resident p on m.subject_kind = 'resident' and p.district_id = m.district_id and p.resident_id = m.subject_id and p.voided_at is null
      left join household h on m.subject_kind = 'household' and h.district_id = m.district_id and h.household_id = m.subject_id and h.voided_at is null
      where m.district_id = any(${scopeDistricts(scope)}::int[]) and ${where}
    ), seen as (select * from mine where area_id is not null and ${inScope(scope, 'district_id', 'area_id')})`;

interface MentionRow extends RemarkRow {
  name: string;
  area_id: number;
}

/** Open remarks that name the reader, on files that she may see today; the longest waiting first; or those since an instant, newest first. */
export async function listMentions(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  actor: Actor,
  page: { limit: number; offset: number; since?: Date },
): Promise<{ count: number; mentions: Mention[] }> {
  const { since } = page;
  const order = since ? sql`written_at desc, remark_id desc` : sql`written_at, remark_id`;
  const { rows } = await sql<MentionRow & { count: number }>`
    ${placed(scope, sql`m.status = 'open' and m.mentioned @> array[${actor.accountId}::uuid] and ${since ? sql`m.written_at >= ${since}` : sql`true`}`)}
    select page.*, (select count(*) from seen) as count, ${nameOf(today)} as name
    from (select * from seen order by ${order} limit ${page.limit} offset ${page.offset}) page
    order by ${order}`.execute(r);
  const people = await accountNames(
    r,
    rows.map((row) => row.written_by),
  );
  const offices = await officeNames(r, rows);
  return {
    count: Number(rows[0]?.count ?? 0),
    mentions: rows.map((row) => ({
      remarkId: row.remark_id,
      subjectKind: row.subject_kind as SubjectKind,
      subjectId: row.subject_id,
      name: row.name,
      area: areaRef(tree, areaAt(tree, row.area_id, today), today),
      about: readAbout(row.subject_kind as SubjectKind, row.about),
      body: row.body,
      author: people.get(row.written_by) ?? '',
      office: offices.get(row.office_id ?? '') ?? '',
      writtenAt: row.written_at.toISOString(),
      version: row.version,
    })),
  };
}

/** What colleagues settled of somebody's own remarks, newest first. */
export async function listAnswered(
  r: Reader,
  scope: Scope,
  today: PlainDate,
  accountId: string,
  page: { since: Date; limit: number },
) {
  const { rows } = await sql<MentionRow & { by_name: string }>`
    ${placed(scope, sql`m.written_by = ${accountId}::uuid and m.status = 'settled' and m.settled_by <> ${accountId}::uuid and m.settled_at >= ${page.since}`)}
    select page.*, ${nameOf(today)} as name, a.name as by_name
    from (select * from seen order by settled_at desc, remark_id limit ${page.limit}) page join account a on a.account_id = page.settled_by`.execute(
    r,
  );
  return rows.map((row) => ({
    remarkId: row.remark_id,
    subjectKind: row.subject_kind as SubjectKind,
    subjectId: row.subject_id,
    name: row.name,
    by: row.by_name,
    at: row.settled_at!.toISOString(),
    text: row.answer === '' ? row.body : row.answer,
  }));
}
