import { describe, expect, test } from 'vitest';
import { deregistrationReasons } from '../code/deregistration-reason.ts';
import { unemploymentReasons } from '../code/unemployment-reason.ts';
import { emptyResidentFile, type ResidentFile, type UnemploymentRegistration } from '../kernel/file.ts';
import { parameterTimelines, subjectParameters } from '../kernel/parameter-timeline.ts';
import { unemploymentActions, unemploymentStatus } from './unemployment.actions.ts';
import { continuousUnemployedSince, unemploymentBucket } from './unemployment.continuity.ts';
import {
  changeRefusals,
  deregistrationRefusals,
  registrationRefusals,
  restoreRefusals,
  reversalRefusals,
  type UnemploymentEntry,
} from './unemployment.rules.ts';

const today = '2026-11-20';
const parameters = subjectParameters(
  parameterTimelines(
    Object.entries({ 'working_age.min': 16, 'unemp.no_contact_months': 6, 'unemp.refusal_limit': 3 }).map(
      ([key, value]) => ({ parameterId: key, key, areaId: 0, from: '2000-01-01', to: null, value }),
    ),
    { pathOf: () => [], pathChangesOf: () => [] },
  ),
  [],
);

const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1980-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};
const registration = (over: Partial<UnemploymentRegistration> = {}): UnemploymentRegistration => ({
  registrationId: 'u1',
  registeredOn: '2026-03-02',
  reason: '02',
  nature: '1',
  unemployedSince: '2026-02-01',
  endedOn: null,
  endReason: null,
  ...over,
});
const job = (from: string, to: string | null, over = {}) => ({
  employmentId: `e${from}`,
  type: '10',
  urban: true,
  from,
  to,
  endReason: to === null ? null : '01',
  ...over,
});
const reached = (on: string, outcome = '01') => ({
  contactId: `c${on}`,
  on,
  way: 'phone',
  reached: true,
  outcome,
  service: null,
  nextOn: null,
});
const entry = (over: Partial<UnemploymentEntry> = {}): UnemploymentEntry => ({
  registeredOn: '2026-11-20',
  unemployedSince: '2026-11-01',
  reason: '02',
  nature: '1',
  ...over,
});
const codes = (refusals: readonly { code: string }[]) =>
  refusals.map((r) => r.code.replace('unemployment.', '')).join(' ');

