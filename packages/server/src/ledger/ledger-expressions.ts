/** Where each column of a ledger is kept: the one place that turns a column's key into SQL. Keys come from the definition, never from input. */

import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { type RawBuilder, sql } from 'kysely';

/** Tables beside the row's own that an expression reads. */
type Beside =
  | 'registration'
  | 'job'
  | 'home'
  | 'hardship'
  | 'certificate'
  | 'last'
  | 'ability'
  | 'care'
  | 'policies'
  | 'family';

interface Expression {
  /** Over `m` (who stands in the ledger), `r` the resident, `h` the household, `x` the record, and the tables beside. */
  sql: string;
  beside?: Beside;
  /** What it is ordered by when it is not the value itself. */
  order?: string;
}

/** Columns that are found from others when read have none; see `ledger.queries.ts`. */
export const ledgerExpressions: Partial<Record<LedgerColumnKey, Expression>> = {
  name: { sql: 'r.name', order: 'r.name_pinyin' },
  sex: { sql: 'r.sex' },
  birthOn: { sql: 'r.birth_on' },
  citizenId: { sql: 'r.citizen_id_masked' },
  phone: { sql: 'r.phone_masked' },
  community: { sql: 'm.area_id' },
  street: { sql: 'm.area_id' },
  address: { sql: 'r.address' },
  householdNumber: { sql: 'home.number', beside: 'home' },
  relation: { sql: 'home.relation', beside: 'home' },
  hukouType: { sql: 'r.hukou_type' },
  education: { sql: 'r.education' },
  ethnicity: { sql: 'r.ethnicity' },
  marital: { sql: 'r.marital' },
  political: { sql: 'r.political' },
  skillLevel: { sql: 'r.skill_level' },
  recordedOn: { sql: 'r.registered_on' },
  unemployedSince: { sql: 'registration.unemployed_since', beside: 'registration' },
  registeredUnemployedOn: { sql: 'registration.registered_on', beside: 'registration' },
  unemploymentReason: { sql: 'registration.reason', beside: 'registration' },
  jobWish: { sql: 'registration.job_wish', beside: 'registration' },
  trainingWish: { sql: 'registration.training_wish', beside: 'registration' },
  employmentType: { sql: 'job.type', beside: 'job' },
  employer: { sql: 'job.employer_name', beside: 'job' },
  employedOn: { sql: 'job.started_on', beside: 'job' },
  hardship: { sql: 'hardship.categories', beside: 'hardship' },
  certificateNumber: { sql: 'certificate.number', beside: 'certificate' },
  lastContactOn: { sql: 'last.contacted_on', beside: 'last' },
  lastContactOutcome: { sql: 'last.outcome', beside: 'last' },
  nextContactOn: { sql: 'last.due_on', beside: 'last' },
  abilityStated: { sql: 'ability.evidence', beside: 'ability' },
  retiredOn: { sql: 'care.retired_on', beside: 'care' },
  formerEmployer: { sql: 'care.former_employer', beside: 'care' },
  pension: { sql: 'care.pension', beside: 'care' },
  handedOverOn: { sql: 'care.handed_over_on', beside: 'care' },
  personnelFile: { sql: 'care.file_place', beside: 'care' },
  personnelFileNumber: { sql: 'care.file_number', beside: 'care' },
  living: { sql: 'care.living', beside: 'care' },
  livingOn: { sql: 'care.living_on', beside: 'care' },
  retireeDisabled: { sql: 'care.disabled', beside: 'care' },
  retireePartyMember: { sql: 'care.party_member', beside: 'care' },
  eligibilityConfirmedOn: { sql: 'care.last_on', beside: 'care' },
  eligibilityDueOn: { sql: 'care.due_on', beside: 'care' },
  policiesEnjoyed: { sql: 'policies.names', beside: 'policies' },
  policySince: { sql: 'policies.since', beside: 'policies' },
  policyTotal: { sql: 'policies.total', beside: 'policies' },
  countedOn: { sql: 'm.counted_on' },
  leftOn: { sql: 'r.ended_on' },
  leftReason: { sql: 'r.end_reason' },
  note: { sql: 'r.note' },

  registeredOn: { sql: 'x.registered_on' },
  reason: { sql: 'x.reason' },
  nature: { sql: 'x.nature' },
  since: { sql: 'x.unemployed_since' },
  deregisteredOn: { sql: 'x.ended_on' },
  deregistrationReason: { sql: 'x.end_reason' },

  startedOn: { sql: 'x.started_on' },
  type: { sql: 'x.type' },
  employerName: { sql: 'x.employer_name' },
  occupation: { sql: 'x.occupation' },
  urban: { sql: 'x.urban' },
  platformWork: { sql: 'x.platform_work' },
  endedOn: { sql: 'x.ended_on' },
  endReason: { sql: 'x.end_reason' },

  contactedOn: { sql: 'x.contacted_on' },
  way: { sql: 'x.way' },
  outcome: { sql: 'x.outcome' },
  service: { sql: 'x.service' },
  contactNote: { sql: 'x.note' },
  nextOn: { sql: 'x.next_on' },

  policyName: { sql: 'x.policy_name' },
  policyDocument: { sql: 'x.document' },
  policyFrom: { sql: 'x.from_on' },
  policyTo: { sql: 'x.to_on' },
  policyAmount: { sql: 'x.amount_fen' },
  policySource: { sql: 'x.note' },

  confirmationOn: { sql: 'x.confirmed_on' },
  confirmationWay: { sql: 'x.way' },
  confirmationResult: { sql: 'x.result' },
  confirmationNote: { sql: 'x.note' },

  number: { sql: 'x.number' },
  issuedOn: { sql: 'x.issued_on' },
  copyNumber: { sql: 'x.copy_number' },
  certificateStatus: { sql: 'x.status' },

  householdKey: { sql: 'h.number' },
  head: { sql: 'family.head', beside: 'family' },
  householdAddress: { sql: 'h.address' },
  householdCommunity: { sql: 'm.area_id' },
  members: { sql: 'family.members', beside: 'family' },
  membersEmployed: { sql: 'family.employed', beside: 'family' },
  membersUnemployed: { sql: 'family.unemployed', beside: 'family' },
  membersNames: { sql: 'family.names', beside: 'family' },
};

