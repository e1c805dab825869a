import { expect, test } from 'vitest';
import { newestShown } from './notice-seen.ts';

const [first, second, third] = ['2026-11-20T01:00:00Z', '2026-11-21T01:00:00Z', '2026-11-22T01:00:00Z'];
const notices = [{ at: second }, { at: third }];

test.each<[string, Partial<Parameters<typeof newestShown>[0]>, string | undefined]>([
  ['closed, whatever the background has fetched', { openedAt: null, fetchedAt: 500 }, undefined],
  ['open, from the cache of before', { openedAt: 1000, fetchedAt: 999 }, undefined],
  ['open and never fetched', { openedAt: 1000, fetchedAt: 0, notices: [] }, undefined],
  ['open and fetched', { openedAt: 1000, fetchedAt: 1001 }, third],
  ['fetched once more while it stays open', { openedAt: 1000, fetchedAt: 9000, seen: second }, third],
  ['nothing newer', { openedAt: 1000, fetchedAt: 1001, seen: third }, undefined],
  ['nothing there', { openedAt: 1000, fetchedAt: 1001, notices: [] }, undefined],
])('only what was fetched and shown is seen: %s', (_, list, marked) => {
  expect(newestShown({ notices, openedAt: null, fetchedAt: 0, seen: first, ...list })).toBe(marked);
});
