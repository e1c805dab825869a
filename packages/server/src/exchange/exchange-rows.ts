/** From the rows of the database to the values that a mapping may take: pure, one person or employer at a time. */
import type { AreaId, AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { RecordValues, RowKind } from '@renshe/domain/exchange/exchange.records.ts';
import { employmentStatusOn } from '@renshe/domain/exchange/exchange.status.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Selectable } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import { businessDay } from '../platform/clock.ts';
import type { DB } from '../platform/schema.gen.ts';

export type RowAction = 'A' | 'U' | 'D';
export type OutgoingRow = {
  kind: RowKind;
  action: RowAction;
  /** Of the row itself, for finding it again. */
  recordId: string;
  residentId: string | null;
  values: RecordValues;
};

export type PersonRecords = {
  resident: Selectable<DB['resident']>;
  employment: Selectable<DB['employment']>[];
  unemployment: Selectable<DB['unemployment_registration']>[];
  certificates: Selectable<DB['certificate']>[];
  marks: Selectable<DB['hardship_mark']>[];
  abilities: Selectable<DB['ability_wish']>[];
  /** Last change of a record that keeps its history, by its id. */
  changedAt: ReadonlyMap<string, Date>;
  /** Moved into the area since the last delivery: everything of hers is new to the receiver. */
  entered: boolean;
};

export type RowFrame = {
  asOf: PlainDate;
  /** Null: everything that holds; an instant: what came or changed since. */
  since: Date | null;
  tree: AreaTree;
  /** Values of the delivery itself. */
  delivery: RecordValues;
  secrets: {
    citizenId(resident: Selectable<DB['resident']>): string | null;
    phone(resident: Selectable<DB['resident']>): string | null;
    employerPhone(employerId: string, cipher: string): string | null;
  };
};

const areas = new WeakMap<AreaTree, Map<string, ReturnType<typeof areaRef>>>();

/** Name and code of an area on a day, looked up once. */
function placeOf(frame: RowFrame, areaId: AreaId) {
  const known = areas.get(frame.tree) ?? new Map();
  areas.set(frame.tree, known);
  const key = `${areaId}/${frame.asOf}`;
  const place = known.get(key) ?? areaRef(frame.tree, areaId, frame.asOf);
  known.set(key, place);
  return place;
}

const idText = (id: string) => id.replaceAll('-', '');
const later = (a: Date | null | undefined, b: Date | null | undefined): Date | null =>
  !a ? (b ?? null) : !b || a > b ? a : b;
/** An end after the day is not known on the day. */
const endBy = (end: PlainDate | null, asOf: PlainDate) => (end !== null && end <= asOf ? end : null);

type Dated = { created_at: Date; voided_at?: Date | null };

function touchedAt(row: Dated, changed: Date | undefined, more: Date | null = null): Date {
  return later(later(row.created_at, row.voided_at), later(changed, more))!;
}

/** What the receiver has to be told of a record; undefined when nothing. */
function actionOf(frame: RowFrame, person: PersonRecords, row: Dated, touched: Date): RowAction | undefined {
  const voided = (row.voided_at ?? person.resident.voided_at) !== null;
  const { since } = frame;
  if (since === null) return voided ? undefined : 'A';
  if (voided) return later(row.voided_at, person.resident.voided_at)! > since ? 'D' : undefined;
  if (person.entered || row.created_at > since) return 'A';
  return touched > since ? 'U' : undefined;
}

function personValues(frame: RowFrame, person: PersonRecords): RecordValues {
  const { resident } = person;
  const place = placeOf(frame, resident.area_id);
  const standing = person.certificates.filter((one) => one.issued_on <= frame.asOf);
  const certificate = standing.find((one) => one.status === 'valid') ?? standing.at(-1);
  const valid = <T extends { voided_at: Date | null }>(rows: readonly T[]) =>
    rows.filter((row) => row.voided_at === null);
  return {
    ...frame.delivery,
    'person.number': idText(resident.resident_id),
    'person.citizenId': frame.secrets.citizenId(resident),
    'person.documentType': '01',
    'person.name': resident.name,
    'person.sex': resident.sex,
    'person.birthOn': resident.birth_on,
    'person.ethnicity': resident.ethnicity,
    'person.hukou': resident.hukou_type,
    'person.education': resident.education,
    'person.marital': resident.marital,
    'person.political': resident.political,
    'person.skillLevel': resident.skill_level,
    'person.phone': frame.secrets.phone(resident),
    'person.address': resident.address,
    'person.areaCode': place.code,
    'person.countyCode': place.code.slice(0, 6),
    'person.areaName': place.name,
    'person.employmentStatus': employmentStatusOn(
      {
        endedOn: resident.ended_on,
        diedOn: resident.died_on,
        employment: valid(person.employment).map((one) => ({ type: one.type, from: one.started_on, to: one.ended_on })),
        unemployment: valid(person.unemployment).map((one) => ({ from: one.registered_on, to: one.ended_on })),
        abilities: valid(person.abilities).map((one) => ({ able: one.able, willing: one.willing, from: one.from_on })),
      },
      frame.asOf,
    ),
    'person.certificateNumber': certificate?.number ?? null,
    'person.registeredOn': resident.registered_on,
    'person.endedOn': endBy(resident.ended_on, frame.asOf),
    'person.diedOn': endBy(resident.died_on, frame.asOf),
    'person.recordedOn': businessDay(resident.created_at),
  };
}

type Draft = { kind: RowKind; id: string; row: Dated; from: PlainDate; more?: Date | null; own: RecordValues };

function drafts(frame: RowFrame, person: PersonRecords): Draft[] {
  const { asOf } = frame;
  return [
    ...person.certificates.map((one): Draft => {
      const ended = one.status !== 'valid' && (one.status_on ?? '') <= asOf;
      return {
        kind: 'certificate',
        id: one.certificate_id,
        row: one,
        from: one.issued_on,
        own: {
          'certificate.id': idText(one.certificate_id),
          'certificate.number': one.number,
          'certificate.issuedOn': one.issued_on,
          'certificate.issuer': placeOf(frame, one.area_id).name,
          'certificate.copyNumber': one.copy_number,
          'certificate.status': ended ? one.status : 'valid',
          'certificate.endedOn': ended ? one.status_on : null,
          'certificate.endReason': ended ? one.status_reason : null,
          'certificate.recordedOn': businessDay(one.created_at),
        },
      };
    }),
    ...person.employment.map((one): Draft => {
      const endedOn = endBy(one.ended_on, asOf);
      return {
        kind: 'employment',
        id: one.employment_id,
        row: one,
        from: one.started_on,
        own: {
          'employment.id': idText(one.employment_id),
          'employment.type': one.type,
          'employment.urban': one.urban,
          'employment.employerName': one.employer_name,
          'employment.employerCode': one.employer_code,
          'employment.occupation': one.occupation,
          'employment.industry': one.industry,
          'employment.platformWork': one.platform_work,
          'employment.startedOn': one.started_on,
          'employment.reportedOn': one.reported_on,
          'employment.endedOn': endedOn,
          'employment.endReason': endedOn === null ? null : one.end_reason,
          'employment.endReportedOn': endedOn === null ? null : one.end_reported_on,
          'employment.recordedOn': businessDay(one.created_at),
        },
      };
    }),
    ...person.unemployment.map((one): Draft => {
      const endedOn = endBy(one.ended_on, asOf);
      return {
        kind: 'unemployment',
        id: one.registration_id,
        row: one,
        from: one.registered_on,
        more: one.end_recorded_at,
        own: {
          'unemployment.id': idText(one.registration_id),
          'unemployment.registeredOn': one.registered_on,
          'unemployment.unemployedSince': one.unemployed_since,
          'unemployment.reason': one.reason,
          'unemployment.nature': one.nature,
          'unemployment.channel': one.channel,
          'unemployment.jobWish': one.job_wish,
          'unemployment.trainingWish': one.training_wish,
          'unemployment.endedOn': endedOn,
          'unemployment.endReason': endedOn === null ? null : one.end_reason,
          'unemployment.recordedOn': businessDay(one.created_at),
        },
      };
    }),
    ...person.marks.map(
      (one): Draft => ({
        kind: 'hardship',
        id: one.mark_id,
        row: one,
        from: one.from_on,
        own: {
          'hardship.id': idText(one.mark_id),
          'hardship.category': one.category,
          'hardship.fromOn': one.from_on,
          'hardship.toOn': endBy(one.to_on, asOf),
          'hardship.source': one.source,
          'hardship.recordedOn': businessDay(one.created_at),
        },
      }),
    ),
  ];
}

/** The rows of one person: herself first, then her records in the order of the day they began. */
export function rowsOfPerson(frame: RowFrame, person: PersonRecords): OutgoingRow[] {
  const { resident } = person;
  if (resident.registered_on > frame.asOf && frame.since === null) return [];
  const values = personValues(frame, person);
  const rowOf = (kind: RowKind, recordId: string, action: RowAction, own: RecordValues = {}): OutgoingRow => ({
    kind,
    action,
    recordId,
    residentId: resident.resident_id,
    values: { ...values, ...own, 'row.action': action, 'row.valid': action !== 'D' },
  });
  const rows: OutgoingRow[] = [];
  let touched = touchedAt(resident, undefined, resident.modified_at);
  for (const draft of drafts(frame, person)) {
    const at = touchedAt(draft.row, person.changedAt.get(draft.id), draft.more ?? null);
    touched = later(touched, at)!;
    if (draft.from > frame.asOf) continue;
    const action = actionOf(frame, person, draft.row, at);
    if (action !== undefined) rows.push(rowOf(draft.kind, draft.id, action, draft.own));
  }
  for (const ability of person.abilities) touched = later(touched, touchedAt(ability, undefined))!;
  // Status and certificate stand in her own row: what changes them changes it.
  const action = actionOf(frame, person, resident, touched);
  if (action === undefined) return rows.length === 0 ? [] : [rowOf('person', resident.resident_id, 'U'), ...rows];
  return [rowOf('person', resident.resident_id, action), ...rows];
}

/** Somebody who left the area: the receiver is told to strike out what it got. */
export function rowsOfLeaver(frame: RowFrame, person: PersonRecords): OutgoingRow[] {
  return rowsOfPerson({ ...frame, since: null }, person).map((row) => ({
    ...row,
    action: 'D' as const,
    values: { ...row.values, 'row.action': 'D', 'row.valid': false },
  }));
}
