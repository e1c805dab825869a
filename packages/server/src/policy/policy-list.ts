import { type Policy, readPolicy } from '@renshe/domain/policy/policy.rules.ts';
import { parseRegionTable, type RegionTable, regionTableReader } from '../area/region-table.ts';

const table: RegionTable<Policy> = { file: 'policies.csv', read: readPolicy, own: 'beside' };

/** @throws Error naming the line that is wrong */
export const parsePolicies = (text: string) => parseRegionTable(table, text);

/** The policies that can be recorded: the country's list, and the city's, which adds its own or replaces one by its key. */
export const listPolicies = regionTableReader(table);
