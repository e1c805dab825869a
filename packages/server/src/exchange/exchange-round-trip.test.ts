/** What is exported, read back and compared with the records, field by field, in every format. */
import { readFileSync } from 'node:fs';
import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { deliveryFormats } from '@renshe/domain/exchange/exchange.contract.ts';
import { type ExchangeEdition, readEdition } from '@renshe/domain/exchange/exchange.edition.ts';
import { separatedCell } from '@renshe/domain/exchange/exchange.text.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeDesk } from '../../test/exchange-desk.ts';
import { makePopulation } from '../../test/exchange-people.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { businessDay } from '../platform/clock.ts';

/** RENSHE_EXCHANGE_PEOPLE=20000 for the large trial. */
const people = Number(process.env.RENSHE_EXCHANGE_PEOPLE ?? 600);
const asOf = '2026-11-20';

let app: TestApp;
let desk: ReturnType<typeof exchangeDesk>;
let edition: ExchangeEdition;
let withX = 0;
beforeAll(async () => {
  app = await openTestApp();
  desk = exchangeDesk(app);
  const read = readEdition(
    JSON.parse(readFileSync(new URL('../../../../regions/cn/exchange/national-2016.json', import.meta.url), 'utf8')),
  );
  if (!read.ok) throw new Error('edition');
  edition = read.edition;
  const made = await makePopulation(app, {
    count: people,
    communities: ['321102001001', '321102001004'],
  });
  withX = made.withX;
}, 300_000);
afterAll(() => app.close());

type Raw = Record<string, unknown> & { resident_id: string };
const plain = (id: unknown) => String(id).replaceAll('-', '');
const upTo = (on: unknown) => (on !== null && (on as string) <= asOf ? (on as string) : null);
const dayOf = (at: unknown) => businessDay(at as Date);

