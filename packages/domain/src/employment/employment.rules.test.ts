import { describe, expect, test } from 'vitest';
import { type Employment, emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { parameterTimelines, subjectParameters } from '../kernel/parameter-timeline.ts';
import {
  deregistrationReasonOf,
  type EmploymentEntry,
  employerCodeOf,
  employmentActions,
  hireDecision,
  isEndLate,
  isHireLate,
  jobChangeDecision,
  jobEndRefusals,
  jobRestoreRefusals,
} from './employment.rules.ts';

const today = '2026-11-20';
const parameters = subjectParameters(
  parameterTimelines(
    Object.entries({ 'working_age.min': 16, 'employment.hire_report_days': 30, 'employment.end_report_days': 15 }).map(
      ([key, value]) => ({ parameterId: key, key, areaId: 0, from: '2000-01-01', to: null, value }),
    ),
    { pathOf: () => [], pathChangesOf: () => [] },
  ),
  [],
);
const job = (from: string, to: string | null = null, type = '10'): Employment => ({
  employmentId: `e${from}${type}`,
  type,
  urban: true,
  from,
  to,
  endReason: to === null ? null : '01',
});
const registered = (registeredOn: string, endedOn: string | null = null, endReason: string | null = null) => ({
  registrationId: `u${registeredOn}`,
  registeredOn,
  reason: '02',
  nature: '1',
  unemployedSince: registeredOn,
  endedOn,
  endReason,
});
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1980-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};
const entry = (over: Partial<EmploymentEntry> = {}): EmploymentEntry => ({
  type: '10',
  employerName: '镇江某公司',
  employerCode: null,
  industry: null,
  startedOn: '2026-11-10',
  ...over,
});
const codes = (refusals: readonly { code: string }[]) =>
  refusals.map((r) => r.code.replace('employment.', '')).join(' ');

describe('registering work (§62)', () => {
  test.each<[string, Partial<ResidentFile>, Partial<EmploymentEntry>, string]>([
    ['with an employer', {}, {}, ''],
    ['flexible work without one', {}, { type: '30', employerName: '' }, ''],
    ['with an employer that has no name', {}, { employerName: '' }, 'employer-missing'],
    ['of an unknown type', {}, { type: '99' }, 'type-unknown'],
    ['tomorrow', {}, { startedOn: '2026-11-21' }, 'future'],
    ['a child', { birthOn: '2010-11-11' }, {}, 'under-age'],
    ['somebody dead', { diedOn: '2026-10-01' }, {}, 'file-ended'],
    ['a second employer', { employment: [job('2026-01-01')] }, {}, 'overlaps'],
    ['a side job on a platform', { employment: [job('2026-01-01')] }, { type: '30', employerName: '' }, ''],
    ['after the first job ended', { employment: [job('2026-01-01', '2026-11-10')] }, {}, ''],
    ['ends the open registration', { unemployment: [registered('2026-11-10')] }, {}, ''],
    ['before the open registration', { unemployment: [registered('2026-11-11')] }, {}, 'before-registration'],
    [
      'within an ended registration',
      { unemployment: [registered('2026-01-01', '2026-11-15', '01')] },
      {},
      'within-registration',
    ],
    ['a code with a wrong check', {}, { employerCode: '91110000600037341A' }, 'employer-code-checksum'],
    ['a code that is none', {}, { employerCode: '12345' }, 'employer-code-format'],
    ['an empty code', {}, { employerCode: ' ' }, ''],
    ['an unknown industry', {}, { industry: 'Z9' }, 'industry-unknown'],
  ])('%s', (_, over, e, expected) => {
    expect(codes(hireDecision({ ...person, ...over }, entry(e), today, parameters).refusals)).toBe(expected);
  });
  test('names the registration that it ends, with the fitting item of §66', () => {
    const file = { ...person, unemployment: [registered('2026-01-01')] };
    expect(hireDecision(file, entry(), today, parameters).ends?.registrationId).toBe('u2026-01-01');
    expect(
      [
        ['10', '厂'],
        ['20', ''],
        ['30', ''],
        ['40', '社区'],
        ['50', '厂'],
        ['50', ''],
        ['59', ''],
      ].map(([type, employerName]) => deregistrationReasonOf({ type: type!, employerName: employerName! })),
    ).toEqual(['01', '02', '03', '01', '01', '03', '03']);
  });
  test('an old organisation code inside is a warning', () => {
    expect(employerCodeOf('９１１１００００６０００３７３４１Ｌ').code).toBe('91110000600037341L');
  });
});

