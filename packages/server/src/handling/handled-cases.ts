/**
 * Where the cases of each business come from: one statement each, over what the desk itself wrote down. A case belongs to the period in which
 * it was done. Rosters are left out (they tell of what happened elsewhere and long ago), and so is what was voided.
 */
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import type { ProcessKey } from '@renshe/domain/handling/handling.rules.ts';
import { type RawBuilder, sql } from 'kysely';

/** All three together bound every statement: each has an index on them. */
export interface HandledSpan {
  /** A record follows its person to another district and keeps the area that handled it: all districts are named. */
  districts: readonly number[];
  areas: readonly number[];
  from: Date;
  /** Exclusive. */
  to: Date;
}

/** Columns: district_id, case_id, subject_id, area_id, started_on, finished_on; `subject_id` is a resident's, a report's or the case's own. */
type Cases = (span: HandledSpan) => RawBuilder<unknown>;

const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`;

function within(span: HandledSpan, district: string, area: string, at: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(district)} = any(${[...span.districts]}::int[]) and ${sql.ref(area)} = any(${[...span.areas]}::int[])
    and ${sql.ref(at)} >= ${span.from} and ${sql.ref(at)} < ${span.to}`;
}

const typesOfEmployers = employmentTypes.filter((type) => type.needsEmployer).map((type) => type.code);

/** From the first day of work to the day on which it was entered: `reported_on` is that day itself. */
const employments =
  (byEmployer: boolean): Cases =>
  (span) =>
    sql`
    select e.district_id, e.employment_id as case_id, e.resident_id as subject_id, e.area_id, e.started_on, ${dayOf('e.created_at')} as finished_on
    from employment e where ${within(span, 'e.district_id', 'e.area_id', 'e.created_at')} and e.import_batch_id is null and e.voided_at is null
      and (e.employer_name <> '' or e.type = any(${typesOfEmployers}::text[])) = ${byEmployer}`;

/** From the latest step of one kind to a later one; a step without the other before it (closed by force) is no case. */
const reportSteps =
  (done: readonly string[], begun: string): Cases =>
  (span) =>
    sql`
    select s.district_id, s.event_id as case_id, s.report_id as subject_id, s.area_id, ${dayOf('s.began_at')} as started_on, ${dayOf('s.at')} as finished_on
    from (select e.district_id, e.event_id, e.report_id, e.at, f.area_id, (select max(b.at) from report_event b
        where b.district_id = e.district_id and b.report_id = e.report_id and b.action = ${begun} and b.at <= e.at) as began_at
      from report_event e join report_form f on f.district_id = e.district_id and f.report_id = e.report_id
      where e.action = any(${[...done]}::text[]) and ${within(span, 'e.district_id', 'f.area_id', 'e.at')}) s
    where s.began_at is not null`;

export const handledCases: Record<ProcessKey, Cases> = {
  'unemployment-registration': (span) => sql`
    select u.district_id, u.registration_id as case_id, u.resident_id as subject_id, u.area_id, u.registered_on as started_on, ${dayOf('u.created_at')} as finished_on
    from unemployment_registration u where ${within(span, 'u.district_id', 'u.area_id', 'u.created_at')} and u.import_batch_id is null and u.voided_at is null`,

  // A registration that came by a roster and ended here was ended by the desk; one that the roster itself ended has no time of its end.
  'unemployment-deregistration': (span) => sql`
    select u.district_id, u.registration_id as case_id, u.resident_id as subject_id, u.area_id, u.ended_on as started_on, ${dayOf('u.end_recorded_at')} as finished_on
    from unemployment_registration u where ${within(span, 'u.district_id', 'u.area_id', 'u.end_recorded_at')} and u.ended_on is not null and u.voided_at is null`,

  'employer-hire': employments(true),
  'own-employment': employments(false),

  // The first copy after the first registration, as the duty to issue one counts; a roster's registration was known from its import on.
  'certificate-issue': (span) => sql`
    select c.district_id, c.certificate_id as case_id, c.resident_id as subject_id, c.area_id, u.began_on as started_on, ${dayOf('c.created_at')} as finished_on
    from certificate c join lateral (select r.registered_on,
        case when r.import_batch_id is null then r.registered_on else greatest(r.registered_on, ${dayOf('r.created_at')}) end as began_on
      from unemployment_registration r where r.district_id = c.district_id and r.resident_id = c.resident_id and r.voided_at is null
      order by r.registered_on, r.registration_id limit 1) u on u.registered_on <= c.issued_on
    where ${within(span, 'c.district_id', 'c.area_id', 'c.created_at')} and c.copy_number = 1 and c.status <> 'void'`,

  // What the asking side took back was decided by nobody.
  transfer: (span) => sql`
    select t.district_id, t.request_id as case_id, t.resident_id as subject_id, t.from_area_id as area_id, ${dayOf('t.asked_at')} as started_on, ${dayOf('t.decided_at')} as finished_on
    from transfer_request t where ${within(span, 't.district_id', 't.from_area_id', 't.decided_at')} and t.status in ('agreed', 'refused')`,

  // Passing it on is no answer: the clock of the first request goes on where it went.
  'help-request': (span) => sql`
    select h.district_id, h.request_id as case_id, h.request_id as subject_id, h.area_id, ${dayOf('h.first_at')} as started_on, ${dayOf('h.answered_at')} as finished_on
    from (select q.*, (with recursive earlier as (select q.forwarded_from as request_id, q.received_at as at
          union all select o.forwarded_from, o.received_at from earlier
            join help_request o on o.district_id = any(${[...span.districts]}::int[]) and o.request_id = earlier.request_id)
        select min(at) from earlier) as first_at
      from help_request q where ${within(span, 'q.district_id', 'q.area_id', 'q.answered_at')} and q.state <> 'forwarded') h`,

  'report-review': reportSteps(['accept', 'return'], 'submit'),
  'report-closing': reportSteps(['close'], 'accept'),

  'report-correction': (span) => sql`
    select x.district_id, x.correction_id as case_id, x.report_id as subject_id, x.area_id, ${dayOf('x.asked_at')} as started_on, ${dayOf('x.decided_at')} as finished_on
    from report_correction x where ${within(span, 'x.district_id', 'x.area_id', 'x.decided_at')}`,
};