describe('who may register (§63, handbook §3.2)', () => {
  const young = { ...person, birthOn: '2010-11-21' };
  test.each<[string, ResidentFile, Partial<UnemploymentEntry>, string]>([
    ['somebody without work', person, {}, ''],
    ['on the sixteenth birthday', { ...person, birthOn: '2010-11-20' }, {}, ''],
    ['one day before it', young, {}, 'under-age'],
    ['above the statutory age without a pension', { ...person, birthOn: '1955-01-01' }, {}, ''],
    [
      'with a pension known from a deregistration',
      { ...person, unemployment: [registration({ endedOn: '2026-04-01', endReason: '04' })] },
      {},
      'pension',
    ],
    [
      'retired from a job',
      { ...person, employment: [job('2010-01-01', '2026-01-01', { endReason: '10' })] },
      {},
      'pension',
    ],
    ['registered already', { ...person, unemployment: [registration()] }, {}, 'registered-already'],
    [
      'inside an earlier registration',
      { ...person, unemployment: [registration({ endedOn: '2026-07-01', endReason: '109' })] },
      { registeredOn: '2026-06-30', unemployedSince: '2026-06-30' },
      'overlaps',
    ],
    [
      'on the day on which the earlier one ended',
      { ...person, unemployment: [registration({ endedOn: '2026-07-01', endReason: '109' })] },
      { registeredOn: '2026-07-01', unemployedSince: '2026-07-01' },
      '',
    ],
    ['employed', { ...person, employment: [job('2026-05-01', null)] }, {}, 'employed'],
    [
      'on the first day after a job',
      { ...person, employment: [job('2026-05-01', '2026-11-20')] },
      { unemployedSince: '2026-11-20' },
      '',
    ],
    [
      'on the last day of a job',
      { ...person, employment: [job('2026-05-01', '2026-11-20')] },
      { registeredOn: '2026-11-19', unemployedSince: '2026-11-19' },
      'employed-on-day',
    ],
    [
      'before a job that began later',
      { ...person, employment: [job('2026-05-01', '2026-06-01')] },
      { registeredOn: '2026-04-01', unemployedSince: '2026-04-01' },
      'employed-on-day',
    ],
    ['dead', { ...person, diedOn: '2026-10-01' }, {}, 'file-ended'],
    [
      'moved out',
      { ...person, residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: '2026-10-01' }] },
      {},
      'file-ended',
    ],
    ['tomorrow', person, { registeredOn: '2026-11-21' }, 'future'],
    ['before she lived here', person, { registeredOn: '2019-12-31', unemployedSince: '2019-12-31' }, 'not-resident'],
    [
      'unable to work',
      { ...person, abilities: [{ abilityId: 'a', able: false, willing: true, from: '2026-01-01' }] },
      {},
      'unable',
    ],
    [
      'not wanting work, later again wanting',
      {
        ...person,
        abilities: [
          { abilityId: 'b', able: true, willing: true, from: '2026-08-01' },
          { abilityId: 'a', able: true, willing: false, from: '2026-01-01' },
        ],
      },
      {},
      '',
    ],
    [
      'not wanting work',
      { ...person, abilities: [{ abilityId: 'a', able: true, willing: false, from: '2026-01-01' }] },
      {},
      'unwilling',
    ],
    ['unemployed since after the registration', person, { unemployedSince: '2026-11-21' }, 'since-after'],
    [
      'unemployed since before the end of the last job',
      { ...person, employment: [job('2026-05-01', '2026-06-01')] },
      { unemployedSince: '2026-05-31' },
      'since-before-break',
    ],
  ])('%s', (_, file, over, expected) => {
    expect(codes(registrationRefusals(file, entry(over), today, parameters))).toBe(expected);
  });

  test('names the article with every refusal', () => {
    const refusals = registrationRefusals(
      { ...young, diedOn: '2026-10-01', unemployment: [registration()] },
      entry({ registeredOn: '2026-12-01', reason: 'xx' }),
      today,
      parameters,
    );
    expect(refusals.length).toBeGreaterThan(3);
    for (const refusal of refusals) expect(refusal.article).toMatch(/第\d+条|§/);
  });
});

describe('nature against reason (§65)', () => {
  test.each(
    unemploymentReasons.map((r) => [r.code, { '01': '2', '02': '1', '03': '1' }[r.code as string] ?? '12']) as [
      string,
      string,
    ][],
  )('reason %s allows %s', (reason, natures) => {
    for (const nature of ['1', '2'])
      expect(codes(registrationRefusals(person, entry({ reason, nature }), today, parameters))).toBe(
        natures.includes(nature) ? '' : 'nature-against-reason',
      );
  });
});

