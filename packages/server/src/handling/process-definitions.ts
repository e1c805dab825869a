import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handlingUnits, type ProcessDefinition, processKeys } from '@renshe/domain/handling/handling.rules.ts';
import type { Sentence } from '@renshe/domain/kernel/app-error.ts';
import { parameterKeys } from '@renshe/domain/parameter/parameter.keys.ts';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseCsv } from '../platform/csv.ts';

let known: readonly ProcessDefinition[] | undefined;

/** The processes of the country (regions/cn/processes.csv), read once. @throws Error naming the line that is wrong */
export function processDefinitions(): readonly ProcessDefinition[] {
  known ??= parseProcesses(decodeText(readFileSync(join(regionsFolder, 'cn', 'processes.csv')), 'processes.csv'));
  return known;
}

/** What a unit of days is called in the parameters. */
const parameterUnits = { workday: '工作日', day: '日' } as const;

export function parseProcesses(text: string): ProcessDefinition[] {
  const [head, ...rows] = parseCsv(text);
  const names = head?.cells ?? [];
  const seen = new Set<string>();
  return rows.map(({ line, cells }) => {
    const row = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
    const wrong = (field: string): never => {
      throw new Error(`processes.csv, line ${line}: ${field} is wrong`);
    };
    const key = processKeys.find((one) => one === row.key) ?? wrong('key');
    if (seen.has(key)) wrong('key');
    seen.add(key);
    const unit = handlingUnits.find((one) => one === row.unit) ?? wrong('unit');
    const parameter = row.promise ? (parameterKeys.find((one) => one.code === row.promise) ?? wrong('promise')) : null;
    // A promise in calendar days that is measured in working days would always be kept.
    if (parameter && parameter.unit !== parameterUnits[unit]) wrong('unit');
    const list = (field: 'steps' | 'materials'): Sentence[] => {
      const zh = (row[field] || wrong(field)).split('|');
      const en = (row[`${field}_en`] ?? '').split('|');
      if (zh.length !== en.length || [...zh, ...en].some((one) => one.trim() === '')) wrong(`${field}_en`);
      return zh.map((one, i) => ({ zh: one.trim(), en: en[i]!.trim() }));
    };
    return {
      key,
      zh: row.zh || wrong('zh'),
      en: row.en || wrong('en'),
      unit,
      promise: parameter?.code ?? null,
      steps: list('steps'),
      materials: list('materials'),
      source: { zh: row.source || wrong('source'), en: row.source_en || wrong('source_en') },
    };
  });
}
