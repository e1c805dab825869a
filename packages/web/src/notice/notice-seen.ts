import type { Notice } from '@renshe/domain/notice/notice.contract.ts';

/**
 * Up to which instant notices are seen: those of a list that was fetched while it stood open. What lay in the cache when it was opened is shown but not
 * seen: it may be old, and the new ones have not come.
 * @param openedAt, fetchedAt milliseconds
 * @returns undefined when nothing has to be marked
 */
export function newestShown(list: {
  notices: readonly Pick<Notice, 'at'>[];
  openedAt: number | null;
  fetchedAt: number;
  seen: string;
}): string | undefined {
  if (list.openedAt === null || list.fetchedAt < list.openedAt) return undefined;
  const newest = [list.seen, ...list.notices.map(({ at }) => at)].toSorted().at(-1)!;
  return newest > list.seen ? newest : undefined;
}
