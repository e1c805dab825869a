import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { expect, test } from 'vitest';
import { readableChanges } from './audit-changes.ts';
import { actionGroups, actionName, findSubjectName, readableDetails } from './audit-words.ts';

test('every action of every route has words in both languages', () => {
  for (const { audit } of allContracts) {
    if (audit === null) continue;
    expect(actionName(audit, 'zh')).not.toBe(audit);
    expect(actionName(audit, 'en')).not.toBe(audit);
    expect(actionName(audit, 'zh')).not.toContain('其他操作');
  }
});

test('an unknown action never shows its code', () => {
  expect(actionName('resident.something-new', 'zh')).toBe('居民 · 其他操作');
  expect(actionName('x.y', 'en')).toBe('Other action');
});

test('actions are offered once, in groups', () => {
  const values = actionGroups('zh').flatMap((group) => group.options.map((option) => option.value));
  expect(new Set(values).size).toBe(values.length);
  expect(values).toContain('report.closed');
});

test('details with a word are shown in words, the others not', () => {
  expect(
    readableDetails({ reason: '休假', force: true, secret: 1, fields: ['a'], role: 'city-officer' }, 'zh'),
  ).toEqual([
    { key: 'reason', label: '原因', value: '休假' },
    { key: 'force', label: '强制锁定', value: '是' },
    { key: 'role', label: '岗位', value: '市局干部' },
  ]);
  expect(findSubjectName('resident', 'en')).toBe('Resident');
  expect(findSubjectName(null, 'en')).toBeUndefined();
});

test('codes among the details are said in words', () => {
  const values = (details: Record<string, unknown>, action: string) =>
    readableDetails(details, 'zh', action).map((detail) => detail.value);
  expect(values({ reason: '02' }, 'unemployment.registered')).toEqual(['与单位解除、终止劳动关系']);
  expect(values({ reason: 'death' }, 'resident.ended')).toEqual(['死亡']);
  const authority = { role: 'community-worker', permission: 'resident.reveal' };
  expect(values({ authority }, 'resident.revealed')).toEqual(['社区工作人员']);
  expect(values({ way: 'counter', outcome: '21' }, 'contact.recorded')).toEqual(['窗口', '无人接听']);
  expect(values({ code: 'account.wrong-credentials' }, 'account.sign-in-refused')[0]).not.toContain('account.');
});

test('what was changed is told field by field, in words, and nothing that stayed', () => {
  const told = (details: Record<string, unknown>, language: 'zh' | 'en' = 'zh') =>
    readableChanges(details, language).map(({ label, from, to }) => [label, from, to]);
  expect(told({ fields: { hukouType: ['10', '20'], phone: [null, '139****5670'], address: ['…', '…'] } })).toEqual([
    ['户口性质', expect.not.stringMatching(/^10$/), expect.not.stringMatching(/^20$/)],
    ['电话', '（空）', '139****5670'],
    ['住址', '（不显示）', '（不显示）'],
  ]);
  const moved = { before: { people: 3, place: '社区' }, after: { people: 5, place: '社区' } };
  expect(told(moved, 'en')).toEqual([['People', '3', '5']]);
  expect(told({ before: '旧', after: '新' })).toEqual([]);
});
