/**
 * Counts and lists of files with something to mend. One statement goes once over the people of the scope, beside them the last records of
 * each kind, each read as a set: by key for a community, whole for districts, so that a city of a million is one pass of hash joins.
 */
import { addDays, addYears, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { partOf, type QualityCount, type QualityRule } from '@renshe/domain/quality/quality.rules.ts';
import {
  type FreshGroup,
  freshDays,
  type QualityCheckKey,
  type QualityGroup,
  type QualityPart,
  qualityParts,
} from '@renshe/domain/quality/quality-check.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';

export interface QualityQuestion {
  scope: Scope;
  reference: Reference;
  today: PlainDate;
  rules: readonly QualityRule[];
}

type Condition = RawBuilder<SqlBool>;

/** Who belongs to a group, over `f`. */
const groups: Record<Exclude<QualityGroup, 'household'>, Condition> = {
  everybody: sql<SqlBool>`true`,
  adult: sql<SqlBool>`f.adult`,
  unemployed: sql<SqlBool>`f.unemployed`,
  hardship: sql<SqlBool>`f.hardship`,
  employed: sql<SqlBool>`f.employed`,
  idle: sql<SqlBool>`(f.adult and not f.aged and not f.employed and not f.unemployed and not f.retiree)`,
  retiree: sql<SqlBool>`f.retiree`,
};

type CheckOf<K extends 'resident' | 'household'> = Extract<
  QualityCheckKey,
  K extends 'household' ? `household-${string}` : unknown
>;
type HouseholdCheck = CheckOf<'household'>;
type ResidentCheck = Exclude<QualityCheckKey, HouseholdCheck | 'stale'>;

/** What is wrong, over `f`. */
const flaws: Record<ResidentCheck, Condition> = {
  phone: sql<SqlBool>`f.no_phone`,
  address: sql<SqlBool>`f.no_address`,
  hukou: sql<SqlBool>`f.no_hukou`,
  education: sql<SqlBool>`f.no_education`,
  ethnicity: sql<SqlBool>`f.no_ethnicity`,
  marital: sql<SqlBool>`f.no_marital`,
  political: sql<SqlBool>`f.no_political`,
  household: sql<SqlBool>`f.no_household`,
  'job-wish': sql<SqlBool>`f.no_wish`,
  certificate: sql<SqlBool>`f.no_certificate`,
  employer: sql<SqlBool>`f.no_employer`,
  ability: sql<SqlBool>`f.no_ability`,
  'personnel-file': sql<SqlBool>`f.no_file_place`,
  'employed-and-unemployed': sql<SqlBool>`f.employed`,
  'retired-and-unemployed': sql<SqlBool>`f.retiree`,
  'child-at-work': sql<SqlBool>`(not f.adult and f.employed)`,
  'child-married': sql<SqlBool>`f.married_child`,
};

/** What is wrong with a household, over `f`. */
const householdFlaws: Record<HouseholdCheck, Condition> = {
  'household-address': sql<SqlBool>`f.no_address`,
  'household-head': sql<SqlBool>`(f.members > 0 and f.heads = 0)`,
  'household-heads': sql<SqlBool>`f.heads > 1`,
  'household-empty': sql<SqlBool>`f.members = 0`,
};

const freshColumns: Record<FreshGroup, Condition> = {
  everybody: sql<SqlBool>`f.touched_on < ${sql.ref('f.stale_everybody')}`,
  unemployed: sql<SqlBool>`f.touched_on < ${sql.ref('f.stale_unemployed')}`,
  hardship: sql<SqlBool>`f.touched_on < ${sql.ref('f.stale_hardship')}`,
  retiree: sql<SqlBool>`f.touched_on < ${sql.ref('f.stale_retiree')}`,
};

const isHouseholdRule = (rule: QualityRule) => rule.group === 'household';

/** Whether a file breaks a rule; asked only of those whom the rule is about. */
function flawOf(rule: QualityRule): Condition {
  if (rule.check === 'stale') return freshColumns[rule.group as FreshGroup];
  if (rule.check in householdFlaws) return householdFlaws[rule.check as HouseholdCheck];
  return flaws[rule.check as ResidentCheck];
}

function aboutOf(rule: QualityRule): Condition {
  return rule.group === 'household' ? sql<SqlBool>`true` : groups[rule.group];
}

const broken = (rule: QualityRule): Condition => sql<SqlBool>`(${aboutOf(rule)} and coalesce(${flawOf(rule)}, false))`;

const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`;

/**
 * The people of the scope as `f`: marks of what is missing, of the groups, and the last day on which anybody touched the file. Records
 * beside them are read by key for a part of a district, as whole sets for districts.
 */
function people({ scope, reference, today }: QualityQuestion): RawBuilder<unknown> {
  const whole = scope.partialDistricts.length === 0;
  const districts = scope.fullDistricts;
  // Read once each for whole districts: the planner may share them among workers.
  const kept = whole ? sql`not materialized` : sql`materialized`;
  const from = (table: string) =>
    whole
      ? sql`${sql.table(table)} x where x.district_id = any(${districts}::int[])`
      : sql`p join ${sql.table(table)} x on x.district_id = p.district_id and x.resident_id = p.resident_id where true`;
  const beside = (name: string, table: string, columns: RawBuilder<unknown>, condition: RawBuilder<unknown>) =>
    sql`${sql.ref(name)} as ${kept} (select x.district_id, x.resident_id, ${columns} from ${from(table)} and ${condition} group by x.district_id, x.resident_id)`;
  const live = sql`x.voided_at is null`;
  const on = (start: string, end: string) =>
    sql`${live} and x.${sql.ref(start)} <= ${today}::date and (x.${sql.ref(end)} is null or x.${sql.ref(end)} > ${today}::date)`;
  const join = (name: string) =>
    sql`left join ${sql.table(name)} on ${sql.ref(`${name}.district_id`)} = p.district_id and ${sql.ref(`${name}.resident_id`)} = p.resident_id`;
  const days = limitsOf(reference, today);
  return sql`p as ${kept} (
      select r.district_id, r.resident_id, r.area_id, r.birth_on, r.phone_masked is null as no_phone, r.address = '' as no_address, r.hukou_type is null as no_hukou,
        r.education is null as no_education, r.ethnicity is null as no_ethnicity, r.marital is null as no_marital, r.political is null as no_political,
        r.birth_on > ${addYears(today, -18)}::date and r.marital in ('20', '21', '22', '23', '30', '40') as married_child,
        ${dayOf('r.modified_at')} as modified_on, coalesce(r.modified_by, r.created_by) as worker
      from resident r where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and (r.ended_on is null or r.ended_on > ${today}::date)),
    ${beside('u', 'unemployment_registration', sql`bool_and(x.job_wish = '') as no_wish, max(${dayOf('x.created_at')}) as at`, on('registered_on', 'ended_on'))},
    ${beside('e', 'employment', sql`bool_or(x.employer_name = '' and x.type = '10') as no_employer, max(${dayOf('x.created_at')}) as at`, on('started_on', 'ended_on'))},
    ${beside('k', 'contact', sql`max(x.contacted_on) as at`, sql`${live} and x.reached and x.contacted_on <= ${today}::date`)},
    ${beside('g', 'household_member', sql`true as inside`, on('from_on', 'to_on'))},
    ${beside('c', 'certificate', sql`true as valid`, sql`x.status = 'valid'`)},
    ${beside('a', 'ability_wish', sql`max(${dayOf('x.created_at')}) as at`, sql`${live} and x.from_on <= ${today}::date`)},
    ${beside('h', 'hardship_mark', sql`true as marked`, on('from_on', 'to_on'))},
    ${beside('t', 'retiree_care', sql`bool_or(x.file_place = '') as no_place, max(${dayOf('x.created_at')}) as at`, on('handed_over_on', 'ended_on'))},
    ${beside('v', 'eligibility_confirmation', sql`max(x.confirmed_on) as at`, sql`${live} and x.confirmed and x.confirmed_on <= ${today}::date`)},
    ${beside('s', 'survey_row', sql`max(${dayOf('x.saved_at')}) as at`, sql`x.undone_at is null`)},
    w as materialized (
      select x.district_id, x.resident_id, max(n.visited_on) as at from campaign_visit n
      join household_member x on x.district_id = n.district_id and x.household_id = n.household_id and x.voided_at is null
        and x.from_on <= n.visited_on and (x.to_on is null or x.to_on > n.visited_on)
      where ${inScope(scope, 'n.district_id', 'n.area_id')} and n.outcome = 'confirmed' and n.voided_at is null
        and n.visited_on <= ${today}::date group by x.district_id, x.resident_id),
    f as materialized (
      select p.*, p.birth_on <= ${addYears(today, -16)}::date as adult, p.birth_on <= ${addYears(today, -60)}::date as aged,
        u.resident_id is not null as unemployed, e.resident_id is not null as employed, h.marked is not null as hardship, t.resident_id is not null as retiree,
        g.inside is null as no_household, u.no_wish, c.valid is null as no_certificate, e.no_employer, a.at is null as no_ability, t.no_place as no_file_place,
        d.stale_everybody, d.stale_unemployed, d.stale_hardship, d.stale_retiree,
        least(greatest(p.modified_on, u.at, e.at, k.at, a.at, t.at, v.at, s.at, w.at), ${today}::date) as touched_on
      from p join unnest(${days.areas}::int[], ${days.everybody}::date[], ${days.unemployed}::date[], ${days.hardship}::date[], ${days.retiree}::date[])
          as d (area_id, stale_everybody, stale_unemployed, stale_hardship, stale_retiree) on d.area_id = p.area_id
        ${sql.join(['u', 'e', 'k', 'g', 'c', 'a', 'h', 't', 'v', 's', 'w'].map(join), sql` `)})`;
}

/** The households of the scope as `f`, with how many live in each and how many heads there are. */
function households({ scope, reference, today }: QualityQuestion): RawBuilder<unknown> {
  const whole = scope.partialDistricts.length === 0;
  const all = districtsOfCity(reference.tree);
  const open = sql`g.voided_at is null and g.from_on <= ${today}::date and (g.to_on is null or g.to_on > ${today}::date)`;
  const counted = sql`count(*)::int as members, count(*) filter (where g.relation = '02')::int as heads`;
  // Members may be kept in another district than their household.
  const inside = whole
    ? sql`left join (select g.household_district, g.household_id, ${counted} from household_member g where g.district_id = any(${all}::int[])
        and g.household_district = any(${scope.fullDistricts}::int[]) and ${open} group by g.household_district, g.household_id) m
        on m.household_district = h.district_id and m.household_id = h.household_id`
    : sql`left join lateral (select ${counted} from household_member g where g.district_id = any(h.member_districts)
        and g.household_district = h.district_id and g.household_id = h.household_id and ${open}) m on true`;
  return sql`f as materialized (
      select h.district_id, h.household_id, h.area_id, h.address = '' as no_address, coalesce(m.members, 0) as members, coalesce(m.heads, 0) as heads
      from household h ${inside}
      where ${inScope(scope, 'h.district_id', 'h.area_id')} and h.kind = 'family' and h.voided_at is null and (h.ended_on is null or h.ended_on > ${today}::date))`;
}

/** The first day that is still fresh, by community: a district may set days of its own. */
export function limitsOf(reference: Reference, today: PlainDate) {
  const areas = [...reference.tree.areas.values()].filter((area) => area.kind === 'community').map((a) => a.areaId);
  const at = (group: FreshGroup) =>
    areas.map((areaId) => addDays(today, -parameterNumber(reference, freshDays[group], areaId, today)));
  return {
    areas,
    everybody: at('everybody'),
    unemployed: at('unemployed'),
    hardship: at('hardship'),
    retiree: at('retiree'),
  };
}

/** What is counted of one community. */
export interface QualityCounts {
  areaId: number;
  people: number;
  households: number;
  flawed: number;
  /** Files with anything to mend, by part. */
  parts: Record<QualityPart, number>;
  counts: QualityCount[];
}

export const emptyCounts = (areaId: number): QualityCounts => ({
  areaId,
  people: 0,
  households: 0,
  flawed: 0,
  parts: { completeness: 0, freshness: 0, consistency: 0 },
  counts: [],
});

type CountRow = Record<string, number>;

function countColumns(rules: readonly QualityRule[]): RawBuilder<unknown> {
  const columns = rules.flatMap((rule, index) => [
    sql`count(*) filter (where ${aboutOf(rule)})::int as ${sql.ref(`files${index}`)}`,
    sql`count(*) filter (where ${broken(rule)})::int as ${sql.ref(`flawed${index}`)}`,
  ]);
  const all = [
    sql`f.area_id`,
    sql`count(*)::int as files`,
    sql`count(*) filter (where ${anyOf(rules)})::int as flawed`,
    ...qualityParts.map(
      ({ code }) =>
        sql`count(*) filter (where ${anyOf(rules.filter((rule) => partOf(rule) === code))})::int as ${sql.ref(code)}`,
    ),
  ];
  return sql`select ${sql.join([...all, ...columns])} from f group by f.area_id`;
}

function anyOf(rules: readonly QualityRule[]): Condition {
  return rules.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(rules.map(broken), sql` or `)})`;
}

