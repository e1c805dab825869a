/** A benefit that is about to end, through the whole catalogue. */
import { expect, test } from 'vitest';
import { type Contact, emptyResidentFile, type PolicyBenefit, type ResidentFile } from '../kernel/file.ts';
import { parameterTimelines } from '../kernel/parameter-timeline.ts';
import { derivedParameters } from '../statistics/derived-parameters.ts';
import { deriveFile } from '../statistics/indicators.ts';

const timelinesWith = (days: number) =>
  parameterTimelines(
    derivedParameters.map((key) => ({
      parameterId: key,
      key,
      areaId: 0,
      from: '2000-01-01',
      to: null,
      value: key === 'policy.ending_days' ? days : key === 'retirement.woman_default_age' ? 50 : 1,
    })),
    { pathOf: (id) => [id], pathChangesOf: () => [] },
  );
const flagsOf = (changes: Partial<ResidentFile>, days = 30) =>
  deriveFile(
    {
      ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1980-03-15', hukouType: '51' }),
      residences: [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: null }],
      ...changes,
    },
    timelinesWith(days),
    { successions: new Map() },
  )
    .flags.filter((one) => one.kind === 'benefit-ending')
    .map((one) => `${one.anchor} ${one.from} ${one.to}`);

const year: PolicyBenefit = {
  benefitId: 'b',
  policy: 'flexible-insurance-subsidy',
  from: '2026-01-01',
  to: '2027-01-01',
  endKnownOn: '2026-01-05',
};
const contact = (on: string, reached = true): Contact => ({
  contactId: `c${on}`,
  on,
  way: 'phone',
  reached,
  outcome: '01',
  service: null,
  nextOn: null,
});

test.each<[string, Partial<ResidentFile>, string[]]>([
  ['is told from a month before its end on', { policyBenefits: [year] }, ['b 2026-12-02 2027-01-01']],
  ['without an end asks for nothing', { policyBenefits: [{ ...year, to: null, endKnownOn: null }] }, []],
  [
    'that was recorded when it had ended asks for nothing',
    { policyBenefits: [{ ...year, endKnownOn: '2027-01-01' }] },
    [],
  ],
  [
    'that is ended early is told from the day of the ending on',
    { policyBenefits: [{ ...year, to: '2026-12-20', endKnownOn: '2026-12-10' }] },
    ['b 2026-12-10 2026-12-20'],
  ],
  [
    'shorter than the notice is told from its first day on',
    { policyBenefits: [{ ...year, to: '2026-01-15', endKnownOn: '2025-12-30' }] },
    ['b 2026-01-01 2026-01-15'],
  ],
  [
    'is told by a talk within the notice, not by one before it or by a call that reached nobody',
    { policyBenefits: [year], contacts: [contact('2026-12-01'), contact('2026-12-05', false), contact('2026-12-08')] },
    ['b 2026-12-02 2026-12-08'],
  ],
  ['is told on the first day', { policyBenefits: [year], contacts: [contact('2026-12-02')] }, []],
  [
    'of another year stands by itself',
    {
      policyBenefits: [
        year,
        { ...year, benefitId: 'n', from: '2027-01-01', to: '2028-01-01', endKnownOn: '2027-01-01' },
      ],
    },
    ['b 2026-12-02 2027-01-01', 'n 2027-12-02 2028-01-01'],
  ],
  ['is told until her death', { policyBenefits: [year], diedOn: '2026-12-10' }, ['b 2026-12-02 2026-12-10']],
  ['is nobody’s after her death', { policyBenefits: [year], diedOn: '2026-11-10' }, []],
])('a benefit %s', (_, changes, expected) => {
  expect(flagsOf(changes).sort()).toEqual(expected);
});

test('no days of notice ask for nothing', () => {
  expect(flagsOf({ policyBenefits: [year] }, 0)).toEqual([]);
});
