// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table of numbers that is walked with arrow keys is a grid (ARIA APG)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the table listens to the keys of all its cells
import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { type KeyBinding, obeyKey, useListedKeys } from '../kit/shortcuts.ts';
import {
  type CellKey,
  type CellPosition,
  cellKeys,
  cellValue,
  changesByCell,
  formatCellKey,
  formatFigure,
  groupColumns,
  type MarkedMeasure,
  marksOf,
  moveCell,
  placeOf,
  type ReportLine,
  type ReportView,
} from './report-grid.ts';

/** The form as on paper: heads stay in view, arrow keys move between cells, Enter opens the people behind one. */
export function ReportGrid(props: {
  report: MonthlyReport;
  view: ReportView;
  label: string;
  openCell: CellKey | undefined;
  onOpen: (cell: CellKey) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { report, view } = props;
  const groups = useMemo(() => groupColumns(report.columns), [report.columns]);
  const changes = useMemo(() => changesByCell(report.state), [report.state]);
  const returned = useMemo(
    () => new Map(report.state.returnedCells.map((cell) => [`${cell.row}~${cell.column}`, cell.remark])),
    [report.state.returnedCells],
  );
  const [at, setAt] = useState<CellPosition>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  // The paper is narrower beside the open panel: the number that it explains stays in sight.
  const opened = props.openCell && `${props.openCell.line}~${props.openCell.column}`;
  useEffect(() => {
    if (opened) table.current?.querySelector('.report-open')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [opened]);
  const lastRow = report.lines.length - 1;
  const current = { row: Math.min(at.row, lastRow), column: Math.min(at.column, report.columns.length - 1) };

  const keys: readonly KeyBinding<{ cell: HTMLElement; event: KeyboardEvent }>[] = [
    {
      keys: ['Enter', 'Space'],
      words: 'report.keys.open',
      // The small mark inside a cell is a button of its own.
      run: ({ cell, event }) => event.target === cell && open(placeOf(cell), null),
    },
    {
      keys: cellKeys,
      words: 'report.keys.move',
      run: ({ cell, event }) => {
        const withControl = event.ctrlKey || event.metaKey;
        const to = moveCell(placeOf(cell), event.key, report.lines.length, report.columns.length, withControl);
        if (!to) return false;
        setAt(to);
        const next = table.current?.querySelector<HTMLElement>(`[data-row="${to.row}"][data-column="${to.column}"]`);
        next?.focus();
        next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        return true;
      },
    },
  ];
  useListedKeys('report.keys.title', keys);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (!cell) return;
    obeyKey(keys, event, { cell, event });
  };
  const open = (position: CellPosition, mark: MarkedMeasure | null) => {
    const line = report.lines[position.row];
    const column = report.columns[position.column];
    if (line && column && cellValue(line, column.key, view) !== undefined)
      props.onOpen({ line: line.key, column: column.key, mark });
  };

  return (
    <div className="report-scroll">
      <table className="report-grid" role="grid" aria-label={props.label} ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="report-line-head">
              {t('report.line')}
            </th>
            {groups.map((group) =>
              group.columns.length === 1 && group.zh === '' ? (
                <th key={group.key} scope="col" rowSpan={2}>
                  {group.columns[0]?.[language]}
                </th>
              ) : (
                <th key={group.key} scope="colgroup" colSpan={group.columns.length} className="report-group">
                  {group[language]}
                </th>
              ),
            )}
          </tr>
          <tr>
            {groups.flatMap((group) =>
              group.columns.length === 1 && group.zh === ''
                ? []
                : group.columns.map((column, index) => (
                    <th key={column.key} scope="col" className={index === 0 ? 'report-group' : ''}>
                      {column[language]}
                    </th>
                  )),
            )}
          </tr>
        </thead>
        <tbody>
          {report.lines.map((line, row) => (
            <tr key={line.key} className={`report-level-${Math.min(line.level, 2)}`}>
              <th scope="row" className="report-line-head">
                {line[language]}
                {line.unit === 'person' ? null : <UnitOf line={line} />}
              </th>
              {report.columns.map((column, index) => {
                const value = cellValue(line, column.key, view);
                const key = formatCellKey({ line: line.key, column: column.key, mark: null });
                const change = view === 'month' ? changes.get(key) : undefined;
                const pointed = returned.get(key);
                const isOpen = props.openCell?.line === line.key && props.openCell.column === column.key;
                const waits = view === 'month' && line.pending.includes(column.key);
                const words = waits
                  ? '…'
                  : value === undefined
                    ? '—'
                    : value === null
                      ? t('report.noObject')
                      : formatFigure(value, line.unit);
                const starts = groups.some((group) => group.zh !== '' && group.columns[0]?.key === column.key);
                return (
                  <td
                    key={column.key}
                    data-row={row}
                    data-column={index}
                    role="gridcell"
                    tabIndex={row === current.row && index === current.column ? 0 : -1}
                    className={[
                      'report-cell',
                      starts ? 'report-group' : '',
                      value === null ? 'report-null' : '',
                      value === undefined ? 'report-none' : '',
                      value === 0 ? 'report-zero' : '',
                      change ? 'report-changed' : '',
                      pointed === undefined ? '' : 'report-returned',
                      isOpen ? 'report-open' : '',
                    ].join(' ')}
                    onFocus={() => setAt({ row, column: index })}
                    onClick={() => open({ row, column: index }, null)}
                    title={
                      pointed !== undefined
                        ? t('submission.cells.mark', { remark: pointed })
                        : change
                          ? changeWords(t, line, change)
                          : waits
                            ? t('report.counting')
                            : undefined
                    }
                  >
                    {words}
                    {marksOf(line, column.key, view).map((mark) => {
                      const hint = t(`report.mark.${mark.measure}`, { value: signed(mark.value, line.unit) });
                      return (
                        <button
                          key={mark.measure}
                          type="button"
                          tabIndex={-1}
                          className={`report-mark report-mark-${mark.measure}`}
                          title={hint}
                          aria-label={hint}
                          onClick={(event) => {
                            event.stopPropagation();
                            open({ row, column: index }, mark.measure);
                          }}
                        >
                          {signed(mark.value, line.unit)}
                        </button>
                      );
                    })}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UnitOf(props: { line: ReportLine }): ReactNode {
  const { t } = useTexts();
  const { unit } = props.line;
  return (
    <small className="report-unit">{unit === 'percent' ? t('report.unitPercent') : t('report.unitHousehold')}</small>
  );
}

/** +2 or −1, for parts and differences. */
export function signed(value: number, unit: ReportLine['unit']): string {
  return value > 0 ? `+${formatFigure(value, unit)}` : formatFigure(value, unit);
}

function changeWords(
  t: ReturnType<typeof useTexts>['t'],
  line: ReportLine,
  change: { before: number | null; now: number | null },
): string {
  const words = (value: number | null) => (value === null ? t('report.noObject') : formatFigure(value, line.unit));
  return t('report.changedHint', { before: words(change.before), now: words(change.now) });
}
