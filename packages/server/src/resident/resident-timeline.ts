import { type AreaTree, areaAt, areaNameAt } from '@renshe/domain/area/area-tree.ts';
import { compareDates, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { isTimelineKind, type TimelineData, type TimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { businessDay } from '../platform/clock.ts';
import { addPolicyBenefits, addRetireeCare } from './benefit-lines.ts';
import type { ResidentRecords, ResidentTableRow } from './resident-records.ts';

/** Life-cycle acts are kept in resident_change too, several fields under one cause. */
const lifeCycleFields = new Set([
  'citizenId',
  'correctionReason',
  'endedOn',
  'endReason',
  'endNote',
  'reopenReason',
  'undoReason',
  'area',
]);

export interface TimelineWorld {
  tree: AreaTree;
  today: PlainDate;
  /** Names of accounts. */
  names: ReadonlyMap<string, string>;
  /** Numbers of the households that the person belongs or belonged to. */
  householdNumbers: ReadonlyMap<string, string>;
}

export interface TimelineLine<K extends TimelineKind> {
  kind: K;
  on: PlainDate;
  data: TimelineData<K>;
  at: string;
  by: string | null;
  recordId: string | null;
  voided?: boolean;
}

/** Every line of a person's file, newest first: assembled from the records themselves, so that it can never disagree with them. */
export function assembleTimeline(
  resident: ResidentTableRow,
  records: ResidentRecords,
  world: TimelineWorld,
): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const add = <K extends TimelineKind>(line: TimelineLine<K>) =>
    entries.push({
      entryId: `${line.kind}:${line.recordId ?? line.on}:${entries.length}`,
      kind: line.kind,
      on: line.on,
      data: line.data,
      recordedAt: new Date(line.at).toISOString(),
      recordedBy: line.by === null ? null : (world.names.get(line.by) ?? null),
      recordId: line.recordId,
      voided: line.voided ?? false,
    });
  const areaName = (areaId: number, on: PlainDate) => areaNameAt(world.tree, areaAt(world.tree, areaId, on), on);

  addResidences(resident, records, areaName, add);
  addFieldChanges(records, add);
  addHouseholds(resident, records, world, add);
  addRegistrations(records, areaName, add);
  addRetireeCare(records, add);
  addPolicyBenefits(records, add);
  addRecordChanges(records, add);
  for (const row of records.ability_wish)
    add({
      kind: 'ability-recorded',
      on: row.from_on,
      data: { able: row.able, willing: row.willing, evidence: row.evidence },
      at: row.created_at,
      by: row.created_by,
      recordId: row.ability_id,
      voided: row.voided_at !== null,
    });
  for (const row of records.hardship_mark)
    add({
      kind: 'hardship-marked',
      on: row.from_on,
      data: { category: row.category, source: row.source, toOn: row.to_on },
      at: row.created_at,
      by: row.created_by,
      recordId: row.mark_id,
      voided: row.voided_at !== null,
    });
  for (const row of records.transfer_request) {
    const asked = businessDay(new Date(row.asked_at));
    const names = { fromAreaName: areaName(row.from_area_id, asked), toAreaName: areaName(row.to_area_id, asked) };
    add({
      kind: 'transfer-asked',
      on: asked,
      data: { ...names, reason: row.reason },
      at: row.asked_at,
      by: row.asked_by,
      recordId: row.request_id,
    });
    if (row.decided_at !== null && (row.status === 'agreed' || row.status === 'refused' || row.status === 'withdrawn'))
      add({
        kind: `transfer-${row.status}`,
        on: businessDay(new Date(row.decided_at)),
        data: { ...names, note: row.decision_note },
        at: row.decided_at,
        by: row.decided_by,
        recordId: row.request_id,
      });
  }
  // Of what happened on one day and was entered at one moment, the later line of the record comes first.
  return entries.reverse().sort((a, b) => compareDates(b.on, a.on) || compareDates(b.recordedAt, a.recordedAt));
}

export type AddLine = <K extends TimelineKind>(line: TimelineLine<K>) => void;
type AreaName = (areaId: number, on: PlainDate) => string;

function addResidences(resident: ResidentTableRow, records: ResidentRecords, areaName: AreaName, add: AddLine): void {
  let before: ResidentRecords['residence'][number] | undefined;
  for (const row of records.residence) {
    if (row.voided_at !== null) continue;
    if (!before)
      add({
        kind: 'resident-registered',
        on: resident.registered_on,
        data: { areaName: areaName(row.area_id, row.from_on), address: row.address },
        at: resident.created_at.toISOString(),
        by: resident.created_by,
        recordId: resident.resident_id,
      });
    else if (before.area_id !== row.area_id)
      add({
        kind: 'resident-moved',
        on: row.from_on,
        data: {
          fromAreaName: areaName(before.area_id, row.from_on),
          toAreaName: areaName(row.area_id, row.from_on),
          address: row.address,
        },
        at: row.created_at,
        by: row.created_by,
        recordId: row.residence_id,
      });
    before = row;
  }
}

function addFieldChanges(records: ResidentRecords, add: AddLine): void {
  const byCause = new Map<string, ResidentRecords['resident_change']>();
  for (const row of records.resident_change) byCause.set(row.cause, [...(byCause.get(row.cause) ?? []), row]);
  for (const rows of byCause.values()) {
    const field = (name: string) => rows.find((row) => row.field === name);
    const base = (row: (typeof rows)[number]) => ({ at: row.changed_at, by: row.changed_by, recordId: row.change_id });
    const day = businessDay(new Date(rows[0]!.changed_at));
    const identity = field('citizenId');
    if (identity)
      add({
        kind: 'resident-identity-corrected',
        on: day,
        data: {
          oldValue: identity.old_value,
          newValue: identity.new_value,
          reason: field('correctionReason')?.new_value ?? '',
        },
        ...base(identity),
      });
    const ended = field('endedOn');
    if (ended?.new_value)
      add({
        kind: 'resident-ended',
        on: ended.new_value,
        data: { reason: field('endReason')?.new_value ?? null, note: field('endNote')?.new_value ?? '' },
        ...base(ended),
      });
    else if (ended)
      add({
        kind: 'resident-reopened',
        on: day,
        data: { reason: field('reopenReason')?.new_value ?? '' },
        ...base(ended),
      });
    const undone = field('undoReason');
    if (undone)
      add({
        kind: 'resident-move-undone',
        on: day,
        data: {
          fromAreaName: field('area')?.old_value ?? '',
          toAreaName: field('area')?.new_value ?? '',
          reason: undone.new_value ?? '',
        },
        ...base(undone),
      });
    // A move says the new address itself.
    for (const row of rows)
      if (!lifeCycleFields.has(row.field) && !(row.field === 'address' && field('area')))
        add({
          kind: 'resident-changed',
          on: day,
          data: { field: row.field, oldValue: row.old_value, newValue: row.new_value },
          ...base(row),
        });
  }
}

function addHouseholds(resident: ResidentTableRow, records: ResidentRecords, world: TimelineWorld, add: AddLine): void {
  const rows = records.household_member.filter((row) => row.voided_at === null);
  for (const row of rows) {
    const number = world.householdNumbers.get(row.household_id) ?? '';
    const base = { at: row.created_at, by: row.created_by, recordId: row.member_id };
    // A new head changes the relations: the old membership ends and the next begins on that day, which is no leaving.
    const continues = (a: typeof row, b: typeof row) => a.household_id === b.household_id && a.to_on === b.from_on;
    if (!rows.some((other) => other !== row && continues(other, row)))
      add({
        kind: 'household-joined',
        on: row.from_on,
        data: { residentName: resident.name, householdNumber: number, relation: row.relation },
        ...base,
      });
    if (row.to_on !== null && !rows.some((other) => other !== row && continues(row, other)))
      add({
        kind: 'household-left',
        on: row.to_on,
        data: { residentName: resident.name, householdNumber: number },
        ...base,
      });
  }
}

function addRegistrations(records: ResidentRecords, areaName: AreaName, add: AddLine): void {
  for (const row of records.unemployment_registration) {
    const voided = row.voided_at !== null;
    add({
      kind: 'unemployment-registered',
      on: row.registered_on,
      data: {
        areaName: areaName(row.area_id, row.registered_on),
        reason: row.reason,
        nature: row.nature,
        unemployedSince: row.unemployed_since,
        channel: row.channel,
        jobWish: row.job_wish,
        trainingWish: row.training_wish,
      },
      at: row.created_at,
      by: row.created_by,
      recordId: row.registration_id,
      voided,
    });
    if (row.ended_on !== null)
      add({
        kind: 'unemployment-deregistered',
        on: row.ended_on,
        data: {
          reason: row.end_reason,
          evidence: row.end_evidence,
          note: row.end_note,
          registeredOn: row.registered_on,
        },
        at: row.end_recorded_at ?? row.created_at,
        by: row.end_recorded_by,
        recordId: row.registration_id,
        voided,
      });
  }
  for (const row of records.employment) {
    const base = { recordId: row.employment_id, voided: row.voided_at !== null, by: row.created_by };
    add({
      kind: 'employment-registered',
      on: row.started_on,
      data: {
        type: row.type,
        employerName: row.employer_name,
        occupation: row.occupation,
        urban: row.urban,
        platformWork: row.platform_work,
        reportedOn: row.reported_on,
        late: row.report_late,
        proof: row.proof,
      },
      at: row.created_at,
      ...base,
    });
    if (row.ended_on !== null) {
      const change = records.registration_change.findLast(
        (c) => c.record_id === row.employment_id && c.action === 'ended',
      );
      add({
        kind: 'employment-ended',
        on: row.ended_on,
        data: {
          type: row.type,
          employerName: row.employer_name,
          reason: row.end_reason,
          reportedOn: row.end_reported_on,
          late: row.end_late,
        },
        at: change?.changed_at ?? row.created_at,
        ...base,
        by: change?.changed_by ?? row.created_by,
      });
    }
  }
  for (const row of records.contact)
    add({
      kind: 'contact-recorded',
      on: row.contacted_on,
      data: { way: row.way, outcome: row.outcome, service: row.service, note: row.note, nextOn: row.next_on },
      at: row.created_at,
      by: row.created_by,
      recordId: row.contact_id,
      voided: row.voided_at !== null,
    });
  for (const row of records.certificate) {
    const base = { at: row.created_at, by: row.created_by, recordId: row.certificate_id };
    if (row.copy_number === 1)
      add({
        kind: 'certificate-issued',
        on: row.issued_on,
        data: { number: row.number, copyNumber: 1 },
        ...base,
        voided: row.status === 'void',
      });
    else
      add({
        kind: 'certificate-reissued',
        on: row.issued_on,
        data: {
          number: row.number,
          copyNumber: row.copy_number,
          reason: records.certificate.find((c) => c.copy_number === row.copy_number - 1)?.status_reason ?? '',
        },
        ...base,
        voided: row.status === 'void',
      });
    if (row.status === 'void')
      add({
        kind: 'certificate-voided',
        on: row.status_on ?? row.issued_on,
        data: { number: row.number, reason: row.status_reason },
        ...base,
      });
  }
}

/** Corrections, reversals and voids; what a record still says itself (its end) is not said twice. */
function addRecordChanges(records: ResidentRecords, add: AddLine): void {
  const saidByRecord = new Set(['deregistered', 'ended', 'issued', 'reissued']);
  for (const row of records.registration_change) {
    const kind = `${row.record_kind}-${row.action}`;
    if (!isTimelineKind(kind) || saidByRecord.has(row.action) || kind === 'certificate-voided') continue;
    const record =
      row.record_kind === 'unemployment'
        ? records.unemployment_registration.find((r) => r.registration_id === row.record_id)
        : undefined;
    const employment = records.employment.find((r) => r.employment_id === row.record_id);
    const benefit = records.policy_benefit.find((r) => r.benefit_id === row.record_id);
    add({
      kind,
      on: businessDay(new Date(row.changed_at)),
      data: {
        why: row.reason,
        ...(row.record_kind === 'unemployment' &&
          (row.action === 'voided' || row.action === 'restored') && { registeredOn: record?.registered_on ?? null }),
        ...(row.record_kind === 'contact' && {
          contactedOn: records.contact.find((x) => x.contact_id === row.record_id)?.contacted_on ?? null,
        }),
        ...(row.record_kind === 'certificate' && {
          number: records.certificate.find((x) => x.certificate_id === row.record_id)?.number ?? '',
        }),
        ...(row.record_kind === 'policy-benefit' && { policyName: benefit?.policy_name ?? '' }),
        ...(row.record_kind === 'employment' && { employerName: employment?.employer_name ?? '' }),
      } as never,
      at: row.changed_at,
      by: row.changed_by,
      recordId: row.record_id,
    });
  }
}
