import type { Id, ResidentFile, RetireeCare } from '@renshe/domain/kernel/file.ts';
import { type Refusal, requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import {
  endCareRefusals,
  type LivingChange,
  livingChange,
  livingIn,
  livingRefusals,
  livingVoided,
  voidCareRefusals,
} from '@renshe/domain/retiree/retiree.rules.ts';
import { type RawBuilder, sql } from 'kysely';
import { changedFields } from '../platform/audit.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { recordLiving } from './record-living.ts';

const ok = { ok: true } as const;

interface CareChange {
  action: 'changed' | 'ended' | 'voided';
  changeId?: Id;
  why: string;
  version: number;
  refusals(file: ResidentFile): Refusal[];
  /** The care as it stands afterwards; undefined when it is gone. */
  after(care: RetireeCare): RetireeCare | undefined;
  /** What becomes of what is known of the way of living. */
  living?: (file: ResidentFile, care: RetireeCare) => LivingChange;
  set: RawBuilder<unknown>;
  details: (districtId: number, file: ResidentFile) => Promise<Record<string, unknown>> | Record<string, unknown>;
}

type CareContract =
  | typeof retireeContracts.changeCare
  | typeof retireeContracts.endCare
  | typeof retireeContracts.voidCare;

/** One change of one care: judged under the lock, guarded by the version that the user saw, kept as it was and as it is. */
function changeOne(c: CommandContext<CareContract>, residentId: Id, careId: Id, change: CareChange) {
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const found = file.retireeCare.find((one) => one.careId === careId);
    if (!found) throw notFound();
    requireAllowed(change.refusals(file));
    changes
      .resident(residentId, (f) => ({
        ...f,
        retireeCare: f.retireeCare.flatMap((one) => (one.careId === careId ? (change.after(one) ?? []) : one)),
      }))
      .write((w) =>
        changeRecord(w, {
          kind: 'retiree-care',
          districtId,
          residentId,
          recordId: careId,
          version: change.version,
          action: change.action,
          ...(change.changeId && { changeId: change.changeId }),
          why: change.why,
          set: change.set,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    if (change.living) recordLiving(c, changes, { districtId, residentId }, change.living(file, found));
    const details = { careId, ...(await change.details(districtId, file)) };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return ok;
  });
}

/** The care as it stood before the change. */
async function detailsOf(
  c: CommandContext<typeof retireeContracts.changeCare>,
  districtId: number,
  file: ResidentFile,
) {
  const lived = livingIn(file, file.retireeCare.find((one) => one.careId === c.params.careId)!);
  const row = await c.w
    .selectFrom('retiree_care')
    .select(['former_employer', 'pension', 'file_place', 'file_number', 'disabled', 'party_member', 'note'])
    .where('district_id', '=', districtId)
    .where('care_id', '=', c.params.careId)
    .executeTakeFirstOrThrow();
  return {
    formerEmployer: row.former_employer,
    pension: row.pension,
    filePlace: row.file_place,
    fileNumber: row.file_number,
    living: lived?.living ?? null,
    livingOn: lived?.from ?? null,
    disabled: row.disabled,
    partyMember: row.party_member,
    note: row.note,
  };
}

/** 修改社区管理信息: what was known wrongly or has changed; the days of the care stay. The way of living has a day of its own. */
export function changeCare(c: CommandContext<typeof retireeContracts.changeCare>) {
  const { residentId, careId } = c.params;
  const { version, why, ...now } = c.body;
  return changeOne(c, residentId, careId, {
    action: 'changed',
    why,
    version,
    refusals: (file) => livingRefusals(file, careId, now, c.today),
    living: (file, care) => livingChange(file, care, now, c.today),
    after: (care) => care,
    set: sql`former_employer = ${now.formerEmployer}, pension = ${now.pension}, file_place = ${now.filePlace}, file_number = ${now.fileNumber},
      disabled = ${now.disabled}, party_member = ${now.partyMember}, note = ${now.note}`,
    details: async (districtId, file) => ({ fields: changedFields(await detailsOf(c, districtId, file), now) }),
  });
}

/** 结束社区管理: nobody owes a confirmation to this community any more. */
export function endCare(c: CommandContext<typeof retireeContracts.endCare>) {
  const { residentId, careId } = c.params;
  const { version, endedOn, reason, note } = c.body;
  return changeOne(c, residentId, careId, {
    action: 'ended',
    why: note,
    version,
    refusals: (file) => endCareRefusals(file, careId, endedOn, c.today),
    after: (care) => ({ ...care, to: endedOn }),
    set: sql`ended_on = ${endedOn}::date, end_reason = ${reason}, end_note = ${note}`,
    details: () => ({ endedOn, reason }),
  });
}

/** 作废社区管理登记: it counts as never recorded. */
export function voidCare(c: CommandContext<typeof retireeContracts.voidCare>) {
  const { residentId, careId } = c.params;
  const { version, why } = c.body;
  const changeId = newId(c.at.getTime());
  return changeOne(c, residentId, careId, {
    action: 'voided',
    changeId,
    why,
    version,
    refusals: (file) => voidCareRefusals(file, careId),
    living: livingVoided,
    after: () => undefined,
    set: sql`voided_at = ${c.at}`,
    details: () => ({ why }),
  }).then((done) => ({ ...done, changeId }));
}