/** Our fields from the raw columns, written down apart from the code that exports them. */
function personFields(raw: Raw): Record<string, unknown> {
  const { tree } = state;
  const version = areaVersionAt(tree, raw.area_id as number, asOf);
  const jobs = state.jobs.get(raw.resident_id) ?? [];
  const spells = state.spells.get(raw.resident_id) ?? [];
  const ability = (state.abilities.get(raw.resident_id) ?? [])[0];
  const open = (from: unknown, to: unknown) => (from as string) <= asOf && (to === null || (to as string) > asOf);
  const job = jobs.find((one) => one.voided_at === null && open(one.started_on, one.ended_on));
  const status = upTo(raw.ended_on)
    ? '99'
    : spells.some((one) => one.voided_at === null && open(one.registered_on, one.ended_on))
      ? '60'
      : job
        ? String(job.type)
        : ability
          ? ability.able
            ? ability.willing
              ? '61'
              : '70'
            : '83'
          : null;
  const certificate = (state.certificates.get(raw.resident_id) ?? [])[0];
  return {
    'person.number': plain(raw.resident_id),
    'person.citizenId': app.system.keyring.decrypt(
      raw.citizen_id_cipher as string,
      `resident.citizen_id:${raw.resident_id}`,
    ),
    'person.documentType': '01',
    'person.name': raw.name,
    'person.sex': raw.sex,
    'person.birthOn': raw.birth_on,
    'person.ethnicity': raw.ethnicity,
    'person.hukou': raw.hukou_type,
    'person.education': raw.education,
    'person.marital': raw.marital,
    'person.political': raw.political,
    'person.skillLevel': raw.skill_level,
    'person.phone':
      raw.phone_cipher === null
        ? null
        : app.system.keyring.decrypt(raw.phone_cipher as string, `resident.phone:${raw.resident_id}`),
    'person.address': (raw.address as string).replaceAll('\n', ' '),
    'person.areaCode': version.code,
    'person.employmentStatus': status,
    'person.certificateNumber': certificate?.number ?? null,
    'person.recordedOn': dayOf(raw.created_at),
    'row.valid': '1',
    'delivery.areaCode': '321102000000',
  };
}
const ownFields: Record<string, (raw: Raw) => Record<string, unknown>> = {
  certificate: (raw) => ({
    'certificate.number': raw.number,
    'certificate.issuedOn': raw.issued_on,
    'certificate.issuer': areaVersionAt(state.tree, raw.area_id as number, asOf).name,
    'certificate.endedOn': raw.status === 'valid' ? null : raw.status_on,
    'certificate.endReason': raw.status === 'valid' ? null : raw.status_reason,
    'certificate.recordedOn': dayOf(raw.created_at),
  }),
  employment: (raw) => ({
    'employment.id': plain(raw.employment_id),
    'employment.employerName': raw.employer_name,
    'employment.employerCode': raw.employer_code,
    'employment.type': raw.type,
    'employment.startedOn': raw.started_on,
    'employment.reportedOn': raw.reported_on,
    'employment.occupation': raw.occupation,
    'employment.endedOn': upTo(raw.ended_on),
    'employment.endReason': upTo(raw.ended_on) ? raw.end_reason : null,
  }),
  unemployment: (raw) => ({
    'unemployment.id': plain(raw.registration_id),
    'unemployment.unemployedSince': raw.unemployed_since,
    'unemployment.reason': raw.reason,
    'unemployment.nature': raw.nature,
    'unemployment.registeredOn': raw.registered_on,
    'unemployment.endedOn': upTo(raw.ended_on),
    'unemployment.endReason': upTo(raw.ended_on) ? raw.end_reason : null,
    'unemployment.recordedOn': dayOf(raw.created_at),
  }),
  hardship: (raw) => ({
    'hardship.id': plain(raw.mark_id),
    'hardship.category': raw.category,
    'hardship.fromOn': raw.from_on,
    'hardship.toOn': upTo(raw.to_on),
    'hardship.recordedOn': dayOf(raw.created_at),
  }),
};
const recordTables: Record<string, { table: string; voids: boolean }> = {
  certificate: { table: 'certificate', voids: false },
  employment: { table: 'employment', voids: true },
  unemployment: { table: 'unemployment_registration', voids: true },
  hardship: { table: 'hardship_mark', voids: true },
};

const state = {} as {
  tree: Awaited<ReturnType<TestApp['system']['reference']['current']>>['tree'];
  people: Map<string, Raw>;
  jobs: Map<string, Raw[]>;
  spells: Map<string, Raw[]>;
  abilities: Map<string, Raw[]>;
  certificates: Map<string, Raw[]>;
};

async function rowsOf(table: string): Promise<Raw[]> {
  return (await sql<Raw>`select * from ${sql.table(table)}`.execute(app.system.db.kysely)).rows;
}
const grouped = (rows: Raw[]) => Map.groupBy(rows, (row) => row.resident_id);

function cellExpected(
  field: ExchangeEdition['tables'][number]['fields'][number],
  values: Record<string, unknown>,
): string {
  if (field.from === null) return field.default ?? '';
  expect(values, `no expectation for ${field.from}`).toHaveProperty([field.from]);
  const value = values[field.from];
  if (value === null || value === '') return field.default ?? '';
  if (field.codes) {
    const { map, otherwise } = edition.codeMaps[field.codes]!;
    return map === 'same' ? String(value) : (map[String(value)] ?? otherwise ?? '');
  }
  return field.format === 'yyyymmdd' ? String(value).replaceAll('-', '') : String(value);
}

