import { describe, expect, test } from 'vitest';
import type { HouseholdFileView } from '../household/household.contract.ts';
import type { ResidentFileView } from '../resident/resident.contract.ts';
import { correctionsOf, type LedgerSubject } from './ledger-correction.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const resident = {
  residentId: id(1),
  version: 3,
  name: '赵强',
  sex: '1',
  phoneMasked: '138****1111',
  address: '贺家弄1号',
  hukouType: '51',
  education: null,
  ethnicity: '01',
  marital: null,
  political: null,
  skillLevel: null,
  note: '',
  registrations: [
    {
      registrationId: id(2),
      registeredOn: '2026-03-01',
      unemployedSince: '2026-02-01',
      reason: '02',
      nature: '1',
      jobWish: '保安',
      trainingWish: '',
      endedOn: null,
      version: 4,
    },
  ],
  employments: [
    {
      employmentId: id(3),
      type: '50',
      urban: true,
      employerName: '',
      employerCode: null,
      occupation: null,
      industry: null,
      platformWork: false,
      proof: '承诺书',
      startedOn: '2025-05-01',
      version: 7,
    },
  ],
} as unknown as ResidentFileView;
const household = {
  householdId: id(9),
  version: 2,
  number: '0001',
  address: '贺家弄1号',
  kind: 'family',
} as unknown as HouseholdFileView;
const on = '2026-11-20';
const person: LedgerSubject = { subjectId: id(1), recordId: null, on, resident };
const job: LedgerSubject = { ...person, recordId: id(3) };
const family: LedgerSubject = { subjectId: id(9), recordId: null, on, household };
const why = '核对台账';

describe('a changed row of a ledger', () => {
  test('is one correction of the person, with only what changed and the version that was read', () => {
    const began = { name: '赵强', phone: '138****1111', education: '', note: '' };
    const cells = { ...began, phone: '139 0000 2222', education: '31' };
    expect(correctionsOf(began, cells, person, '').corrections).toEqual([
      {
        by: 'resident',
        params: { residentId: id(1) },
        body: { version: 3, fields: { phone: '13900002222', education: '31' }, source: 'ledger' },
        columns: ['phone', 'education'],
        kept: { phone: '139****2222', education: '31' },
      },
    ]);
  });

  test('is the whole record with a reason where a registration is corrected', () => {
    const { corrections } = correctionsOf(
      { urban: 'yes', occupation: '' },
      { urban: 'no', occupation: '外卖' },
      job,
      why,
    );
    expect(corrections).toHaveLength(1);
    expect(corrections[0]).toMatchObject({ by: 'employment', params: { residentId: id(1), employmentId: id(3) } });
    expect(corrections[0]?.body).toEqual({
      type: '50',
      urban: false,
      employerName: '',
      employerCode: null,
      occupation: '外卖',
      industry: null,
      platformWork: false,
      proof: '承诺书',
      startedOn: '2025-05-01',
      version: 7,
      why,
    });
    expect(Object.keys(correctionsOf({ urban: 'yes' }, { urban: 'no' }, job, '').faults)).toEqual(['urban']);
  });

  test('may concern the person and her open registration, each by its own command', () => {
    const began = { jobWish: '保安', address: '贺家弄1号' };
    const { corrections } = correctionsOf(began, { jobWish: '', address: '贺家弄2号' }, person, why);
    expect(corrections.map((one) => one.by).sort()).toEqual(['resident', 'unemployment']);
    expect(corrections.find((one) => one.by === 'unemployment')?.body).toMatchObject({ jobWish: '', version: 4, why });
  });

  test('corrects the address of a household and keeps the rest', () => {
    const { corrections } = correctionsOf({ householdAddress: '贺家弄1号' }, { householdAddress: '5号' }, family, '');
    expect(corrections[0]?.body).toEqual({ version: 2, number: '0001', address: '5号', kind: 'family' });
  });

  test.each<[string, Record<string, string>, Record<string, string>, LedgerSubject, string[]]>([
    ['what somebody else has changed', { address: '旧址' }, { address: '新址' }, person, ['address']],
    ['a name taken away', { name: '赵强' }, { name: '' }, person, ['name']],
    ['a phone that is none', { phone: '138****1111' }, { phone: '12' }, person, ['phone']],
    [
      'a former phone that only its mask is known of',
      { phone: '138****1111' },
      { phone: '137****0000' },
      person,
      ['phone'],
    ],
    ['a word that is no code', { education: '' }, { education: '火星' }, person, ['education']],
    ['a day that is none', { startedOn: '2025-05-01' }, { startedOn: '去年' }, job, ['startedOn']],
    ['a record that is gone', { urban: 'yes' }, { urban: 'no' }, { ...job, recordId: id(8) }, ['urban']],
    [
      'one wrong cell: nothing of the row is sent',
      { note: '', name: '赵强' },
      { note: 'x', name: '' },
      person,
      ['name'],
    ],
  ])('is refused for %s', (_, began, cells, subject, blamed) => {
    const { corrections, faults } = correctionsOf(began, cells, subject, why);
    expect(corrections).toEqual([]);
    expect(Object.keys(faults)).toEqual(blamed);
    for (const { zh, en } of Object.values(faults)) expect(`${zh}${en}`).not.toMatch(/[{}]/);
  });

  test('asks nothing for what has been done already, or not been changed', () => {
    expect(correctionsOf({ note: '旧' }, { note: '' }, person, '')).toEqual({
      corrections: [],
      done: { note: '' },
      present: {},
      faults: {},
    });
    expect(correctionsOf({ name: '赵强', sex: '男' }, { name: '赵强', sex: '女' }, person, '').corrections).toEqual([]);
  });

  test('shows a telephone number that has been written already behind its mask', () => {
    const { corrections, done } = correctionsOf({ phone: '137****0000' }, { phone: '138 0000 1111' }, person, '');
    expect([corrections, done]).toEqual([[], { phone: '138****1111' }]);
  });

  test('says in both languages what somebody else has written, and what stands there now', () => {
    const file = { ...person, resident: { ...resident, education: '21' } };
    const { faults, present } = correctionsOf({ education: '31' }, { education: '71' }, file, '');
    expect(faults.education?.zh).toContain('大学本科毕业');
    expect(faults.education?.en).not.toMatch(/\p{Script=Han}/u);
    expect(present).toEqual({ education: '21' });
  });
});

