import type { Id, ResidentFile, RetireeCare } from '@renshe/domain/kernel/file.ts';
import { type Refusal, requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { endCareRefusals, voidCareRefusals } from '@renshe/domain/retiree/retiree.rules.ts';
import { type RawBuilder, sql } from 'kysely';
import { changedFields } from '../platform/audit.ts';
import { notFound } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';

const ok = { ok: true } as const;

interface CareChange {
  action: 'changed' | 'ended' | 'voided';
  why: string;
  version: number;
  refusals(file: ResidentFile): Refusal[];
  /** The care as it stands afterwards; undefined when it is gone. */
  after(care: RetireeCare): RetireeCare | undefined;
  set: RawBuilder<unknown>;
  details: (districtId: number) => Promise<Record<string, unknown>> | Record<string, unknown>;
}

type CareContract =
  | typeof retireeContracts.changeCare
  | typeof retireeContracts.endCare
  | typeof retireeContracts.voidCare;

/** One change of one care: judged under the lock, guarded by the version that the user saw, kept as it was and as it is. */
function changeOne(c: CommandContext<CareContract>, residentId: Id, careId: Id, change: CareChange) {
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    if (!file.retireeCare.some((one) => one.careId === careId)) throw notFound();
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
          why: change.why,
          set: change.set,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    const details = { careId, ...(await change.details(districtId)) };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return ok;
  });
}

/** The care as it stood before the change. */
async function detailsOf(c: CommandContext<typeof retireeContracts.changeCare>, districtId: number) {
  const row = await c.w
    .selectFrom('retiree_care')
    .select(['former_employer', 'pension', 'file_place', 'file_number', 'living', 'disabled', 'party_member', 'note'])
    .where('district_id', '=', districtId)
    .where('care_id', '=', c.params.careId)
    .executeTakeFirstOrThrow();
  return {
    formerEmployer: row.former_employer,
    pension: row.pension,
    filePlace: row.file_place,
    fileNumber: row.file_number,
    living: row.living,
    disabled: row.disabled,
    partyMember: row.party_member,
    note: row.note,
  };
}

/** 修改社区管理信息: what was known wrongly or has changed; the days of the care stay. */
export function changeCare(c: CommandContext<typeof retireeContracts.changeCare>) {
  const { residentId, careId } = c.params;
  const { version, why, ...now } = c.body;
  return changeOne(c, residentId, careId, {
    action: 'changed',
    why,
    version,
    refusals: () => [],
    after: (care) => care,
    set: sql`former_employer = ${now.formerEmployer}, pension = ${now.pension}, file_place = ${now.filePlace}, file_number = ${now.fileNumber},
      living = ${now.living}, disabled = ${now.disabled}, party_member = ${now.partyMember}, note = ${now.note}`,
    details: async (districtId) => ({ fields: changedFields(await detailsOf(c, districtId), now) }),
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
  return changeOne(c, residentId, careId, {
    action: 'voided',
    why,
    version,
    refusals: (file) => voidCareRefusals(file, careId),
    after: () => undefined,
    set: sql`voided_at = ${c.at}`,
    details: () => ({ why }),
  });
}