/** The expression of a column that is kept; throws for one that is computed. */
export function getExpression(key: LedgerColumnKey): Expression {
  const found = ledgerExpressions[key];
  if (!found) throw new Error(`the column ${key} is computed`);
  return found;
}

const mine = (table: string) => `${table}.district_id = r.district_id and ${table}.resident_id = r.resident_id`;

/** The tables beside that some columns need, as they stood on a day. */
export function besides(keys: readonly LedgerColumnKey[], on: PlainDate): RawBuilder<unknown> {
  const needed = new Set(keys.flatMap((key) => ledgerExpressions[key]?.beside ?? []));
  return sql.join(
    [...needed].map((beside) => laterals[beside](on)),
    sql` `,
  );
}

const laterals: Record<Beside, (on: PlainDate) => RawBuilder<unknown>> = {
  registration: (
    on,
  ) => sql`left join lateral (select u.* from unemployment_registration u where ${sql.raw(mine('u'))} and u.voided_at is null
      and u.registered_on <= ${on}::date and (u.ended_on is null or u.ended_on > ${on}::date) order by u.registered_on desc limit 1) registration on true`,
  job: (on) => sql`left join lateral (select e.* from employment e where ${sql.raw(mine('e'))} and e.voided_at is null
      and e.started_on <= ${on}::date and (e.ended_on is null or e.ended_on > ${on}::date) order by e.started_on desc, e.employment_id desc limit 1) job on true`,
  home: (
    on,
  ) => sql`left join lateral (select k.number, g.relation from household_member g join household k on k.district_id = g.household_district and k.household_id = g.household_id
      where ${sql.raw(mine('g'))} and g.voided_at is null and g.from_on <= ${on}::date and (g.to_on is null or g.to_on > ${on}::date) order by g.from_on desc limit 1) home on true`,
  hardship: (
    on,
  ) => sql`left join lateral (select array_agg(distinct k.category order by k.category) as categories from hardship_mark k where ${sql.raw(mine('k'))} and k.voided_at is null
      and k.from_on <= ${on}::date and (k.to_on is null or k.to_on > ${on}::date)) hardship on true`,
  certificate: (
    on,
  ) => sql`left join lateral (select c.number from certificate c where ${sql.raw(mine('c'))} and c.status = 'valid' and c.issued_on <= ${on}::date
      order by c.issued_on desc limit 1) certificate on true`,
  last: (on) => sql`left join lateral (select c.contacted_on, c.outcome,
      (select min(d.due_on) from duty d where d.district_id = r.district_id and d.subject_id = r.resident_id and d.kind = 'unemployment-contact' and d.done_on is null) as due_on
      from (select 1) one left join lateral (select k.contacted_on, k.outcome from contact k where ${sql.raw(mine('k'))} and k.voided_at is null and k.contacted_on <= ${on}::date
        order by k.contacted_on desc, k.contact_id desc limit 1) c on true) last on true`,
  ability: (
    on,
  ) => sql`left join lateral (select a.evidence from ability_wish a where ${sql.raw(mine('a'))} and a.voided_at is null and a.from_on <= ${on}::date
      order by a.from_on desc, a.ability_id desc limit 1) ability on true`,
  care: (
    on,
  ) => sql`left join lateral (select t.*, lived.living, lived.from_on as living_on, coalesce((select max(k.confirmed_on) from eligibility_confirmation k where ${sql.raw(mine('k'))} and k.voided_at is null and k.confirmed
        and k.confirmed_on between t.handed_over_on and ${on}::date), t.last_confirmed_on) as last_on,
      (select min(d.due_on) from duty d where d.district_id = r.district_id and d.subject_id = r.resident_id and d.kind = 'eligibility-confirmation' and d.done_on is null) as due_on
      from retiree_care t left join lateral (select l.living, l.from_on from retiree_living l where ${sql.raw(mine('l'))} and l.voided_at is null and l.from_on <= ${on}::date
        order by l.from_on desc, l.living_id desc limit 1) lived on true
      where ${sql.raw(mine('t'))} and t.voided_at is null and t.handed_over_on <= ${on}::date and (t.ended_on is null or t.ended_on > ${on}::date)
      order by t.handed_over_on desc limit 1) care on true`,
  policies: (
    on,
  ) => sql`left join lateral (select string_agg(distinct k.policy_name, '、') filter (where k.to_on is null or k.to_on > ${on}::date) as names,
      min(k.from_on) filter (where k.to_on is null or k.to_on > ${on}::date) as since, sum(k.amount_fen)::bigint as total
      from policy_benefit k where ${sql.raw(mine('k'))} and k.voided_at is null and k.from_on <= ${on}::date) policies on true`,
  family: (
    on,
  ) => sql`left join lateral (select count(*)::int as members, string_agg(y.name, '、' order by g.relation, y.birth_on) as names, max(y.name) filter (where g.relation = '02') as head,
      count(*) filter (where exists (select 1 from employment e where e.district_id = y.district_id and e.resident_id = y.resident_id and e.voided_at is null
        and e.started_on <= ${on}::date and (e.ended_on is null or e.ended_on > ${on}::date)))::int as employed,
      count(*) filter (where exists (select 1 from unemployment_registration u where u.district_id = y.district_id and u.resident_id = y.resident_id and u.voided_at is null
        and u.registered_on <= ${on}::date and (u.ended_on is null or u.ended_on > ${on}::date)))::int as unemployed
      from household_member g join resident y on y.district_id = g.district_id and y.resident_id = g.resident_id
      where g.district_id = any(h.member_districts) and g.household_district = h.district_id and g.household_id = h.household_id and g.voided_at is null
        and g.from_on <= ${on}::date and (g.to_on is null or g.to_on > ${on}::date) and y.voided_at is null) family on true`,
};
