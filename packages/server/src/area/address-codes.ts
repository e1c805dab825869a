import { type KnowsAddressCode, residencePermitAddressCodes } from '@renshe/domain/area/area.rules.ts';
import { parseCsvRecords } from '../platform/csv.ts';

/**
 * Builds the predicate behind the warning `address-code-unknown` from regions/cn/area-codes.csv (every county-level-and-up code since
 * 1981) and the areas of the loaded city, whose development zones the national list lacks.
 */
export function knownAddressCodes(areaCodesCsv: string, cityAreaCodes: Iterable<string> = []): KnowsAddressCode {
  const codes = new Set<string>(residencePermitAddressCodes);
  for (const row of parseCsvRecords(areaCodesCsv, ['code'])) codes.add(row.code);
  for (const code of cityAreaCodes) codes.add(code.slice(0, 6));
  return (sixDigits) => codes.has(sixDigits);
}
