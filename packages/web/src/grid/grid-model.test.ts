import { describe, expect, it } from 'vitest';
import { cleanText, type GridColumn, type GridRow } from './grid.model.ts';
import {
  applyEdits,
  clearRange,
  copyRange,
  copyRowAbove,
  fillDown,
  inverse,
  pasteBlock,
  typeInto,
} from './grid-edit.ts';
import { readKey } from './grid-keys.ts';
import { matchingOptions, optionText, readOption } from './grid-options.ts';
import { at, isSingle, jump, moveTo, rangeOf, step, tabbed } from './grid-selection.ts';
import { formatTsv, parseTsv } from './grid-tsv.ts';
import { emptyUndo, redoStep, remember, undoStep } from './grid-undo.ts';
import { columnEdges, resized, rowWindow, scrollFor } from './grid-window.ts';

const column = (key: string, more: Partial<GridColumn> = {}): GridColumn => ({
  key,
  title: key,
  width: 8,
  maxLength: 20,
  ...more,
});
const row = (id: string, cells: Record<string, string> = {}, locked?: string): GridRow => ({
  id,
  cells,
  state: 'draft',
  stateText: '',
  problems: {},
  ...(locked === undefined ? {} : { locked }),
});
const columns = [column('a'), column('b', { read: (typed) => typed.toUpperCase() }), column('c')];
const newRow = (id: string) => row(id);
const texts = (rows: readonly GridRow[]) => rows.map((one) => columns.map((c) => one.cells[c.key] ?? ''));

describe('the clipboard', () => {
  it.each([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['x', [['x']]],
    ['', []],
    ['\t\n', [['', '']]],
    ['a\n\nb', [['a'], [''], ['b']]],
    ['"two\nlines"\tb', [['two\nlines', 'b']]],
    ['"a\ttab"\r\n"say ""hello"""', [['a\ttab'], ['say "hello"']]],
    ['"贺家弄"1号\tb', [['"贺家弄"1号', 'b']]],
    ['"open\tb', [['"open', 'b']]],
    ['5" nail\tb', [['5" nail', 'b']]],
  ])('reads %j', (text, cells) => {
    expect(parseTsv(text)).toEqual(cells);
  });

  it('writes what it reads', () => {
    const cells = [
      ['甲', 'two\nlines', 'a\tb'],
      ['"quoted"', '5" nail', ''],
    ];
    expect(parseTsv(formatTsv(cells))).toEqual(cells);
  });
});

describe('moving', () => {
  const size = { rows: 4, columns: 3 };
  const filled = new Set(['0/0', '1/0', '3/0']);
  const isFilled = (p: { row: number; column: number }) => filled.has(`${p.row}/${p.column}`);

  it('stays within the sheet', () => {
    expect(moveTo(at({ row: 0, column: 0 }), step('up'), size, false).active).toEqual({ row: 0, column: 0 });
    expect(moveTo(at({ row: 3, column: 2 }), step('right'), size, false).active).toEqual({ row: 3, column: 2 });
    expect(moveTo(at({ row: 1, column: 1 }), step('down', 10), size, false).active).toEqual({ row: 3, column: 1 });
  });

  it('extends from the active cell', () => {
    const extended = moveTo(at({ row: 1, column: 1 }), step('down'), size, true);
    expect(extended).toEqual({ active: { row: 1, column: 1 }, anchor: { row: 2, column: 1 } });
    expect(isSingle(extended)).toBe(false);
    expect(rangeOf({ active: { row: 2, column: 2 }, anchor: { row: 0, column: 1 } })).toEqual({
      top: 0,
      bottom: 2,
      left: 1,
      right: 2,
    });
  });

  it.each([
    ['down', 0, 1],
    ['down', 1, 3],
    ['up', 3, 1],
    ['up', 1, 0],
  ] as const)('jumps %s from row %i to row %i', (direction, from, to) => {
    expect(jump(direction, size, isFilled)({ row: from, column: 0 })).toEqual({ row: to, column: 0 });
  });

  it('jumps over empty cells to the edge', () => {
    expect(jump('right', size, isFilled)({ row: 0, column: 1 })).toEqual({ row: 0, column: 2 });
  });

  it('goes on with Tab over the end of the row and past what fills itself', () => {
    const passesBy = (c: number) => c === 1;
    expect(tabbed({ row: 0, column: 0 }, false, size, passesBy)).toEqual({ row: 0, column: 2 });
    expect(tabbed({ row: 0, column: 2 }, false, size, passesBy)).toEqual({ row: 1, column: 0 });
    expect(tabbed({ row: 1, column: 0 }, true, size, passesBy)).toEqual({ row: 0, column: 2 });
    expect(tabbed({ row: 3, column: 2 }, false, size, passesBy)).toBeUndefined();
    expect(tabbed({ row: 0, column: 0 }, true, size, passesBy)).toBeUndefined();
  });
});

