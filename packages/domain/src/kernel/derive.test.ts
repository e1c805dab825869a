import { describe, expect, test } from 'vitest';
import { areaOn, derive, placesOf, type Successions } from './derive.ts';
import { difference } from './difference.ts';
import { duty } from './duty.ts';
import { composeHousehold, emptyResidentFile, type HouseholdRecord, type ResidentFile } from './file.ts';
import { flow, type Indicator, stock, units } from './indicator.ts';
import { disjoint } from './interval.ts';
import { LedgerModel } from './ledger-model.ts';
import { parameterTimelines } from './parameter-timeline.ts';

const noPath = { pathOf: (id: number) => [id], pathChangesOf: () => [] };
const timelines = parameterTimelines(
  [
    { parameterId: 'a', key: 'age', areaId: 0, from: '2020-01-01', to: '2026-07-01', value: 50 },
    { parameterId: 'b', key: 'age', areaId: 0, from: '2026-07-01', to: null, value: 45 },
    { parameterId: 'c', key: 'age', areaId: 12, from: '2026-03-01', to: null, value: 40 },
  ],
  noPath,
);
const still: Successions = { successions: new Map() };
const merged: Successions = { successions: new Map([[11, { intoAreaId: 13, effectiveOn: '2026-05-01' }]]) };

const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1980-02-29', hukouType: '51' }),
  residences: [
    { residenceId: 'r1', areaId: 11, from: '2020-01-01', to: '2026-04-10' },
    { residenceId: 'r2', areaId: 12, from: '2026-04-10', to: null },
  ],
  unemployment: [
    {
      registrationId: 'u1',
      registeredOn: '2026-02-03',
      reason: '02',
      nature: '1',
      unemployedSince: '2026-02-03',
      endedOn: '2026-06-15',
      endReason: '01',
    },
  ],
};

const said = {
  subject: 'unemployment',
  unit: units.person,
  definition: { zh: '', en: '' },
  formula: { zh: '', en: '' },
} as const;
const words = { ...said, source: { zh: '', en: '' } };

// This is all that a new indicator takes.
const spells = stock('spells', {
  of: 'resident',
  zh: '失业人数',
  en: 'Unemployed',
  ...words,
  dimensions: ['sex', 'reason'],
  intervals: (file) =>
    file.unemployment.map((r) => ({ from: r.registeredOn, to: r.endedOn, record: r.registrationId, cells: r })),
});
const ends = flow('ends', {
  of: 'resident',
  zh: '注销人数',
  en: 'Ended',
  ...words,
  dimensions: ['age'],
  events: (file) => file.unemployment.flatMap((r) => (r.endedOn ? [{ on: r.endedOn, record: r.registrationId }] : [])),
});

const rowsOf = (indicator: Indicator, file = person, tree = still) =>
  derive({ indicators: [indicator], duties: [], flags: [] }, file, timelines, tree)
    .facts.map((f) => `${f.effectiveOn} ${f.areaId} ${f.cell} ${f.quantity} ${f.recordId}`)
    .sort();