describe('deregistration (§66)', () => {
  const open = registration();
  const file = { ...person, unemployment: [open] };
  const end = { endedOn: today, reason: '01', evidence: '劳动合同', note: '' };
  const decide = (over: Partial<typeof end>, f: ResidentFile = file) =>
    codes(deregistrationRefusals(f, f.unemployment[0]!, { ...end, ...over }, today, parameters));

  test.each(deregistrationReasons.map((r) => r.code))('reason %s asks for its evidence', (reason) => {
    const f = {
      ...file,
      contacts: reason === '082' ? ['05', '06', '07'].map((m) => reached(`2026-${m}-01`, '03')) : [],
    };
    expect(decide({ reason, evidence: '', note: '说明情况' }, f)).toBe('evidence-missing');
    expect(decide({ reason, evidence: '材料编号 12', note: '说明情况' }, f)).toBe('');
  });
  test.each([
    ['on the day of registration', { endedOn: '2026-03-02' }, ''],
    ['before it', { endedOn: '2026-03-01' }, 'end-before-start'],
    ['tomorrow', { endedOn: '2026-11-21' }, 'future'],
    ['for an unknown reason', { reason: '11' }, 'reason-unknown'],
    ['for other reasons without a word', { reason: '109' }, 'note-missing'],
    ['refused services without records', { reason: '082', note: '三次' }, 'refusals-too-few'],
  ])('%s', (_, over, expected) => {
    expect(decide(over)).toBe(expected);
  });
  test('after six months without contact, from the day on which they are full', () => {
    const contacted = { ...file, contacts: [reached('2026-05-20')] };
    expect(decide({ reason: '09', endedOn: '2026-11-19' }, contacted)).toBe('contact-too-recent');
    expect(decide({ reason: '09', endedOn: '2026-11-20' }, contacted)).toBe('');
    const unanswered = {
      ...contacted,
      contacts: [...contacted.contacts, { ...reached('2026-10-01'), reached: false }],
    };
    expect(decide({ reason: '09', endedOn: '2026-11-20' }, unanswered)).toBe('');
  });
  test('once', () => {
    expect(decide({}, { ...file, unemployment: [registration({ endedOn: '2026-05-01', endReason: '01' })] })).toBe(
      'ended-already',
    );
  });
  test('is possible for somebody who died', () => {
    expect(decide({ reason: '102', evidence: '死亡证明' }, { ...file, diedOn: '2026-11-01' })).toBe('');
  });
});

describe('reversal', () => {
  const ended = registration({ endedOn: '2026-09-01', endReason: '109' });
  test.each<[string, ResidentFile, string]>([
    ['of the last one', { ...person, unemployment: [ended] }, ''],
    ['of one that is open', { ...person, unemployment: [registration()] }, 'not-ended'],
    [
      'with a later registration',
      { ...person, unemployment: [ended, registration({ registrationId: 'u2', registeredOn: '2026-10-01' })] },
      'not-last-end',
    ],
    [
      'with a job that followed',
      { ...person, unemployment: [ended], employment: [job('2026-09-01', null)] },
      'followed-by-employment',
    ],
    ['after death', { ...person, unemployment: [ended], diedOn: '2026-10-01' }, 'file-ended'],
  ])('%s', (_, file, expected) => {
    expect(codes(reversalRefusals(file, file.unemployment[0]!))).toBe(expected);
  });
});

describe('correction', () => {
  const ended = registration({ endedOn: '2026-09-01', endReason: '109' });
  const file = { ...person, unemployment: [ended, registration({ registrationId: 'u2', registeredOn: '2026-10-01' })] };
  test.each<[string, Partial<UnemploymentEntry>, string]>([
    ['within its own days', { registeredOn: '2026-08-01' }, ''],
    ['beyond its own end', { registeredOn: '2026-09-02' }, 'registered-after-end'],
  ])('%s', (_, over, expected) => {
    expect(
      codes(changeRefusals(file, ended, entry({ unemployedSince: '2026-02-01', ...over }), today, parameters)),
    ).toBe(expected);
  });
});

