import { describe, expect, it } from 'vitest';
import { highPermissions, roleHas, roleIsHigh, roles } from '../access/permissions.ts';
import { consentingRoles, findGrantHindrance, grantStatusAt, isSamePerson } from './grant.rules.ts';

describe('high rights', () => {
  it('are those of every role but the desk of community and street, told by their permissions', () => {
    expect(Object.fromEntries(roles.map((role) => [role, roleIsHigh(role)]))).toEqual({
      'community-worker': false,
      'street-clerk': false,
      'district-officer': true,
      'city-officer': true,
      'system-administrator': true,
      'security-administrator': true,
      'audit-administrator': true,
    });
    for (const permission of highPermissions)
      expect([
        permission,
        roleHas('street-clerk', permission),
        roles.some((role) => roleHas(role, permission)),
      ]).toEqual([permission, false, true]);
  });
  it('are consented to by two of the three first administrators, never by who reads the log', () => {
    expect(consentingRoles).toEqual(['system-administrator', 'security-administrator']);
    // Who asks sees what became of it: the list belongs to the permission that consents.
    for (const role of roles.filter((one) => roleHas(one, 'account.manage'))) expect(consentingRoles).toContain(role);
  });
});

describe('who decides', () => {
  const asker = { accountId: 'a', name: '王安' };
  const receiver = { accountId: 'r', name: '陈军' };
  it.each([
    ['the one who asked', asker, 'own-request'],
    ['the one who receives', receiver, 'for-yourself'],
    ['a second account of the one who asked', { accountId: 'x', name: '王 安' }, 'same-person'],
    ['a second account of the one who receives', { accountId: 'x', name: '陈军　' }, 'same-person'],
    ['somebody else', { accountId: 'x', name: '李敏' }, undefined],
    ['the operator on the server', { accountId: null, name: 'operator:root' }, undefined],
  ] as const)('%s', (_, who, hindrance) => {
    expect(findGrantHindrance({ askedBy: asker, receiver }, who)).toBe(hindrance);
  });
  it('of an account that is not there yet goes by the name alone', () => {
    const newcomer = { accountId: null, name: 'Li Min' };
    expect(isSamePerson(newcomer, { accountId: 'x', name: 'limin' })).toBe(true);
    expect(isSamePerson(newcomer, { accountId: null, name: '李敏' })).toBe(false);
    expect(isSamePerson({ accountId: null, name: '' }, { accountId: null, name: ' ' })).toBe(false);
  });
});

it('has lapsed when its time is over, and only while nobody has answered', () => {
  const end = new Date('2026-11-20T10:00:00Z');
  const before = new Date(end.getTime() - 1);
  expect([
    grantStatusAt('asked', end, before),
    grantStatusAt('asked', end, end),
    grantStatusAt('refused', end, end),
  ]).toEqual(['asked', 'lapsed', 'refused']);
});