describe('editing', () => {
  const rows = [row('1', { a: 'x', b: 'Y' }), row('2', { a: 'z' }), row('3', { a: 'kept' }, 'saved')];
  const sheet = { columns, rows };

  it('reads what was typed by the column', () => {
    const batch = typeInto(sheet, { row: 1, column: 1 }, ' new\n');
    expect(batch.edits).toEqual([{ rowId: '2', column: 'b', before: '', after: 'NEW' }]);
    expect(typeInto(sheet, { row: 0, column: 0 }, 'x').edits).toEqual([]);
    expect(typeInto(sheet, { row: 2, column: 0 }, 'other').edits).toEqual([]);
  });

  it('pastes a block, makes the rows it needs, and passes locked rows by', () => {
    let next = 0;
    const pasted = pasteBlock(
      sheet,
      { top: 1, bottom: 1, left: 1, right: 1 },
      [
        ['p', 'q', 'over'],
        ['r', 's'],
        ['t', 'u'],
        ['', ''],
      ],
      () => `new${++next}`,
    );
    expect(pasted).toMatchObject({ created: ['new1'], droppedColumns: 1, lockedRows: 1, rows: 4, columns: 2 });
    expect(texts(applyEdits(rows, pasted, newRow))).toEqual([
      ['x', 'Y', ''],
      ['z', 'P', 'q'],
      ['kept', '', ''],
      ['', 'T', 'u'],
    ]);
  });

  describe('a list that names people', () => {
    const who = column('who', { names: (one, typed) => one.cells.who === typed });
    const named = [who, column('filled', { locked: 'the system fills it in' }), column('said')];
    const people = [
      { ...row('1', { who: '赵强', filled: '3211' }), lockedCells: { who: 'of the list' } },
      { ...row('2', { who: '钱红', filled: '3212' }), lockedCells: { who: 'of the list' } },
      row('3', { who: '同名' }),
      row('4', { who: '同名' }),
      row('5'),
    ];
    const paste = (block: string[][], left = 0) => {
      let next = 0;
      const at = { top: 0, bottom: 0, left, right: left };
      const pasted = pasteBlock({ columns: named, rows: people }, at, block, () => `new${++next}`);
      const after = applyEdits(people, pasted, newRow).map((one) => named.map((c) => one.cells[c.key] ?? ''));
      return { pasted, after };
    };

    it('goes to the rows of the names, others to empty rows, columns that are filled in passed by', () => {
      const { pasted, after } = paste([
        ['钱红', 'b'],
        ['赵强', 'a'],
        ['同名', 'x'],
        ['孙丽', 'c'],
        ['李四', 'd'],
      ]);
      expect(after).toEqual([
        ['赵强', '3211', 'a'],
        ['钱红', '3212', 'b'],
        ['同名', '', ''],
        ['同名', '', ''],
        ['孙丽', '', 'c'],
        ['李四', '', 'd'],
      ]);
      expect(pasted).toMatchObject({ created: ['new1'], unclearRows: 1, lockedCells: 0 });
    });

    it('is taken column by column when it was copied from here', () => {
      expect(paste([['钱红', '3212', 'b']]).after[1]).toEqual(['钱红', '3212', 'b']);
    });

    it('is by place where it names nobody, and makes no rows where none can be made', () => {
      expect(paste([['a'], ['b']], 2).after.map((cells) => cells[2])).toEqual(['a', 'b', '', '', '']);
      const at = { top: 4, bottom: 4, left: 2, right: 2 };
      const pasted = pasteBlock({ columns: named, rows: people }, at, [['a'], ['b']], undefined);
      expect(pasted).toMatchObject({ created: [], droppedRows: 1 });
    });

    it('says of cells that are not written here', () => {
      const at = { top: 0, bottom: 0, left: 1, right: 1 };
      const pasted = pasteBlock({ columns: named, rows: people }, at, [['9', 'a']], undefined);
      expect(pasted).toMatchObject({ lockedCells: 1 });
      expect(pasted.edits).toEqual([{ rowId: '1', column: 'said', before: '', after: 'a' }]);
    });
  });

  it('pastes one value into the whole selection', () => {
    const pasted = pasteBlock(sheet, { top: 0, bottom: 1, left: 1, right: 2 }, [['v']], () => 'none');
    expect(texts(applyEdits(rows, pasted, newRow)).slice(0, 2)).toEqual([
      ['x', 'V', 'v'],
      ['z', 'V', 'v'],
    ]);
  });

  it('fills down, from the row above when one row is selected', () => {
    expect(fillDown(sheet, { top: 0, bottom: 2, left: 0, right: 1 }).edits).toEqual([
      { rowId: '2', column: 'a', before: 'z', after: 'x' },
      { rowId: '2', column: 'b', before: '', after: 'Y' },
    ]);
    expect(fillDown(sheet, { top: 1, bottom: 1, left: 1, right: 1 }).edits).toHaveLength(1);
    expect(fillDown(sheet, { top: 0, bottom: 0, left: 0, right: 1 }).edits).toEqual([]);
  });

  it('copies the row above into empty cells, but not what is a person’s own', () => {
    expect(copyRowAbove(sheet, 1, new Set()).edits).toEqual([{ rowId: '2', column: 'b', before: '', after: 'Y' }]);
    expect(copyRowAbove(sheet, 1, new Set(['b'])).edits).toEqual([]);
  });

  it('clears unlocked cells and copies what people see', () => {
    expect(clearRange(sheet, { top: 0, bottom: 2, left: 0, right: 0 }).edits.map((one) => one.rowId)).toEqual([
      '1',
      '2',
    ]);
    const shown = { columns: [column('a', { show: (value) => `<${value}>` }), column('b')], rows };
    expect(copyRange(shown, { top: 0, bottom: 1, left: 0, right: 1 })).toEqual([
      ['<x>', 'Y'],
      ['<z>', ''],
    ]);
  });

  it('keeps rows that do not change', () => {
    const after = applyEdits(rows, typeInto(sheet, { row: 0, column: 2 }, 'n'), newRow);
    expect(after[0]).not.toBe(rows[0]);
    expect(after[1]).toBe(rows[1]);
  });

  it.each([
    ['two\tcells\nin one', 40, 'two cells in one'],
    ['\u202eevil\u0000', 40, 'evil'],
    ['abcdef', 3, 'abc'],
  ])('keeps %j as one clean line', (typed, length, kept) => {
    expect(cleanText(typed, length)).toBe(kept);
  });
});

