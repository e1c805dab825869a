/** Loading a ledger piece by piece while its rows may leave it: by the place of a row alone somebody would be passed over. Pure. */

export interface LedgerPaging {
  /** Rows of the ledger as of the last page; undefined before the first one. */
  count: number | undefined;
  offset: number;
  /** Nobody is left to load. */
  isAll: boolean;
  /** Rows may have come or gone since the last page: places say nothing any more. */
  hasMoved: boolean;
}

export const beforeFirstPage: LedgerPaging = { count: undefined, offset: 0, isAll: false, hasMoved: false };

/**
 * Reads the ledger on until there is somebody who is not known; where rows have moved from the beginning again, over those who are.
 * @param ask the page from an offset on; @param isKnown whether somebody stands in the sheet already
 * @param size rows of a page; @param most rows that are read at all
 * @returns all that was read, known ones too
 */
export async function readOn<Row>(
  paging: LedgerPaging,
  ask: (offset: number) => Promise<{ count: number; rows: readonly Row[] }>,
  isKnown: (row: Row) => boolean,
  size: number,
  most: number,
): Promise<{ paging: LedgerPaging; rows: Row[] }> {
  let { count, offset } = paging.hasMoved ? { count: undefined, offset: 0 } : paging;
  let isAgain = paging.hasMoved;
  let hasMoved = false;
  const read: Row[] = [];
  let hasNew = false;
  for (;;) {
    const page = await ask(offset);
    if (count !== undefined && page.count !== count) {
      if (!isAgain) {
        isAgain = true;
        count = undefined;
        offset = 0;
        continue;
      }
      // It moves while it is read: once more at the next call.
      hasMoved = true;
    }
    read.push(...page.rows);
    hasNew ||= page.rows.some((row) => !isKnown(row));
    count = page.count;
    offset += size;
    const isEnd = offset >= Math.min(count, most);
    if (hasNew || isEnd) return { paging: { count, offset, isAll: isEnd && !hasMoved, hasMoved }, rows: read };
  }
}
