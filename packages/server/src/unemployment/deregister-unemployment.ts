import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { deregistrationRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { deregistrationColumns, getRegistration, withRegistration } from './unemployment-records.ts';

/** 注销失业登记 with reason and evidence (就业服务与就业管理规定 §66). */
export function deregisterUnemployment(c: CommandContext<typeof unemploymentContracts.deregister>) {
  const { residentId, registrationId } = c.params;
  const { version, ...end } = c.body;
  return changeResident(c, residentId, ({ file, districtId, areaId, parameters, changes }) => {
    const before = getRegistration(file, registrationId);
    requireAllowed(deregistrationRefusals(file, before, end, c.today, parameters));
    const by = { at: c.at, by: c.actor.accountId, cause: c.cause };
    changes
      .resident(residentId, (f) => withRegistration(f, registrationId, { endedOn: end.endedOn, endReason: end.reason }))
      .write((w) =>
        changeRecord(w, {
          kind: 'unemployment',
          districtId,
          residentId,
          recordId: registrationId,
          version,
          action: 'deregistered',
          why: end.note,
          set: deregistrationColumns({ ...end, ...by }),
          ...by,
        }),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { registrationId, endedOn: end.endedOn, reason: end.reason },
    });
    return { ok: true } as const;
  });
}
