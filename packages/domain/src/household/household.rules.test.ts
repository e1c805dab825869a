import { describe, expect, it } from 'vitest';
import {
  headRefusals,
  joinRefusals,
  leaveRefusals,
  type Member,
  relationsUnder,
  splitRefusals,
} from './household.rules.ts';

const today = '2026-11-20';
const head: Member = { residentId: 'a', name: '张三', relation: '02', from: '2020-01-01' };
const wife: Member = { residentId: 'b', name: '李四', relation: '12', from: '2020-01-01' };
const son: Member = { residentId: 'c', name: '张小', relation: '20', from: '2022-05-01' };
const home = { endedOn: null, members: [head, wife, son] };
const codes = (refusals: { code: string }[]) => refusals.map((r) => r.code);
const split = (change: object) => ({
  on: today,
  headResidentId: 'c',
  members: [{ residentId: 'c', relation: '02' }],
  ...change,
});

describe('a split', () => {
  it.each([
    ['the son goes', split({}), []],
    ['tomorrow', split({ on: '2026-11-21' }), ['household.date-in-future']],
    ['before he came', split({ on: '2022-01-01' }), ['household.date-before-membership']],
    ['no head among them', split({ headResidentId: 'b' }), ['household.head-missing', 'household.two-heads']],
    [
      'the old head goes',
      split({ headResidentId: 'a', members: [{ residentId: 'a', relation: '02' }] }),
      ['household.head-leaves'],
    ],
    [
      'a stranger',
      split({ headResidentId: 'x', members: [{ residentId: 'x', relation: '02' }] }),
      ['household.not-member'],
    ],
    ['an unknown relation', split({ members: [{ residentId: 'c', relation: 'zz' }] }), ['household.relation-unknown']],
  ])('%s', (_, entry, expected) => {
    expect(codes(splitRefusals(home, entry, today))).toEqual(expected);
  });
  it('needs somebody who stays, and a household that stands', () => {
    const all = {
      on: today,
      headResidentId: 'a',
      members: home.members.map((m) => ({ residentId: m.residentId, relation: m.relation })),
    };
    expect(codes(splitRefusals(home, all, today))).toEqual(['household.would-be-empty']);
    expect(codes(splitRefusals({ ...home, endedOn: '2026-01-01' }, split({}), today))).toEqual(['household.ended']);
  });
});

describe('joining and leaving', () => {
  const entry = { residentId: 'd', name: '王五', relation: '97', on: today };
  it('takes in a newcomer, not twice, with one head', () => {
    expect(joinRefusals(home, [], entry, today)).toEqual([]);
    expect(codes(joinRefusals(home, [], { ...entry, residentId: 'c' }, today))).toEqual(['household.already-member']);
    expect(codes(joinRefusals(home, [], { ...entry, relation: '02' }, today))).toEqual(['household.two-heads']);
    expect(joinRefusals({ endedOn: null, members: [wife] }, [], { ...entry, relation: '02' }, today)).toEqual([]);
  });
  it('keeps a head where he stands for others', () => {
    const former = [{ ...head, residentId: 'd' }, wife];
    expect(codes(joinRefusals(home, former, entry, today))).toEqual(['household.head-leaves']);
    expect(joinRefusals(home, [{ ...head, residentId: 'd' }], entry, today)).toEqual([]);
    expect(codes(leaveRefusals(home, { residentId: 'a', on: today }, today))).toEqual(['household.head-leaves']);
    expect(leaveRefusals(home, { residentId: 'c', on: today }, today)).toEqual([]);
    expect(leaveRefusals({ members: [head] }, { residentId: 'a', on: today }, today)).toEqual([]);
  });
});

describe('a new head', () => {
  it('gives everybody one relation', () => {
    const entry = { on: today, headResidentId: 'b', relations: [{ residentId: 'a', relation: '11' }] };
    expect(headRefusals(home, entry, today)).toEqual([]);
    expect(relationsUnder(home.members, entry).map((r) => r.relation)).toEqual(['11', '02', '20']);
    expect(codes(headRefusals(home, { ...entry, relations: [] }, today))).toEqual(['household.two-heads']);
    expect(codes(headRefusals(home, { ...entry, headResidentId: 'x' }, today))).toEqual(['household.not-member']);
  });
});
