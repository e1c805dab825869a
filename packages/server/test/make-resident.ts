/** People for route tests: a resident with her own community, made by the same builders and the same door as real ones. */
import { areaAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { emptyResidentFile, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { expect } from 'vitest';
import { newId } from '../src/platform/id.ts';
import { newResidenceRow, newResidentRow } from '../src/resident/new-resident.ts';
import { changeFile } from '../src/statistics/change-file.ts';
import { changeFiles } from '../src/statistics/file-changes.ts';
import type { Persona } from './personas.ts';
import type { TestApp } from './test-app.ts';

export interface TestResident {
  areaCode?: string;
  name?: string;
  birthOn?: string;
  sex?: '1' | '2';
  livesHereSince?: string;
  hukouType?: string;
}

let serial = 0;

/** A resident of the worker's community unless the area says otherwise; 41 years old, there since 2020. */
export async function addResident(
  app: Pick<TestApp, 'system'> & { clock: { now(): Date } },
  person: TestResident = {},
): Promise<string> {
  const { tree } = await app.system.reference.current();
  const areaId = areaAt(tree, findAreaByCode(tree, person.areaCode ?? '321102001001', '2026-01-01')!, '2026-01-01');
  const { districtId } = getArea(tree, areaId);
  const residentId = newId();
  const birthOn = person.birthOn ?? '1985-03-15';
  const sex = person.sex ?? '2';
  serial += 1;
  const first17 = `321102${birthOn.replaceAll('-', '')}${String(serial % 100).padStart(2, '0')}${sex === '1' ? 1 : 2}`;
  const entry = { at: app.clock.now(), by: null, cause: newId() };
  const residence = { residenceId: newId(), areaId, from: person.livesHereSince ?? '2020-01-01', to: null };
  const file: ResidentFile = {
    ...emptyResidentFile({ residentId, districtId, sex, birthOn, hukouType: person.hukouType ?? '51' }),
    residences: [residence],
  };
  await app.system.db.kysely.transaction().execute((w) =>
    changeFile(
      app.system,
      w,
      { residents: [{ districtId, id: residentId }] },
      (files) =>
        changeFiles(files)
          .addResident(file)
          .write((t) =>
            t
              .insertInto('resident')
              .values(
                newResidentRow(
                  app.system.keyring,
                  {
                    districtId,
                    residentId,
                    areaId,
                    citizenId: first17 + checkDigit(first17),
                    sex,
                    birthOn,
                    fields: {
                      name: person.name ?? '潘艳红',
                      phone: '13812345678',
                      address: '贺家弄12号',
                      hukouType: file.hukouType,
                      education: null,
                      ethnicity: null,
                      marital: null,
                      political: null,
                      skillLevel: null,
                      retirementCategory: null,
                      note: '',
                    },
                    registeredOn: residence.from,
                  },
                  entry,
                ),
              )
              .execute(),
          )
          .write((t) =>
            t
              .insertInto('residence')
              .values(newResidenceRow({ districtId, residentId, address: '', reason: 'registered' }, residence, entry))
              .execute(),
          )
          .done(undefined),
      entry.cause,
    ),
  );
  return residentId;
}

/** Registers somebody as unemployed over HTTP as a persona, dismissed on that very day. @returns the answer of a registration that was accepted */
export async function registerUnemployed(
  app: TestApp,
  persona: Persona,
  residentId: string,
  registeredOn: PlainDate,
): Promise<{ registrationId: string }> {
  const answer = await app.call(persona, unemploymentContracts.register, {
    params: { residentId },
    body: {
      registeredOn,
      unemployedSince: registeredOn,
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    },
  });
  expect(answer.error).toBeUndefined();
  return answer.body;
}
