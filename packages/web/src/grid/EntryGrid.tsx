// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which table rows cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the one text field of the grid keeps the focus and hears all keys
// biome-ignore-all lint/a11y/noStaticElementInteractions: the sheet only passes presses on to that field
import {
  type PointerEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { useTexts } from '../kit/i18n.ts';
import { useListedKeys } from '../kit/shortcuts.ts';
import { GridList, optionId } from './GridList.tsx';
import { type ColumnPlace, cellId, GridRowView } from './GridRowView.tsx';
import { type EditBatch, type GridColumn, type GridRow, lockOf } from './grid.model.ts';
import { gridBindings } from './grid-keys.ts';
import { useColumnWidths } from './grid-widths.ts';
import { columnEdges, rowWindow, scrollFor } from './grid-window.ts';
import { type EditKind, useEntryGrid } from './use-entry-grid.ts';
import './grid.css';

export interface EntryGridHandle {
  undo(): void;
  redo(): void;
  fillDown(): void;
  copyRowAbove(): void;
  clearRows(): void;
  save(): void;
  goTo(rowId: string, column: string): void;
}

export interface EntryGridProps {
  /** Under which the widths of the columns are kept. */
  name: string;
  label: string;
  columns: readonly GridColumn[];
  /** The owner keeps an empty row at the end to go on in. */
  rows: readonly GridRow[];
  /** So many columns stay in view when the sheet scrolls sideways; on a phone none but the row's number. */
  frozen: number;
  /** Columns that Ctrl+' leaves alone. */
  ownColumns: ReadonlySet<string>;
  /** Left out where rows are not made here. */
  newRowId?: () => string;
  onEdit: (batch: EditBatch, kind: EditKind) => void;
  /** Another row became the active one. */
  onActive?: (rowId: string | undefined, left: string | undefined) => void;
  /** Something begins to be typed into a row. */
  onTyping?: (rowId: string) => void;
  onSave?: (rowIds: readonly string[]) => void;
  /** Ctrl+Z has come to rows that are saved: saving them is taken back first. */
  onUndoSaved?: (rowIds: readonly string[]) => void;
  /** The last rows are in view. */
  onEnd?: () => void;
  ref?: Ref<EntryGridHandle>;
}

const rowRem = 2.4;
const headRem = 2.5;
/** Room for the longest state of a row beside a number of five digits: “Not saved”, 未保存. */
const stateHead = { zh: 8, en: 10.5 } as const;
const listRem = 15;

/**
 * A sheet to type into, as in Excel or WPS. One text field lies unseen over the selected cell and keeps the focus at all times: so an
 * input method finds an editable field at its first letter, and pasting needs no permission. Only the rows in view are drawn.
 */
export function EntryGrid(props: EntryGridProps): ReactNode {
  const { t, language } = useTexts();
  const gridId = useId();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const [rem, setRem] = useState(14);
  const [view, setView] = useState({ top: 0, left: 0, width: 800, height: 400 });
  const { columns, rows } = props;
  const { widths, widen } = useColumnWidths(props.name, columns);
  const headWidth = narrow ? 4 : stateHead[language];
  const frozen = narrow ? 0 : props.frozen;
  const { edges, width } = columnEdges(widths, headWidth);
  const rowHeight = Math.round(rowRem * rem);
  const headHeight = Math.round(headRem * rem);
  const bodyHeight = Math.max(rowHeight, view.height - headHeight);
  const widthsKey = widths.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same widths are the same places
  const places = useMemo(
    () => edges.map((left, at): ColumnPlace => ({ left, width: widths[at]!, frozen: at < frozen })),
    [widthsKey, frozen, headWidth],
  );
  const widenAt = useCallback(
    (at: number, by: number) => {
      const column = columns[at];
      if (column) widen(column, by);
    },
    [columns, widen],
  );
  useListedKeys('grid.help.title', gridBindings);
  const grid = useEntryGrid(props, () => Math.floor(bodyHeight / rowHeight), widenAt);
  const { selection, range, mode, list, row, column } = grid;
  useImperativeHandle(props.ref, () => grid.commands);

  useLayoutEffect(() => {
    const frame = scroller.current;
    const measured = probe.current;
    if (!frame || !measured) return;
    const measure = () => {
      // Not rounded: a hair of each rem would move the field off its cell.
      setRem(measured.getBoundingClientRect().height / rowRem);
      setView((before) => ({ ...before, width: frame.clientWidth, height: frame.clientHeight }));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(frame);
    watch.observe(measured);
    return () => watch.disconnect();
  }, []);

  const drawing = useRef(0);
  useEffect(() => () => cancelAnimationFrame(drawing.current), []);
  const onScroll = () => {
    cancelAnimationFrame(drawing.current);
    drawing.current = requestAnimationFrame(() => {
      const frame = scroller.current;
      if (frame) setView((before) => ({ ...before, top: frame.scrollTop, left: frame.scrollLeft }));
    });
  };

  // The end of the selection that moves is kept in view.
  const shownRow = useRef(0);
  const end = selection.anchor;
  const endLeft = edges[end.column] ?? headWidth;
  const endWidth = widths[end.column] ?? 0;
  const frozenWidth = frozen === 0 ? headWidth : (edges[frozen] ?? width);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the selection moves, not when somebody scrolls away from it
  useLayoutEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const isNewRow = shownRow.current !== end.row;
    shownRow.current = end.row;
    const top = scrollFor(
      { start: end.row * rowHeight, end: (end.row + 1) * rowHeight },
      { scroll: frame.scrollTop, size: frame.clientHeight - headHeight, frozen: 0 },
    );
    if (top !== frame.scrollTop) frame.scrollTop = top;
    if (end.column < frozen) {
      // Back at the beginning of a row: the columns beside it are what comes next.
      if (isNewRow) frame.scrollLeft = 0;
      return;
    }
    const left = scrollFor(
      { start: endLeft * rem, end: (endLeft + endWidth) * rem },
      { scroll: frame.scrollLeft, size: frame.clientWidth, frozen: frozenWidth * rem },
    );
    if (left !== frame.scrollLeft) frame.scrollLeft = left;
  }, [end.row, end.column, rowHeight]);

  const drawn = rowWindow(view.top, bodyHeight, rowHeight, rows.length);
  const { onEnd } = props;
  const atEnd = drawn.end >= rows.length;
  useEffect(() => {
    if (atEnd && rows.length > 0) onEnd?.();
  }, [atEnd, rows.length, onEnd]);
  const { active } = selection;
  const isFrozen = active.column < frozen;
  const fieldLeft = (edges[active.column] ?? headWidth) * rem + (isFrozen ? view.left : 0);
  const fieldTop = headHeight + active.row * rowHeight;
  const listId = `${gridId}-list`;
  const listAbove =
    fieldTop + rowHeight - view.top + listRem * rem > view.height && fieldTop - view.top > listRem * rem;
  const problem = row && column ? row.problems[column.key] : undefined;
  const isDrawn = active.row >= drawn.first && active.row < drawn.end;
  const described = problem && isDrawn ? `${cellId(gridId, active.row, active.column)}-why` : undefined;
  const named =
    list.open && list.highlight >= 0
      ? optionId(listId, list.highlight)
      : isDrawn
        ? cellId(gridId, active.row, active.column)
        : undefined;

  return (
    <div className="entry-grid">
      <div className="grid-probe" ref={probe} aria-hidden />
      <div className="grid-scroll" ref={scroller} onScroll={onScroll}>
        <div
          role="grid"
          id={gridId}
          aria-label={props.label}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 1}
          aria-multiselectable
          className="grid-sheet"
          style={{ width: `${width}rem`, height: headHeight + rows.length * rowHeight }}
          onMouseDown={grid.on.onMouseDown}
          onMouseMove={grid.on.onMouseMove}
          onDoubleClick={grid.beginEditing}
        >
          <div role="rowgroup" className="grid-heads">
            <div role="row" aria-rowindex={1} className="grid-heads-row">
              <div
                role="columnheader"
                aria-colindex={1}
                className="grid-column-head grid-head grid-frozen"
                style={{ width: `${headWidth}rem` }}
              >
                {t('grid.number')}
              </div>
              {columns.map((one, at) => (
                <ColumnHead
                  key={one.key}
                  column={one}
                  place={places[at]!}
                  index={at}
                  isLastFrozen={at === frozen - 1}
                  rem={rem}
                  onWiden={widenAt}
                />
              ))}
            </div>
          </div>
          <div role="rowgroup">
            {rows.slice(drawn.first, drawn.end).map((one, offset) => {
              const index = drawn.first + offset;
              const inRange = index >= range.top && index <= range.bottom;
              return (
                <GridRowView
                  key={one.id}
                  gridId={gridId}
                  row={one}
                  index={index}
                  top={headHeight + index * rowHeight}
                  height={rowHeight}
                  columns={columns}
                  places={places}
                  headWidth={headWidth}
                  from={inRange ? range.left : -1}
                  to={inRange ? range.right : -1}
                  active={index === active.row ? active.column : -1}
                />
              );
            })}
          </div>
        </div>
        <textarea
          ref={grid.input}
          rows={1}
          className={`grid-input${mode === 'ready' ? '' : ' grid-input-open'}`}
          style={{
            left: fieldLeft,
            top: fieldTop,
            width: Math.max((widths[active.column] ?? 8) * rem, mode === 'ready' ? 0 : 9 * rem),
            height: rowHeight,
            lineHeight: `${rowHeight}px`,
          }}
          aria-label={t('grid.typing', { column: column?.title ?? '', row: active.row + 1 })}
          aria-controls={list.open ? listId : gridId}
          {...(named ? { 'aria-activedescendant': named } : {})}
          {...(column?.options || column?.find ? { 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' } : {})}
          aria-invalid={problem?.kind === 'refused'}
          {...(described ? { 'aria-describedby': described } : {})}
          readOnly={lockOf(row, column) !== undefined}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          onInput={grid.on.onInput}
          onKeyDown={grid.on.onKeyDown}
          onCopy={(event) => grid.on.onCopy(event, false)}
          onCut={(event) => grid.on.onCopy(event, true)}
          onPaste={grid.on.onPaste}
          onBlur={grid.finish}
        />
        {list.open && (list.options.length > 0 || column?.options) ? (
          <GridList
            id={listId}
            label={t('grid.list', { column: column?.title ?? '' })}
            options={list.options}
            chosen={list.highlight}
            emptyText={t('grid.noOption')}
            above={listAbove}
            style={{ left: `${fieldLeft}px`, top: `${listAbove ? fieldTop : fieldTop + rowHeight}px` }}
            onChoose={list.choose}
          />
        ) : null}
      </div>
      <p className={`grid-why${problem?.kind === 'refused' ? ' grid-why-refused' : ''}`} aria-hidden>
        {problem?.text || grid.notice || row?.note || lockOf(row, column) || ''}
      </p>
      <div className="visually-hidden" aria-live="polite">
        {grid.said}
      </div>
    </div>
  );
}

/** The head of a column; its right edge is dragged, or pressed twice, to change the width (by keys: Alt+Shift and an arrow). */
function ColumnHead(props: {
  column: GridColumn;
  place: ColumnPlace;
  index: number;
  isLastFrozen: boolean;
  rem: number;
  onWiden: (index: number, by: number) => void;
}): ReactNode {
  const { t } = useTexts();
  const { column, place, index, rem, onWiden } = props;
  const from = useRef<number | null>(null);
  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    if (from.current === null) return;
    const by = Math.trunc((event.clientX - from.current) / (rem / 2)) / 2;
    if (by === 0) return;
    from.current += by * rem;
    onWiden(index, by);
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      className={`grid-column-head${place.frozen ? ' grid-frozen' : ''}${props.isLastFrozen ? ' grid-frozen-last' : ''}`}
      style={{ width: `${place.width}rem`, ...(place.frozen ? { left: `${place.left}rem` } : {}) }}
    >
      <span className="grid-text">{column.title}</span>
      {column.required ? (
        <span className="grid-required">
          <span aria-hidden>*</span>
          <span className="visually-hidden">{t('grid.required')}</span>
        </span>
      ) : null}
      <span
        className="grid-edge"
        aria-hidden
        title={t('grid.widen', { column: column.title })}
        onDoubleClick={(event) => {
          event.stopPropagation();
          onWiden(index, place.width < 20 ? 4 : -12);
        }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = event.clientX;
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          from.current = null;
        }}
      />
    </div>
  );
}
