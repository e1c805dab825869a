import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { expect, test } from 'vitest';
import { editRows } from '../grid/entry-rows.ts';
import {
  keptRow,
  type LedgerSheetColumns,
  type LedgerSheetRow,
  lastSaved,
  mayBeSent,
  rowBefore,
  sheetRowOf,
  stillContested,
  takeRefused,
  takeSaved,
  takeUndone,
  undoOf,
  viewLedgerRow,
  withLoaded,
  withMeanwhile,
} from './ledger-sheet.ts';

const t = (key: string) => key;
const given: LedgerSheetColumns = {
  ledger: { of: 'resident' },
  columns: ['name', 'sex', 'phone', 'education'],
  on: '2026-11-20',
  may: () => true,
  language: 'zh',
};
const loaded = (n: number, cells: LedgerRow['cells'] = {}, inScope = true): LedgerRow => ({
  subjectKind: 'resident',
  subjectId: `p${n}`,
  recordId: null,
  inScope,
  cells: { name: `居民${n}`, sex: '1', phone: '138****1111', education: '31', ...cells },
});
const row = (n: number, cells?: LedgerRow['cells'], inScope?: boolean) =>
  sheetRowOf(loaded(n, cells, inScope), () => `key${n}`, given);
const type = (rows: readonly LedgerSheetRow[], id: string, column: string, after: string) =>
  editRows(rows, { edits: [{ rowId: id, column, before: '', after }], created: [] }, () => row(0));

test('codes stand where they are typed, words where they are only shown', () => {
  expect(row(1).cells).toEqual({ name: '居民1', sex: '男', phone: '138****1111', education: '31' });
  const shown = sheetRowOf(loaded(1), () => 'k', { ...given, may: () => false });
  expect(shown.cells.education).toBe('大学专科毕业');
});

test('a row is sent when something has changed and nothing is wrong', () => {
  const first = row(1);
  expect([mayBeSent(first), viewLedgerRow(first, t, 'zh').state]).toEqual([false, 'blank']);
  const [changed] = type([first], first.id, 'education', '71');
  expect([mayBeSent(changed!), viewLedgerRow(changed!, t, 'zh').state]).toEqual([true, 'draft']);
  const [wrong] = type([first], first.id, 'phone', '12');
  expect([mayBeSent(wrong!), viewLedgerRow(wrong!, t, 'zh').problems.phone?.kind]).toEqual([false, 'refused']);
  expect(viewLedgerRow(row(2, {}, false), t, 'zh').locked).toBe('ledger.gone');
});

test('what is saved is what the row begins with from then on, for the same person everywhere, and can be taken back', () => {
  const [first, again] = [row(1), { ...row(1), id: 'p1 other' }];
  const [typed] = type([first], first.id, 'phone', '13900002222');
  const now = { phone: '139****2222' };
  const rows = takeSaved([{ ...typed!, status: 'saving' }, again], typed!, now, 'save1');
  expect(rows.map((one) => [one.cells.phone, one.began.phone])).toEqual([
    ['139****2222', '139****2222'],
    ['139****2222', '139****2222'],
  ]);
  expect(viewLedgerRow(rows[0]!, t, 'zh').state).toBe('saved');
  // Its former number cannot be put back; that is said once and does not bar the way to earlier saves.
  const last = lastSaved(rows, ['save1'])!;
  expect(undoOf(last.row)).toEqual({ back: {}, lost: ['phone'] });
  expect(rowBefore(last.row).cells.phone).toBe('139****2222');
  expect(lastSaved(takeUndone(rows, last.row, {}), ['save1'])).toBeUndefined();
  // What was typed while it was being saved is still to be saved.
  const [busy] = takeSaved([{ ...typed!, cells: { ...typed!.cells, education: '71' } }], typed!, now, 'save2');
  expect([busy!.cells.education, busy!.began.education]).toEqual(['71', '31']);
});

test('loading adds nobody twice, and columns that were not shown before', () => {
  const narrow = { ...given, columns: ['name'] as const };
  const kept = type([sheetRowOf(loaded(1), () => 'k', narrow)], 'p1 ', 'name', '新名');
  const all = withLoaded(kept, [row(1), row(2)]);
  expect(all.map((one) => [one.cells.name, one.cells.phone])).toEqual([
    ['新名', '138****1111'],
    ['居民2', '138****1111'],
  ]);
});

