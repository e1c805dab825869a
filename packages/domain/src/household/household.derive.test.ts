import { expect, it } from 'vitest';
import { composeHousehold, emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { zeroEmploymentFamily, zeroEmploymentFlag } from './household.derive.ts';

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
