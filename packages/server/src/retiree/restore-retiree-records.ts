import type { EligibilityConfirmation, RetireeCare } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { careRestoreRefusals, confirmationRefusals } from '@renshe/domain/retiree/retiree.rules.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';
import { restoreLivings } from './record-living.ts';

/** 恢复作废的社区管理登记: refused where another care has begun in its days. */
export function restoreCare(c: CommandContext<typeof retireeContracts.restoreCare>) {
  const { residentId, careId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const of = { kind: 'retiree-care', districtId, residentId, recordId: careId } as const;
    const { record } = await getVoided<RetireeCare>(c, { ...of, areaId, changeId });
    requireAllowed(careRestoreRefusals(file, record));
    await restoreLivings(c, changes, { districtId, residentId, careId });
    changes
      .resident(residentId, (f) => ({ ...f, retireeCare: [...f.retireeCare, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    const details = { careId, handedOverOn: record.from, changeId, why };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { ok: true } as const;
  });
}

/** 恢复作废的领取资格认证: the round that it had ended is closed again; judged as if it were recorded now. */
export function restoreConfirmation(c: CommandContext<typeof retireeContracts.restoreConfirmation>) {
  const { residentId, confirmationId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const of = { kind: 'confirmation', districtId, residentId, recordId: confirmationId } as const;
    const { record, row } = await getVoided<EligibilityConfirmation>(c, { ...of, areaId, changeId });
    requireAllowed(confirmationRefusals(file, { confirmedOn: record.on, result: String(row.result) }, c.today));
    changes
      .resident(residentId, (f) => ({ ...f, confirmations: [...f.confirmations, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    const details = { confirmationId, confirmedOn: record.on, changeId, why };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { ok: true } as const;
  });
}
