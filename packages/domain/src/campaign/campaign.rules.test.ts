import { describe, expect, it } from 'vitest';
import {
  campaignMay,
  campaignRefusals,
  type EntryCounts,
  noEntries,
  paceOf,
  startRefusals,
  visitRefusals,
} from './campaign.rules.ts';
import {
  compareAnswers,
  comparedFields,
  correctsItself,
  type DoneHousehold,
  drawSample,
  errorRate,
  type FirstPerson,
  type SecondPerson,
  sampleSize,
} from './campaign-recheck.ts';
import { addressKey, buildingOf, shareOut } from './campaign-sharing.ts';

const codes = (refusals: readonly { code: string }[]) => refusals.map((one) => one.code.replace('campaign.', ''));

describe('a campaign', () => {
  it.each([
    ['2026-11-01', '2026-11-30', 1, []],
    ['2026-11-01', '2026-11-01', 1, []],
    ['2026-11-02', '2026-11-01', 1, ['dates']],
    ['2026-01-01', '2027-01-02', 1, []],
    ['2026-01-01', '2027-01-03', 1, ['too-long']],
    ['2026-11-01', '2026-11-30', 0, ['no-communities']],
    ['2026-11-02', '2026-11-01', 0, ['dates', 'no-communities']],
  ] as const)('from %s to %s in %i communities → %j', (startsOn, endsOn, communities, refused) => {
    expect(codes(campaignRefusals({ startsOn, endsOn, communities }))).toEqual(refused);
  });

  const other = [{ campaign: '另一次', community: '贺家弄' }];
  it.each([
    ['2026-11-10', [], false, []],
    ['2026-10-31', [], false, ['too-early']],
    ['2026-12-01', [], false, ['over']],
    ['2026-11-10', other, false, ['overlaps']],
    ['2026-11-10', other, true, []],
  ] as const)('started on %s with overlaps %j, confirmed %s → %j', (today, overlaps, confirmed, refused) => {
    expect(codes(startRefusals({ startsOn: '2026-11-01', endsOn: '2026-11-30' }, overlaps, today, confirmed))).toEqual(
      refused,
    );
  });

  it('is worked on while it runs, and differences are decided after its end', () => {
    const may = (state: 'drafted' | 'running' | 'ended') =>
      (['change', 'start', 'assign', 'visit', 'draw', 'check', 'decide', 'end'] as const).filter((act) =>
        campaignMay(state, act),
      );
    expect(may('drafted')).toEqual(['change', 'start']);
    expect(may('running')).toEqual(['change', 'assign', 'visit', 'draw', 'check', 'decide', 'end']);
    expect(may('ended')).toEqual(['decide']);
  });

  it.each([
    [{}, []],
    [{ visitedOn: '2026-11-21', nextOn: null }, ['visit-day']],
    [{ visitedOn: '2026-11-04' }, ['visit-day']],
    [{ nextOn: '2026-11-09' }, ['next-day']],
    [{ outcome: 'confirmed', nextOn: null }, []],
    [{ outcome: 'confirmed', nextOn: null, hasHousehold: false }, ['nothing-known']],
    [{ outcome: 'vacant', nextOn: null, hasHousehold: false }, []],
  ] as const)('a visit with %j → %j', (change, refused) => {
    const visit = {
      outcome: 'no-one-home' as const,
      visitedOn: '2026-11-10',
      nextOn: '2026-11-13',
      hasHousehold: true,
      ...change,
    };
    expect(codes(visitRefusals(visit, '2026-11-05', '2026-11-20'))).toEqual(refused);
  });

  const counts = (todo: number, done: number, refused = 0): EntryCounts => ({ ...noEntries, todo, done, refused });
  it.each([
    ['2026-11-10', counts(100, 0), 'running', { share: 0, missing: 100, behind: true }],
    ['2026-11-05', counts(50, 45, 5), 'running', { elapsed: 0.5, share: 0.5, missing: 0, behind: false }],
    ['2026-11-05', counts(59, 41), 'running', { share: 0.41, missing: 9, behind: false }],
    ['2026-11-05', counts(61, 39), 'running', { share: 0.39, missing: 11, behind: true }],
    ['2026-10-20', counts(100, 0), 'running', { elapsed: 0, missing: 0, behind: false }],
    ['2026-11-05', counts(0, 0), 'running', { share: null, missing: 0, behind: false }],
    ['2026-11-02', counts(10, 90), 'ended', { elapsed: 1, share: 0.9, missing: 10, behind: false }],
  ] as const)('on %s with %j, %s, keeps the pace %j', (today, own, state, pace) => {
    expect(paceOf({ startsOn: '2026-11-01', endsOn: '2026-11-10', state }, own, today, 10)).toMatchObject(pace);
  });
});

