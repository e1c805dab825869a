import { Pagination, Table, type TableColumnsType } from 'antd';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { EmptyState } from './EmptyState.tsx';
import { ErrorLine } from './ErrorPage.tsx';
import { formatNumber } from './format.ts';
import { useTexts } from './i18n.ts';
import { type KeyBinding, obeyKey, useListedKeys } from './shortcuts.ts';

export interface DataTableProps<Row extends object> {
  /** What the list is, for screen readers. */
  label: string;
  columns: TableColumnsType<Row>;
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** All rows that match, not only this page; always shown. */
  count: number | undefined;
  /** False when the server stopped counting: "more than". */
  countIsExact?: boolean;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Row click and Enter. */
  onOpen?: (row: Row) => void;
  /** Address of the row's own page: Ctrl-click, middle click. */
  hrefOf?: (row: Row) => string;
  /** Server paging; `offset` stands in the URL of the page. */
  paging?: { offset: number; limit: number; onOffset: (offset: number) => void };
  empty?: { title?: string; help?: ReactNode; action?: ReactNode };
  /** Choose rows; the caller draws the bulk bar. */
  selection?: { keys: readonly string[]; onChange: (keys: string[]) => void };
  rowClassName?: (row: Row) => string;
  openKey?: string | undefined;
  /** Table foot such as a totals row. */
  summary?: ReactNode;
}

/** A list: count, columns, paging in the URL, row click opens, arrows move, nothing found says what to do. */
export function DataTable<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // A table that scrolls sideways and holds nothing to focus must itself be reachable by keyboard (WCAG 2.1.1).
    const scroller = section.current?.querySelector<HTMLElement>('.ant-table-content');
    if (!scroller) return;
    const alone = scroller.scrollWidth > scroller.clientWidth && !scroller.querySelector('a, button, [tabindex="0"]');
    if (alone) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
  });
  const { paging, onOpen, hrefOf, selection } = props;
  const open = (row: Row, event: MouseEvent | KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && hrefOf) window.open(hrefOf(row), '_blank', 'noopener');
    else onOpen?.(row);
  };
  const keys = rowKeys(open);
  useListedKeys('kit.table.keysTitle', onOpen || hrefOf ? keys : []);
  return (
    <section className="data-table" aria-label={props.label} ref={section}>
      <div className="data-table-count" aria-live="polite">
        {props.count === undefined ? (
          props.error ? null : (
            t('kit.loading')
          )
        ) : props.countIsExact === false ? (
          <span>{t('kit.table.about', { formatted: formatNumber(Math.round(props.count / 100) * 100) })}</span>
        ) : (
          <span>{t('kit.table.count', { count: props.count, formatted: formatNumber(props.count) })}</span>
        )}
        {onOpen && props.rows && props.rows.length > 0 ? (
          <span className="keys-hint">{t('kit.table.keys')}</span>
        ) : null}
      </div>
      {props.error ? (
        <ErrorLine error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
      ) : (
        <Table<Row>
          columns={props.columns}
          dataSource={props.rows ?? []}
          rowKey={props.rowKey}
          loading={props.loading ?? props.rows === undefined}
          pagination={false}
          size="middle"
          scroll={{ x: 'max-content' }}
          {...(props.summary ? { summary: () => props.summary } : {})}
          {...(selection
            ? {
                rowSelection: {
                  // The table draws every head a second time to measure it: nothing in it may take the focus.
                  columnTitle: t('kit.table.choose'),
                  selectedRowKeys: [...selection.keys],
                  onChange: (keys) => selection.onChange(keys.map(String)),
                },
              }
            : {})}
          rowClassName={(row) =>
            `${props.rowClassName?.(row) ?? ''}${props.openKey === props.rowKey(row) ? ' row-open' : ''}`
          }
          locale={{
            // Nobody knows yet whether there is nothing.
            emptyText:
              (props.loading ?? props.rows === undefined) ? (
                ' '
              ) : (
                <EmptyState
                  title={props.empty?.title ?? t('kit.table.empty')}
                  help={props.empty?.help}
                  action={props.empty?.action}
                />
              ),
          }}
          {...(onOpen || hrefOf
            ? {
                onRow: (row) => ({
                  tabIndex: 0,
                  className: 'row-clickable',
                  onClick: (event) => {
                    if (!isControl(event.target)) open(row, event);
                  },
                  onAuxClick: (event) => {
                    if (event.button === 1 && hrefOf) window.open(hrefOf(row), '_blank', 'noopener');
                  },
                  onKeyDown: (event) => {
                    if (event.target === event.currentTarget) obeyKey(keys, event, { row, event });
                  },
                }),
              }
            : {})}
        />
      )}
      {paging && props.count !== undefined && props.count > paging.limit ? (
        <Pagination
          className="data-table-pages"
          current={Math.floor(paging.offset / paging.limit) + 1}
          pageSize={paging.limit}
          total={props.count}
          showSizeChanger={false}
          simple={narrow}
          showTotal={(_, [from, to]) => t('kit.table.range', { from: formatNumber(from), to: formatNumber(to) })}
          onChange={(page) => paging.onOffset((page - 1) * paging.limit)}
        />
      ) : null}
    </section>
  );
}

/** Clicks on controls inside a row are theirs. */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, label, .ant-checkbox-wrapper, .ant-table-selection-column') !== null
  );
}

function rowKeys<Row>(
  open: (row: Row, event: KeyboardEvent) => void,
): readonly KeyBinding<{ row: Row; event: KeyboardEvent }>[] {
  return [
    { keys: ['Enter'], words: 'kit.table.keyOpen', run: ({ row, event }) => open(row, event) },
    { keys: ['Ctrl+Enter'], words: 'kit.table.keyTab', run: ({ row, event }) => open(row, event) },
    { keys: ['ArrowDown'], words: 'kit.table.keyNext', run: ({ event }) => moveFocus(event, 'nextElementSibling') },
    {
      keys: ['ArrowUp'],
      words: 'kit.table.keyPrevious',
      run: ({ event }) => moveFocus(event, 'previousElementSibling'),
    },
  ];
}

/** False at the end of the table. */
function moveFocus(event: KeyboardEvent, way: 'nextElementSibling' | 'previousElementSibling'): boolean {
  const next = event.currentTarget[way];
  if (!(next instanceof HTMLElement)) return false;
  next.focus();
  return true;
}
