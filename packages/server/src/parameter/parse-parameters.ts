import { isCode } from '@renshe/domain/code/code-set.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { parameterCertainties, parameterKeys, parameterMisfit } from '@renshe/domain/parameter/parameter.keys.ts';
import { parseCsvRecords } from '../platform/csv.ts';

export type ParameterSeed = {
  key: string;
  /** '000000' for the whole country, otherwise the 12-digit code of an area. */
  areaCode: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  value: number | string | boolean;
  unit: string;
  source: string;
  certainty: string;
};

const columns = ['key', 'area_code', 'from_on', 'to_on', 'value', 'unit', 'source', 'certainty'] as const;

/** Reads a region's parameters.csv; `value` is JSON. Throws with the line of the first mistake: the file is shipped, not typed in by users. */
export function parseParameters(text: string): ParameterSeed[] {
  return parseCsvRecords(text, columns).map((record) => {
    const mistake = (what: string): Error => new Error(`parameters.csv line ${record.line}: ${what}`);
    const key = parameterKeys.find((row) => row.code === record.key);
    if (!key) throw mistake(`unknown key '${record.key}'`);
    if (!isPlainDate(record.from_on) || (record.to_on !== '' && !isPlainDate(record.to_on))) {
      throw mistake('a date is not of the form 2026-01-31');
    }
    if (!/^(000000|\d{12})$/.test(record.area_code)) throw mistake(`'${record.area_code}' is no area code`);
    if (!isCode(parameterCertainties, record.certainty)) throw mistake(`unknown certainty '${record.certainty}'`);
    if (record.source === '') throw mistake('the source is missing');
    const value: unknown = JSON.parse(record.value);
    if (parameterMisfit(key, value)) throw mistake(`'${record.value}' is no ${key.value} that fits ${key.code}`);
    return {
      key: key.code,
      areaCode: record.area_code,
      fromOn: record.from_on,
      toOn: record.to_on || null,
      value: value as number | string | boolean,
      unit: record.unit,
      source: record.source,
      certainty: record.certainty,
    };
  });
}
