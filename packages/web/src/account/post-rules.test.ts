import { permissions } from '@renshe/domain/access/permissions.ts';
import { passwordProblems } from '@renshe/domain/account/password.rules.ts';
import { expect, test } from 'vitest';
import { accountAdminEn } from './account-admin.en.ts';
import { accountAdminZh } from './account-admin.zh.ts';
import { currentPosts, findExclusion, officesFor, proposePassword } from './post-rules.ts';

const area = { code: '321102000000', name: '京口区', pathName: '镇江市 京口区' };
const post = (role: 'street-clerk' | 'audit-administrator', toOn: string | null) => ({
  postId: crypto.randomUUID(),
  role,
  officeId: crypto.randomUUID(),
  officeName: '',
  area,
  fromOn: '2025-01-01',
  toOn,
});

test('an administrator excludes everybody else, and only while the post is held', () => {
  expect(findExclusion([post('street-clerk', null)], 'audit-administrator', '2026-11-21')).toBe('street-clerk');
  expect(findExclusion([post('street-clerk', '2026-11-21')], 'audit-administrator', '2026-11-21')).toBeUndefined();
  expect(findExclusion([post('street-clerk', null)], 'community-worker', '2026-11-21')).toBeUndefined();
  expect(currentPosts([post('street-clerk', '2027-01-01')], '2026-11-21')).toHaveLength(1);
});

test('a role is held at an open office of its kind', () => {
  const office = (kind: 'street-office' | 'workstation', closedOn: string | null) => ({
    officeId: crypto.randomUUID(),
    kind,
    name: '',
    area,
    openedOn: '2020-01-01',
    closedOn,
    staffCount: 0,
    residentCount: 0,
    version: 1,
  });
  const offices = [office('street-office', null), office('street-office', '2026-01-01'), office('workstation', null)];
  expect(officesFor(offices, 'street-clerk')).toEqual([offices[0]]);
});

test('a proposed password passes the rules and is different each time', () => {
  const first = proposePassword();
  expect(first).toMatch(/^[a-z]{4}\d(-[a-z]{4}\d){3}$/);
  expect(first).not.toBe(proposePassword());
  expect(passwordProblems(first, { login: 'zhang.min', name: '张敏' })).toEqual([]);
});

test('every permission has its words, in both languages', () => {
  const keys = permissions.map((permission) => permission.replace('.', '-')).sort();
  expect(Object.keys(accountAdminZh.permissionNames).sort()).toEqual(keys);
  expect(Object.keys(accountAdminEn.permissionNames).sort()).toEqual(keys);
});
