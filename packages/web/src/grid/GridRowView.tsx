// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which table rows cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the one text field of the grid keeps the focus; cells are named to it (appendix of the web guide)
import { memo, type ReactNode } from 'react';
import { cellOf, type GridColumn, type GridRow, lockOf, type RowStateKind, showCell } from './grid.model.ts';

export interface ColumnPlace {
  /** rem */
  left: number;
  width: number;
  frozen: boolean;
}

interface Props {
  gridId: string;
  row: GridRow;
  index: number;
  top: number;
  height: number;
  columns: readonly GridColumn[];
  places: readonly ColumnPlace[];
  headWidth: number;
  /** Selected columns of this row, both ends included; -1 when none. */
  from: number;
  to: number;
  /** The column of the active cell when it lies in this row, otherwise -1. */
  active: number;
}

const marks: Readonly<Record<RowStateKind, string>> = {
  blank: '',
  draft: '•',
  attention: '?',
  saving: '…',
  saved: '√',
  refused: '×',
};

export function cellId(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`;
}

/** One row. Drawn again only when it, its place or its part of the selection changes. */
export const GridRowView = memo(function GridRowView(props: Props): ReactNode {
  const { row, index, columns, places, gridId } = props;
  const headId = `${gridId}-head-${index}`;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`grid-row${props.active >= 0 ? ' grid-row-active' : ''}`}
      data-state={row.state}
      data-row={index}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      <div
        role="rowheader"
        id={headId}
        aria-colindex={1}
        className="grid-head grid-frozen"
        style={{ width: `${props.headWidth}rem` }}
        title={row.note ?? row.stateText}
      >
        <span className="grid-number">{index + 1}</span>
        {row.state === 'blank' ? null : (
          <span className="grid-state">
            <span aria-hidden>{marks[row.state]}</span>
            <span className="grid-state-words">{row.stateText}</span>
          </span>
        )}
      </div>
      {columns.map((column, at) => {
        const place = places[at]!;
        const value = cellOf(row, column.key);
        const problem = row.problems[column.key];
        const inherited = value === '' ? row.inherited?.[column.key] : undefined;
        const locked = lockOf(row, column) !== undefined;
        const id = cellId(gridId, index, at);
        const names = [
          'grid-cell',
          place.frozen ? 'grid-frozen' : '',
          column.figures ? 'grid-figures' : '',
          at >= props.from && at <= props.to ? 'grid-selected' : '',
          at === props.active ? 'grid-active' : '',
          problem ? `grid-${problem.kind}` : '',
          inherited ? 'grid-inherited' : '',
          locked && row.locked === undefined ? 'grid-locked' : '',
        ];
        return (
          <div
            key={column.key}
            role="gridcell"
            id={id}
            aria-colindex={at + 2}
            aria-selected={at >= props.from && at <= props.to}
            aria-readonly={locked}
            {...(problem
              ? { 'aria-invalid': problem.kind === 'refused', 'aria-describedby': `${id}-why`, title: problem.text }
              : {})}
            data-column={at}
            className={names.filter((name) => name !== '').join(' ')}
            style={{ width: `${place.width}rem`, ...(place.frozen ? { left: `${place.left}rem` } : {}) }}
          >
            {problem ? (
              <>
                <span className="grid-mark" aria-hidden>
                  {problem.kind === 'refused' ? '×' : '!'}
                </span>
                <span id={`${id}-why`} hidden>
                  {problem.text}
                </span>
              </>
            ) : null}
            <span className="grid-text">{inherited ?? showCell(column, value)}</span>
          </div>
        );
      })}
    </div>
  );
});
