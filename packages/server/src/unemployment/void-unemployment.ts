import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { getRegistration } from './unemployment-records.ts';

/** 作废: the registration should never have been made; it stays readable and counts nowhere. */
export function voidUnemployment(c: CommandContext<typeof unemploymentContracts.void>) {
  const { residentId, registrationId } = c.params;
  const { version, why } = c.body;
  const changeId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const before = getRegistration(file, registrationId);
    changes
      .resident(residentId, (f) => ({
        ...f,
        unemployment: f.unemployment.filter((r) => r.registrationId !== registrationId),
      }))
      .write((w) =>
        changeRecord(w, {
          kind: 'unemployment',
          districtId,
          residentId,
          recordId: registrationId,
          version,
          action: 'voided',
          changeId,
          why,
          set: sql`voided_at = ${c.at}, void_reason = ${why}`,
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
      details: { registrationId, registeredOn: before.registeredOn, why },
    });
    return { ok: true, changeId } as const;
  });
}