const countsOf = (rules: readonly QualityRule[], row: CountRow): QualityCount[] =>
  rules.map((rule, index) => ({
    rule: rule.key,
    files: row[`files${index}`] ?? 0,
    flawed: row[`flawed${index}`] ?? 0,
  }));

function addRow(area: QualityCounts, row: CountRow, rules: readonly QualityRule[]): void {
  area.flawed += row.flawed!;
  for (const { code } of qualityParts) area.parts[code] += row[code]!;
  area.counts.push(...countsOf(rules, row));
}

/** The counts of every community of the scope that has files: one statement over the people, one over the households. */
export async function countQuality(r: Reader, question: QualityQuestion): Promise<QualityCounts[]> {
  const ofPeople = question.rules.filter((rule) => !isHouseholdRule(rule));
  const ofHouseholds = question.rules.filter(isHouseholdRule);
  const { rows: people_ } = await sql<CountRow>`with ${people(question)} ${countColumns(ofPeople)}`.execute(r);
  const { rows: homes } = await sql<CountRow>`with ${households(question)} ${countColumns(ofHouseholds)}`.execute(r);
  const areas = new Map<number, QualityCounts>();
  const at = (areaId: number) => {
    const found = areas.get(areaId) ?? emptyCounts(areaId);
    areas.set(areaId, found);
    return found;
  };
  for (const row of people_) {
    const area = at(row.area_id!);
    area.people += row.files!;
    addRow(area, row, ofPeople);
  }
  for (const row of homes) {
    const area = at(row.area_id!);
    area.households += row.files!;
    addRow(area, row, ofHouseholds);
  }
  return [...areas.values()];
}