describe('a ledger of registrations', () => {
  const registration = (n: number, registeredOn: string, endedOn: string | null, jobWish: string) => ({
    ...resident.registrations[0]!,
    registrationId: id(n),
    registeredOn,
    endedOn,
    jobWish,
    version: n,
  });
  const both = {
    ...resident,
    registrations: [registration(5, '2026-09-01', null, '司机'), registration(4, '2026-03-01', '2026-07-01', '保安')],
  };
  // The row is about the first registration; a wish is shown from the one that was open on the day of the ledger.
  const row = (day: string): LedgerSubject => ({ ...person, on: day, recordId: id(4), resident: both });

  test.each<[string, string, string | undefined]>([
    ['2026-10-31', '司机', id(5)],
    ['2026-09-01', '司机', id(5)],
    ['2026-06-30', '保安', id(4)],
    ['2026-07-01', '', undefined],
    ['2026-08-15', '', undefined],
  ])('corrects on %s the wish that it shows', (day, shown, registrationId) => {
    const { corrections, faults } = correctionsOf({ jobWish: shown }, { jobWish: '文员' }, row(day), why);
    expect(corrections.map((one) => one.params.registrationId)).toEqual(registrationId ? [registrationId] : []);
    if (!registrationId) expect(faults.jobWish?.zh).toContain('办理失业登记');
  });

  test('corrects two registrations of one row each by its own version, one by a single command', () => {
    const began = { registeredOn: '2026-03-01', jobWish: '司机', trainingWish: '' };
    const cells = { registeredOn: '2026-03-02', jobWish: '文员', trainingWish: '电工' };
    const bodies = correctionsOf(began, cells, row('2026-10-31'), why).corrections.map(({ params, body, columns }) => [
      params.registrationId,
      columns,
      (body as { version: number }).version,
    ]);
    expect(bodies).toEqual([
      [id(4), ['registeredOn'], 4],
      [id(5), ['jobWish', 'trainingWish'], 5],
    ]);
    const same = correctionsOf({ ...began, jobWish: '保安' }, { ...cells }, row('2026-06-30'), why).corrections;
    expect(same.map((one) => [one.params.registrationId, one.columns])).toEqual([
      [id(4), ['registeredOn', 'jobWish', 'trainingWish']],
    ]);
    expect(same[0]?.body).toMatchObject({ registeredOn: '2026-03-02', jobWish: '文员', trainingWish: '电工', why });
  });
});
