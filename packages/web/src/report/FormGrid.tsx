// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table of numbers that is walked with arrow keys is a grid (ARIA APG)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the table listens to the keys of all its cells
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { type KeyBinding, obeyKey, useListedKeys } from '../kit/shortcuts.ts';
import { useToast } from '../kit/toast.ts';
import { readKey, useRead } from '../kit/use-api.ts';
import {
  type FormAnswer,
  type FormColumn,
  type FormRow,
  type FormView,
  headRows,
  nextEntry,
  parseEntry,
  valueWords,
} from './form-grid.ts';
import { type CellKey, type CellPosition, cellKeys, moveCell, placeOf } from './report-grid.ts';

/** The form with its row and column numbers; cells by hand are typed into, all others open what stands behind them. */
export function FormGrid(props: {
  answer: FormAnswer;
  view: FormView;
  label: string;
  openCell: CellKey | undefined;
  onOpen: (row: string, column: string) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { answer, view } = props;
  const { rows, columns } = answer;
  const heads = useMemo(() => headRows(columns, language), [columns, language]);
  const numbers = useMemo(() => numbersOf(rows), [rows]);
  const marked = useMemo(() => new Set(answer.checks.flatMap((check) => check.rows)), [answer.checks]);
  const standing = useRead(submissionContracts.state, {
    query: { area: answer.area.code, form: answer.form.key, period: answer.period.text },
  });
  const returned = new Map(
    (standing.data?.returnedCells ?? []).map((cell) => [`${cell.row}~${cell.column}`, cell.remark]),
  );
  const [at, setAt] = useState<CellPosition>({ row: 0, column: 0 });
  const [typing, setTyping] = useState<{ row: number; column: number; text: string }>();
  const table = useRef<HTMLTableElement>(null);
  // The paper is narrower beside the open panel: the number that it explains stays in sight.
  const opened = props.openCell && `${props.openCell.line}~${props.openCell.column}`;
  useEffect(() => {
    if (opened) table.current?.querySelector('.report-open')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [opened]);
  /** The field was left by Enter or Esc: losing the focus saves nothing more. */
  const left = useRef(false);
  /** Entries come to the server in the order in which they were typed. */
  const saving = useRef<Promise<void>>(Promise.resolve());
  const toast = useToast();
  const client = useQueryClient();
  const current = { row: Math.min(at.row, rows.length - 1), column: Math.min(at.column, columns.length - 1) };

  const mayType = (row: FormRow | undefined, column: FormColumn | undefined): boolean =>
    answer.mayFill && view === 'period' && row?.kind === 'manual' && column?.measure === 'period';
  const focus = (to: CellPosition) => {
    setAt(to);
    const next = table.current?.querySelector<HTMLElement>(`[data-row="${to.row}"][data-column="${to.column}"]`);
    next?.focus();
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const startTyping = (position: CellPosition, first?: string) => {
    const row = rows[position.row];
    const column = columns[position.column];
    if (!row || !column || !mayType(row, column)) return;
    const own = row.entries.find((entry) => entry.cell === column.cell)?.own ?? null;
    setAt(position);
    left.current = false;
    setTyping({ ...position, text: first ?? (own === null ? '' : String(own)) });
  };
  /** False when it is no number: the cell stays open. Saving itself goes on in the background, one entry after the other. */
  const save = (position: CellPosition, text: string): boolean => {
    const row = rows[position.row]!;
    const column = columns[position.column]!;
    const value = parseEntry(text);
    if (value === undefined) {
      toast.problem(t('reportForm.notNumber'));
      return false;
    }
    const entry = row.entries.find((one) => one.cell === column.cell);
    left.current = true;
    setTyping(undefined);
    if (value === (entry?.own ?? null)) return true;
    const body = {
      area: answer.area.code,
      period: answer.period.text,
      row: row.key,
      cell: column.cell,
      value,
      version: entry?.version ?? 0,
    };
    // Each under a key of its own: of an entry whose answer was lost the next one knows nothing.
    const enter = async () => {
      await call(reportFormContracts.enter, { params: { form: answer.form.key }, body });
      await client.invalidateQueries({ queryKey: readKey(reportFormContracts.fill) });
    };
    saving.current = saving.current.then(enter).then(
      () => toast.saved(t('reportForm.entered', { line: row[language] })),
      (error: Error) => toast.problem(error.message),
    );
    return true;
  };
  const open = (position: CellPosition) => {
    const row = rows[position.row];
    const column = columns[position.column];
    if (row && column && row.period[column.key] !== undefined) props.onOpen(row.key, column.key);
  };
  const typesAt = (at: CellPosition) => mayType(rows[at.row], columns[at.column]);
  const keys: readonly KeyBinding<{ from: CellPosition; event: KeyboardEvent }>[] = [
    {
      keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      words: 'reportForm.keys.digit',
      run: ({ from, event }) => (typesAt(from) ? startTyping(from, event.key) : false),
    },
    {
      keys: ['Enter'],
      words: 'reportForm.keys.enter',
      run: ({ from }) => (typesAt(from) ? startTyping(from) : open(from)),
    },
    { keys: ['Space'], words: 'report.keys.open', run: ({ from }) => open(from) },
    {
      keys: cellKeys,
      words: 'report.keys.move',
      run: ({ from, event }) => {
        const to = moveCell(from, event.key, rows.length, columns.length, event.ctrlKey || event.metaKey);
        if (to) focus(to);
        return to !== undefined;
      },
    },
  ];
  useListedKeys('report.keys.title', keys);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const cell = event.target instanceof HTMLTableCellElement ? event.target : null;
    if (cell?.dataset.row === undefined) return;
    obeyKey(keys, event, { from: placeOf(cell), event });
  };

  return (
    <div className={`report-scroll form-scroll${columns.length > 10 ? ' form-wide' : ''}`}>
      <table className="report-grid form-grid" role="grid" aria-label={props.label} ref={table} onKeyDown={onKeyDown}>
        <thead>
          {heads.map((cells, level) => (
            <tr key={cells[0]?.key ?? level}>
              {level === 0 ? (
                <>
                  <th scope="col" rowSpan={heads.length} className="report-line-head">
                    {t('reportForm.line')}
                  </th>
                  <th scope="col" rowSpan={heads.length} className="form-unit">
                    {t('reportForm.unit')}
                  </th>
                  <th scope="col" rowSpan={heads.length} className="form-number">
                    {t('reportForm.number1')}
                  </th>
                </>
              ) : null}
              {cells.map((cell) => (
                <th
                  key={cell.key}
                  scope={cell.columns > 1 ? 'colgroup' : 'col'}
                  colSpan={cell.columns}
                  rowSpan={cell.rows}
                >
                  {cell.text}
                </th>
              ))}
            </tr>
          ))}
          <tr className="form-numbers">
            <th className="report-line-head">{t('reportForm.first')}</th>
            <th className="form-unit">{t('reportForm.second')}</th>
            <th className="form-number">{t('reportForm.third')}</th>
            {columns.map((column, index) => (
              <th key={column.key}>{index + 1}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.key} className={`report-level-${Math.min(row.level, 2)} form-kind-${row.kind}`}>
              <th scope="row" className="report-line-head">
                {row[language]}
              </th>
              <td className="form-unit">{row.kind === 'heading' ? '' : row.unit[language]}</td>
              <td className="form-number">{numbers[index]}</td>
              {columns.map((column, place) => {
                const types = mayType(row, column);
                const pointed = returned.get(`${row.key}~${column.key}`);
                const isTyped = typing?.row === index && typing.column === place;
                const value = row[view][column.key];
                const entry = row.entries.find((one) => one.cell === column.cell);
                const own =
                  types && entry?.own !== null && entry?.own !== undefined && entry.own !== value
                    ? entry.own
                    : undefined;
                return (
                  <td
                    key={column.key}
                    data-row={index}
                    data-column={place}
                    role="gridcell"
                    tabIndex={index === current.row && place === current.column && !typing ? 0 : -1}
                    className={[
                      'report-cell',
                      value === undefined ? 'report-none' : '',
                      value === null ? 'report-null' : '',
                      value === 0 ? 'report-zero' : '',
                      row.kind === 'manual' && column.measure === 'period' ? 'form-manual' : '',
                      types ? 'form-types' : '',
                      pointed === undefined ? '' : 'report-returned',
                      marked.has(row.key) && column.measure === 'period' ? 'form-checked' : '',
                      props.openCell?.line === row.key && props.openCell.column === column.key ? 'report-open' : '',
                    ].join(' ')}
                    onFocus={() => setAt({ row: index, column: place })}
                    onClick={() =>
                      types ? startTyping({ row: index, column: place }) : open({ row: index, column: place })
                    }
                    title={
                      pointed !== undefined
                        ? t('submission.cells.mark', { remark: pointed })
                        : own === undefined
                          ? undefined
                          : t('reportForm.ownPart', { own })
                    }
                  >
                    {isTyped ? (
                      <input
                        // biome-ignore lint/a11y/noAutofocus: the cell was chosen to be typed into
                        autoFocus
                        className="form-input"
                        inputMode="numeric"
                        aria-label={t('reportForm.enterLabel', { line: row[language] })}
                        value={typing.text}
                        onChange={(event) => setTyping({ ...typing, text: event.target.value })}
                        onBlur={() => {
                          if (!left.current && !save({ row: index, column: place }, typing.text)) setTyping(undefined);
                        }}
                        onKeyDown={(event) => {
                          if (event.nativeEvent.isComposing) return;
                          if (event.key === 'Escape') {
                            left.current = true;
                            setTyping(undefined);
                            setTimeout(() => focus({ row: index, column: place }));
                          }
                          if (event.key !== 'Enter') return;
                          event.preventDefault();
                          event.stopPropagation();
                          const next = { row: nextEntry(rows, index), column: place };
                          if (save({ row: index, column: place }, typing.text)) setTimeout(() => focus(next));
                        }}
                      />
                    ) : row.pending.includes(column.key) && view === 'period' ? (
                      <span title={t('report.counting')}>…</span>
                    ) : value === undefined ? (
                      row.kind === 'heading' ? (
                        ''
                      ) : (
                        '—'
                      )
                    ) : value === null ? (
                      absentWords(row, column, t)
                    ) : (
                      valueWords(row, column, value)
                    )}
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

function numbersOf(rows: readonly FormRow[]): string[] {
  let number = 0;
  return rows.map((row) => (row.kind === 'heading' ? '' : String(++number)));
}

/** A ratio without object, an entry nobody made, a period that the system does not know. */
function absentWords(row: FormRow, column: FormColumn, t: ReturnType<typeof useTexts>['t']): string {
  if (['previous', 'yearAgo', 'change', 'changeRate'].includes(column.measure)) return '—';
  return t(row.kind === 'ratio' && !row.waits ? 'report.noObject' : 'reportForm.missing');
}
