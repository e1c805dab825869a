import {
  type ColumnPreference,
  mostFrozenColumns,
  narrowestColumn,
  type PreferenceValue,
  widestColumn,
} from '@renshe/domain/preference/preference.ts';
import type { TableColumnsType, TableColumnType } from 'antd';
import { type CSSProperties, useCallback, useMemo } from 'react';
import { keepPreference, preferenceOf, usePreference } from '../preference/preference-store.ts';

/** A column as the menu of columns shows it. */
export interface ListedColumn {
  key: string;
  name: string;
  shown: boolean;
  /** rem; undefined while it fits what stands in it. */
  width: number | undefined;
}

/** rem: what is longer than that is better read on several lines. */
const widestFit = 40;
const keyPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$/;

/** The key of a column that has one for ever; others cannot be kept. */
function keyOf<Row>(column: TableColumnsType<Row>[number]): string | undefined {
  const key = String(column.key ?? ('dataIndex' in column ? column.dataIndex : undefined) ?? '');
  return keyPattern.test(key) ? key : undefined;
}

/** The property of the page's style that holds a column's width while it is pulled. */
export const widthProperty = (key: string) => `--column-${key.replaceAll(/[^A-Za-z0-9]/g, '_')}`;

function widthStyle(key: string, width: number | undefined): CSSProperties | undefined {
  if (width === undefined) return undefined;
  const value = `var(${widthProperty(key)}, ${width}rem)`;
  return { width: value, minWidth: value, maxWidth: value };
}

/** As near to what is asked as a column may be, in half rem. */
export function roundWidth(rem: number): number {
  return Math.max(narrowestColumn, Math.min(widestColumn, Math.round(rem * 2) / 2));
}

/**
 * The columns of a list as this person left them: hidden, wide or narrow, frozen while the list is scrolled sideways.
 * @param pulled the column that is being pulled, and its width when that began
 */
export function useTableColumns<Row>(
  list: string,
  columns: TableColumnsType<Row>,
  narrow: boolean,
  pulled: { key: string; width: number } | undefined,
) {
  const key = `columns:${list}` as const;
  const own: PreferenceValue<typeof key> | undefined = usePreference(key);
  const delivered = columns.findIndex((column) => column.fixed !== 'left');
  const frozen = own?.frozen ?? (delivered < 0 ? columns.length : delivered);
  const change = useCallback(
    (part: { [K in keyof ColumnPreference]?: ColumnPreference[K] | undefined }) => {
      const next = Object.fromEntries(
        Object.entries({ ...preferenceOf(key), ...part }).filter(
          ([, value]) => value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0),
        ),
      ) as ColumnPreference;
      keepPreference(key, Object.keys(next).length > 0 ? next : undefined);
    },
    [key],
  );
  const listed: ListedColumn[] = columns.flatMap((column) => {
    const columnKey = keyOf(column);
    if (columnKey === undefined || typeof column.title !== 'string' || column.title === '') return [];
    const shown = !own?.hidden?.includes(columnKey);
    return [{ key: columnKey, name: column.title.replace(/ [↑↓]$/, ''), shown, width: own?.widths?.[columnKey] }];
  });
  const known = new Set(listed.map((one) => one.key));
  const put = own?.hidden?.filter((one) => known.has(one)) ?? [];
  // A list of which everything was put away would say nothing.
  const away = new Set(put.length < listed.length ? put : []);
  const shown = columns.filter((column) => !away.has(keyOf(column) ?? ''));
  // A phone has room for one.
  const still = narrow ? Math.min(frozen, 1) : frozen;
  const drawn = shown.map((column, index) => {
    const columnKey = keyOf(column);
    const { fixed, ...rest } = column;
    const stays = index < still ? { fixed: 'left' as const } : fixed === 'right' ? { fixed } : {};
    if (columnKey === undefined || !known.has(columnKey)) return { ...rest, ...stays };
    const width = pulled?.key === columnKey ? pulled.width : own?.widths?.[columnKey];
    return withWidth({ ...(rest as TableColumnType<Row>), ...stays }, columnKey, width);
  });
  return {
    columns: drawn as TableColumnsType<Row>,
    listed,
    frozen: Math.min(frozen, mostFrozenColumns),
    isOwn: own !== undefined,
    change,
    setWidth: useMemo(
      () => (columnKey: string, width: number | undefined) => {
        const { [columnKey]: _, ...rest } = preferenceOf(key)?.widths ?? {};
        change({ widths: width === undefined ? rest : { ...rest, [columnKey]: roundWidth(width) } });
      },
      [key, change],
    ),
    setShown: (columnKey: string, isShown: boolean) => {
      const rest = put.filter((one) => one !== columnKey);
      change({ hidden: isShown ? rest : [...rest, columnKey] });
    },
  };
}

function withWidth<Row>(column: TableColumnType<Row>, key: string, width: number | undefined): TableColumnType<Row> {
  const style = widthStyle(key, width);
  const set = style ? { className: 'column-set' } : {};
  return {
    ...column,
    onHeaderCell: (col, index) => {
      const given = column.onHeaderCell?.(col, index) ?? {};
      return { ...given, 'data-column': key, ...(style && { style: { ...given.style, ...style } }) } as object;
    },
    onCell: (row, index) => {
      const given = column.onCell?.(row, index) ?? {};
      return { ...given, 'data-column': key, ...set, ...(style && { style: { ...given.style, ...style } }) } as object;
    },
  };
}

/** rem that the widest of what is drawn of a column needs on one line: everything is loosened for the moment in which it is measured. */
export function fittingWidth(section: HTMLElement, key: string): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const cells = [...section.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(key)}"]`)];
  const loosened = [...section.querySelectorAll<HTMLElement>('table'), ...cells].map((element) => {
    const before = element.style.cssText;
    element.style.cssText += ';width:auto;min-width:0;max-width:none;white-space:nowrap';
    return () => {
      element.style.cssText = before;
    };
  });
  let widest = 0;
  for (const cell of cells) {
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    const range = document.createRange();
    range.selectNodeContents(cell);
    const edge = cell.querySelector('.column-edge');
    if (edge) range.setEndBefore(edge);
    const inside = range.getBoundingClientRect().width;
    widest = Math.max(widest, inside + Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight));
  }
  for (const restore of loosened) restore();
  // A pixel more than measured, or the last sign would go onto a line of its own.
  return Math.min(widestFit, Math.ceil(((widest + 1) / rem) * 2) / 2);
}
