import i18next from 'i18next';
import { expect, test } from 'vitest';
import { catalogues } from '../kit/catalogues.ts';
import type { OutboxRecord } from './along-store.ts';
import { newAnswer } from './door-answers.ts';
import type { DoorRecord } from './door-store.ts';
import { rescueText } from './rescue-text.ts';

const record: OutboxRecord = {
  key: 'k',
  accountId: 'a',
  at: '2026-11-22T02:05:00.000Z',
  state: 'refused',
  why: '没有权限。',
  person: { residentId: 'r', name: '钱小红', group: null, dutyKind: 'unemployment-contact' },
  words: { contactedOn: '2026-11-22', way: 'visit', outcome: '01', service: null, note: '在家', nextOn: null },
  seen: undefined,
};

const who = { name: '李敏', login: 'limin' };

async function rescued(
  records: readonly OutboxRecord[],
  waiting: readonly { record: OutboxRecord; photos: number }[],
  language: 'zh' | 'en',
  doors: readonly DoorRecord[] = [],
): Promise<string> {
  await i18next.init({
    lng: language,
    resources: { zh: { translation: catalogues.zh }, en: { translation: catalogues.en } },
    interpolation: { escapeValue: false },
  });
  return rescueText(records, waiting, who, '2026-11-22T06:00:00.000Z', i18next.getFixedT(language), language, doors);
}

test('the file says what it holds, who saved it and when, and every word of the record', async () => {
  const saved = await rescued([record], [], 'zh');
  for (const part of [
    '个人信息',
    '李敏',
    'limin',
    '2026-11-22 14:00',
    '1. 钱小红',
    '2026-11-22 10:05',
    '在家',
    '没有权限。',
  ])
    expect(saved).toContain(part);
  expect(saved).not.toContain('{{');
  expect(saved).not.toContain('照片');
});

test('the file says how many photos of which visit are not in it', async () => {
  const two = { ...record, photos: 2 };
  const zhou = { ...record, key: 'l', person: { ...record.person, name: '周月' }, photos: 4 };
  const saved = (await rescued([two, record], [{ record: zhou, photos: 3 }], 'zh')).split('\r\n');
  expect(saved[1]).toBe('【照片不在文件里】5 张照片只在手机上，没有另外的备份。哪次走访几张，见下。');
  expect(saved.filter((one) => one.includes('2 张'))).toEqual(['   照片：2 张，不在文件里']);
  expect(saved.at(-2)).toBe('   周月 2026-11-22：3 张，不在文件里');
  const english = await rescued([two], [{ record: zhou, photos: 1 }], 'en');
  for (const part of ['3 photos are on the phone alone', 'Photos: 2, not in this file', '周月 2026-11-22: 1, not'])
    expect(english).toContain(part);
  expect(english).not.toContain('{{');
});

test('what was recorded at a door stands in the file without the full number', async () => {
  const child = { ...newAnswer('n', '20'), name: '赵小', citizenId: '321102201505120017' };
  child.fields.employmentStatus = '80';
  const door: DoorRecord = {
    key: 'd',
    accountId: 'a',
    at: '2026-11-22T02:05:00.000Z',
    state: 'refused',
    why: '赵小：号码不对。',
    household: {
      entryId: 'e',
      campaignId: 'c',
      householdId: null,
      area: { code: '321102001001', name: '贺家弄社区', pathName: '贺家弄社区' },
      address: '贺家弄8号',
      headName: null,
      memberCount: 0,
      found: true,
      status: 'todo',
      worker: null,
      attempts: 0,
      lastVisitOn: null,
      lastVisitId: null,
      nextOn: null,
      note: '',
      doneOn: null,
      people: [],
    },
    campaign: { campaignId: 'c', name: '秋季入户调查', purpose: '', startedOn: '2026-11-16', endsOn: '2026-12-16' },
    words: { outcome: 'entered', visitedOn: '2026-11-22', nextOn: null, note: '', answers: [child] },
    seen: undefined,
    areaCode: '321102001001',
    results: {},
    command: 'm',
  };
  const saved = await rescued([record], [], 'zh', [door]);
  for (const part of ['共 2 条', '2. 贺家弄8号', '秋季入户调查', '赵小', '在学', '号码不对', '完整身份证号不在文件里'])
    expect(saved).toContain(part);
  expect(saved).not.toMatch(/\d{17}|\{\{/);
  expect(await rescued([], [], 'en', [door])).toContain('1. 贺家弄8号');
});
