import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { reversalRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import { sql } from 'kysely';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { getRegistration, withRegistration } from './unemployment-records.ts';

/** 恢复误注销的登记: the end is taken away, so the continuous unemployment is as if it had never been. */
export function reverseDeregistration(c: CommandContext<typeof unemploymentContracts.reverse>) {
  const { residentId, registrationId } = c.params;
  const { version, why } = c.body;
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const before = getRegistration(file, registrationId);
    requireAllowed(reversalRefusals(file, before));
    changes
      .resident(residentId, (f) => withRegistration(f, registrationId, { endedOn: null, endReason: null }))
      .write((w) =>
        changeRecord(w, {
          kind: 'unemployment',
          districtId,
          residentId,
          recordId: registrationId,
          version,
          action: 'reversed',
          why,
          set: sql`ended_on = null, end_reason = null, end_evidence = null, end_note = '', end_recorded_at = null, end_recorded_by = null, end_cause = null`,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { registrationId, endedOn: before.endedOn, endReason: before.endReason, why },
    });
    return { ok: true } as const;
  });
}
