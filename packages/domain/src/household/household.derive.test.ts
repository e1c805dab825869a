import { expect, it } from 'vitest';
import { composeHousehold, emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { households, zeroEmploymentFamily, zeroEmploymentFlag } from './household.derive.ts';

const father: ResidentFile = {
  ...emptyResidentFile({ residentId: 'a', districtId: 1, sex: '1', birthOn: '1985-01-01', hukouType: '51' }),
  residences: [{ residenceId: 'r', areaId: 10, from: '2020-01-01', to: null }],
  unemployment: [
    {
      registrationId: 'u',
      registeredOn: '2026-03-02',
      reason: '02',
      nature: '1',
      unemployedSince: '2026-03-01',
      endedOn: null,
      endReason: null,
    },
  ],
  memberships: [{ memberId: 'm', householdId: 'h', relation: '02', from: '2020-01-01', to: null }],
};

it('a family may be a zero-employment family, a collective household never', () => {
  const parameters = { segments: () => [], number: () => 50 };
  const home = (householdKind: 'family' | 'collective') =>
    composeHousehold({ kind: 'household', householdId: 'h', districtId: 1, householdKind }, [father]);
  expect(zeroEmploymentFamily.intervals(home('family'), parameters)[0]?.from).toBe('2026-03-02');
  expect(zeroEmploymentFamily.intervals(home('collective'), parameters)).toEqual([]);
  expect(zeroEmploymentFlag.flags(home('collective'), parameters)).toEqual([]);
});

it('a household counts from its first member on, and not without one', () => {
  const home = composeHousehold({ kind: 'household', householdId: 'h', districtId: 1, householdKind: 'family' }, [
    father,
    {
      ...father,
      residentId: 'b',
      memberships: [{ memberId: 'n', householdId: 'h', relation: '10', from: '2019-05-01', to: '2021-01-01' }],
    },
  ]);
  const parameters = { segments: () => [], number: () => 50 };
  expect(households.intervals(home, parameters)).toEqual([{ from: '2019-05-01', to: null, record: 'h' }]);
  expect(households.intervals({ ...home, members: [] }, parameters)).toEqual([]);
});
