import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { ApiError } from './api.ts';
import { actKeys, freshAnswer } from './use-api.ts';

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
afterEach(() => client.clear());

/** What a page sees of a list that another page has read before. */
async function opened(answer: () => Promise<string>) {
  client.setQueryData(['list'], 'minutes old');
  const observer = new QueryObserver<string, ApiError>(client, { queryKey: ['list'], queryFn: answer, staleTime: 0 });
  const seen: (string | undefined)[] = [];
  const stop = observer.subscribe((result) => seen.push(freshAnswer(result)));
  const first = freshAnswer(observer.getCurrentResult());
  await observer.fetchOptimistic({ queryKey: ['list'], queryFn: answer, staleTime: 0 }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve));
  const last = observer.getCurrentResult();
  stop();
  return { first, kept: last.data, last: freshAnswer(last) };
}

test('what another page has kept is no answer; what is read now is', async () => {
  expect(await opened(async () => 'now')).toEqual({ first: undefined, kept: 'now', last: 'now' });
});

test('when nothing can be read the kept list is no answer either', async () => {
  const lost = async () => {
    throw new ApiError({ status: 0, code: 'network', kind: 'network', message: 'x' });
  };
  expect(await opened(lost)).toEqual({ first: undefined, kept: 'minutes old', last: undefined });
});

test('what is tried again keeps its key until it is done; another record of the same list has another one', () => {
  const keys = actKeys();
  const [first, other] = [keys.of({ noticeId: 'a' }), keys.of({ noticeId: 'b' })];
  expect(other).not.toBe(first);
  expect([keys.of({ noticeId: 'a' }), keys.of({ noticeId: 'b' })]).toEqual([first, other]);
  keys.done({ noticeId: 'a' });
  expect(keys.of({ noticeId: 'a' })).not.toBe(first);
  expect(keys.of({ noticeId: 'b' })).toBe(other);
  expect(keys.of(undefined)).toBe(keys.of(undefined));
});
