/** The grid's behaviour: what keys, the pointer and the clipboard do to the selection and, as edits, to the rows of the owner. */
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import type { EntryGridProps } from './EntryGrid.tsx';
import {
  cellOf,
  type EditBatch,
  type GridOption,
  type GridSelection,
  isBlankRow,
  lockOf,
  showCell,
} from './grid.model.ts';
import { clearRange, copyRange, copyRowAbove, fillDown, inverse, pasteBlock, putValue, typeInto } from './grid-edit.ts';
import { type GridKey, type GridMode, readKey } from './grid-keys.ts';
import { at, isSingle, jump, moveTo, placeOf, rangeOf, step, tabbed, within } from './grid-selection.ts';
import { formatTsv, parseTsv } from './grid-tsv.ts';
import { emptyUndo, lastRows, redoStep, remember, undoStep } from './grid-undo.ts';
import { cellWords, pastedWords } from './grid-words.ts';
import { useGridOptions } from './use-grid-options.ts';

export type EditKind = 'typed' | 'paste' | 'fill' | 'clear' | 'undo' | 'redo';

export function useEntryGrid(
  props: EntryGridProps,
  pageRows: () => number,
  widen: (column: number, by: number) => void,
) {
  const { t } = useTexts();
  const input = useRef<HTMLTextAreaElement>(null);
  const stack = useRef(emptyUndo);
  const tabStart = useRef<number | null>(null);
  const [chosenSelection, setSelection] = useState<GridSelection>(at({ row: 0, column: 0 }));
  const [mode, setMode] = useState<GridMode>('ready');
  const [typed, setTyped] = useState('');
  const [highlight, setHighlight] = useState(-1);
  const [said, setSaid] = useState('');
  const [notice, setNotice] = useState('');
  const told = useRef(false);

  const { rows, columns } = props;
  const size = { rows: rows.length, columns: columns.length };
  const selection = { active: within(chosenSelection.active, size), anchor: within(chosenSelection.anchor, size) };
  const { active } = selection;
  const range = rangeOf(selection);
  const sheet = { rows, columns };
  const row = rows[active.row];
  const column = columns[active.column];
  const { lists, options } = useGridOptions(column, mode !== 'ready', typed);

  const { onActive } = props;
  const activeId = row?.id;
  const leftId = useRef(activeId);
  useEffect(() => {
    if (leftId.current === activeId) return;
    const left = leftId.current;
    leftId.current = activeId;
    onActive?.(activeId, left);
  }, [activeId, onActive]);

  const wordsOfCell = cellWords(row, column, active.row, t);
  const moved = `${selection.active.row}/${selection.active.column}/${selection.anchor.row}/${selection.anchor.column}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each move, not for every change of the rows
  useEffect(() => {
    // What was done is said instead of where it went.
    if (told.current) return;
    setNotice('');
    if (isSingle(selection)) setSaid(wordsOfCell);
    else setSaid(t('grid.said.range', { rows: range.bottom - range.top + 1, columns: range.right - range.left + 1 }));
  }, [moved]);
  useEffect(() => {
    told.current = false;
  });

  /** Says what was done, aloud and below the sheet. */
  function tell(words: string): void {
    told.current = true;
    setSaid(words);
    setNotice(words);
  }

  const mayBeNone = column?.options !== undefined;
  const choices = lists && typed !== '' && (mayBeNone || options.length > 0) ? options.length : -1;
  useEffect(() => {
    if (choices >= 0) setSaid(choices === 0 ? t('grid.noOption') : t('grid.said.options', { count: choices }));
  }, [choices, t]);

  function edit(batch: EditBatch, kind: EditKind): void {
    if (batch.edits.length === 0 && batch.created.length === 0) return;
    if (kind !== 'undo' && kind !== 'redo') stack.current = remember(stack.current, batch);
    props.onEdit(batch, kind);
  }

  function stopTyping(): void {
    if (input.current) input.current.value = '';
    setMode('ready');
    setTyped('');
    setHighlight(-1);
  }

  /** Takes over what was typed, or the option that is marked in the list. */
  function finish(): void {
    if (mode === 'ready') return;
    const option = lists ? options[highlight] : undefined;
    const text = input.current?.value ?? '';
    // What was opened and left as it is shown stays what it stands for.
    const asShown = column !== undefined && row !== undefined && text === showCell(column, cellOf(row, column.key));
    if (option) edit(putValue(sheet, active, option.value), 'typed');
    else if (!asShown) edit(typeInto(sheet, active, text), 'typed');
    stopTyping();
  }

  function choose(option: GridOption): void {
    edit(putValue(sheet, active, option.value), 'typed');
    stopTyping();
    input.current?.focus({ preventScroll: true });
  }

  function select(next: GridSelection): void {
    finish();
    setSelection(next);
  }

  function beginEditing(): void {
    const field = input.current;
    if (!row || !column || !field) return;
    const lock = lockOf(row, column);
    if (lock !== undefined) {
      tell(lock);
      return;
    }
    const shown = showCell(column, cellOf(row, column.key));
    field.value = shown;
    field.setSelectionRange(shown.length, shown.length);
    setTyped('');
    setMode('editing');
    props.onTyping?.(row.id);
  }

  function onInput(): void {
    const field = input.current;
    if (!field) return;
    const lock = lockOf(row, column);
    if (lock !== undefined) {
      field.value = '';
      tell(lock);
      return;
    }
    if (mode === 'ready') {
      setMode('typing');
      if (row) props.onTyping?.(row.id);
    }
    setTyped(field.value);
    const marksBest = column?.options !== undefined || column?.mustFind === true;
    setHighlight(marksBest && field.value.trim() !== '' ? 0 : -1);
  }

  const isSaved = (rowId: string) => rows.some((one) => one.id === rowId && one.state === 'saved');

  function takeBack(kind: 'undo' | 'redo'): void {
    const locked = new Set(rows.filter((one) => one.locked !== undefined).map((one) => one.id));
    const saved = kind === 'undo' && props.onUndoSaved ? lastRows(stack.current).filter(isSaved) : [];
    if (saved.length > 0) {
      props.onUndoSaved?.(saved);
      return;
    }
    const stepped = (kind === 'undo' ? undoStep : redoStep)(stack.current, (id) => locked.has(id));
    stack.current = stepped.stack;
    const { batch } = stepped;
    if (!batch) {
      const lock = stepped.passedLocked ? rows.find((one) => one.locked !== undefined)?.locked : undefined;
      tell(lock ?? t(kind === 'undo' ? 'grid.said.nothing' : 'grid.said.nothingAgain'));
      return;
    }
    edit(kind === 'undo' ? inverse(batch) : batch, kind);
    const first = rows.findIndex((one) => one.id === batch.edits[0]?.rowId);
    const at0 = columns.findIndex((one) => one.key === batch.edits[0]?.column);
    if (first >= 0 && at0 >= 0) setSelection(at({ row: first, column: at0 }));
    tell(t(kind === 'undo' ? 'grid.said.undone' : 'grid.said.redone', { count: batch.edits.length }));
  }

  const idsInRange = () => rows.slice(range.top, range.bottom + 1).map((one) => one.id);

  const commands = {
    undo: () => takeBack('undo'),
    redo: () => takeBack('redo'),
    fillDown: () => {
      finish();
      const batch = fillDown(sheet, range);
      edit(batch, 'fill');
      tell(t('grid.said.filled', { count: batch.edits.length }));
    },
    copyRowAbove: () => {
      finish();
      const batch = copyRowAbove(sheet, active.row, props.ownColumns);
      edit(batch, 'fill');
      tell(t('grid.said.filled', { count: batch.edits.length }));
    },
    clearRows: () => {
      finish();
      const batch = clearRange(sheet, { ...range, left: 0, right: columns.length - 1 });
      edit(batch, 'clear');
      tell(t('grid.said.cleared', { count: batch.edits.length }));
    },
    save: () => {
      finish();
      props.onSave?.(idsInRange());
    },
    /** Goes to a cell, from the list of refused rows. */
    goTo: (rowId: string, columnKey: string) => {
      finish();
      const place = {
        row: rows.findIndex((one) => one.id === rowId),
        column: Math.max(
          0,
          columns.findIndex((one) => one.key === columnKey),
        ),
      };
      if (place.row >= 0) setSelection(at(place));
      input.current?.focus({ preventScroll: true });
    },
  };

  function enter(back: boolean): void {
    const to = tabStart.current ?? active.column;
    select(at(within({ row: active.row + (back ? -1 : 1), column: to }, size)));
  }

  function tab(back: boolean): boolean {
    const passesBy = (at: number) => columns[at]?.auto === true;
    const next = tabbed(active, back, size, passesBy);
    if (next && tabStart.current === null) tabStart.current = active.column;
    if (next && next.row !== active.row) tabStart.current = columns.findIndex((one) => one.auto !== true);
    if (next) select(at(next));
    // At the very end the key goes on to what follows the grid.
    else finish();
    return next !== undefined;
  }

  function obey(key: GridKey): boolean {
    if (key.do === 'move' || key.do === 'page' || key.do === 'edge') tabStart.current = null;
    switch (key.do) {
      case 'move': {
        const isFilled = (p: { row: number; column: number }) => {
          const there = columns[p.column];
          return there !== undefined && cellOf(rows[p.row], there.key) !== '';
        };
        const to = key.jump ? jump(key.direction, size, isFilled) : step(key.direction);
        select(moveTo(selection, to, size, key.extend));
        break;
      }
      case 'page':
        select(moveTo(selection, step(key.direction, Math.max(1, pageRows() - 1)), size, key.extend));
        break;
      case 'edge':
        select(moveTo(selection, (from) => edgeOf(key.to, from.row), size, key.extend));
        break;
      case 'enter':
        enter(key.back);
        break;
      case 'tab':
        return tab(key.back);
      case 'list':
        setHighlight((now) =>
          key.direction === 'down'
            ? Math.min(options.length - 1, now + 1)
            : Math.max(options.length > 0 ? 0 : -1, now - 1),
        );
        break;
      case 'widen':
        widen(active.column, key.by);
        break;
      case 'edit':
        beginEditing();
        break;
      case 'cancel':
        stopTyping();
        break;
      case 'clear': {
        const batch = clearRange(sheet, range);
        edit(batch, 'clear');
        tell(lockOf(row, column) ?? t('grid.said.cleared', { count: batch.edits.length }));
        break;
      }
      case 'fill-down':
        commands.fillDown();
        break;
      case 'copy-row-above':
        commands.copyRowAbove();
        break;
      case 'delete-row':
        commands.clearRows();
        break;
      case 'undo':
      case 'redo':
        takeBack(key.do);
        break;
      case 'select-all': {
        const last = rows.findLastIndex((one) => !isBlankRow(one));
        setSelection({ active: { row: 0, column: 0 }, anchor: { row: Math.max(0, last), column: columns.length - 1 } });
        break;
      }
      case 'save':
        commands.save();
        break;
    }
    return true;
  }

  function edgeOf(to: Extract<GridKey, { do: 'edge' }>['to'], rowNow: number) {
    if (to === 'row-start') return { row: rowNow, column: 0 };
    if (to === 'row-end') return { row: rowNow, column: columns.length - 1 };
    if (to === 'sheet-start') return { row: 0, column: 0 };
    return {
      row: Math.max(
        0,
        rows.findLastIndex((one) => !isBlankRow(one)),
      ),
      column: columns.length - 1,
    };
  }

  function onKeyDown(event: KeyboardEvent): void {
    // The input method has the key: it chooses a candidate or moves in its list.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const key = readKey(event, mode, lists && options.length > 0);
    if (key === undefined) return;
    if (obey(key)) event.preventDefault();
  }

  function onCopy(event: ClipboardEvent, cut: boolean): void {
    if (mode !== 'ready') return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', formatTsv(copyRange(sheet, range)));
    if (cut) edit(clearRange(sheet, range), 'clear');
    tell(t('grid.said.copied', { rows: range.bottom - range.top + 1, columns: range.right - range.left + 1 }));
  }

  function onPaste(event: ClipboardEvent): void {
    if (mode !== 'ready') return;
    event.preventDefault();
    const block = parseTsv(event.clipboardData.getData('text/plain'));
    if (block.length === 0) return;
    const pasted = pasteBlock(sheet, range, block, props.newRowId);
    edit({ edits: pasted.edits, created: pasted.created }, 'paste');
    setSelection({
      active: { row: range.top, column: range.left },
      anchor: {
        row: Math.max(range.top, range.top + pasted.rows - 1 - pasted.droppedRows),
        column: range.left + pasted.columns - 1,
      },
    });
    tell(pastedWords(pasted, t));
  }

  function onMouseDown(event: MouseEvent): void {
    if (event.button !== 0) return;
    const place = placeOf(event.target);
    if (place === undefined) return;
    // The pressed cell must not take the focus from the field.
    event.preventDefault();
    input.current?.focus({ preventScroll: true });
    tabStart.current = null;
    if (place.column === undefined)
      select({ active: { row: place.row, column: 0 }, anchor: { row: place.row, column: columns.length - 1 } });
    else if (event.shiftKey) select({ active, anchor: { row: place.row, column: place.column } });
    else select(at({ row: place.row, column: place.column }));
  }

  function onMouseMove(event: MouseEvent): void {
    if (event.buttons !== 1 || mode !== 'ready') return;
    const place = placeOf(event.target);
    if (place?.column !== undefined) setSelection({ active, anchor: { row: place.row, column: place.column } });
  }

  return {
    input,
    selection,
    range,
    mode,
    list: { open: lists, options, highlight, choose },
    said,
    notice,
    row,
    column,
    commands,
    finish,
    beginEditing,
    on: { onInput, onKeyDown, onCopy, onPaste, onMouseDown, onMouseMove },
  };
}
