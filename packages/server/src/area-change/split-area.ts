/** 拆分: people of a community are assigned to another one, by a task that works off the list of who was chosen and says what came of each. */
import type { areaChangeContracts, SplitPart, SplitPreview } from '@renshe/domain/area/area-change.contract.ts';
import { type AreaId, type AreaTree, areaAt, areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, listMonths, monthOf, type PlainDate, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { bookedMonthFor, lockAreaTree, lockPeriods, recordChange } from '../area/area-books.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader } from '../platform/db.ts';
import { outsideArea } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext, ReadContext } from '../platform/route.ts';
import { type Scope, scopeFor } from '../platform/scope.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { reassignChunk, reassignResidents } from '../resident/reassign-residents.ts';

export const splitAreaTask = 'split-area';

interface Part {
  intoAreaId: AreaId;
  households: readonly string[];
  addresses: readonly string[];
  residentIds: readonly string[];
}

interface Source {
  areaId: AreaId;
  districtId: number;
  /** The community and all that it had absorbed: residences keep the community of their time. */
  areas: readonly AreaId[];
  on: PlainDate;
}

interface Chosen {
  residentId: string;
  householdNumber: string;
}

type SplitContext = {
  tree: AreaTree;
  scope: Scope;
  today: PlainDate;
  params: { code: string };
  body: { effectiveOn: PlainDate; parts: readonly SplitPart[] };
};

function sourceOf(c: SplitContext, tree: AreaTree): Source {
  const { areaId } = areaInScope(c.scope, tree, c.params.code, c.today);
  const area = getArea(tree, areaId);
  const on = c.body.effectiveOn;
  if (area.kind !== 'community') throw new AppError('area.not-leaf', 'invalid');
  const into = tree.successions.get(areaId);
  if (into) {
    const name = areaVersionAt(tree, areaId, on).name;
    throw new AppError('area.merged-already', 'conflict', {
      name,
      into: areaVersionAt(tree, into.intoAreaId, on).name,
    });
  }
  if (on > c.today) throw new AppError('area.future-split', 'invalid', { today: c.today });
  requireBorn(tree, areaId, on);
  const areas = [...tree.areas.keys()].filter((id) => areaAt(tree, id, c.today) === areaId);
  return { areaId, districtId: area.districtId, areas, on };
}

function requireBorn(tree: AreaTree, areaId: AreaId, on: PlainDate): void {
  const born = getArea(tree, areaId).versions[0]!;
  if (on < born.from) throw new AppError('area.target-too-young', 'invalid', { name: born.name, from: born.from });
}

function partsOf(c: SplitContext, tree: AreaTree, source: Source): Part[] {
  return c.body.parts.map((part) => {
    const { areaId } = areaInScope(c.scope, tree, part.intoCode, c.today);
    const area = getArea(tree, areaId);
    if (area.kind !== 'community' || tree.successions.has(areaId)) throw new AppError('area.not-leaf', 'invalid');
    if (areaId === source.areaId) throw new AppError('area.split-into-itself', 'invalid');
    requireBorn(tree, areaId, source.on);
    const name = areaVersionAt(tree, areaId, source.on).name;
    if (area.districtId !== source.districtId) throw new AppError('area.split-other-district', 'conflict', { name });
    const unique = (list: readonly string[] | undefined) => [...new Set(list ?? [])];
    return {
      intoAreaId: areaId,
      households: unique(part.households),
      addresses: unique(part.addresses),
      residentIds: unique(part.residentIds),
    };
  });
}

/** A beginning of an address, not of its number: “花园路1” is not “花园路12号”. */
const beginsWith = sql`starts_with(x.address, b.beginning) and substr(x.address, length(b.beginning) + 1, 1) !~ '[0-9０-９]'`;

/** Residences in the community on the day or later, with the present address of who still lives there. */
const livedThere = (source: Source) => sql`
  select x.resident_id, case when x.to_on is null or x.address = '' then p.address else x.address end as address
  from residence x join resident p on p.district_id = x.district_id and p.resident_id = x.resident_id
  where x.district_id = ${source.districtId} and x.area_id = any(${[...source.areas]}::int[])
    and x.voided_at is null and p.voided_at is null and (x.to_on is null or x.to_on > ${source.on}::date)`;

