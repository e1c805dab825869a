import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { type ResidentFileView, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { verifyLedger } from '../src/statistics/verify.ts';
import type { Persona } from './personas.ts';
import { type Called, openTestApp, type TestApp } from './test-app.ts';

/** Communities of the fixture city: the worker's, that of siblingWorker in the same street, that of otherWorker in another district. */
export const here = '321102001001';
export const sibling = '321102001004';
export const otherDistrict = '321111001005';

const fields = {
  name: '张玲',
  phone: '138 1234 5678',
  address: '花园路 1 号',
  hukouType: '51',
  education: null,
  ethnicity: '01',
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
  note: '',
};

export type NewHousehold = { how: 'none' } | { how: 'new' } | { how: 'join'; householdId: string; relation: string };

export interface ResidentDesk {
  /** A number that nobody else has: somebody born on 1985-11-08. */
  citizenId(sex?: '1' | '2'): string;
  /** Registers a woman in the worker's community over HTTP; `change` replaces fields. */
  register(persona: Persona, change?: object, household?: NewHousehold): Promise<Called<{ residentId: string }>>;
  /** The same by the worker, with the id of the file; it must succeed. */
  registered(change?: object, household?: NewHousehold): Promise<string>;
  file(persona: Persona, residentId: string): Promise<ResidentFileView>;
  /** Registers her as unemployed from 2026-03-02. */
  unemployed(residentId: string): Promise<void>;
  /** Stock of an indicator in an area as booked and effective up to a month. */
  stock(indicator: string, areaCode: string, month: number): Promise<number>;
}

/** The counter of a community as route tests use it: everything goes over HTTP. */
export function residentDesk(app: TestApp): ResidentDesk {
  let serial = 0;
  const desk: ResidentDesk = {
    citizenId(sex = '2') {
      serial++;
      const first17 = `32110219851108${String(serial * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0')}`;
      return first17 + checkDigit(first17);
    },
    register: (persona, change = {}, household = { how: 'none' }) =>
      app.call(persona, residentContracts.register, {
        body: {
          ...fields,
          citizenId: desk.citizenId(),
          areaCode: '321102001001',
          livesHereSince: '2026-01-10',
          household,
          ...change,
        },
      }),
    async registered(change, household) {
      const answer = await desk.register('worker', change, household);
      expect(answer.error).toBeUndefined();
      return answer.body.residentId;
    },
    file: async (persona, residentId) =>
      (await app.call(persona, residentContracts.file, { params: { residentId } })).body,
    async unemployed(residentId) {
      const answer = await app.call('worker', unemploymentContracts.register, {
        params: { residentId },
        body: {
          registeredOn: '2026-03-02',
          unemployedSince: '2026-02-01',
          reason: '02',
          nature: '1',
          jobWish: '',
          trainingWish: '',
          promiseSigned: true,
        },
      });
      expect(answer.error).toBeUndefined();
    },
    async stock(indicator, areaCode, month) {
      const { rows } = await sql<{ n: number }>`select coalesce(sum(t.quantity), 0)::int as n from fact_total t
        join area_version v on v.area_id = t.area_id
        where v.code = ${areaCode} and t.indicator = ${indicator} and t.cell = '' and t.effective_month <= ${month}`.execute(
        app.system.db.kysely,
      );
      return rows[0]!.n;
    },
  };
  return desk;
}

/** A city of its own with its counter for the tests of a file; what is booked must follow from the records after every test. */
export function openBookedDesk(ready: (app: TestApp, desk: ResidentDesk) => void): void {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
    ready(app, residentDesk(app));
  });
  afterAll(() => app.close());
  afterEach(async () => {
    const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
    expect(verified).toMatchObject({ differences: 0 });
  });
}