describe('continuous unemployment (§3.4)', () => {
  test.each<[string, Partial<ResidentFile>, string | null]>([
    ['from the stated day', { unemployment: [registration()] }, '2026-02-01'],
    ['none when not registered', {}, null],
    [
      'cut by a job that was recorded later',
      { unemployment: [registration()], employment: [job('2026-02-10', '2026-02-20')] },
      '2026-02-20',
    ],
    [
      'cut by the deregistration for lack of contact',
      {
        unemployment: [
          registration({ registrationId: 'u0', registeredOn: '2025-01-01', endedOn: '2026-02-15', endReason: '09' }),
          registration({ unemployedSince: '2025-01-01' }),
        ],
      },
      '2026-02-15',
    ],
    [
      'kept through a deregistration for another reason',
      {
        unemployment: [
          registration({ registrationId: 'u0', registeredOn: '2025-01-01', endedOn: '2026-02-15', endReason: '109' }),
          registration({ unemployedSince: '2025-01-01' }),
        ],
      },
      '2025-01-01',
    ],
  ])('%s', (_, over, since) => {
    expect(continuousUnemployedSince({ ...person, ...over }, today)).toBe(since);
  });
  test.each([
    ['2026-05-21', 'up-to-6'],
    ['2026-05-20', 'over-6'],
    ['2025-11-21', 'over-6'],
    ['2025-11-20', 'over-12'],
  ])('since %s is %s', (since, bucket) => {
    expect(unemploymentBucket(since, today)).toBe(bucket);
  });
});

describe('the file page', () => {
  test.each<[string, Partial<ResidentFile>, string, string]>([
    ['unregistered', {}, 'register', 'register'],
    ['registered', { unemployment: [registration()] }, 'deregister change void', ''],
    [
      'deregistered',
      { unemployment: [registration({ endedOn: '2026-05-01', endReason: '109' })] },
      'register change reverse void',
      'register',
    ],
    ['employed', { employment: [job('2026-05-01', null)] }, '', ''],
    ['ended', { unemployment: [registration()], diedOn: '2026-10-01' }, 'deregister change void', 'deregister'],
  ])('%s', (status, over, allowed, primary) => {
    const file = { ...person, ...over };
    expect(unemploymentStatus(file, today)).toBe(status);
    const actions = unemploymentActions(file, today, parameters);
    const names = (list: typeof actions) => list.map((a) => a.action.replace('unemployment.', '')).join(' ');
    expect(names(actions.filter((a) => a.allowed))).toBe(allowed);
    expect(names(actions.filter((a) => a.primary))).toBe(primary);
    for (const action of actions.filter((a) => !a.allowed)) {
      expect(action.reasons.length).toBeGreaterThan(0);
      for (const reason of action.reasons) expect([reason.zh, reason.article].join()).not.toMatch(/\{|^unemployment/);
    }
  });
});

describe('restoring what was voided', () => {
  const ended = { endedOn: '2026-06-01', endReason: '01' };
  test.each<[string, Partial<UnemploymentRegistration>, Partial<ResidentFile>, string]>([
    ['nothing was recorded since', {}, {}, ''],
    [
      'another registration stands',
      {},
      { unemployment: [registration({ registrationId: 'u2', registeredOn: '2026-10-01' })] },
      'registered-already',
    ],
    ['she works since', {}, { employment: [job('2026-10-01', null)] }, 'employed'],
    ['she worked in between', {}, { employment: [job('2026-04-01', '2026-05-01')] }, 'employed-on-day'],
    ['she works since it had ended', ended, { employment: [job('2026-06-01', null)] }, ''],
    ['the file has ended', {}, { diedOn: '2026-11-01' }, 'file-ended'],
    ['the file has ended after it', ended, { diedOn: '2026-11-01' }, ''],
    [
      'she had been found unable',
      {},
      { abilities: [{ abilityId: 'a', able: false, willing: true, from: '2026-02-01' }] },
      'unable',
    ],
    [
      'she came only later',
      {},
      { residences: [{ residenceId: 'h', areaId: 11, from: '2026-05-01', to: null }] },
      'not-resident',
    ],
    ['a job ended after the stated day', {}, { employment: [job('2025-01-01', '2026-02-15')] }, 'since-before-break'],
  ])('%s', (_, record, file, expected) => {
    expect(codes(restoreRefusals({ ...person, ...file }, registration(record), today, parameters))).toBe(expected);
  });
});