describe('a full delivery', () => {
  beforeAll(async () => {
    state.tree = (await app.system.reference.current()).tree;
    state.people = new Map((await rowsOf('resident')).map((row) => [row.resident_id, row]));
    state.jobs = grouped(await rowsOf('employment'));
    state.spells = grouped(await rowsOf('unemployment_registration'));
    state.abilities = grouped(await rowsOf('ability_wish'));
    state.certificates = grouped(await rowsOf('certificate'));
  });

  it.each(deliveryFormats)(
    '%s gives back every mapped field of every record',
    async (format) => {
      // Each workbook is read by a process of its own: two show what seven would.
      const chosen = format === 'xlsx' ? ['DY11', 'DY13'] : desk.allTables;
      const delivery = await desk.made('district', { format, tables: chosen });
      expect([delivery.state, delivery.errors]).toEqual(['ready', 0]);
      const { manifest, tables, bytes } = await desk.read(await desk.zipOf('district', delivery.deliveryId));
      expect(manifest.delivery).toBe(delivery.number);
      // .txt knows no quotes: the separator in a text is replaced, which is said as a warning.
      expect(delivery.warnings > 0).toBe(format.startsWith('txt'));
      const safe = (cell: string) => (format.startsWith('txt') ? separatedCell(cell, '|', '｜') : cell);

      const living = [...state.people.values()].filter((raw) => raw.voided_at === null);
      expect(tables.DY11).toHaveLength(living.length);
      let compared = 0;
      const compare = (code: string, read: Record<string, string> | undefined, values: Record<string, unknown>) => {
        const { fields } = edition.tables.find((table) => table.code === code)!;
        const expected = Object.fromEntries(fields.map((field) => [field.name, safe(cellExpected(field, values))]));
        expect(read).toEqual(expected);
        compared += fields.length;
      };
      const byNumber = new Map(tables.DY11!.map((row) => [row.AAC001!, row]));
      for (const raw of living) compare('DY11', byNumber.get(plain(raw.resident_id)), personFields(raw));
      expect(tables.DY11!.filter((row) => row.AAC147!.endsWith('X')).length).toBeGreaterThan(withX * 0.8);

      for (const table of edition.tables) {
        const kind = recordTables[table.of];
        if (!kind || !chosen.includes(table.code)) continue;
        const raws = (await rowsOf(kind.table)).filter(
          (raw) => !(kind.voids && raw.voided_at !== null) && state.people.get(raw.resident_id)!.voided_at === null,
        );
        expect([table.code, tables[table.code]!.length]).toEqual([table.code, raws.length]);
        const keyOf = (row: Record<string, string>) => table.key.map((name) => row[name]).join('|');
        const read = new Map(tables[table.code]!.map((row) => [keyOf(row), row]));
        for (const raw of raws) {
          const values = { ...personFields(state.people.get(raw.resident_id)!), ...ownFields[table.of]!(raw) };
          const key = table.key
            .map((name) => safe(cellExpected(table.fields.find((one) => one.name === name)!, values)))
            .join('|');
          compare(table.code, read.get(key), values);
        }
      }
      expect(compared).toBeGreaterThan(people * 20);
      if (chosen.includes('DY17')) {
        expect(tables.DY17).toEqual([]);
        expect(manifest.tables.find((table) => table.table === 'DY17')!.empty).toMatch(/尚无/);
      }
      if (format !== 'xlsx') {
        const text = new TextDecoder(format.endsWith('gb18030') ? 'gb18030' : 'utf-8', { fatal: true }).decode(
          bytes.DY11,
        );
        expect(text).toContain('李𠮷');
      }
    },
    300_000,
  );

  it('joins employers by code, else by name, and counts who works there on the day', async () => {
    const delivery = await desk.made('district');
    const { tables } = await desk.read(await desk.zipOf('district', delivery.deliveryId));
    const expected = new Map<string, number>();
    for (const jobs of state.jobs.values())
      for (const job of jobs) {
        const raw = state.people.get(job.resident_id)!;
        if (raw.voided_at !== null || job.voided_at !== null || job.employer_name === '') continue;
        const key = String(job.employer_code ?? job.employer_name);
        const works = job.ended_on === null || (job.ended_on as string) > asOf;
        expected.set(key, (expected.get(key) ?? 0) + (works ? 1 : 0));
      }
    expect(new Map(tables.DY31!.map((row) => [row.AAB001!, Number(row.AAB082)]))).toEqual(expected);
  }, 300_000);
});
