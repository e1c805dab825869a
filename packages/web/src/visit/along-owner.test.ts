import { expect, test } from 'vitest';
import { type AtThePhone, mayChange, mayRecordOn } from './along-owner.ts';

const li = { accountId: 'li', name: '李敏', login: 'limin', posts: ['p'] };
const zhou = { accountId: 'zhou', name: '周芳', login: 'zhoufang', posts: ['q'] };
const until = 1000;
const list = { owner: li, until };
const nobody: AtThePhone = { kept: null, outbox: [], who: undefined, end: undefined };

test.each<[string, Partial<AtThePhone>, number, boolean]>([
  ['her list is there', { kept: { owner: li } }, 500, true],
  ['she took it along anew', { kept: { owner: li }, who: li, end: 'done' }, 1500, true],
  ['its hours ran out without network', {}, until, true],
  ['its hours ran out, the server is away', { end: 'no-network' }, until, true],
  ['its hours ran out, she is signed in', { who: li, end: 'done' }, until, true],
  ['wiped before its time: she signed out, or her post is over', {}, 500, false],
  ['wiped before its time, the last answer named her', { who: li, end: 'done' }, 500, false],
  ['a colleague has taken his list along', { kept: { owner: zhou }, who: zhou }, 500, false],
  ['the server says that a colleague is there', { who: zhou, end: 'somebody-else' }, until, false],
  ['the server says that nobody is there', { end: 'signed-out' }, until, false],
])('recording goes on with its author alone: %s', (_, phone, now, may) => {
  expect(mayRecordOn(list, { ...nobody, ...phone }, now)).toBe(may);
});

const record = { key: 'k', accountId: 'li' };
test.each<[string, Partial<AtThePhone>, boolean]>([
  ['her list vouches for her', { kept: { owner: li }, outbox: [record] }, true],
  ['the server vouches for her', { who: li, outbox: [record] }, true],
  ['nobody does', { outbox: [record] }, false],
  ['a colleague is there', { who: zhou, outbox: [record] }, false],
  ['a colleague has his list there', { kept: { owner: zhou }, who: li, outbox: [record] }, false],
  ['it is not on the phone any more', { kept: { owner: li } }, false],
])('a record is open to its author, while it is there: %s', (_, phone, may) => {
  expect(mayChange(record, { ...nobody, ...phone })).toBe(may);
});
