/** Visits by risk: who is due when and why, as cases. */
import { describe, expect, test } from 'vitest';
import {
  type Contact,
  composeHousehold,
  emptyResidentFile,
  type HouseholdRecord,
  type ResidentFile,
  type RetireeCare,
  type UnemploymentRegistration,
} from '../kernel/file.ts';
import { type ParameterRow, parameterTimelines, subjectParameters } from '../kernel/parameter-timeline.ts';
import { followUpContact, householdVisit, riskVisit } from './visit.derive.ts';
import { visitGroups } from './visit.policy.ts';

const days: Record<string, number> = {
  'visit.hardship_days': 30,
  'visit.zero_family_days': 30,
  'visit.new_days': 30,
  'visit.graduate_days': 60,
  'visit.older_days': 60,
  'visit.long_term_days': 60,
  'visit.dual_family_days': 60,
  'visit.registered_days': 90,
  'visit.retiree_alone_days': 30,
  'visit.retiree_old_age': 80,
  'visit.retiree_old_days': 30,
  'visit.willing_days': 90,
};
const others = {
  'retirement.woman_default_age': 50,
  'unemp.long_months': 12,
  'hardship.age_m': 50,
  'hardship.age_f': 40,
};
const row = (key: string, value: number, from = '2000-01-01', to: string | null = null): ParameterRow => ({
  parameterId: `${key}${from}`,
  key,
  areaId: 0,
  from,
  to,
  value,
});
const path = { pathOf: (id: number) => [id], pathChangesOf: () => [] };
const rowsOf = (values: Record<string, number>) => Object.entries(values).map(([key, value]) => row(key, value));
const parameters = subjectParameters(parameterTimelines(rowsOf({ ...days, ...others }), path), []);

function resident(changes: Partial<ResidentFile>): ResidentFile {
  return {
    ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1995-03-15', hukouType: '51' }),
    residences: [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: null }],
    ...changes,
  };
}
const registered = (over: Partial<UnemploymentRegistration> = {}): UnemploymentRegistration => ({
  registrationId: 'u',
  registeredOn: '2026-01-10',
  reason: '02',
  nature: '1',
  unemployedSince: '2026-01-10',
  endedOn: null,
  endReason: null,
  ...over,
});
const visit = (contactId: string, on: string, over: Partial<Contact> = {}): Contact => ({
  contactId,
  on,
  way: 'visit',
  reached: true,
  outcome: '01',
  service: null,
  nextOn: null,
  ...over,
});
const lines = (drafts: ReturnType<typeof riskVisit.duties>) =>
  drafts.map((d) => `${d.anchor} ${d.reason} ${d.appearsOn} ${d.dueOn} ${d.doneOn ?? 'open'}`);
const visits = (changes: Partial<ResidentFile>, p = parameters) => lines(riskVisit.duties(resident(changes), p));

const unemployment = [registered()];
const mark = (from: string, to: string | null = null) => [{ markId: 'm', category: '02', from, to }];

