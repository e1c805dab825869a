import { type Area, buildAreaTree } from '@renshe/domain/area/area-tree.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope, narrowScope, scopeOfRoots } from '../src/platform/scope.ts';
import { addResident } from './make-resident.ts';
import { type Persona, personas } from './personas.ts';
import { openTestApp, type TestApp } from './test-app.ts';

const today = '2026-11-20';

/** Random trees of districts, streets and communities, some communities merged into others. */
const trees = fc
  .record({
    streets: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 }),
    leaves: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 14 }),
    merges: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 4 }),
  })
  .map(({ streets, leaves, merges }) => {
    const area = (areaId: number, kind: Area['kind'], districtId: number, parentId: number | null): Area => ({
      areaId,
      districtId,
      kind,
      versions: [
        {
          from: '1900-01-01',
          to: null,
          code: String(areaId).padStart(12, '0'),
          name: `a${areaId}`,
          parentId,
          urbanRural: null,
        },
      ],
    });
    const areas = [area(1, 'city', 0, null), ...[2, 3, 4].map((id) => area(id, 'district', id, 1))];
    for (const [i, district] of streets.entries()) areas.push(area(10 + i, 'street', 2 + district, 2 + district));
    for (const [i, at] of leaves.entries()) {
      const street = 10 + (at % streets.length);
      areas.push(area(100 + i, 'community', areas.find((a) => a.areaId === street)!.districtId, street));
    }
    const successions = new Map<
      number,
      { areaId: number; intoAreaId: number; effectiveOn: string; bookedMonth: number }
    >();
    // Only into younger ids, so that no circle can arise.
    for (const [a, b] of merges) {
      const [from, into] = [100 + (a % leaves.length), 100 + (b % leaves.length)];
      if (from < into)
        successions.set(from, { areaId: from, intoAreaId: into, effectiveOn: '2026-01-01', bookedMonth: 202601 });
    }
    return { areas, successions, tree: buildAreaTree(areas, successions.values()) };
  });

