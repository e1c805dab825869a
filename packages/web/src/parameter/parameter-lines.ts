import type { ParameterRow } from '@renshe/domain/parameter/parameter.contract.ts';

/** One parameter of one area with all its values, newest first. */
export interface ParameterLine {
  key: string;
  areaCode: string | null;
  areaName: string;
  values: ParameterRow[];
}

/** Lines in the given order of keys, others behind; within a key from the nation down to the district. */
export function parameterLines(rows: readonly ParameterRow[], order: readonly string[] = []): ParameterLine[] {
  const rank = (key: string): string => {
    const at = order.indexOf(key);
    return at < 0 ? `~${key}` : String(at).padStart(4, '0');
  };
  const lines = new Map<string, ParameterLine>();
  for (const row of rows) {
    const id = `${row.key} ${row.areaCode ?? ''}`;
    const line = lines.get(id) ?? { key: row.key, areaCode: row.areaCode, areaName: row.areaName, values: [] };
    lines.set(id, line);
    line.values.push(row);
  }
  for (const line of lines.values()) line.values.sort((a, b) => (a.fromOn < b.fromOn ? 1 : -1));
  const place = (line: ParameterLine): string => `${rank(line.key)} ${line.areaCode ?? ''}`;
  return [...lines.values()].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

export type ValueState = 'past' | 'current' | 'future';

export function valueState(row: Pick<ParameterRow, 'fromOn' | 'toOn'>, today: string): ValueState {
  if (row.fromOn > today) return 'future';
  return row.toOn !== null && row.toOn <= today ? 'past' : 'current';
}

export function currentValue(line: ParameterLine, today: string): ParameterRow | undefined {
  return line.values.find((row) => valueState(row, today) === 'current');
}

/** What a person typed as a value of the same type as the old one; undefined when it is none. */
export function parseValue(text: string, like: ParameterRow['value']): ParameterRow['value'] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (typeof like === 'string') return trimmed;
  if (typeof like === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}