describe('addresses', () => {
  it.each([
    ['贺家弄2号', '贺家弄10号'],
    ['贺家弄12号', '贺家弄12号101室'],
    ['花园小区1幢101室', '花园小区1幢1002室'],
    ['花园小区９幢', '花园小区 10 幢'],
  ])('%s stands before %s', (a, b) => {
    expect(addressKey(a) < addressKey(b)).toBe(true);
  });
  it.each([
    ['花园小区3幢2单元501室', '花园小区3幢'],
    ['花园小区12号楼501', '花园小区12号楼'],
    ['贺家弄12号101室', '贺家弄12号'],
    ['贺家弄12号之3', '贺家弄12号'],
    ['江边渔船', '江边渔船'],
  ])('%s is in %s', (address, building) => {
    expect(buildingOf(address)).toBe(building);
  });
});

describe('sharing out', () => {
  const doors = (...addresses: string[]) => addresses.map((address, i) => ({ id: `${i}`, address }));
  const sizes = (shares: Map<string, unknown[]>) => [...shares.values()].map((own) => own.length);

  it('gives everybody one stretch, even to one household', () => {
    const households = doors('甲路10号', '甲路2号', '甲路1号', '乙路3号', '甲路9号', '甲路3号', '甲路7号');
    const shares = shareOut(households, ['a', 'b', 'c'], { wholeBuildings: false });
    expect([...shares].map(([who, own]) => [who, own.map((one) => one.address)])).toEqual([
      ['a', ['乙路3号', '甲路1号']],
      ['b', ['甲路2号', '甲路3号', '甲路7号']],
      ['c', ['甲路9号', '甲路10号']],
    ]);
  });
  it('keeps a building in one hand', () => {
    const households = doors('1幢101', '1幢102', '1幢201', '1幢202', '2幢101', '2幢102');
    expect(sizes(shareOut(households, ['a', 'b'], { wholeBuildings: true }))).toEqual([4, 2]);
    expect(sizes(shareOut(households, ['a', 'b'], { wholeBuildings: false }))).toEqual([3, 3]);
  });
  it.each([
    [0, 2, [0, 0]],
    [1, 3, [0, 1, 0]],
    [5, 1, [5]],
    [10, 3, [3, 4, 3]],
    [3, 0, []],
  ] as const)('%i households among %i', (count, workers, expected) => {
    const households = doors(...Array.from({ length: count }, (_, i) => `甲路${i + 1}号`));
    const people = Array.from({ length: workers }, (_, i) => `w${i}`);
    expect(sizes(shareOut(households, people, { wholeBuildings: false }))).toEqual(expected);
  });
});

describe('a sample', () => {
  it.each([
    [0, 5, 0],
    [1, 5, 1],
    [19, 5, 1],
    [20, 5, 1],
    [21, 5, 2],
    [10, 100, 10],
    [3, 1, 1],
  ])('of %i done by %i per cent is %i', (done, percent, size) => {
    expect(sampleSize(done, percent)).toBe(size);
  });

  const done = (worker: string, count: number, drawn = 0): DoneHousehold[] =>
    Array.from({ length: count }, (_, i) => ({ entryId: `${worker}${i}`, workerId: worker, drawn: i < drawn }));

  it('takes of every worker, never to herself, and evenly to the others', () => {
    const all = [...done('a', 40), ...done('b', 5), ...done('c', 1)];
    const { drawn, alone } = drawSample(all, 10, ['a', 'b', 'x'], 'seed');
    expect(alone).toBe(0);
    expect(drawn.every((one) => one.checkerId !== one.workerId)).toBe(true);
    expect(Map.groupBy(drawn, (one) => one.workerId).size).toBe(3);
    expect(drawn.filter((one) => one.workerId === 'a')).toHaveLength(4);
    const load = [...Map.groupBy(drawn, (one) => one.checkerId).values()].map((own) => own.length);
    expect(Math.max(...load) - Math.min(...load)).toBeLessThanOrEqual(1);
  });
  it('is the same for the same seed in any order, another one for another seed', () => {
    const all = done('a', 50);
    const ids = (rows: readonly DoneHousehold[], seed: string) =>
      drawSample(rows, 10, ['x'], seed)
        .drawn.map((one) => one.entryId)
        .sort();
    expect(ids(all.toReversed(), 's1')).toEqual(ids(all, 's1'));
    expect(ids(all, 's2')).not.toEqual(ids(all, 's1'));
  });
  it('tops up what was drawn before, and leaves out what nobody else can check', () => {
    expect(drawSample(done('a', 40, 4), 10, ['x'], 's').drawn).toEqual([]);
    const more = drawSample(done('a', 60, 4), 10, ['x'], 's').drawn;
    expect(more).toHaveLength(2);
    expect(more.some((one) => ['a0', 'a1', 'a2', 'a3'].includes(one.entryId))).toBe(false);
    expect(drawSample(done('a', 40), 10, ['a'], 's')).toEqual({ drawn: [], alone: 4 });
  });
  it('hits every household about as often', () => {
    const all = done('a', 20);
    const hits = new Map<string, number>();
    for (let seed = 0; seed < 400; seed++)
      for (const one of drawSample(all, 10, ['x'], `seed ${seed}`).drawn)
        hits.set(one.entryId, (hits.get(one.entryId) ?? 0) + 1);
    // 800 draws over 20 households: 40 each; five standard deviations are 30.
    expect(hits.size).toBe(20);
    expect(Math.min(...hits.values())).toBeGreaterThan(10);
    expect(Math.max(...hits.values())).toBeLessThan(70);
  });
});