describe('the scope door', () => {
  it('covers exactly the communities below its roots, mergers followed, however the districts split', () => {
    fc.assert(
      fc.property(
        trees,
        fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }),
        ({ areas, successions, tree }, picks) => {
          const roots = [...new Set(picks.map((pick) => areas[pick % areas.length]!.areaId))];
          const scope = scopeOfRoots(tree, roots, today);
          const parentOf = (id: number) => areas.find((a) => a.areaId === id)!.versions[0]!.parentId;
          const below = (id: number): boolean => roots.includes(id) || (parentOf(id) !== null && below(parentOf(id)!));
          for (const area of areas.filter((a) => a.kind === 'community')) {
            let standsFor = area.areaId;
            for (let s = successions.get(standsFor); s; s = successions.get(standsFor)) standsFor = s.intoAreaId;
            const wanted = below(standsFor);
            expect(scope.includes(area.areaId)).toBe(wanted);
            const byPredicate =
              scope.fullDistricts.includes(area.districtId) ||
              (scope.partialDistricts.includes(area.districtId) && scope.areas.includes(area.areaId));
            expect(byPredicate).toBe(wanted);
            const narrowed = narrowScope(scope, tree, area.areaId, today);
            expect(narrowed.includes(area.areaId)).toBe(
              wanted && successions.get(area.areaId) === undefined ? true : narrowed.includes(area.areaId),
            );
            for (const other of areas)
              if (narrowed.includes(other.areaId)) expect(scope.includes(other.areaId)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

const communities = [
  '321102001001',
  '321102001004',
  '321102001007',
  '321102002001',
  '321102002200',
  '321111001005',
  '321111001006',
] as const;
const readers = [
  'worker',
  'siblingWorker',
  'otherWorker',
  'clerk',
  'district',
  'otherDistrict',
  'city',
] as const satisfies readonly Persona[];
const mayRead = (persona: Persona, code: string) =>
  code.startsWith(
    personas[persona].area
      .replace(/0+$/, '')
      .padEnd(6, '0')
      .slice(
        0,
        personas[persona].area.endsWith('00000000')
          ? 4
          : personas[persona].area.endsWith('000000')
            ? 6
            : personas[persona].area.endsWith('000')
              ? 9
              : 12,
      ),
  );

describe('nobody sees a person outside the own area', () => {
  let app: TestApp;
  const people = new Map<string, { residentId: string; name: string; citizenId: string }>();
  beforeAll(async () => {
    app = await openTestApp();
    for (const [index, areaCode] of communities.entries()) {
      const name = `金丝雀${'甲乙丙丁戊己庚'[index]}`;
      const residentId = await addResident(app, {
        areaCode,
        name,
        birthOn: '1985-05-05',
        sex: '2',
        livesHereSince: '2020-01-01',
      });
      const worker = readers.find(
        (reader) =>
          mayRead(reader, areaCode) &&
          personas[reader].role !== 'district-officer' &&
          personas[reader].role !== 'city-officer',
      );
      if (worker)
        await app.call(worker, unemploymentContracts.register, {
          params: { residentId },
          body: {
            registeredOn: '2026-11-02',
            unemployedSince: '2026-10-20',
            reason: '02',
            nature: '1',
            jobWish: '',
            trainingWish: '',
            promiseSigned: true,
          },
        });
      const row = await app.system.db.kysely
        .selectFrom('resident')
        .select('citizen_id_cipher')
        .where('resident_id', '=', residentId)
        .executeTakeFirstOrThrow();
      const citizenId = app.system.keyring.decrypt(row.citizen_id_cipher, `resident.citizen_id:${residentId}`);
      people.set(areaCode, { residentId, name, citizenId });
    }
  });
  afterAll(() => app.close());

  it.each(readers)(
    '%s: list, search, file, history, households, work list, report, people, export',
    async (persona) => {
      const answers: string[] = [];
      const keep = (answer: { raw: { body: string } }) => answers.push(answer.raw.body);
      keep(await app.call(persona, residentContracts.list, { query: { limit: 200 } }));
      keep(await app.call(persona, residentContracts.list, { query: { text: '金丝雀' } }));
      keep(await app.call(persona, residentContracts.list, { query: { text: 'jsq' } }));
      keep(await app.call(persona, householdContracts.list, { query: { limit: 200 } }));
      keep(await app.call(persona, worklistContracts.list, { query: { limit: 200 } }));
      for (const area of [personas[persona].area, ...communities]) {
        const report = await app.call(persona, reportContracts.monthly, { query: { area, month: '2026-11' } });
        expect([persona, area, report.status]).toEqual([
          persona,
          area,
          area === personas[persona].area || mayRead(persona, area) ? 200 : 403,
        ]);
        keep(
          await app.call(persona, reportContracts.people, {
            query: { area, month: '2026-11', line: 'registered-unemployed', column: 'total', measure: 'month' },
          }),
        );
        keep(await app.call(persona, residentContracts.list, { query: { area } }));
      }
      for (const [code, person] of people) {
        const inside = mayRead(persona, code);
        expect([
          persona,
          code,
          (await app.call(persona, residentContracts.file, { params: { residentId: person.residentId } })).status,
        ]).toEqual([persona, code, inside ? 200 : 404]);
        for (const contract of [
          residentContracts.history,
          residentContracts.reveal,
          residentContracts.printCard,
        ] as const) {
          const answer = await app.call(persona, contract as typeof residentContracts.reveal, {
            params: { residentId: person.residentId },
            body: contract.method === 'GET' ? ({} as never) : { purpose: '核对' },
          });
          expect([persona, code, contract.id, answer.status]).toEqual([persona, code, contract.id, inside ? 200 : 404]);
        }
        const byNumber = await app.call(persona, residentContracts.find, {
          body: { text: person.citizenId, limit: 10 },
        });
        expect(byNumber.body.residents.length).toBe(inside ? 1 : 0);
        keep(await app.call(persona, residentContracts.find, { body: { text: person.name, limit: 10 } }));
      }
      // The oracle: no canary of another area in any answer; masked numbers only.
      const all = answers.join('\n');
      for (const [code, person] of people) {
        expect([persona, code, all.includes(person.name)]).toEqual([persona, code, mayRead(persona, code)]);
        expect(all.includes(person.citizenId)).toBe(false);
        if (!mayRead(persona, code)) expect(all.includes(person.residentId)).toBe(false);
      }
    },
    60_000,
  );

  it('asks the database the same question as the object', async () => {
    const { tree } = await app.system.reference.current();
    for (const persona of readers) {
      const root = [...tree.areas.values()].find((area) => area.versions[0]!.code === personas[persona].area)!;
      const scope = scopeOfRoots(tree, [root.areaId], today);
      const rows = await sql<{
        area_id: number;
      }>`select area_id from resident where ${inScope(scope, 'district_id', 'area_id')}`.execute(app.system.db.kysely);
      expect(rows.rows.length).toBe(communities.filter((code) => mayRead(persona, code)).length);
      for (const row of rows.rows) expect(scope.includes(row.area_id)).toBe(true);
    }
  });
});
