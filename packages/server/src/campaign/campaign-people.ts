/** Who lives in the households of a campaign as known, and who may visit them. */
import { roleHas, roles } from '@renshe/domain/access/permissions.ts';
import { areaAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import type { CampaignEntry } from '@renshe/domain/campaign/campaign.contract.ts';
import { settledStatuses } from '@renshe/domain/campaign/campaign.rules.ts';
import type { KnownPerson } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { findCode } from '@renshe/domain/code/code-set.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import type { EntryRow } from './campaign-entries.ts';
import type { AnyContext } from './campaign-scope.ts';

interface PersonRow {
  household_id: string;
  resident_id: string;
  name: string;
  relation: string;
  sex: '1' | '2';
  birth_on: PlainDate;
  citizen_id_masked: string;
  phone_masked: string | null;
  address: string;
  hukou_type: string | null;
  education: string | null;
  employment_status: string | null;
  employer: string;
}

/**
 * The present members of households who live within the scope, head first, with their work as a survey would record it: what they are employed as,
 * else registered unemployed, else what they said of being able and willing.
 */
export async function knownPeople(
  r: Reader | Writer,
  scope: Scope,
  households: readonly string[],
  today: PlainDate,
): Promise<Map<string, KnownPerson[]>> {
  if (households.length === 0) return new Map();
  const { rows } = await sql<PersonRow>`
    select m.household_id, p.resident_id, p.name, m.relation, p.sex, p.birth_on, p.citizen_id_masked, p.phone_masked, p.address, p.hukou_type,
      p.education, coalesce(job.type, case when exists (select 1 from unemployment_registration u where u.district_id = p.district_id
          and u.resident_id = p.resident_id and u.voided_at is null and u.ended_on is null) then '60' end, said.status) as employment_status,
      coalesce(job.employer_name, '') as employer
    from household_member m
    join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id and p.voided_at is null and p.ended_on is null
    left join lateral (select e.type, e.employer_name from employment e where e.district_id = p.district_id and e.resident_id = p.resident_id
      and e.voided_at is null and e.started_on <= ${today}::date and (e.ended_on is null or e.ended_on > ${today}::date)
      order by e.started_on desc limit 1) job on true
    left join lateral (select case when not a.able then '83' when a.willing then '61' else '70' end as status from ability_wish a
      where a.district_id = p.district_id and a.resident_id = p.resident_id and a.voided_at is null and a.from_on <= ${today}::date
      order by a.from_on desc, a.ability_id desc limit 1) said on true
    where m.district_id = any(${scopeDistricts(scope)}::int[]) and m.household_id = any(${[...households]}::uuid[])
      and m.voided_at is null and m.from_on <= ${today}::date and (m.to_on is null or m.to_on > ${today}::date)
      and ${inScope(scope, 'p.district_id', 'p.area_id')}
    order by m.household_id, (m.relation <> ${headOfHousehold}), p.birth_on, p.resident_id`.execute(r);
  const people = new Map<string, KnownPerson[]>();
  for (const row of rows) {
    const own = people.get(row.household_id) ?? [];
    own.push({
      residentId: row.resident_id,
      name: row.name,
      relation: row.relation,
      sex: row.sex,
      birthOn: row.birth_on,
      citizenIdMasked: row.citizen_id_masked,
      phoneMasked: row.phone_masked,
      address: row.address,
      hukouType: row.hukou_type,
      education: row.education,
      employmentStatus: findCode(employmentTypes, row.employment_status)?.status ?? row.employment_status,
      employer: row.employer,
    });
    people.set(row.household_id, own);
  }
  return people;
}

export const peopleOf = (people: ReadonlyMap<string, KnownPerson[]>, row: Pick<EntryRow, 'home_id'>) =>
  (row.home_id && people.get(row.home_id)) || [];

export function entryView(
  c: Pick<AnyContext, 'tree' | 'today'>,
  row: EntryRow,
  people: readonly KnownPerson[],
): CampaignEntry {
  const settled = (settledStatuses as readonly string[]).includes(row.status);
  return {
    entryId: row.entry_id,
    campaignId: row.campaign_id,
    householdId: row.home_id,
    area: areaRef(c.tree, row.area_id, c.today),
    address: row.address,
    headName: people[0]?.name ?? null,
    memberCount: people.length,
    found: row.found,
    status: row.status,
    worker: row.worker_id === null ? null : { accountId: row.worker_id, name: row.worker_name ?? '' },
    attempts: row.attempts,
    lastVisitOn: row.visited_on,
    lastVisitId: row.visit_id,
    nextOn: settled ? null : row.next_on,
    note: row.note ?? '',
    doneOn: row.settled_on,
  };
}

export interface Visitor {
  accountId: string;
  name: string;
  office: string;
  /** Where her posts let her visit. */
  areas: readonly number[];
}

const visiting = roles.filter((role) => roleHas(role, 'survey.write'));

/** Everybody with a post from which households may be visited, today. */
export async function listVisitors(r: Reader | Writer, today: PlainDate): Promise<Visitor[]> {
  const { rows } = await sql<{ account_id: string; name: string; office: string; areas: number[] }>`
    select a.account_id, a.name, min(o.name) as office, array_agg(distinct o.area_id) as areas
    from account a join post p on p.account_id = a.account_id join office o on o.office_id = p.office_id
    where a.status = 'active' and p.role = any(${[...visiting]}::text[]) and p.from_on <= ${today}::date
      and (p.to_on is null or p.to_on > ${today}::date) and (o.closed_on is null or o.closed_on > ${today}::date)
    group by a.account_id, a.name order by a.name, a.account_id`.execute(r);
  return rows.map((row) => ({ accountId: row.account_id, name: row.name, office: row.office, areas: row.areas }));
}

export function mayVisit(c: Pick<AnyContext, 'tree' | 'today'>, visitor: Visitor, areaId: number): boolean {
  const here = areaAt(c.tree, areaId, c.today);
  return visitor.areas.some((area) => isWithinArea(c.tree, here, areaAt(c.tree, area, c.today), c.today));
}

/** @throws AppError when somebody of these cannot visit one of the communities */
export function requireVisitors(
  c: Pick<AnyContext, 'tree' | 'today'>,
  visitors: readonly Visitor[],
  accounts: readonly string[],
  areas: readonly number[],
): void {
  for (const accountId of accounts) {
    const visitor = visitors.find((one) => one.accountId === accountId);
    const outside = areas.find((areaId) => !visitor || !mayVisit(c, visitor, areaId));
    if (outside !== undefined)
      throw new AppError('campaign.not-worker', 'invalid', {
        name: visitor?.name ?? '',
        area: areaRef(c.tree, outside, c.today).name,
        field: 'to',
      });
  }
}