export interface FlawedFile {
  kind: 'resident' | 'household';
  id: string;
  name: string;
  areaId: number;
  rules: string[];
  touchedOn: PlainDate | null;
  worker: string | null;
}

export interface FlawedFiles {
  count: number;
  files: FlawedFile[];
  workers: { accountId: string; name: string; files: number }[];
}

/** The rules that a file breaks and their weights together. */
function marks(rules: readonly QualityRule[]): RawBuilder<unknown> {
  const named = [...rules]
    .sort((a, b) => b.weight - a.weight)
    .map((rule) => sql`case when ${broken(rule)} then ${rule.key}::text end`);
  const weights = rules.map((rule) => sql`case when ${broken(rule)} then ${rule.weight}::int else 0 end`);
  return sql`array_remove(array[${sql.join(named)}], null) as rules, ${sql.join(weights, sql` + `)} as weight`;
}

/**
 * The files that break any of the chosen rules, those that weigh most first, each with all rules that it breaks; and who changed them last.
 * @param chosen keys of rules; at least one
 * @param page a limit of null: all that are left
 */
export async function listFlawed(
  r: Reader,
  question: QualityQuestion,
  chosen: ReadonlySet<string>,
  page: { worker: string | undefined; limit: number | null; offset: number },
): Promise<FlawedFiles> {
  const ofPeople = question.rules.filter((rule) => !isHouseholdRule(rule));
  const ofHouseholds = question.rules.filter(isHouseholdRule);
  const wanted = (rules: readonly QualityRule[]) => rules.filter((rule) => chosen.has(rule.key));
  const parts: RawBuilder<unknown>[] = [];
  if (wanted(ofPeople).length > 0)
    parts.push(sql`(with ${people(question)} select 'resident'::text as kind, f.resident_id as id, f.district_id, f.area_id, f.worker, f.touched_on, ${marks(ofPeople)}
      from f where ${anyOf(wanted(ofPeople))})`);
  if (wanted(ofHouseholds).length > 0)
    parts.push(sql`(with ${households(question)} select 'household'::text as kind, f.household_id as id, f.district_id, f.area_id, h.created_by as worker, null::date as touched_on, ${marks(ofHouseholds)}
      from f join household h on h.district_id = f.district_id and h.household_id = f.household_id where ${anyOf(wanted(ofHouseholds))})`);
  if (parts.length === 0) return { count: 0, files: [], workers: [] };
  const mine = page.worker === undefined ? sql`true` : sql`b.worker = ${page.worker}::uuid`;
  const { rows } = await sql<{ count: number; files: FlawedFile[]; workers: FlawedFiles['workers'] }>`
    with bad as materialized (${sql.join(parts, sql` union all `)}),
    page as materialized (select b.*, row_number() over (order by b.weight desc, b.touched_on nulls first, b.id) as place from bad b where ${mine}
      order by place limit ${page.limit} offset ${page.offset})
    select (select count(*)::int from bad b where ${mine}) as count,
      coalesce((select json_agg(json_build_object('kind', q.kind, 'id', q.id, 'name', coalesce(p.name, h.number, ''), 'areaId', q.area_id, 'rules', q.rules,
          'touchedOn', q.touched_on, 'worker', a.name) order by q.place)
        from page q left join resident p on q.kind = 'resident' and p.district_id = q.district_id and p.resident_id = q.id
          left join household h on q.kind = 'household' and h.district_id = q.district_id and h.household_id = q.id
          left join account a on a.account_id = q.worker), '[]'::json) as files,
      coalesce((select json_agg(json_build_object('accountId', w.worker, 'name', a.name, 'files', w.files) order by w.files desc, a.name)
        from (select b.worker, count(*)::int as files from bad b where b.worker is not null group by b.worker order by 2 desc limit 100) w
          join account a on a.account_id = w.worker), '[]'::json) as workers`.execute(r);
  return rows[0]!;
}