describe('home visits: the nearest due day of all groups', () => {
  test.each<[string, Partial<ResidentFile>, string[]]>([
    ['nobody who is not registered', {}, []],
    ['the first visit within thirty days', { unemployment }, ['u new 2026-01-10 2026-02-09 open']],
    [
      'then every ninety days',
      { unemployment, contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c registered 2026-01-20 2026-04-20 open'],
    ],
    [
      'a call does not count, nor does a closed door',
      {
        unemployment,
        contacts: [visit('c', '2026-01-20', { way: 'phone' }), visit('d', '2026-01-25', { reached: false })],
      },
      ['u new 2026-01-10 2026-02-09 open'],
    ],
    [
      'school leavers every sixty days',
      { unemployment: [registered({ reason: '01' })], contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c graduate 2026-01-20 2026-03-21 open'],
    ],
    [
      'a mark of hardship: every month, from the visit on',
      { unemployment, hardshipMarks: mark('2026-01-15'), contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c hardship 2026-01-20 2026-02-19 open'],
    ],
    [
      'a mark that comes later counts from its own day, not from the last visit',
      { unemployment, hardshipMarks: mark('2026-03-15'), contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c hardship 2026-03-15 2026-04-14 open'],
    ],
    [
      'a mark that ended before it was due does not count',
      { unemployment, hardshipMarks: mark('2026-01-15', '2026-02-10'), contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c registered 2026-01-20 2026-04-20 open'],
    ],
    [
      'twelve months unemployed',
      { unemployment, contacts: [visit('c', '2026-12-20')] },
      ['u new 2026-01-10 2026-02-09 2026-12-20', 'c long-term 2027-01-10 2027-03-11 open'],
    ],
    [
      'from forty on, women are older unemployed',
      { unemployment, birthOn: '1980-03-15', contacts: [visit('c', '2026-01-20')] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c older 2026-01-20 2026-03-21 open'],
    ],
    [
      'what was agreed may be sooner',
      { unemployment, contacts: [visit('c', '2026-01-20', { nextOn: '2026-02-01' })] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c registered 2026-01-20 2026-02-01 open'],
    ],
    [
      'and puts nothing off',
      { unemployment, contacts: [visit('c', '2026-01-20', { nextOn: '2026-09-01' })] },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'c registered 2026-01-20 2026-04-20 open'],
    ],
    ['a registration that ends in time leaves nothing', { unemployment: [registered({ endedOn: '2026-02-01' })] }, []],
    [
      'one that ends late leaves a late one',
      { unemployment: [registered({ endedOn: '2026-03-01' })] },
      ['u new 2026-01-10 2026-02-09 2026-03-01'],
    ],
    ['who dies is not visited', { unemployment, diedOn: '2026-02-01' }, []],
    [
      'an old registration from a roster makes nobody late',
      { unemployment: [registered({ registeredOn: '2024-01-10', knownOn: '2026-11-20' })] },
      ['u new 2026-11-20 2026-12-20 open'],
    ],
    [
      'a second registration begins anew',
      {
        unemployment: [
          registered({ endedOn: '2026-02-01' }),
          registered({ registrationId: 'v', registeredOn: '2026-06-01' }),
        ],
        contacts: [visit('c', '2026-01-20')],
      },
      ['u new 2026-01-10 2026-02-09 2026-01-20', 'v new 2026-06-01 2026-07-01 open'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(visits(changes)).toEqual(expected);
  });

  test('a policy that begins on a day asks for nothing before it, one of 0 days for nothing at all', () => {
    const late = rowsOf({ ...days, ...others, 'visit.new_days': 0 }).filter((r) => r.key !== 'visit.registered_days');
    late.push(row('visit.registered_days', 0, '2000-01-01', '2026-10-01'));
    late.push(row('visit.registered_days', 90, '2026-10-01'));
    const p = subjectParameters(parameterTimelines(late, path), []);
    expect(visits({ unemployment, sex: '1' }, p)).toEqual(['u registered 2026-10-01 2026-12-30 open']);
  });

  test('the order of entry decides nothing, and no two rounds have one anchor', () => {
    const contacts = [visit('c', '2026-03-01'), visit('b', '2026-01-20'), visit('a', '2026-03-01')];
    const all = visits({ unemployment, hardshipMarks: mark('2026-01-15', '2026-02-01'), contacts });
    expect(
      visits({ unemployment, hardshipMarks: mark('2026-01-15', '2026-02-01'), contacts: contacts.toReversed() }),
    ).toEqual(all);
    expect(new Set(all.map((line) => line.split(' ')[0])).size).toBe(all.length);
  });
});

describe('retirees in care: the oldest and who live alone (handbook §8.7)', () => {
  const care = (over: Partial<RetireeCare> = {}): RetireeCare[] => [
    { careId: 'k', from: '2026-01-10', confirmedOn: null, to: null, visitsFrom: '2026-01-10', ...over },
  ];
  const lives = (livingId: string, living: string, from: string, knownOn = from) => ({
    livingId,
    living,
    from,
    knownOn,
  });
  const withChildren = lives('l', '10', '2026-01-10');
  const alone = lives('m', '30', '2026-05-01');
  const retired = { birthOn: '1960-06-01', retireeCare: care() };
  const at80 = 'k retiree-old 2040-06-01 2040-07-01 open';
  const old = { birthOn: '1941-02-01', retireeCare: care() };

  test.each<[string, Partial<ResidentFile>, string[]]>([
    ['younger, with others: known in advance', { ...retired, livings: [withChildren] }, [at80]],
    ['from the eightieth birthday on', { ...old, birthOn: '1946-03-15' }, ['k retiree-old 2026-03-15 2026-04-14 open']],
    ['taken into care at 85', old, ['k retiree-old 2026-01-10 2026-02-09 open']],
    [
      'an old handing over makes nobody late',
      { ...old, retireeCare: care({ from: '2020-01-10', visitsFrom: '2026-11-20' }) },
      ['k retiree-old 2026-11-20 2026-12-20 open'],
    ],
    ['nobody of that age who is in no care', { birthOn: '1941-02-01' }, []],
    [
      'alone from a day on',
      { ...retired, livings: [withChildren, alone] },
      ['m retiree-alone 2026-05-01 2026-05-31 open'],
    ],
    [
      'told of late: from the day on which it became known',
      { ...retired, livings: [withChildren, lives('m', '30', '2026-03-01', '2026-05-05')] },
      ['m retiree-alone 2026-05-05 2026-06-04 open'],
    ],
    [
      'no longer alone before the visit was due',
      { ...retired, livings: [alone, lives('n', '20', '2026-05-20')] },
      [at80],
    ],
    [
      'no longer alone after it was due: late, and over',
      { ...retired, livings: [lives('n', '20', '2026-07-01'), alone] },
      ['m retiree-alone 2026-05-01 2026-05-31 2026-07-01', at80],
    ],
    [
      'alone again: it begins anew',
      { ...retired, livings: [alone, lives('n', '40', '2026-05-20'), lives('o', '30', '2026-09-01')] },
      ['o retiree-alone 2026-09-01 2026-10-01 open'],
    ],
    ['care that ends in time leaves nothing', { ...old, retireeCare: care({ to: '2026-02-01' }) }, []],
    [
      'care that ends late leaves a late one',
      { ...old, retireeCare: care({ to: '2026-03-01' }) },
      ['k retiree-old 2026-01-10 2026-02-09 2026-03-01'],
    ],
    ['who dies is not visited', { ...old, diedOn: '2026-02-01' }, []],
    [
      'nor who moves away',
      { ...old, residences: [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: '2026-02-01' }] },
      [],
    ],
    [
      'visited: again after thirty days',
      { ...old, contacts: [visit('b', '2026-01-15', { way: 'phone' }), visit('c', '2026-02-01')] },
      ['k retiree-old 2026-01-10 2026-02-09 2026-02-01', 'c retiree-old 2026-02-01 2026-03-03 open'],
    ],
    [
      'old and alone: one visit, named by the group that stands first',
      { ...old, livings: [lives('l', '30', '2026-01-10')] },
      ['k retiree-alone 2026-01-10 2026-02-09 open'],
    ],
    [
      'old, and alone no longer: the age goes on asking',
      { ...old, livings: [lives('l', '30', '2026-01-10'), lives('m', '10', '2026-02-01')] },
      ['k retiree-old 2026-01-10 2026-02-09 open'],
    ],
    [
      'unemployed beside it: the nearest day of all',
      {
        ...retired,
        unemployment,
        retireeCare: care({ from: '2026-01-20', visitsFrom: '2026-01-20' }),
        livings: [lives('l', '30', '2026-01-20')],
        contacts: [visit('c', '2026-01-25')],
      },
      ['u new 2026-01-10 2026-02-09 2026-01-25', 'c retiree-alone 2026-01-25 2026-02-24 open'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(visits(changes)).toEqual(expected);
  });

  test('0 days ask for nothing; an age that changes holds from its day on', () => {
    const none = rowsOf({ ...days, ...others, 'visit.retiree_old_days': 0, 'visit.retiree_alone_days': 0 });
    const both = { ...old, livings: [lives('l', '30', '2026-01-10')] };
    expect(visits(both, subjectParameters(parameterTimelines(none, path), []))).toEqual([]);
    const younger = rowsOf({ ...days, ...others }).filter((r) => r.key !== 'visit.retiree_old_age');
    younger.push(row('visit.retiree_old_age', 80, '2000-01-01', '2026-06-01'));
    younger.push(row('visit.retiree_old_age', 75, '2026-06-01'));
    const p = subjectParameters(parameterTimelines(younger, path), []);
    expect(visits({ ...old, birthOn: '1950-02-01' }, p)).toEqual(['k retiree-old 2026-06-01 2026-07-01 open']);
  });
});

test('who is willing and not registered: any contact counts, until she registers or does not want to any more', () => {
  const wish = (abilityId: string, from: string, willing: boolean) => ({ abilityId, able: true, willing, from });
  const contacts = [visit('c', '2026-02-01', { way: 'phone' })];
  const follow = (changes: Partial<ResidentFile>) => lines(followUpContact.duties(resident(changes), parameters));
  expect(follow({ abilities: [wish('a', '2026-01-05', true)], contacts })).toEqual([
    'a willing 2026-01-05 2026-04-05 2026-02-01',
    'c willing 2026-02-01 2026-05-02 open',
  ]);
  expect(
    follow({ abilities: [wish('a', '2026-01-05', true)], unemployment: [registered({ registeredOn: '2026-02-01' })] }),
  ).toEqual([]);
  expect(follow({ abilities: [wish('a', '2026-01-05', true), wish('b', '2026-08-01', false)] })).toEqual([
    'a willing 2026-01-05 2026-04-05 2026-08-01',
  ]);
});

describe('families', () => {
  const record: HouseholdRecord = { kind: 'household', householdId: 'h', districtId: 1, householdKind: 'family' };
  const member = (id: string, relation: string, changes: Partial<ResidentFile>): ResidentFile =>
    resident({
      residentId: id,
      memberships: [{ memberId: `m${id}`, householdId: 'h', relation, from: '2021-01-01', to: null }],
      ...changes,
    });
  const family = (...members: ResidentFile[]) =>
    lines(householdVisit.duties(composeHousehold(record, members), parameters));
  const job = (from: string, to: string | null) => [
    { employmentId: `e${from}`, type: '10', urban: true, from, to, endReason: null },
  ];
  const second = [registered({ registrationId: 'v', registeredOn: '2026-02-01' })];

  test('out of work: every month, and a visit to any member counts', () => {
    expect(family(member('a', '02', { unemployment }))).toEqual(['u zero-family 2026-01-10 2026-02-09 open']);
    const visited = member('b', '10', { contacts: [visit('c', '2026-02-01')] });
    expect(family(member('a', '02', { unemployment }), visited)).toEqual([
      'u zero-family 2026-01-10 2026-02-09 2026-02-01',
      'c zero-family 2026-02-01 2026-03-03 open',
    ]);
  });
  test('two unemployed beside one who works: every sixty days', () => {
    const works = member('c', '20', { employment: job('2020-01-01', null) });
    expect(family(member('a', '02', { unemployment }), member('b', '10', { unemployment: second }), works)).toEqual([
      'v dual-family 2026-02-01 2026-04-02 open',
    ]);
  });
  test('work found in time ends it; lost again, it begins anew', () => {
    const between = member('b', '10', { employment: job('2026-02-01', '2026-08-01') });
    expect(family(member('a', '02', { unemployment }), between)).toEqual(['u zero-family 2026-08-01 2026-08-31 open']);
    expect(
      family(member('a', '02', { unemployment }), member('b', '10', { employment: job('2026-02-01', null) })),
    ).toEqual([]);
  });
});

test('the table names each group once', () => {
  expect(new Set(visitGroups.map((group) => group.code)).size).toBe(visitGroups.length);
});
