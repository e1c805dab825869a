import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { expect, test } from 'vitest';
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
  expect(values({ way: 'counter', outcome: '21' }, 'contact.recorded')).toEqual(['窗口', '无人接听']);
  expect(values({ code: 'account.wrong-credentials' }, 'account.sign-in-refused')[0]).not.toContain('account.');
});
