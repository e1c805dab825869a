import { type QualityRule, readQualityRule } from '@renshe/domain/quality/quality.rules.ts';
import { parseRegionTable, type RegionTable, regionTableReader } from '../area/region-table.ts';

const table: RegionTable<QualityRule> = { file: 'file-quality.csv', read: readQualityRule, own: 'instead' };

/** @throws Error naming the line that is wrong */
export const parseQualityRules = (text: string) => parseRegionTable(table, text);

/** The rule set of this installation: the country's table, or the city's in its place. */
export const qualityRules = regionTableReader(table);
