/** Which record or area a route is about, found in the database by the names of its parameters: a new route brings its own subjects. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { inputSchema } from './schema-values.ts';

export interface Subject {
  params: Record<string, string>;
  areaCode: string;
  /** The version of the record, where its table keeps one. */
  version?: number;
}

interface Table {
  name: string;
  columns: ReadonlySet<string>;
  keys: readonly string[];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Records whose area, or whose place in the path, stands in another table: by the names of the path, who is asked and where it lies. */
const joinedSubjects: Readonly<Record<string, string>> = {
  attachmentId: `select t.attachment_id, coalesce(r.area_id, h.area_id) as area_id, null::int as version
    from attachment t left join resident r using (district_id, resident_id)
    left join household h on h.district_id = t.district_id and h.household_id = t.household_id`,
  'employerId,changeId': `select t.employer_id, t.change_id, e.area_id, null::int as version
    from monitored_employer_change t join monitored_employer e using (district_id, employer_id)`,
  'householdId,residentId': `select t.household_id, t.resident_id, h.area_id, null::int as version
    from household_member t join household h on h.district_id = t.household_district and h.household_id = t.household_id where t.to_on is null`,
  layoffId: `select t.layoff_id, e.area_id, t.version from layoff_report t join monitored_employer e using (district_id, employer_id)`,
  'planId,actualId': `select i.plan_id, t.actual_id, t.area_id, null::int as version
    from plan_actual t join plan_indicator i using (district_id, indicator_id)`,
  recordId: 'select t.record_id, o.area_id, t.version from cadence_record t join office o using (office_id)',
  'residentId,contactId': `select t.resident_id, t.contact_id, r.area_id, null::int as version
    from contact t join resident r using (district_id, resident_id)`,
  'residentId,benefitId': `select t.resident_id, t.benefit_id, r.area_id, t.version
    from policy_benefit t join resident r using (district_id, resident_id)`,
  'residentId,careId': `select t.resident_id, t.care_id, r.area_id, t.version
    from retiree_care t join resident r using (district_id, resident_id)`,
  'residentId,confirmationId': `select t.resident_id, t.confirmation_id, r.area_id, null::int as version
    from eligibility_confirmation t join resident r using (district_id, resident_id)`,
  remarkId: `select t.remark_id, coalesce(r.area_id, h.area_id) as area_id, t.version from remark t
    left join resident r on t.subject_kind = 'resident' and r.district_id = t.district_id and r.resident_id = t.subject_id
    left join household h on t.subject_kind = 'household' and h.district_id = t.district_id and h.household_id = t.subject_id where t.status = 'open'`,
  saveId:
    'select distinct t.cause as save_id, t.area_id, null::int as version from survey_row t where t.undone_at is null',
};

/** Routes whose records are somebody's own, or which only administrators reach. */
const recordsOfNobody =
  /^(account|area|factor|grant|parameter)\.|^analysis\.(change|delete)-saved$|^ledger\.(change|delete)-view$/;
/** Those of which the city of the proof has none: their own tests alone try them on a neighbour's. */
const recordsMissing = new Set([
  'submission.decide-correction',
  'submission.print-correction',
  'warning.confirm-notice',
]);

/** Routes about a record of an area of which the world has none: nothing could be tried on them. */
export async function blindRoutes(subjects: SubjectFinder, contracts: readonly RouteContract[]): Promise<string[]> {
  const blind: string[] = [];
  for (const contract of contracts)
    if (/:\w+Id\b/.test(contract.path) && !recordsOfNobody.test(contract.id) && !recordsMissing.has(contract.id)) {
      const found = await subjects.subjectsOf(contract);
      if (found.length === 0) blind.push(contract.id);
    }
  return blind;
}

export interface SubjectFinder {
  /** Records of every community that a route's parameters can name; empty when it names none. */
  subjectsOf(contract: RouteContract): Promise<readonly Subject[]>;
}

/** Fields that name the area of a call, or an office of it. */
export const areaFields = ['area', 'areaCode', 'officeId'] as const;

/** Where a call carries its area: in the path, the query or the body; undefined when nowhere. */
export function areaPlaceOf(contract: RouteContract): { part: 'params' | 'query' | 'body'; name: string } | undefined {
  if (/\/areas\/:code(\/|$)/.test(contract.path)) return { part: 'params', name: 'code' };
  for (const part of ['query', 'body'] as const) {
    const { properties } = inputSchema(contract[part]);
    const name = areaFields.find((field) => properties && field in properties);
    if (name) return { part, name };
  }
  return undefined;
}

export async function openSubjects(system: System): Promise<SubjectFinder> {
  const { rows } = await sql<{ name: string; columns: string[]; keys: string[] }>`
    select c.relname as name, array_agg(a.attname::text) as columns,
      (select array_agg(k.attname::text) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as keys
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.oid, c.relname order by 1`.execute(
    system.db.kysely,
  );
  const tables: Table[] = rows.map((row) => ({ name: row.name, columns: new Set(row.columns), keys: row.keys ?? [] }));
  const known = new Map<string, readonly Subject[]>();

  return {
    async subjectsOf(contract) {
      const names = [...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
      const table = tableOf(tables, contract, names);
      const ids = names.filter((name) => name.endsWith('Id')).join(',');
      const joined = table ? undefined : joinedSubjects[ids];
      if (!table && !joined) return [];
      const key = `${table?.name}:${names.join(',')}`;
      const found = known.get(key) ?? (await listSubjects(system, table ? rowsOf(table, names) : joined!, names));
      known.set(key, found);
      return found;
    },
  };
}

/** The table whose key is the last id of the path: of several, the one that the route's slice names. */
function tableOf(tables: readonly Table[], contract: RouteContract, names: readonly string[]): Table | undefined {
  const last = names.filter((name) => name.endsWith('Id')).at(-1);
  if (!last) return undefined;
  const column = snake(last);
  const slice = contract.path.split('/')[2]!.replaceAll('-', '_').replace(/s$/, '');
  const candidates = tables.filter(
    (table) =>
      table.keys.includes(column) &&
      (table.columns.has('area_id') || table.columns.has('plan_id')) &&
      names.every((name) => !name.endsWith('Id') || table.columns.has(snake(name))),
  );
  const named = candidates.find((table) => table.name === column.replace(/_id$/, ''));
  return (
    candidates.find((table) => table.name.startsWith(slice) && table.keys.at(-1) === column) ?? named ?? candidates[0]
  );
}

function rowsOf(table: Table, names: readonly string[]): string {
  const columns = names.map(snake).filter((column) => table.columns.has(column));
  const area = table.columns.has('area_id')
    ? 't.area_id'
    : '(select p.area_id from plan p where p.plan_id = t.plan_id)';
  const version = table.columns.has('version') ? 't.version' : 'null::int';
  return `select ${columns.map((column) => `t.${column}`).join(', ')}, ${area} as area_id, ${version} as version from ${table.name} t`;
}

/** Statements of this file over names of the schema; nothing of a request is in them. */
async function listSubjects(system: System, rowsSql: string, names: readonly string[]): Promise<Subject[]> {
  const { rows } = await sql<Record<string, string | number | null>>`
    select v.code as "areaCode", s.* from (${sql.raw(rowsSql)}) s
    join area_version v on v.area_id = s.area_id and v.to_on is null order by 1, 2`.execute(system.db.kysely);
  return rows.map((row) => ({
    areaCode: String(row.areaCode),
    ...(row.version !== null && { version: Number(row.version) }),
    params: Object.fromEntries(
      names.filter((name) => snake(name) in row).map((name) => [name, String(row[snake(name)])]),
    ),
  }));
}
