import { type Role, roleHas } from '@renshe/domain/access/permissions.ts';
import type { RegistrationChannel } from '@renshe/domain/code/registration-channel.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { registrationRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import { sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { later } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';

const channels: Partial<Record<Role, RegistrationChannel>> = {
  'community-worker': 'community',
  'street-clerk': 'street',
};

/** Where the registration was taken: the office of the post that grants the right. */
export function channelOf(actor: Actor): RegistrationChannel {
  const post = actor.posts.find((p) => roleHas(p.role, 'unemployment.write'));
  return (post && channels[post.role]) ?? 'centre';
}

/** 失业登记: one record; statistics, the first contact duty and the service plan follow from it. */
export function registerUnemployment(c: CommandContext<typeof unemploymentContracts.register>) {
  const { residentId } = c.params;
  const entry = c.body;
  const registrationId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, parameters, changes }) => {
    requireAllowed(registrationRefusals(file, entry, c.today, parameters));
    changes
      .resident(residentId, (f) => ({
        ...f,
        unemployment: [
          ...f.unemployment,
          {
            registrationId,
            registeredOn: entry.registeredOn,
            reason: entry.reason,
            nature: entry.nature,
            unemployedSince: entry.unemployedSince,
            endedOn: null,
            endReason: null,
          },
        ],
      }))
      .write((w) =>
        later(
          w,
          sql`insert into unemployment_registration (district_id, registration_id, resident_id, area_id, registered_on, reason, nature, channel,
            unemployed_since, job_wish, training_wish, promise_signed, created_at, created_by, cause)
          values (${districtId}, ${registrationId}::uuid, ${residentId}::uuid, ${areaId}, ${entry.registeredOn}::date, ${entry.reason}, ${entry.nature}, ${channelOf(c.actor)},
            ${entry.unemployedSince}::date, ${entry.jobWish}, ${entry.trainingWish}, ${entry.promiseSigned}, ${c.at}, ${c.actor.accountId}::uuid, ${c.cause}::uuid)`,
        ),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { registrationId, registeredOn: entry.registeredOn, reason: entry.reason, nature: entry.nature },
    });
    return { registrationId };
  });
}
