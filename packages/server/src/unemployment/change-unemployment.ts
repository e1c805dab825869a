import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { changeRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import { sql } from 'kysely';
import { changedFields } from '../platform/audit.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { getRegistration, withRegistration } from './unemployment-records.ts';

/** 变更: corrects what was typed; the history keeps both, the statistics correct themselves. */
export function changeUnemployment(c: CommandContext<typeof unemploymentContracts.change>) {
  const { residentId, registrationId } = c.params;
  const { version, why, jobWish, trainingWish, ...entry } = c.body;
  return changeResident(c, residentId, ({ file, districtId, areaId, parameters, changes }) => {
    const before = getRegistration(file, registrationId);
    requireAllowed(changeRefusals(file, before, entry, c.today, parameters));
    changes
      .resident(residentId, (f) => withRegistration(f, registrationId, entry))
      .write((w) =>
        changeRecord(w, {
          kind: 'unemployment',
          districtId,
          residentId,
          recordId: registrationId,
          version,
          action: 'changed',
          why,
          set: sql`registered_on = ${entry.registeredOn}::date, unemployed_since = ${entry.unemployedSince}::date, reason = ${entry.reason},
            nature = ${entry.nature}, job_wish = ${jobWish}, training_wish = ${trainingWish}`,
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
      details: { registrationId, fields: changedFields(before, entry), why },
    });
    return { ok: true } as const;
  });
}