describe('two answers', () => {
  const unsaid = { relation: null, hukouType: null, education: null, employmentStatus: null, employer: null };
  const first = (answers: Partial<FirstPerson> = {}): FirstPerson => ({
    residentId: 'r',
    name: '潘艳',
    ...unsaid,
    ...answers,
  });
  const second = (answers: Partial<SecondPerson> = {}): SecondPerson => ({
    residentId: 'r',
    name: '潘艳',
    present: true,
    ...unsaid,
    ...answers,
  });
  it.each([
    ['nothing said', {}, {}, 1, []],
    ['the same', { education: '71' }, { education: '71' }, 2, []],
    ['the same group of education', { education: '71' }, { education: '73' }, 2, []],
    ['another education', { education: '71' }, { education: '31' }, 2, ['education 71→31']],
    ['said at last', { education: null }, { education: '31' }, 2, ['education null→31']],
    ['not asked', { education: '71' }, { education: null }, 1, []],
    ['left empty', { education: '71' }, { education: '' }, 1, []],
    ['a daughter for a daughter', { relation: '30' }, { relation: '31' }, 2, []],
    ['a son for a daughter', { relation: '20' }, { relation: '30' }, 2, ['relation 20→30']],
    ['registration is not an answer', { employmentStatus: '60' }, { employmentStatus: '61' }, 2, []],
    ['another work', { employmentStatus: '61' }, { employmentStatus: '10' }, 2, ['employmentStatus 61→10']],
    ['hukou to the digit', { hukouType: '51' }, { hukouType: '52' }, 2, ['hukouType 51→52']],
    ['a shorter name', { employer: '镇江恒顺机械有限公司' }, { employer: '恒顺机械' }, 2, []],
    ['another employer', { employer: '恒顺机械厂' }, { employer: '港务公司' }, 2, ['employer 恒顺机械厂→港务公司']],
    ['an employer nobody named', { employer: '' }, { employer: '港务公司' }, 1, []],
    ['gone, and nothing else', { education: '71' }, { present: false, education: '31' }, 1, ['presence yes→no']],
  ] as const)('%s', (_, before, found, compared, expected) => {
    const result = compareAnswers([first(before)], [second(found)]);
    expect(result.compared).toBe(compared);
    expect(result.differences.map((one) => `${one.field} ${one.first}→${one.second}`)).toEqual(expected);
  });
  it('finds who was missed, not who is known under the name', () => {
    const missed = second({ residentId: null, name: '潘小' });
    expect(compareAnswers([first()], [second(), missed]).differences).toEqual([
      { residentId: null, name: '潘小', field: 'extra', first: null, second: '潘小' },
    ]);
    expect(compareAnswers([first()], [second({ residentId: null })]).differences).toEqual([]);
  });
  it('count as errors once somebody has decided', () => {
    expect(errorRate({ compared: 0, differences: 0, undecided: 0, errors: 0 })).toBeNull();
    expect(errorRate({ compared: 40, differences: 3, undecided: 1, errors: 2 })).toBe(0.05);
    expect(comparedFields.filter(correctsItself)).toEqual(['hukouType', 'education']);
  });
});