describe('late reports', () => {
  test.each([
    ['10', '2026-10-21', false],
    ['10', '2026-10-20', true],
    ['30', '2026-01-01', false],
  ])('type %s begun on %s', (type, startedOn, late) => {
    const e = { type, employerName: type === '30' ? '' : '厂' };
    expect(isHireLate(e, startedOn, today, parameters)).toBe(late);
  });
  test.each([
    ['2026-11-05', false],
    ['2026-11-04', true],
  ])('ended on %s', (endedOn, late) => {
    expect(isEndLate({ type: '10', employerName: '厂' }, endedOn, today, parameters)).toBe(late);
  });
});

describe('end and correction', () => {
  test.each([
    ['an open job', job('2026-01-01'), { endedOn: '2026-11-20', reason: '03' }, ''],
    ['before it began', job('2026-01-01'), { endedOn: '2025-12-31', reason: '03' }, 'end-before-start'],
    ['tomorrow', job('2026-01-01'), { endedOn: '2026-11-21', reason: '03' }, 'future'],
    ['for no known reason', job('2026-01-01'), { endedOn: '2026-11-20', reason: '98' }, 'reason-unknown'],
    ['twice', job('2026-01-01', '2026-02-01'), { endedOn: '2026-11-20', reason: '03' }, 'ended-already'],
  ])('%s', (_, e, end, expected) => {
    expect(codes(jobEndRefusals(e, end, today))).toBe(expected);
  });
  test('the registration that the job ended follows its first day', () => {
    const file = {
      ...person,
      employment: [job('2026-11-10')],
      unemployment: [registered('2026-11-01', '2026-11-10', '01')],
    };
    const moved = jobChangeDecision(file, file.employment[0]!, entry({ startedOn: '2026-11-05' }), today, parameters);
    expect([codes(moved.refusals), moved.follows?.registrationId]).toEqual(['', 'u2026-11-01']);
    const tooEarly = jobChangeDecision(
      file,
      file.employment[0]!,
      entry({ startedOn: '2026-10-31' }),
      today,
      parameters,
    );
    expect(codes(tooEarly.refusals)).toBe('before-registration');
    const change = (over: Partial<EmploymentEntry>, f: ResidentFile = file) =>
      jobChangeDecision(f, f.employment[0]!, entry({ startedOn: '2026-11-10', ...over }), today, parameters).follows;
    expect(change({})).toBeUndefined();
    expect(change({ type: '20' })).toMatchObject({ endedOn: '2026-11-10', endReason: '02' });
    const chosen = { ...file, unemployment: [registered('2026-11-01', '2026-11-10', '101')] };
    expect(change({ type: '20' }, chosen)).toBeUndefined();
  });
  test('the file page offers the end of the job first', () => {
    const actions = employmentActions({ ...person, employment: [job('2026-01-01')] }, today, parameters);
    expect(actions.find((a) => a.primary)?.action).toBe('employment.end');
    expect(
      employmentActions(person, today, parameters)
        .filter((a) => a.allowed)
        .map((a) => a.action),
    ).toEqual(['employment.register']);
  });
});

describe('restoring what was voided', () => {
  const voided = { ...job('2026-05-01', '2026-08-01'), employmentId: 'v' };
  test.each<[string, Employment, Partial<ResidentFile>, string]>([
    ['nothing was recorded since', voided, {}, ''],
    ['another job of its kind over it', voided, { employment: [job('2026-07-01')] }, 'employment.overlaps'],
    ['another job after it', voided, { employment: [job('2026-08-01')] }, ''],
    ['a registration after it', voided, { unemployment: [registered('2026-08-01')] }, ''],
    ['a registration that ended with it', voided, { unemployment: [registered('2026-02-01', '2026-05-01', '01')] }, ''],
    [
      'a registration over it',
      voided,
      { unemployment: [registered('2026-06-01', '2026-07-01', '01')] },
      'employment.within-registration',
    ],
    [
      'a registration in force',
      job('2026-05-01'),
      { unemployment: [registered('2026-06-01')] },
      'employment.registered-since',
    ],
    ['the end of the file before it', voided, { diedOn: '2026-04-01' }, 'employment.file-ended'],
  ])('%s', (_, record, file, expected) => {
    const refusals = jobRestoreRefusals(
      { ...person, ...file },
      record,
      entry({ startedOn: record.from }),
      today,
      parameters,
    );
    expect(refusals.map((one) => one.code).join(' ')).toBe(expected);
  });
});
