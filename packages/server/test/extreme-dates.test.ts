import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openTestApp, type TestApp } from './test-app.ts';

/**
 * Whoever may read may also ask for the year 1 or 9999. An answer may refuse it; it never fails (handbook/security.md §4b: no 5xx).
 */
const days = ['0001-01-01', '1950-01-01', '2024-02-29', '2199-12-31', '9999-12-31'];
const months = ['0001-01', '1950-01', '1999-12', '2199-12', '9999-12'];
const years = ['2000', '2100'];
const periods = [
  ...days,
  ...months,
  '0001',
  '9999',
  '0001-Q1',
  '9999-Q4',
  '0001-W01',
  '2020-W53',
  '2199-W52',
  '9999-W52',
];
const forms = ['monthly', 'daily-brief', 'weekly-market', 'quarterly-analysis', 'campaign-daily'];
const city = '321100000000';
const community = '321102001001';

/** What a query or path asks for, by its name; the dates are tried one after the other. */
const fixed: Record<string, string> = {
  form: 'monthly',
  kind: 'renamed',
  key: 'registered-unemployed',
  indicator: 'registered-unemployed',
  indicators: 'registered-unemployed,registered-unemployment-rate,new-urban-employment',
  line: 'registered-unemployed',
  row: 'registered-unemployed',
  column: 'total',
  tab: 'unemployment',
  level: 'community',
  below: 'all',
  basis: 'effective',
  code: community,
};
const dated: Record<string, readonly string[]> = {
  month: months,
  from: months,
  to: months,
  period: periods,
  year: years,
  on: days,
  effectiveOn: days,
  since: days,
};

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const shapeOf = (schema: z.ZodType): string[] => Object.keys((schema as { shape?: object }).shape ?? {});

function* askings(contract: RouteContract): Generator<Record<string, string>> {
  const keys = shapeOf(contract.query);
  const date = keys.find((key) => key in dated);
  const hasForm = keys.includes('form') || contract.path.includes(':form');
  for (const area of [city, community])
    for (const value of date === undefined ? [''] : dated[date]!)
      for (const form of hasForm ? forms : ['']) {
        const asked: Record<string, string> = {};
        for (const key of keys) {
          if (key === 'area' || key === 'areaCode') asked[key] = area;
          else if (key === 'form') asked[key] = form;
          else if (key in dated) asked[key] = value;
          else if (key in fixed) asked[key] = fixed[key]!;
        }
        if (form !== '') asked[':form'] = form;
        yield asked;
      }
}

const readers = allContracts.filter(
  (contract) => contract.method === 'GET' && shapeOf(contract.query).some((key) => key in dated),
);

describe('days far away', () => {
  it('are asked of many routes, and the calendar itself stands them', () => {
    expect(readers.length).toBeGreaterThan(20);
    expect(periods.filter((text) => parsePeriod(text) === undefined)).toEqual(['9999-W52']);
  });
  it.each(readers.map((contract) => [contract.id, contract] as const))('never break %s', async (_id, contract) => {
    const failed: string[] = [];
    for (const { ':form': form, ...query } of askings(contract)) {
      const params = Object.fromEntries(
        [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => [
          name,
          name === 'form' ? form : (fixed[name!] ?? '01890000-0000-7000-8000-000000000000'),
        ]),
      );
      const answer = await app.call(query.area === community ? 'worker' : 'city', contract, {
        params: params as never,
        query: query as never,
      });
      if (answer.status >= 500) failed.push(`${answer.status} ${JSON.stringify({ ...query, form })}`);
    }
    expect(failed).toEqual([]);
  });
});
