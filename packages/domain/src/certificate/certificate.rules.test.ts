import { describe, expect, test } from 'vitest';
import { type Certificate, emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { parameterTimelines, subjectParameters } from '../kernel/parameter-timeline.ts';
import {
  certificateActions,
  certificateRestoreRefusals,
  issueRefusals,
  lifelongNumber,
  nextCopyNumber,
  reissueRefusals,
  schemeOn,
  voidRefusals,
} from './certificate.rules.ts';

const today = '2026-11-20';
const copy = (issuedOn: string, status: Certificate['status'] = 'valid'): Certificate => ({
  certificateId: `c${issuedOn}`,
  number: '3211021226000001',
  issuedOn,
  status,
});
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1980-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
  employment: [
    { employmentId: 'e', type: '10', urban: true, from: '2026-05-01', to: null, endReason: null },
    { employmentId: 'd', type: '30', urban: true, from: '2026-04-01', to: '2026-05-01', endReason: '08' },
  ],
};
const codes = (refusals: readonly { code: string }[]) =>
  refusals.map((r) => r.code.replace('certificate.', '')).join(' ');

describe('issuing (handbook §3.5)', () => {
  test.each<[string, Partial<ResidentFile>, string, string]>([
    ['the first one', {}, today, ''],
    ['without any registration', { employment: [] }, today, 'no-registration'],
    ['a second one', { certificates: [copy('2026-06-01')] }, today, 'valid-already'],
    ['again after a void one', { certificates: [copy('2026-06-01', 'void')] }, today, ''],
    ['before the void one', { certificates: [copy('2026-06-01', 'void')] }, '2026-05-31', 'before-last'],
    ['tomorrow', {}, '2026-11-21', 'future'],
    ['before the first registration', {}, '2026-03-31', 'before-registration'],
    ['to the dead', { diedOn: '2026-10-01' }, today, 'file-ended'],
  ])('%s', (_, over, on, expected) => {
    expect(codes(issueRefusals({ ...person, ...over }, on, today))).toBe(expected);
  });
  test('the number is for life, the copies count on', () => {
    const file = { ...person, certificates: [copy('2026-06-01', 'replaced'), copy('2026-07-01', 'void')] };
    expect([lifelongNumber(file), nextCopyNumber(file), lifelongNumber(person)]).toEqual([
      '3211021226000001',
      3,
      undefined,
    ]);
  });
  test('only a valid copy is replaced or voided', () => {
    const file = { ...person, certificates: [copy('2026-06-01', 'replaced'), copy('2026-07-01')] };
    expect(codes(reissueRefusals(file, file.certificates[0]!, today, today))).toBe('not-valid');
    expect(codes(reissueRefusals(file, file.certificates[1]!, today, today))).toBe('');
    expect(codes(voidRefusals(file.certificates[0]!))).toBe('not-valid');
    const allowed = certificateActions(file, today).filter((a) => a.allowed);
    expect(allowed.map((a) => a.action)).toEqual(['certificate.reissue', 'certificate.void', 'certificate.print']);
  });
  test('the scheme is a dated parameter', () => {
    const parameters = (value: string) =>
      subjectParameters(
        parameterTimelines(
          [
            { parameterId: 'a', key: 'cert.scheme', areaId: 0, from: '2000-01-01', to: '2026-01-01', value: 'OLD' },
            { parameterId: 'b', key: 'cert.scheme', areaId: 0, from: '2026-01-01', to: null, value },
          ],
          { pathOf: () => [], pathChangesOf: () => [] },
        ),
        [],
      );
    expect(schemeOn(parameters('LOCAL'), today).scheme?.key).toBe('LOCAL');
    expect(codes(schemeOn(parameters('LOCAL'), '2025-12-31').refusals)).toBe('scheme-unknown');
    expect(codes(schemeOn(parameters('JS'), today).refusals)).toBe('scheme-unknown');
  });
});

describe('restoring what was voided', () => {
  const voided = copy('2026-06-01', 'void');
  test.each<[string, Partial<ResidentFile>, string]>([
    ['the last copy', { certificates: [voided] }, ''],
    ['a later copy stands', { certificates: [voided, copy('2026-07-01')] }, 'valid-already'],
    ['a later copy was voided as well', { certificates: [voided, copy('2026-07-01', 'void')] }, ''],
    ['the file has ended', { certificates: [voided], diedOn: '2026-11-01' }, 'file-ended'],
    ['no registration is left', { certificates: [voided], employment: [] }, 'no-registration'],
  ])('%s', (_, file, expected) => {
    expect(codes(certificateRestoreRefusals({ ...person, ...file }, voided))).toBe(expected);
  });
});
