import { Pagination, Table, type TableColumnsType } from 'antd';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorLine } from './ErrorPage.tsx';
import { formatNumber } from './format.ts';
import { useTexts } from './i18n.ts';
import { type ColumnPulling, ColumnPullingContext, ResizableHead } from './ResizableHead.tsx';
import { type KeyBinding, obeyKey, useListedKeys } from './shortcuts.ts';
import { fittingWidth, type ListedColumn, roundWidth, useTableColumns, widthProperty } from './table-columns.ts';

/** Where the page itself knows which columns there are, which of them are shown and in which order. */
export interface ColumnOrder {
  all: readonly { key: string; name: string }[];
  chosen: readonly string[];
  /** Undefined goes back to those that the list came with. */
  onChange: (columns: string[] | undefined) => void;
  isOwn: boolean;
}

export interface DataTableProps<Row extends object> {
  /** Under which the person's columns are kept, the same in every language. */
  name: string;
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
  /** 'fixed' where no column may be put away. */
  order?: ColumnOrder | 'fixed' | undefined;
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
  const [pulled, setPulled] = useState<{ key: string; width: number }>();
  const own = useTableColumns(props.name, props.columns, narrow, pulled);
  const { setWidth } = own;
  const pulling = useColumnPulling(section, setPulled, setWidth);
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
        {own.listed.length > 1 ? (
          <ColumnMenu
            columns={listedColumns(own.listed, props.order)}
            mayHide={props.order !== 'fixed'}
            frozen={own.frozen}
            onFreeze={(frozen) => own.change({ frozen })}
            onWiden={(key, by) => pulling.widen(key, by, headOf(section.current, key))}
            onFit={pulling.fit}
            {...orderActions(props.order, own)}
          />
        ) : null}
      </div>
      {props.error ? (
        <ErrorLine error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
      ) : (
        <ColumnPullingContext value={pulling}>
          <Table<Row>
            columns={own.columns}
            components={components}
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
        </ColumnPullingContext>
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

const components = { header: { cell: ResizableHead } };

function headOf(section: HTMLElement | null, key: string): HTMLElement | null {
  return section?.querySelector<HTMLElement>(`th[data-column="${CSS.escape(key)}"]`) ?? null;
}

/** The page's columns in their order, those that are put away behind them. */
function listedColumns(listed: readonly ListedColumn[], order: DataTableProps<object>['order']): ListedColumn[] {
  if (order === undefined || order === 'fixed') return [...listed];
  const drawn = new Map(listed.map((one) => [one.key, one]));
  const rest = order.all.filter((one) => !order.chosen.includes(one.key));
  const names = new Map(order.all.map((one) => [one.key, one.name]));
  return [
    ...order.chosen.map((key) => ({ key, name: names.get(key) ?? key, shown: true, width: drawn.get(key)?.width })),
    ...rest.map((one) => ({ ...one, shown: false, width: undefined })),
  ];
}

/** What hiding, moving and going back mean: for the page where it keeps the order, for the list otherwise. */
function orderActions(
  order: DataTableProps<object>['order'],
  own: Pick<ReturnType<typeof useTableColumns>, 'setShown' | 'change' | 'isOwn'>,
) {
  const reset = () => own.change({ hidden: undefined, widths: undefined, frozen: undefined });
  if (order === undefined || order === 'fixed') return { onShow: own.setShown, onReset: own.isOwn ? reset : undefined };
  const { chosen, onChange } = order;
  return {
    onShow: (key: string, shown: boolean) => onChange(shown ? [...chosen, key] : chosen.filter((one) => one !== key)),
    onMove: (key: string, by: -1 | 1) => {
      const next = chosen.filter((one) => one !== key);
      next.splice(chosen.indexOf(key) + by, 0, key);
      onChange(next);
    },
    onReset:
      own.isOwn || order.isOwn
        ? () => {
            reset();
            onChange(undefined);
          }
        : undefined,
  };
}

/** Pulling a column moves a property of the page's style; only letting go is written down. */
function useColumnPulling(
  section: { readonly current: HTMLElement | null },
  setPulled: (pulled: { key: string; width: number } | undefined) => void,
  setWidth: (key: string, width: number | undefined) => void,
): ColumnPulling {
  const now = useRef<{ key: string; width: number; from: number } | undefined>(undefined);
  return useMemo(() => {
    const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const widthOf = (head: HTMLElement | null) => (head ? head.getBoundingClientRect().width / rem() : 8);
    return {
      begin: (key, head) => {
        const width = widthOf(head);
        now.current = { key, width, from: width };
        setPulled({ key, width });
      },
      pull: (pixels) => {
        const one = now.current;
        if (!one) return;
        one.width = roundWidth(one.from + pixels / rem());
        section.current?.style.setProperty(widthProperty(one.key), `${one.width}rem`);
      },
      end: () => {
        const one = now.current;
        now.current = undefined;
        setPulled(undefined);
        if (!one) return;
        section.current?.style.removeProperty(widthProperty(one.key));
        if (one.width !== one.from) setWidth(one.key, one.width);
      },
      fit: (key) => {
        if (section.current) setWidth(key, fittingWidth(section.current, key));
      },
      widen: (key, by, head) => setWidth(key, widthOf(head) + by),
    };
  }, [section, setPulled, setWidth]);
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