describe('undoing', () => {
  const one = { edits: [{ rowId: '1', column: 'a', before: '', after: 'x' }], created: [] };
  const two = {
    edits: [
      { rowId: '1', column: 'b', before: '', after: 'y' },
      { rowId: '2', column: 'b', before: '', after: 'z' },
    ],
    created: [],
  };
  const nobody = () => false;

  it('goes back and forth', () => {
    let stack = remember(remember(emptyUndo, one), two);
    const back = undoStep(stack, nobody);
    expect(inverse(back.batch!).edits[0]).toEqual({ rowId: '2', column: 'b', before: 'z', after: '' });
    stack = back.stack;
    expect(redoStep(stack, nobody).batch).toEqual(two);
    expect(redoStep(remember(stack, one), nobody).batch).toBeUndefined();
  });

  it('leaves locked rows alone', () => {
    const stack = remember(remember(emptyUndo, one), two);
    expect(undoStep(stack, (id) => id === '1')).toMatchObject({
      batch: { edits: [{ rowId: '2' }] },
      passedLocked: true,
    });
    const nothing = undoStep(stack, () => true);
    expect(nothing).toMatchObject({ batch: undefined, passedLocked: true });
  });
});

describe('keys', () => {
  const key = (name: string, more: object = {}) => ({
    key: name,
    ctrlKey: false,
    shiftKey: false,
    altKey: false,
    metaKey: false,
    ...more,
  });
  it.each([
    ['ArrowDown', {}, 'ready', false, { do: 'move', direction: 'down', extend: false, jump: false }],
    [
      'ArrowDown',
      { shiftKey: true, ctrlKey: true },
      'ready',
      false,
      { do: 'move', direction: 'down', extend: true, jump: true },
    ],
    ['ArrowLeft', {}, 'typing', false, { do: 'move', direction: 'left', extend: false, jump: false }],
    ['ArrowLeft', {}, 'editing', false, undefined],
    ['ArrowDown', {}, 'typing', true, { do: 'list', direction: 'down' }],
    ['Enter', { shiftKey: true }, 'typing', true, { do: 'enter', back: true }],
    ['Enter', { ctrlKey: true }, 'ready', false, { do: 'save' }],
    ['Tab', {}, 'editing', false, { do: 'tab', back: false }],
    ['Escape', {}, 'typing', false, { do: 'cancel' }],
    ['Escape', {}, 'ready', false, undefined],
    ['d', { ctrlKey: true }, 'ready', false, { do: 'fill-down' }],
    ['’', { ctrlKey: true, code: 'Quote' }, 'ready', false, { do: 'copy-row-above' }],
    ['Z', { ctrlKey: true, shiftKey: true }, 'ready', false, { do: 'redo' }],
    ['z', { ctrlKey: true }, 'editing', false, undefined],
    ['c', { ctrlKey: true }, 'ready', false, undefined],
    ['w', {}, 'ready', false, undefined],
    ['F2', {}, 'ready', false, { do: 'edit' }],
    ['Home', { ctrlKey: true }, 'ready', false, { do: 'edge', to: 'sheet-start', extend: false }],
    ['PageDown', {}, 'ready', false, { do: 'page', direction: 'down', extend: false }],
    ['ArrowRight', { altKey: true, shiftKey: true }, 'ready', false, { do: 'widen', by: 1 }],
  ] as const)('%s %j while %s', (name, more, mode, hasList, expected) => {
    expect(readKey(key(name, more), mode, hasList)).toEqual(expected);
  });
});