test('of a row that is half saved only the rest is refused; the saved cells can be put back, one by one if need be', () => {
  const first = row(1);
  const typed = type(type([first], first.id, 'name', '新名'), first.id, 'education', '71');
  const sent = { ...typed[0]!, status: 'saving' as const };
  const fault = { education: { zh: '不行', en: 'no' } };
  const half = takeRefused(takeSaved([sent], sent, { name: '新名' }, 'save1'), first.id, fault);
  expect(viewLedgerRow(half[0]!, t, 'zh')).toMatchObject({
    state: 'refused',
    problems: { education: { text: '不行' } },
  });
  const last = lastSaved(half, ['save1'])!;
  // What was refused stays typed, and is not sent back with the rest.
  expect(rowBefore(last.row).cells).toMatchObject({ name: '居民1', education: '31' });
  const [undone] = takeUndone(half, last.row, { name: '居民1' });
  expect([undone!.cells.name, undone!.began.name, undone!.cells.education]).toEqual(['居民1', '居民1', '71']);
  expect(lastSaved([undone!], ['save1'])).toBeUndefined();

  const whole = takeSaved([sent], sent, { name: '新名', education: '71' }, 'save1');
  const partly = takeUndone(whole, whole[0]!, { name: '居民1' });
  expect(rowBefore(lastSaved(partly, ['save1'])!.row).cells).toMatchObject({ name: '居民1', education: '31' });
  expect(lastSaved(takeUndone(partly, partly[0]!, { education: '31' }), ['save1'])).toBeUndefined();
});

test('saves are put back in turn, whatever was typed since', () => {
  const first = row(1);
  const [once] = type([first], first.id, 'name', '一');
  const saved = takeSaved([once!], once!, { name: '一' }, 'save1');
  const [twice] = type(saved, first.id, 'name', '二');
  const again = takeSaved([twice!], twice!, { name: '二' }, 'save2');
  const typed = type(again, first.id, 'education', '71');
  const last = lastSaved(typed, ['save1', 'save2'])!;
  expect([last.saveId, rowBefore(last.row).cells.name]).toEqual(['save2', '一']);
  const back = takeUndone(typed, last.row, { name: '一' });
  expect([back[0]!.cells.name, back[0]!.cells.education]).toEqual(['一', '71']);
  const before = lastSaved(back, ['save1', 'save2'])!;
  expect([before.saveId, rowBefore(before.row).cells.name]).toEqual(['save1', '居民1']);
});

test('what somebody else has written is said once; saved again it is written over', () => {
  const first = row(1);
  const [typed] = type([first], first.id, 'education', '71');
  const fault = { education: { zh: '已被改为本科', en: 'changed' } };
  const [told] = takeRefused([typed!], first.id, fault, { education: '21' });
  expect([told!.began.education, told!.cells.education, viewLedgerRow(told!, t, 'zh').state]).toEqual([
    '21',
    '71',
    'refused',
  ]);
  expect(mayBeSent(told!)).toBe(true);
});

test('another cell of a row does not decide about one that somebody else has written to', () => {
  const first = row(1);
  const fault = { education: { zh: '已被改为本科', en: 'changed' } };
  const told = takeRefused(type([first], first.id, 'education', '71'), first.id, fault, { education: '21' });
  const name = [{ rowId: first.id, column: 'name' }];
  const other = stillContested(type(told, first.id, 'name', '新名'), name);
  expect(other[0]).toMatchObject({ status: 'refused', contested: ['education'], cells: { name: '新名' } });
  expect(viewLedgerRow(other[0]!, t, 'zh').problems).toEqual({ education: { kind: 'refused', text: '已被改为本科' } });
  // Typed again, taken back or saved by hand it is decided.
  const again = stillContested(type(other, first.id, 'education', '61'), [{ rowId: first.id, column: 'education' }]);
  expect(again[0]).toMatchObject({ status: 'open' });
  expect(again[0]).not.toHaveProperty('contested');
  const theirs = stillContested(type(other, first.id, 'education', '21'), name);
  expect(theirs[0]).toMatchObject({ status: 'open' });
  const saved = takeSaved(other, other[0]!, { education: '71', name: '新名' }, 'save1');
  expect(saved[0]).not.toHaveProperty('contested');
  expect(keptRow(told[0]!)).not.toHaveProperty('contested');
});

test('taken back, a cell says what somebody else has written, and nothing is written over', () => {
  const first = row(1);
  const [typed] = type([first], first.id, 'education', '71');
  const told = takeRefused(
    [typed!],
    first.id,
    { education: { zh: '已被改为本科', en: 'changed' } },
    { education: '21' },
  );
  const back = withMeanwhile(type(told, first.id, 'education', '31'), [{ rowId: first.id, column: 'education' }]);
  expect([back[0]!.cells.education, mayBeSent(back[0]!)]).toEqual(['21', false]);
  // Saved all the same and taken back then: what somebody else has written comes back, not what stood there before it.
  const overwritten = takeSaved(told, told[0]!, { education: '71' }, 'save1');
  const undone = withMeanwhile(type(overwritten, first.id, 'education', '31'), [
    { rowId: first.id, column: 'education' },
  ]);
  expect([undone[0]!.cells.education, mayBeSent(undone[0]!)]).toEqual(['21', true]);
  // After a reload it is asked again, and so it is said again.
  expect(keptRow(told[0]!).began.education).toBe('31');
  expect(keptRow(overwritten[0]!).began.education).toBe('71');
});