/** Who of the community was chosen: people with a residence there on the day or later. */
async function listChosen(r: Reader, source: Source, part: Part): Promise<Chosen[]> {
  const { rows } = await sql<{ resident_id: string; number: string }>`
    with lived as materialized (${livedThere(source)}), chosen as (
      select resident_id from lived where resident_id = any(${[...part.residentIds]}::uuid[])
      union select x.resident_id from lived x where exists (select 1 from unnest(${[...part.addresses]}::text[]) as b (beginning) where ${beginsWith})
      union select x.resident_id from lived x join household_member m on m.district_id = ${source.districtId} and m.resident_id = x.resident_id and m.voided_at is null
          and (m.to_on is null or m.to_on > ${source.on}::date)
        join household h on h.district_id = m.household_district and h.household_id = m.household_id
        where h.number = any(${[...part.households]}::text[])
    )
    select p.resident_id, coalesce((select h.number from household_member m join household h on h.district_id = m.household_district and h.household_id = m.household_id
      where m.district_id = p.district_id and m.resident_id = p.resident_id and m.voided_at is null and m.to_on is null order by m.from_on desc limit 1), '') as number
    from chosen c join resident p on p.district_id = ${source.districtId} and p.resident_id = c.resident_id
    order by number, p.resident_id`.execute(r);
  return rows.map((row) => ({ residentId: row.resident_id, householdNumber: row.number }));
}

async function listUnknown(
  r: Reader,
  source: Source,
  part: Part,
): Promise<{ households: string[]; addresses: string[] }> {
  const households = await sql<{ number: string }>`
    select n as number from unnest(${[...part.households]}::text[]) as n where not exists (
      select 1 from household h join household_member m on m.district_id = any(h.member_districts) and m.household_id = h.household_id and m.voided_at is null
        join residence x on x.district_id = m.district_id and x.resident_id = m.resident_id and x.voided_at is null
          and x.area_id = any(${[...source.areas]}::int[]) and (x.to_on is null or x.to_on > ${source.on}::date)
      where h.district_id = ${source.districtId} and h.number = n)`.execute(r);
  const addresses = await sql<{ beginning: string }>`
    with x as materialized (${livedThere(source)})
    select b.beginning from unnest(${[...part.addresses]}::text[]) as b (beginning) where not exists (select 1 from x where ${beginsWith})`.execute(
    r,
  );
  return { households: households.rows.map((h) => h.number), addresses: addresses.rows.map((a) => a.beginning) };
}

function countTwice(lists: readonly (readonly Chosen[])[]): number {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const list of lists) for (const { residentId } of list) (seen.has(residentId) ? twice : seen).add(residentId);
  return twice.size;
}