describe('code columns', () => {
  const options = [
    { value: '02', text: '户主', keys: ['hz', 'Head'] },
    { value: '10', text: '配偶', keys: ['po', 'Spouse', '爱人'] },
    { value: '20', text: '子', keys: ['z', 'Son', '儿子'] },
    { value: '30', text: '女', keys: ['n', 'Daughter', '女儿'] },
    { value: '41', text: '孙子', keys: ['sz', 'Grandson'] },
  ];
  it.each([
    ['10', '10'],
    ['配偶', '10'],
    ['爱人', '10'],
    ['po', '10'],
    ['PO', '10'],
    ['配', '10'],
    ['儿子', '20'],
    ['子', '20'],
    ['z', '20'],
    ['ｐｏ', '10'],
    ['', ''],
    ['邻居', '邻居'],
    ['s', 's'],
  ])('reads %j as %j', (typed, value) => {
    expect(readOption(options, typed)).toBe(value);
  });

  it('lists the best first', () => {
    expect(matchingOptions(options, '子').map((one) => one.value)).toEqual(['20', '41']);
    expect(matchingOptions(options, 's').map((one) => one.value)).toEqual(['10', '20', '41']);
    expect(matchingOptions(options, '').length).toBe(5);
    expect(optionText(options, '30')).toBe('女');
    expect(optionText(options, '邻居')).toBe('邻居');
  });
});

describe('the part that is drawn', () => {
  it('is small, whatever the sheet', () => {
    const drawn = rowWindow(5000 * 34, 600, 34, 10_000);
    expect(drawn.first).toBeLessThanOrEqual(5000);
    expect(drawn.end).toBeGreaterThanOrEqual(5018);
    expect(drawn.end - drawn.first).toBeLessThan(45);
    expect(rowWindow(0, 600, 34, 5)).toEqual({ first: 0, end: 5 });
    expect(rowWindow(34 * 9999, 600, 34, 10_000).end).toBe(10_000);
  });

  it('scrolls as far as it must', () => {
    const view = { scroll: 100, size: 300, frozen: 40 };
    expect(scrollFor({ start: 150, end: 180 }, view)).toBe(100);
    expect(scrollFor({ start: 120, end: 150 }, view)).toBe(80);
    expect(scrollFor({ start: 390, end: 420 }, view)).toBe(120);
    expect(columnEdges([5, 7], 3)).toEqual({ edges: [3, 8], width: 15 });
    expect([resized(4, -5), resized(4, 1.5), resized(39, 5)]).toEqual([3, 5.5, 40]);
  });
});
