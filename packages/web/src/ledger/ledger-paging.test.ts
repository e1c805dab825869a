import { expect, test } from 'vitest';
import { beforeFirstPage, type LedgerPaging, readOn } from './ledger-paging.ts';

/** A ledger that is read in pages of four, by a sheet in which whoever was read stays. */
function reading(size: number, most = 1000) {
  let ledger = Array.from({ length: size }, (_, at) => at);
  const sheet: number[] = [];
  const asked: number[] = [];
  let paging: LedgerPaging = beforeFirstPage;
  let beforeAnswer = () => {};
  return {
    sheet,
    asked,
    paging: () => paging,
    leave: (...gone: number[]) => {
      ledger = ledger.filter((one) => !gone.includes(one));
    },
    onAsk: (act: () => void) => {
      beforeAnswer = act;
    },
    /** @param hasMoved the sheet knows that rows have left */
    more: async (hasMoved = false) => {
      const ask = async (offset: number) => {
        asked.push(offset);
        beforeAnswer();
        return { count: ledger.length, rows: ledger.slice(offset, offset + 4) };
      };
      const read = await readOn(
        { ...paging, hasMoved: paging.hasMoved || hasMoved },
        ask,
        (one) => sheet.includes(one),
        4,
        most,
      );
      paging = read.paging;
      sheet.push(...read.rows.filter((one) => !sheet.includes(one)));
    },
  };
}
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

test('a ledger at rest is read page by page, each once', async () => {
  const it = reading(10);
  for (let at = 0; at < 3; at++) await it.more();
  expect([it.sheet, it.asked, it.paging().isAll]).toEqual([upTo(10), [0, 4, 8], true]);
});

test('when saves take rows out, nobody behind them is passed over', async () => {
  const it = reading(12);
  await it.more();
  it.leave(0, 1);
  while (!it.paging().isAll) await it.more(true);
  expect(it.sheet).toEqual(upTo(12));
});

test('when somebody else takes rows out, the count tells, and nobody is passed over', async () => {
  const it = reading(12);
  await it.more();
  it.leave(1, 2, 3);
  await it.more();
  expect(it.asked).toEqual([0, 4, 0]);
  while (!it.paging().isAll) await it.more();
  expect(it.sheet).toEqual(upTo(12));
});

test('a ledger that moves while it is read again is read once more at the next call, and nobody waits for ever', async () => {
  const it = reading(30);
  await it.more();
  let gone = 0;
  it.onAsk(() => it.leave(gone++));
  await it.more();
  expect(it.asked.length).toBeLessThan(6);
  it.onAsk(() => {});
  while (!it.paging().isAll) await it.more();
  expect(it.sheet.toSorted((a, b) => a - b)).toEqual(upTo(30));
});

test('no more is read than one sheet holds', async () => {
  const it = reading(40, 12);
  while (!it.paging().isAll) await it.more();
  expect(it.sheet).toEqual(upTo(12));
});
