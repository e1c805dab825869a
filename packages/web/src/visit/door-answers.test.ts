import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { surveyRowSchema } from '@renshe/domain/survey/survey.contract.ts';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  answerOf,
  answerProblems,
  doorProblem,
  isFound,
  newAnswer,
  rowsToSend,
  withSaved,
} from './door-answers.ts';

const key = (nth: number) => `00000000-0000-4000-8000-00000000000${nth}`;
const household: HouseholdSheet = {
  entryId: key(1),
  campaignId: key(2),
  householdId: key(3),
  area: { code: '321102001001', name: '贺家弄社区', pathName: '贺家弄社区' },
  address: '贺家弄8号',
  headName: '赵强',
  memberCount: 1,
  found: false,
  status: 'todo',
  worker: null,
  attempts: 0,
  lastVisitOn: null,
  lastVisitId: null,
  nextOn: null,
  note: '',
  doneOn: null,
  people: [
    {
      residentId: key(4),
      name: '赵强',
      relation: '02',
      sex: '1',
      birthOn: '1980-05-12',
      citizenIdMasked: '321102********0011',
      phoneMasked: '138****5678',
      address: '贺家弄8号',
      hukouType: '51',
      education: '71',
      employmentStatus: '61',
      employer: '',
    },
  ],
};
const [zhao] = household.people;
const known = answerOf(zhao!, key(5), true);
const child: Answer = { ...newAnswer(key(6), '20'), name: '赵小', citizenId: '321102201505120017' };
const problemsOf = (answers: readonly Answer[]) =>
  answerProblems(answers, household, 'zh', (number) => (number === '' ? '没有号码' : undefined)).map(
    (one) => `${one.rowKey.at(-1)} ${one.field}`,
  );

describe('rows of a door', () => {
  it('leave at the server what stands here as a mask', () => {
    const [row, other] = rowsToSend([known, child], household, {});
    expect(row).toMatchObject({
      residentId: key(4),
      confirmed: true,
      name: '',
      citizenId: '',
      phone: '',
      household: { how: 'existing', householdId: key(3) },
    });
    expect(other).toMatchObject({
      confirmed: false,
      name: '赵小',
      citizenId: '321102201505120017',
      address: '贺家弄8号',
    });
    expect(other).not.toHaveProperty('residentId');
    for (const one of [row, other]) expect(surveyRowSchema.safeParse(one).success).toBe(true);
  });

  it('write nothing over that has been corrected in the file since', () => {
    const unsaid = { address: '', hukouType: null, education: null, employmentStatus: null, employer: '', phone: '' };
    expect(rowsToSend([known], household, {})).toMatchObject([unsaid]);
    const studied = { ...known, same: false, fields: { ...known.fields, education: '21' } };
    expect(rowsToSend([studied], household, {})).toMatchObject([{ ...unsaid, education: '21' }]);
    const works = { ...known, same: false, fields: { ...known.fields, employer: '城关超市' } };
    expect(rowsToSend([works], household, {})).toMatchObject([
      { ...unsaid, employmentStatus: '61', employer: '城关超市' },
    ]);
  });

  it('are not sent again when the server has them, and join the household that they have made', () => {
    const found = { ...household, householdId: null, people: [] };
    const head = { ...newAnswer(key(7), '02'), name: '李伟', citizenId: '321102198005120011' };
    expect(rowsToSend([head, child], found, {}).map((one) => one.household)).toEqual([
      { how: 'together', group: 0 },
      { how: 'together', group: 0 },
    ]);
    const saved = {
      rowKey: key(7),
      outcome: 'created',
      residentId: key(8),
      householdId: key(9),
      saveId: null,
      citizenIdMasked: '',
      sex: null,
      birthOn: null,
      field: null,
      code: null,
      message: null,
      changed: [],
    } as const;
    const left = rowsToSend([head, child], found, { [key(7)]: { ...saved, changed: [] } });
    // Changed in a form that was opened before: the full number does not come back onto the phone.
    const words = { outcome: 'entered', visitedOn: '2026-11-20', nextOn: null, note: '' } as const;
    const masked = { ...head, citizenId: '321102********0011' };
    const changed = withSaved({ ...words, answers: [head, child] }, [masked], { [key(7)]: { ...saved, changed: [] } });
    expect(changed.answers).toEqual([masked, child]);
    expect(left).toMatchObject([{ name: '赵小', household: { how: 'existing', householdId: key(9) } }]);
  });

  it.each([
    [[known, child], []],
    [[{ ...known, fields: { ...known.fields, phone: '12' } }], ['5 phone']],
    [[{ ...child, name: ' ' }], ['6 name']],
    [[{ ...child, citizenId: '' }], ['6 citizenId']],
    [[child, { ...child, rowKey: key(7) }], ['7 citizenId']],
    [[{ ...child, relation: '02' }], ['6 relation']],
    [[{ ...child, relation: '02' }, known], ['6 relation']],
  ])('are judged by the rules of the survey: %#', (answers, problems) => {
    expect(problemsOf(answers)).toEqual(problems);
  });
});

it('a visit is on a day of the drive', () => {
  const campaign = { campaignId: key(2), name: '秋季', purpose: '', startedOn: '2026-11-16', endsOn: '2026-11-25' };
  const why = (words: object, at = household) =>
    doorProblem(
      { outcome: 'no-one-home', visitedOn: '2026-11-20', nextOn: null, ...words },
      at,
      campaign,
      '2026-11-20',
      'zh',
    );
  expect(why({})).toBeUndefined();
  expect(why({ visitedOn: '2026-11-21' })).toContain('2026-11-16 至 2026-11-20');
  expect(why({ visitedOn: null })).toContain('2026-11-16');
  expect(why({ nextOn: '2026-11-19' })).toContain('下次走访');
  expect(why({ outcome: 'confirmed' }, { ...household, householdId: null })).toContain('没有家庭档案');
  expect(why({ outcome: 'entered', visitedOn: null })).toBeUndefined();
});

it('is found by address and name', () => {
  expect(['', '8号', '贺家弄 8', '赵', '孙'].map((typed) => isFound(household, typed))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});
