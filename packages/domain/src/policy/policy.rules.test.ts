import { describe, expect, test } from 'vitest';
import { emptyResidentFile, type PolicyBenefit, type ResidentFile } from '../kernel/file.ts';
import { type BenefitEntry, benefitRefusals, endBenefitRefusals, type Policy, readPolicy } from './policy.rules.ts';

const today = '2026-11-20';
const policy: Policy = {
  key: 'training-subsidy',
  zh: '职业培训补贴',
  en: 'Training subsidy',
  document: '财社〔2023〕181号',
  fromOn: '2017-11-01',
  toOn: null,
};
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1980-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};
const enjoyed: Partial<ResidentFile> = {
  policyBenefits: [
    { benefitId: 'b', policy: 'training-subsidy', from: '2026-01-01', to: '2026-03-01', endKnownOn: '2026-01-05' },
  ],
};

describe('policies that somebody enjoys', () => {
  const entry: BenefitEntry = { policy: 'training-subsidy', fromOn: '2026-03-01', toOn: null };
  test.each<[string, Partial<ResidentFile>, Partial<BenefitEntry>, Policy | undefined, string]>([
    ['from a day on', {}, {}, policy, ''],
    ['after the same one ended', enjoyed, {}, policy, ''],
    ['while the same one runs', enjoyed, { fromOn: '2026-02-28' }, policy, 'policy.overlaps'],
    ['before the same one began', enjoyed, { fromOn: '2025-11-01', toOn: '2026-01-01' }, policy, ''],
    ['into the same one', enjoyed, { fromOn: '2025-11-01', toOn: '2026-01-02' }, policy, 'policy.overlaps'],
    ['another one at the same time', enjoyed, { policy: 'skill-subsidy', fromOn: '2026-02-01' }, policy, ''],
    ['tomorrow', {}, { fromOn: '2026-11-21' }, policy, 'policy.future'],
    ['that ends before it begins', {}, { toOn: '2026-03-01' }, policy, 'policy.ends-before'],
    ['that the list does not have', {}, {}, undefined, 'policy.unknown'],
    ['before there was such a policy', {}, { fromOn: '2017-10-31' }, policy, 'policy.not-in-force'],
    ['after the policy ended', {}, {}, { ...policy, toOn: '2026-03-01' }, 'policy.not-in-force'],
    ['after her death', { diedOn: '2026-02-01' }, {}, policy, 'policy.file-ended'],
  ])('%s', (_, over, change, given, expected) => {
    const refusals = benefitRefusals({ ...person, ...over }, { ...entry, ...change }, given, today);
    expect(refusals.map((one) => one.code).join(' ')).toBe(expected);
  });

  test('is ended once, after it began', () => {
    const open: PolicyBenefit = {
      benefitId: 'b',
      policy: 'training-subsidy',
      from: '2026-01-01',
      to: null,
      endKnownOn: null,
    };
    const codes = (benefit: PolicyBenefit | undefined, on: string) =>
      endBenefitRefusals(benefit, on).map((r) => r.code);
    expect(codes(open, '2026-05-01')).toEqual([]);
    expect(codes(open, '2026-01-01')).toEqual(['policy.ends-before']);
    expect(codes(undefined, '2026-05-01')).toEqual(['policy.ended-already']);
    expect(endBenefitRefusals({ ...open, to: '2026-02-01', endKnownOn: '2026-01-05' }, '2026-05-01')).toHaveLength(1);
  });
});

test.each<[string, Record<string, string>, string]>([
  ['a good row', {}, ''],
  ['a key with a blank', { key: 'training subsidy' }, 'key'],
  ['no document', { document: '' }, 'document'],
  ['no day', { from_on: 'soon' }, 'from_on'],
  ['over before it began', { to_on: '2017-01-01' }, 'to_on'],
])('the list as a file: %s', (_, change, wrong) => {
  const row = { key: 'k', zh: '补贴', en: 'subsidy', document: '1号', from_on: '2020-01-01', to_on: '' };
  const outcome = readPolicy({ ...row, ...change });
  expect('wrong' in outcome ? outcome.wrong : '').toBe(wrong);
});
