import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { abilityRefusals } from '@renshe/domain/resident/resident.rules.ts';
import { newId } from '../platform/id.ts';
import { type Act, changeResidentFile, subjectOf } from './change-resident-file.ts';

/** 登记劳动能力与就业愿望: true from a day until the next record. */
export async function recordAbility(
  act: Act,
  residentId: string,
  body: { able: boolean; willing: boolean; fromOn: PlainDate; evidence: string },
): Promise<void> {
  await changeResidentFile(act, residentId, {}, ({ row, file, changes }) => {
    requireAllowed(abilityRefusals(file, body.fromOn, act.today));
    const abilityId = newId(act.at.getTime());
    const wish = { abilityId, able: body.able, willing: body.willing, from: body.fromOn };
    changes
      .resident(residentId, (f) => ({
        ...f,
        abilities: [...f.abilities, wish].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
      }))
      .write((w) =>
        w
          .insertInto('ability_wish')
          .values({
            district_id: row.district_id,
            ability_id: abilityId,
            resident_id: residentId,
            able: body.able,
            willing: body.willing,
            from_on: body.fromOn,
            evidence: body.evidence,
            voided_at: null,
            import_batch_id: null,
            created_at: act.at,
            created_by: act.actor.accountId,
            cause: act.cause,
          })
          .execute(),
      );
    act.audit({ ...subjectOf(row), details: { able: body.able, willing: body.willing, fromOn: body.fromOn } });
  });
}
