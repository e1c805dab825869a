import { getArea } from '@renshe/domain/area/area-tree.ts';
import type { cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { cadencePeriod, isPeriodOf, mayChangeRecord, recordRefusal } from '@renshe/domain/cadence/cadence.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext, Context } from '../platform/route.ts';
import { recordedByHand } from './cadence-evidence.ts';
import { cadenceRules } from './cadence-rules.ts';
import { editMonths, listOffices, type OfficeRow, ownOfficeIds } from './read-cadence.ts';

const ok = { ok: true } as const;
type RecordWork = CommandContext<typeof cadenceContracts.record>;
type ChangeRecord = CommandContext<typeof cadenceContracts.changeRecord>;
type VoidRecord = CommandContext<typeof cadenceContracts.voidRecord>;

/** The office, when it lies in the actor's reach; her own, or it is refused. */
async function ownOffice(c: Context<RouteContract> & { w: RecordWork['w'] }, officeId: string): Promise<OfficeRow> {
  const known = await c.w.selectFrom('office').select('area_id').where('office_id', '=', officeId).executeTakeFirst();
  if (!known || !c.scope.includes(known.area_id)) throw notFound();
  if (!ownOfficeIds(c).includes(officeId)) throw new AppError('cadence.not-own-office', 'forbidden');
  return (await listOffices(c.w, [known.area_id])).find((office) => office.office_id === officeId)!;
}

function checkDay(
  c: Context<RouteContract>,
  span: { from: PlainDate; last: PlainDate },
  heldOn: PlainDate,
  office: OfficeRow,
): void {
  const refusal = recordRefusal({ heldOn, span, today: c.today, openedOn: office.opened_on });
  if (refusal) throw new AppError(refusal, 'invalid', { from: span.from, field: 'heldOn' });
}

/** 登记一次工作: date, place, people and what came of it. */
export async function recordWork(c: RecordWork): Promise<{ recordId: string }> {
  const { officeId, rule: key, period, heldOn, place, people, note } = c.body;
  const office = await ownOffice(c, officeId);
  const rule = cadenceRules().find((one) => one.key === key && one.level === office.kind);
  if (!rule) throw new AppError('cadence.unknown-rule', 'invalid', { field: 'rule' });
  if (!recordedByHand.includes(rule.evidence)) throw new AppError('cadence.not-manual', 'conflict');
  const span = isPeriodOf(rule.rhythm, period) ? cadencePeriod(period) : undefined;
  // A year has no sixtieth week.
  if (!span) throw new AppError('cadence.wrong-period', 'invalid', { period, field: 'period' });
  checkDay(c, span, heldOn, office);
  // A day long past cannot be told from one made up: what was not recorded by then stays missing.
  if (!mayChangeRecord(heldOn, c.today, editMonths(c, office.area_id)))
    throw new AppError('cadence.too-old', 'conflict');
  const { districtId } = getArea(c.tree, office.area_id);
  const recordId = newId(c.at.getTime());
  await c.w
    .insertInto('cadence_record')
    .values({
      district_id: districtId,
      record_id: recordId,
      office_id: officeId,
      rule: key,
      period,
      held_on: heldOn,
      place,
      people,
      note,
      entered_at: c.at,
      entered_by: c.actor.accountId,
    })
    .execute();
  c.audit({
    districtId,
    areaId: office.area_id,
    subjectKind: 'cadence-record',
    subjectId: recordId,
    details: { rule: key, period, heldOn, people },
  });
  return { recordId };
}

async function lockRecord(c: ChangeRecord | VoidRecord) {
  const row = await c.w
    .selectFrom('cadence_record')
    .selectAll()
    .where('district_id', 'in', [...new Set([...c.tree.areas.values()].map((area) => area.districtId))])
    .where('record_id', '=', c.params.recordId)
    .where('voided_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  const office = await ownOffice(c, row.office_id);
  if (!mayChangeRecord(row.held_on, c.today, editMonths(c, office.area_id)))
    throw new AppError('cadence.too-old', 'conflict');
  return { row, office };
}

export async function changeRecordOfWork(c: ChangeRecord): Promise<typeof ok> {
  const { row, office } = await lockRecord(c);
  const { heldOn, place, people, note, version } = c.body;
  checkDay(c, cadencePeriod(row.period)!, heldOn, office);
  requireOneRow(
    await c.w
      .updateTable('cadence_record')
      .set((eb) => ({ held_on: heldOn, place, people, note, version: eb('version', '+', 1) }))
      .where('district_id', '=', row.district_id)
      .where('record_id', '=', row.record_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  c.audit({
    districtId: row.district_id,
    areaId: office.area_id,
    subjectKind: 'cadence-record',
    subjectId: row.record_id,
    details: {
      before: { heldOn: row.held_on, place: row.place, people: row.people, note: row.note },
      after: { heldOn, place, people, note },
    },
  });
  return ok;
}

export async function voidRecordOfWork(c: VoidRecord): Promise<typeof ok> {
  const { row, office } = await lockRecord(c);
  requireOneRow(
    await c.w
      .updateTable('cadence_record')
      .set((eb) => ({
        voided_at: c.at,
        voided_by: c.actor.accountId,
        void_reason: c.body.reason,
        version: eb('version', '+', 1),
      }))
      .where('district_id', '=', row.district_id)
      .where('record_id', '=', row.record_id)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
  c.audit({
    districtId: row.district_id,
    areaId: office.area_id,
    subjectKind: 'cadence-record',
    subjectId: row.record_id,
    details: { rule: row.rule, period: row.period, heldOn: row.held_on, reason: c.body.reason },
  });
  return ok;
}