export async function previewSplit(c: ReadContext<typeof areaChangeContracts.previewSplit>): Promise<SplitPreview> {
  const source = sourceOf(c, c.tree);
  const parts = partsOf(c, c.tree, source);
  const { districtId } = source;
  const closed = await bookedMonthFor(c.r, c.tree, source.on, [source.areaId, ...parts.map((p) => p.intoAreaId)]);
  const lists: Chosen[][] = [];
  const views: SplitPreview['parts'] = [];
  const unknown = { households: [] as string[], addresses: [] as string[] };
  for (const part of parts) {
    const chosen = await listChosen(c.r, source, part);
    const missing = await listUnknown(c.r, source, part);
    unknown.households.push(...missing.households);
    unknown.addresses.push(...missing.addresses);
    lists.push(chosen);
    const ids = chosen.map((one) => one.residentId);
    const { rows } = await sql<{ unemployed: number; duties: number }>`
      select (select count(distinct u.resident_id) from unemployment_registration u where u.district_id = ${districtId} and u.resident_id = any(${ids}::uuid[])
          and u.voided_at is null and u.registered_on <= ${c.today}::date and (u.ended_on is null or u.ended_on > ${c.today}::date)) as unemployed,
        (select count(*) from duty d where d.district_id = ${districtId} and d.subject_id = any(${ids}::uuid[]) and d.done_on is null
          and d.appears_on <= ${c.today}::date) as duties`.execute(c.r);
    views.push({
      into: areaRef(c.tree, part.intoAreaId, c.today),
      residents: chosen.length,
      households: new Set(chosen.map((one) => one.householdNumber).filter((number) => number !== '')).size,
      registeredUnemployed: rows[0]!.unemployed,
      openDuties: rows[0]!.duties,
      offices: await officeNames(c.r, part.intoAreaId, c.today),
    });
  }
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from resident p where p.district_id = ${districtId} and p.area_id = any(${[...source.areas]}::int[])
      and p.voided_at is null and p.ended_on is null and not p.resident_id = any(${lists.flat().map((one) => one.residentId)}::uuid[])`.execute(
    c.r,
  );
  c.audit({ districtId, areaId: source.areaId, subjectKind: 'area', subjectId: String(source.areaId) });
  return {
    bookedMonth: formatMonth(closed),
    closedMonths: monthsBefore(source.on, closed),
    parts: views,
    staying: rows[0]!.count,
    chosenTwice: countTwice(lists),
    unknownHouseholds: unknown.households,
    emptyAddresses: unknown.addresses,
  };
}

/** The closed months from the effective day up to the month of booking. */
export function monthsBefore(effectiveOn: PlainDate, bookedMonth: number): string[] {
  const first = monthOf(effectiveOn);
  return first >= bookedMonth ? [] : listMonths(first, previousMonth(bookedMonth)).map(formatMonth);
}

export async function officeNames(r: Reader, areaId: AreaId, today: PlainDate): Promise<string[]> {
  const rows = await r
    .selectFrom('office')
    .select('name')
    .where('area_id', '=', areaId)
    .where('opened_on', '<=', today)
    .where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', today)]))
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}

/** Enters the split and the list of its people; the task does the rest. */
export async function splitArea(
  c: CommandContext<typeof areaChangeContracts.split>,
): Promise<{ taskId: string; residents: number }> {
  const tree = await lockAreaTree(c.host, c.w);
  const source = sourceOf(c, tree);
  const parts = partsOf(c, tree, source);
  const name = areaVersionAt(tree, source.areaId, c.today).name;
  await lockPeriods(c.w, tree, [source.areaId, ...parts.map((part) => part.intoAreaId)]);
  const lists: Chosen[][] = [];
  const unknown: string[] = [];
  for (const part of parts) {
    unknown.push(...(await listUnknown(c.w, source, part)).households);
    lists.push(await listChosen(c.w, source, part));
  }
  if (unknown.length > 0)
    throw new AppError('area.split-unknown-households', 'invalid', { count: unknown.length, first: unknown[0]!, name });
  const twice = countTwice(lists);
  if (twice > 0) throw new AppError('area.split-twice', 'invalid', { count: twice });
  if (lists.some((list) => list.length === 0)) throw new AppError('area.split-nobody', 'invalid');

  const residents = lists.flat().length;
  const { effectiveOn, documentNo, reason } = c.body;
  const names = parts.map((part) => areaVersionAt(tree, part.intoAreaId, c.today).name);
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind: splitAreaTask,
    title: `${name} → ${names.join('、')}`,
    input: { cause: c.cause },
    actor: c.actor,
    areaId: source.areaId,
    at: c.at,
  });
  for (const [index, part] of parts.entries()) {
    const bookedMonth = await bookedMonthFor(c.w, tree, effectiveOn, [source.areaId, part.intoAreaId]);
    const change = { areaId: source.areaId, intoAreaId: part.intoAreaId, effectiveOn, bookedMonth, documentNo, reason };
    const changeId = await recordChange(c, { kind: 'split', ...change, taskId });
    const list = lists[index]!;
    await sql`insert into area_split_row (district_id, change_id, resident_id, household_number, outcome)
      select ${source.districtId}::int, ${changeId}::uuid, k.resident_id, k.number, 'waiting'
      from unnest(${list.map((one) => one.residentId)}::uuid[], ${list.map((one) => one.householdNumber)}::text[]) as k (resident_id, number)`.execute(
      c.w,
    );
  }
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: source.districtId,
    areaId: source.areaId,
    subjectKind: 'area',
    subjectId: String(source.areaId),
    details: {
      effectiveOn,
      documentNo,
      reason,
      parts: parts.map((part, index) => ({ intoAreaId: part.intoAreaId, residents: lists[index]!.length })),
    },
  });
  return { taskId, residents };
}

/** Works off the lists of one split, chunk by chunk, each its own transaction; whatever stopped it, it goes on with those who wait. */
export function splitAreaHandler(host: Host): TaskHandler {
  return async (task) => {
    const changes = await host.db.kysely
      .selectFrom('area_change')
      .selectAll()
      .where('cause', '=', String(task.input.cause))
      .where('kind', '=', 'split')
      .orderBy('change_id')
      .execute();
    const outcome = { moved: 0, elsewhere: 0, gone: 0 };
    const { rows } = await sql<{ total: number }>`select count(*) as total from area_split_row
      where change_id = any(${changes.map((change) => change.change_id)}::uuid[])`.execute(host.db.kysely);
    let done = 0;
    for (const change of changes) {
      const { tree } = await host.reference.current();
      const { districtId } = getArea(tree, change.area_id);
      for (;;) {
        if (await task.cancelled()) return { ...outcome, cancelled: true };
        const scope = scopeFor(task.actor, 'area.assign', tree, host.clock.today());
        if (!scope.includes(change.area_id) || !scope.includes(change.into_area_id!)) throw outsideArea();
        const intent = { actor: task.actor, action: 'area.people-assigned', permission: 'area.assign' } as const;
        const counted = await runCommand(host, intent, async (command) => {
          const ids = await takeWaiting(command.w, districtId, change.change_id);
          const split = {
            districtId,
            fromAreaId: change.area_id,
            intoAreaId: change.into_area_id!,
            on: change.effective_on,
          };
          const frame = { host, ...command, tree: (await host.reference.within(command.w)).tree, actor: task.actor };
          const results = ids.length === 0 ? new Map() : await reassignResidents(frame, ids, split);
          const entries = [...results];
          await sql`update area_split_row x set outcome = k.outcome, done_at = ${command.at}
            from unnest(${entries.map(([id]) => id)}::uuid[], ${entries.map(([, what]) => what)}::text[]) as k (resident_id, outcome)
            where x.district_id = ${districtId} and x.change_id = ${change.change_id}::uuid and x.resident_id = k.resident_id`.execute(
            command.w,
          );
          const count = { moved: 0, elsewhere: 0, gone: 0 };
          for (const [, what] of entries) count[what as keyof typeof count]++;
          command.audit({
            districtId,
            areaId: change.area_id,
            subjectKind: 'area',
            subjectId: String(change.area_id),
            details: { changeId: change.change_id, intoAreaId: change.into_area_id, ...count },
          });
          return { ids: ids.length, count };
        });
        for (const key of ['moved', 'elsewhere', 'gone'] as const) outcome[key] += counted.count[key];
        done += counted.ids;
        await task.report(Math.min(done, rows[0]!.total), rows[0]!.total);
        if (counted.ids < reassignChunk) break;
      }
    }
    return { ...outcome };
  };
}

/** The next people who wait, whole households together where they fit; held until the commit, so that two workers do not meet. */
async function takeWaiting(r: Reader, districtId: number, changeId: string): Promise<string[]> {
  const { rows } = await sql<{ resident_id: string }>`
    select resident_id from area_split_row where district_id = ${districtId} and change_id = ${changeId}::uuid and outcome = 'waiting'
    order by household_number, resident_id limit ${reassignChunk} for update`.execute(r);
  return rows.map((row) => row.resident_id);
}
