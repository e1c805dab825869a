import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { identityRefusals } from '@renshe/domain/resident/resident.rules.ts';
import { isCategoryOfSex, isRetirementCategory } from '@renshe/domain/retirement/retirement.rules.ts';
import {
  type Act,
  changeResidentFile,
  type FieldValues,
  subjectOf,
  updateResident,
  writeFieldHistory,
} from './change-resident-file.ts';
import { citizenIdColumns } from './new-resident.ts';
import { claimCitizenId, requireCitizenId } from './register-resident.ts';
import { getResident } from './resident-file.ts';

/** 更正身份证号: the new number is claimed, the old one set free; sex and birth date follow, and with them every statistic. */
export async function correctIdentity(
  act: Act,
  residentId: string,
  body: { version: number; citizenId: string; reason: string },
): Promise<void> {
  const parsed = requireCitizenId(body.citizenId, act.today);
  const found = await getResident(act.w, act.scope, residentId);
  const identity = citizenIdColumns(act.host.keyring, residentId, parsed.id);
  requireAllowed(identityRefusals(identity.citizen_id_index.equals(found.citizen_id_index)));
  await claimCitizenId(act, { districtId: found.district_id, residentId, citizenId: parsed.id });
  await changeResidentFile(act, residentId, { version: body.version }, ({ row, changes }) => {
    const { sex, birthOn } = parsed;
    const category = row.retirement_category;
    const retirementCategory = isRetirementCategory(category) && isCategoryOfSex(category, sex) ? category : null;
    const history: FieldValues = {
      citizenId: [row.citizen_id_masked, identity.citizen_id_masked],
      correctionReason: [null, body.reason],
    };
    if (row.sex !== sex) history.sex = [row.sex, sex];
    if (row.birth_on !== birthOn) history.birthOn = [row.birth_on, birthOn];
    if (category !== retirementCategory) history.retirementCategory = [category, retirementCategory];
    changes
      .resident(residentId, (f) => ({ ...f, sex, birthOn, retirementCategory }))
      .write((w) => w.deleteFrom('citizen_registry').where('citizen_id_index', '=', row.citizen_id_index).execute())
      .write((w) =>
        updateResident(act, w, row, {
          ...identity,
          sex,
          birth_on: birthOn,
          retirement_category: retirementCategory,
        }),
      )
      .write((w) => writeFieldHistory(act, w, row, history));
    act.audit({ ...subjectOf(row), details: { reason: body.reason, fields: history } });
  });
}