describe('derive', () => {
  test('crosses an interval with the homes, one row a dimension, keyed by the opening record', () => {
    expect(rowsOf(spells)).toEqual([
      '2026-02-03 11  1 u1',
      '2026-02-03 11 reason=02 1 u1',
      '2026-02-03 11 sex=2 1 u1',
      '2026-04-10 11  -1 u1',
      '2026-04-10 11 reason=02 -1 u1',
      '2026-04-10 11 sex=2 -1 u1',
      '2026-04-10 12  1 u1',
      '2026-04-10 12 reason=02 1 u1',
      '2026-04-10 12 sex=2 1 u1',
      '2026-06-15 12  -1 u1',
      '2026-06-15 12 reason=02 -1 u1',
      '2026-06-15 12 sex=2 -1 u1',
    ]);
    expect(rowsOf(ends)).toEqual(['2026-06-15 12  1 u1', '2026-06-15 12 age=45-54 1 u1']);
  });

  test('a declared indicator is booked without other code', () => {
    const ledger = new LedgerModel([11, 12, 13], 202601, 'subject-frontier');
    const { facts } = derive({ indicators: [spells, ends], duties: [], flags: [] }, person, timelines, still);
    expect(ledger.book('p', facts)).toHaveLength(14);
    expect(ledger.book('p', facts)).toHaveLength(0);
    expect(ledger.report(11, 202602)).toContain('spells| 1 0 0 1 1');
    expect(ledger.report(12, 202606)).toContain('ends|age=45-54 1 0 0 1 1');
  });

  test('goes with an area into the one that absorbed it, and only from the day on', () => {
    const home = [{ residenceId: 'r', areaId: 11, from: '2026-01-01', to: null }];
    expect(placesOf({ ...person, residences: home }, merged)).toEqual([
      { areaId: 11, from: '2026-01-01', to: '2026-05-01' },
      { areaId: 13, from: '2026-05-01', to: null },
    ]);
    expect(rowsOf(spells, { ...person, residences: home }, merged).filter((r) => r.includes('  '))).toEqual([
      '2026-02-03 11  1 u1',
      '2026-05-01 11  -1 u1',
      '2026-05-01 13  1 u1',
      '2026-06-15 13  -1 u1',
    ]);
  });

  test('two homes in one community leave no trace, the dead live nowhere, the day of death still has an area', () => {
    const homes = [
      { residenceId: 'r1', areaId: 11, from: '2026-01-01', to: '2026-03-01' },
      { residenceId: 'r2', areaId: 11, from: '2026-03-01', to: null },
    ];
    const rows = rowsOf(spells, { ...person, residences: homes, diedOn: '2026-04-01' });
    expect(rows.filter((r) => r.includes('  '))).toEqual(['2026-02-03 11  1 u1', '2026-04-01 11  -1 u1']);
    const places = placesOf({ ...person, residences: homes, diedOn: '2026-04-01' }, still);
    expect(areaOn(places, '2026-04-01')).toBe(11);
    expect(areaOn(places, '2026-04-02')).toBeUndefined();
  });

  test('nobody counts twice at once', () => {
    const spans = [
      { from: '2026-02-01', to: null },
      { from: '2026-01-01', to: '2026-03-01' },
      { from: '2026-05-05', to: '2026-05-05' },
    ];
    expect(disjoint(spans)).toEqual([
      { from: '2026-01-01', to: '2026-03-01' },
      { from: '2026-03-01', to: null },
    ]);
  });

  test('parameters follow the person, the nearest area wins, before the first row the first row holds', () => {
    const seen: unknown[] = [];
    const probe = duty('probe', {
      of: 'resident',
      zh: '',
      en: '',
      source: '',
      duties: (_, p) => {
        seen.push(
          p.segments('age').map((s) => [s.from, s.to, s.value]),
          p.number('age', '1990-01-01'),
        );
        return [];
      },
    });
    derive({ indicators: [], duties: [probe], flags: [] }, person, timelines, still);
    expect(seen).toEqual([
      [
        ['0001-01-01', '2026-04-10', 50],
        ['2026-04-10', null, 40],
      ],
      50,
    ]);
    expect(() => timelines.timeline('none', 11)).toThrow('parameter none has no value');
  });

  test('a household lives where its head lives, a collective one has no family indicators', () => {
    const household: HouseholdRecord = { kind: 'household', householdId: 'h', districtId: 1, householdKind: 'family' };
    const member = (id: string, relation: string, areaId: number, to: string | null): ResidentFile => ({
      ...person,
      residentId: id,
      residences: [{ residenceId: id, areaId, from: '2020-01-01', to: null }],
      memberships: [{ memberId: `m${id}`, householdId: 'h', relation, from: '2021-01-01', to }],
    });
    const file = composeHousehold(household, [member('a', '30', 12, null), member('b', '02', 11, '2026-03-01')]);
    expect(placesOf(file, still)).toEqual([
      { areaId: 11, from: '2021-01-01', to: '2026-03-01' },
      { areaId: 12, from: '2026-03-01', to: null },
    ]);
    const families = stock('families', {
      of: 'household',
      zh: '户数',
      en: 'Families',
      ...words,
      intervals: (h) => [{ from: '2026-01-01', to: null, record: h.householdId }],
    });
    const count = (h: typeof file) =>
      derive({ indicators: [families], duties: [], flags: [] }, h, timelines, still).facts.length;
    expect(count(file)).toBe(3);
    expect(count({ ...file, householdKind: 'collective' })).toBe(0);
  });

  test('difference takes back by the same key with the opposite sign', () => {
    const key = { indicator: 'i', areaId: 11, cell: '', effectiveOn: '2026-01-01', recordId: 'r' };
    expect(difference([], [{ ...key, quantity: 1 }])).toEqual([{ ...key, quantity: -1 }]);
    expect(difference([{ ...key, quantity: 1 }], [{ ...key, quantity: 1 }])).toEqual([]);
  });
});
