import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CadenceRule,
  type EvidenceKind,
  evidenceKinds,
  type OfficeLevel,
  officeLevels,
  parseDue,
  type Rhythm,
  rhythms,
  type WorkSystem,
  workSystems,
} from '@renshe/domain/cadence/cadence.rules.ts';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseCsv } from '../platform/csv.ts';

let known: readonly CadenceRule[] | undefined;

/** The rules of the country (regions/cn/cadence.csv), read once. @throws Error naming the line that is wrong */
export function cadenceRules(): readonly CadenceRule[] {
  known ??= parseCadenceRules(decodeText(readFileSync(join(regionsFolder, 'cn', 'cadence.csv')), 'cadence.csv'));
  return known;
}

export function parseCadenceRules(text: string): CadenceRule[] {
  const [head, ...rows] = parseCsv(text);
  const names = head?.cells ?? [];
  const seen = new Set<string>();
  return rows.map(({ line, cells }) => {
    const row = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
    const wrong = (field: string): never => {
      throw new Error(`cadence.csv, line ${line}: ${field} is wrong`);
    };
    const key = row.key || wrong('key');
    if (seen.has(key)) wrong('key');
    seen.add(key);
    const evidence = oneOf<EvidenceKind>(evidenceKinds, row.evidence) ?? wrong('evidence');
    if ((evidence === 'report') !== Boolean(row.form)) wrong('form');
    return {
      key,
      zh: row.zh || wrong('zh'),
      en: row.en || wrong('en'),
      level: oneOf<OfficeLevel>(officeLevels, row.level) ?? wrong('level'),
      rhythm: oneOf<Rhythm>(rhythms, row.rhythm) ?? wrong('rhythm'),
      due: parseDue(row.due ?? '') ?? wrong('due'),
      system: row.system ? (oneOf<WorkSystem>(workSystems, row.system) ?? wrong('system')) : null,
      evidence,
      form: row.form || null,
      source: { zh: row.source || wrong('source'), en: row.source_en || wrong('source_en') },
    };
  });
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  return values.find((value) => value === text);
}
