import { compareDates } from '@renshe/domain/kernel/plain-date.ts';
import type { TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import type { TimelineData, TimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import type { HouseholdTableRow, MemberView } from '../resident/household-members.ts';

interface HouseholdEvent {
  event_id: string;
  at: Date;
  action: string;
  by: string | null;
  details: {
    on?: string;
    fields?: Record<string, [string | null, string | null]>;
    headResidentId?: string;
    oldHeadResidentId?: string | null;
  };
}

/** Acts on a household as its audit events tell them; joining and leaving come from the memberships themselves. */
async function householdEvents(r: Reader, household: HouseholdTableRow): Promise<HouseholdEvent[]> {
  const { rows } = await sql<HouseholdEvent>`
    select e.event_id, e.at, e.action, a.name as by, e.details from audit_event e left join account a on a.account_id = e.account_id
    where e.district_id = any(${[household.district_id, ...household.past_districts]}::int[]) and e.subject_id = ${household.household_id}
      and e.action in ('household.changed', 'household.head-changed') order by e.at`.execute(r);
  return rows;
}

/** What happened to a household, newest first. */
export async function householdTimeline(
  r: Reader,
  household: HouseholdTableRow,
  members: readonly MemberView[],
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  const add = <K extends TimelineKind>(
    kind: K,
    on: string,
    data: TimelineData<K>,
    meta: { at?: Date; by?: string | null; recordId?: string | null } = {},
  ) =>
    entries.push({
      entryId: `${kind}:${on}:${entries.length}`,
      kind,
      on,
      data,
      recordedAt: (meta.at ?? household.created_at).toISOString(),
      recordedBy: meta.by ?? null,
      recordId: meta.recordId ?? null,
      voided: false,
    });
  const householdNumber = household.number;
  const first = members.map((m) => m.fromOn).sort()[0] ?? businessDay(household.created_at);
  add('household-created', first, { householdNumber, address: household.address });
  for (const m of members) {
    const same = members.filter((other) => other !== m && other.residentId === m.residentId);
    const data = { residentName: m.name, householdNumber };
    if (!same.some((other) => other.toOn === m.fromOn))
      add('household-joined', m.fromOn, { ...data, relation: m.relation });
    if (m.toOn !== null && !same.some((other) => other.fromOn === m.toOn)) add('household-left', m.toOn, data);
  }
  const nameOf = (id: string | null | undefined) => members.find((m) => m.residentId === id)?.name ?? null;
  for (const event of await householdEvents(r, household)) {
    const meta = { at: event.at, by: event.by, recordId: event.event_id };
    const on = event.details.on ?? businessDay(event.at);
    if (event.action === 'household.head-changed')
      add(
        'household-head-changed',
        on,
        { residentName: nameOf(event.details.headResidentId), oldHeadName: nameOf(event.details.oldHeadResidentId) },
        meta,
      );
    for (const [field, [oldValue, newValue]] of Object.entries(event.details.fields ?? {}))
      add('household-changed', on, { field, oldValue, newValue }, meta);
  }
  if (household.ended_on !== null) add('household-ended', household.ended_on, { householdNumber });
  // Of what happened on one day and was entered at one moment, the later line of the record comes first.
  return entries.reverse().sort((a, b) => compareDates(b.on, a.on) || compareDates(b.recordedAt, a.recordedAt));
}
