import { describe, expect, it } from 'vitest';
import type { SurveyRow } from './survey.contract.ts';
import { surveyHouseholds } from './survey.households.ts';
import { notKeptOf, surveyProblems, surveyStatuses } from './survey.rules.ts';

const row: SurveyRow = {
  rowKey: '',
  confirmed: false,
  household: { how: 'together', group: 0 },
  relation: '02',
  name: '李敏',
  citizenId: '',
  phone: '',
  address: '',
  hukouType: null,
  education: null,
  employmentStatus: null,
  employer: '',
  note: '',
};

describe('a row of a survey', () => {
  it.each([
    [{}, []],
    [{ name: ' ' }, ['name survey.name-missing']],
    [{ name: '', residentId: '00000000-0000-4000-8000-000000000001' }, []],
    [{ phone: '138 1234 5678' }, []],
    [{ phone: '0511-8456789' }, []],
    [{ phone: '12345' }, ['phone survey.phone']],
    [{ phone: '无' }, ['phone survey.phone']],
    [{ relation: '85' }, ['relation survey.word-unknown']],
    [{ education: '99', hukouType: '51' }, ['education survey.word-unknown']],
    [{ employmentStatus: '60' }, []],
    [{ employmentStatus: '99' }, ['employmentStatus survey.says-dead']],
    [{ employmentStatus: '90' }, []],
  ] as const)('%j → %j', (fields, problems) => {
    expect(surveyProblems({ ...row, ...fields }).map((one) => `${one.field} ${one.code}`)).toEqual(problems);
  });

  it('says what it does not keep', () => {
    expect(['60', '90', '80', '61'].map(notKeptOf)).toEqual([
      'not-registered',
      'nothing-kept',
      'nothing-kept',
      undefined,
    ]);
  });

  it('offers what it records', () => {
    expect(surveyStatuses.map((one) => one.code)).toEqual(['10', '20', '30', '40', '50', '61', '70', '83']);
  });
});

describe('households of a sheet', () => {
  const sheet = (text: string) =>
    text.split(' ').map((one) => {
      const [household = '', relation = ''] = one.split('/');
      return { household, relation, blank: one === '-' };
    });
  it.each([
    ['/02 /10 /20', [0, 0, 0]],
    ['/02 /10 /02 /20', [0, 0, 1, 1]],
    ['/10 /20', [0, 0]],
    ['1/02 /10 2/02 1/20', [0, 0, 1, 0]],
    ['1/02 1/10 1/20', [0, 0, 0]],
    ['/02 - /10 - /02', [0, null, 0, null, 1]],
    ['1/02 /02', [0, 1]],
  ] as const)('%s → %j', (text, households) => {
    expect(surveyHouseholds(sheet(text))).toEqual(households);
  });
});
