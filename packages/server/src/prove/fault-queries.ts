/** What the checker asks the database: every command's effect by its key, and what must never be there. */

/** For every kind: key, how often its effect is there, and how many audit events tell of it. */
export const effectQueries = {
  resident: `select r.address as key, count(distinct r.resident_id)::int as present, count(distinct e.event_id)::int as audited from resident r
    left join audit_event e on e.subject_id = r.resident_id::text and e.action = 'resident.registered'
    where r.address = any($1) group by 1`,
  unemployment: `select x.job_wish as key, count(distinct x.registration_id)::int as present, count(distinct e.event_id)::int as audited from unemployment_registration x
    left join audit_event e on e.event_id = x.cause and e.action = 'unemployment.registered' where x.job_wish = any($1) group by 1`,
  contact: `select x.note as key, count(distinct x.contact_id)::int as present, count(distinct e.event_id)::int as audited from contact x
    left join audit_event e on e.event_id = x.cause and e.action = 'contact.recorded' where x.note = any($1) group by 1`,
  deregister: `select x.reason as key, count(distinct x.change_id)::int as present, count(distinct e.event_id)::int as audited from registration_change x
    left join audit_event e on e.event_id = x.cause and e.action = 'unemployment.deregistered' where x.reason = any($1) group by 1`,
  change: `select x.new_value as key, count(distinct x.change_id)::int as present, count(distinct e.event_id)::int as audited from resident_change x
    left join audit_event e on e.event_id = x.cause and e.action = 'resident.changed' where x.new_value = any($1) group by 1`,
  upload: `select replace(b.file_name, '.csv', '') as key, count(distinct b.batch_id)::int as present, count(distinct e.event_id)::int as audited from import_batch b
    left join audit_event e on e.subject_id = b.batch_id::text and e.action = 'roster.uploaded' where replace(b.file_name, '.csv', '') = any($1) group by 1`,
  close: `select t.input ->> 'reason' as key, count(distinct t.task_id)::int as present, count(distinct e.event_id)::int as audited from task t
    left join audit_event e on e.details ->> 'taskId' = t.task_id::text and e.action = 'report.closed' where t.input ->> 'reason' = any($1) group by 1`,
} as const;

const withoutAudit = (table: string) =>
  `select '${table} ' || x.cause as what from ${table} x where not exists (select 1 from audit_event e where e.event_id = x.cause)`;
const withoutRecord = (action: string, table: string) =>
  `select '${action} ' || e.event_id as what from audit_event e where e.action = '${action}' and not exists (select 1 from ${table} x where x.cause = e.event_id)`;

/** Each finds nothing as long as nothing was lost, done twice or done by half. */
export const neverQueries: Readonly<Record<string, string>> = {
  'a record or a fact whose audit event is missing': [
    'fact',
    'residence',
    'unemployment_registration',
    'contact',
    'resident_change',
    'registration_change',
    'import_row',
    'help_request',
  ]
    .map((table) => `(${withoutAudit(table)} limit 3)`)
    .join(' union all '),
  'an audit event whose record is missing': [
    `(select 'resident.registered ' || e.event_id as what from audit_event e where e.action = 'resident.registered'
      and not exists (select 1 from resident r join residence x using (district_id, resident_id) where r.resident_id::text = e.subject_id and x.cause = e.event_id) limit 3)`,
    `(${withoutRecord('unemployment.registered', 'unemployment_registration')} limit 3)`,
    `(${withoutRecord('contact.recorded', 'contact')} limit 3)`,
    `(${withoutRecord('unemployment.deregistered', 'registration_change')} limit 3)`,
    `(${withoutRecord('resident.changed', 'resident_change')} limit 3)`,
    `(select 'roster.uploaded ' || e.event_id from audit_event e where e.action = 'roster.uploaded'
      and not exists (select 1 from import_batch b where b.batch_id::text = e.subject_id) limit 3)`,
    `(select 'report.closed ' || e.event_id from audit_event e where e.action = 'report.closed' and e.details ? 'taskId'
      and not exists (select 1 from task t where t.task_id::text = e.details ->> 'taskId') limit 3)`,
  ].join(' union all '),
  'two files of one person': `select r.citizen_id_masked as what from resident r where r.voided_at is null
    group by r.citizen_id_index, r.citizen_id_masked having count(*) > 1 limit 3`,
  'a file whose number the registry does not know': `select r.resident_id::text as what from resident r where r.voided_at is null
    and not exists (select 1 from citizen_registry c where c.citizen_id_index = r.citizen_id_index and c.resident_id = r.resident_id) limit 3`,
  'two open registrations of one person': `select x.resident_id::text as what from unemployment_registration x
    where x.ended_on is null and x.voided_at is null group by x.resident_id having count(*) > 1 limit 3`,
  'a version that is not the number of changes': `select r.resident_id::text as what from resident r
    left join (select resident_id, count(distinct cause)::int as acts from resident_change group by 1) c using (resident_id)
    where r.voided_at is null and r.version <> 1 + coalesce(c.acts, 0) limit 3`,
  'a month that was closed without a trace, or twice': `select f.area_id || ' ' || f.period as what from report_form f
    left join audit_event e on e.action = 'report.closed' and e.subject_id = 'monthly/' || f.area_id || '/' || f.period and not e.details ? 'taskId'
    where f.form = 'monthly' and f.state = 'closed' group by f.area_id, f.period having count(e.event_id) <> 1 limit 3`,
  'a trace of a closing without a closed month': `select e.subject_id as what from audit_event e where e.action = 'report.closed' and not e.details ? 'taskId'
    and not exists (select 1 from report_form f where f.state = 'closed' and 'monthly/' || f.area_id || '/' || f.period = e.subject_id) limit 3`,
  'an import whose ledger is not its file': `select b.file_name as what from import_batch b where b.status = 'applied' and not (b.outcome ? 'stopped')
    and (b.counts ->> 'accepted')::int <> (select count(*) from import_row i where i.district_id = b.district_id and i.batch_id = b.batch_id) limit 3`,
  'a row of an import that is there twice': `select r.address as what from resident r where r.address like '%/%' and r.voided_at is null group by 1 having count(*) > 1 limit 3`,
  'a person of an import without the line in its ledger': `select r.address as what from resident r where r.address like '%/%' and r.voided_at is null
    and not exists (select 1 from import_row i where i.resident_id = r.resident_id) limit 3`,
};

/** Once everything has come to rest there is nothing left to do and nothing that failed. */
export const restQueries: Readonly<Record<string, string>> = {
  'work that nobody does': `select t.kind || ' ' || t.status || ' ' || t.task_id as what from task t where t.status in ('waiting', 'running') limit 3`,
  'work that failed': `select t.kind || ' ' || t.message || ' ' || t.task_id as what from task t where t.status = 'failed' limit 3`,
  'an import that stands still': `select b.file_name || ' ' || b.status as what from import_batch b where b.status in ('applying', 'undoing', 'failed') limit 3`,
};
