import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { readSealed, SealedWriter } from '../exchange/sealed-file.ts';
import { createKeyring, KEY_FILE_LOOK_MS } from '../platform/crypto.ts';
import { newId } from '../platform/id.ts';
import { readStoredRoster, storeRoster } from '../roster/roster-store.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { countByKey, listEncryptedColumns, rotateKeys } from './rotate-keys.ts';

let app: TestApp;
let keysPath = '';
const residents: string[] = [];
const roster = Buffer.from('姓名,身份证号\n'.repeat(120_000));
const silent = () => {};

beforeAll(async () => {
  app = await openTestApp();
  keysPath = join(app.system.dataDir, 'keys', 'keys.json');
  for (let i = 0; i < 6; i++) residents.push(await addResident(app));
});
afterAll(() => app.close());

const rotate = (began: (keyId: string) => Promise<unknown> = async () => {}) =>
  rotateKeys(app.system, began, silent, KEY_FILE_LOOK_MS + 50);

const reveal = async (residentId: string) =>
  app.call('worker', residentContracts.reveal, { params: { residentId }, body: { purpose: '核对身份' } });

async function ciphers(): Promise<{ resident_id: string; citizen_id_cipher: string; phone_cipher: string | null }[]> {
  return app.system.db.kysely
    .selectFrom('resident')
    .select(['resident_id', 'citizen_id_cipher', 'phone_cipher'])
    .orderBy('resident_id')
    .execute();
}

test('every encrypted column of the schema is found, with its key', async () => {
  const found = await listEncryptedColumns(app.system.db.kysely);
  const { rows } = await app.system.db.pool.query<{ n: number }>(
    "select count(*)::int as n from information_schema.columns where table_schema = 'public' and column_name like '%cipher%'",
  );
  expect(found).toHaveLength(rows[0]!.n);
  expect(found.find(({ column }) => column === 'citizen_id_cipher')).toEqual({
    table: 'resident',
    column: 'citizen_id_cipher',
    key: [
      { name: 'district_id', type: 'integer' },
      { name: 'resident_id', type: 'uuid' },
    ],
  });
});

test('everything is encrypted anew with a new key, files as well, and reads as before', async () => {
  const before = await ciphers();
  const shown = await reveal(residents[0]!);
  const batchId = newId();
  const stored = await storeRoster(app.system, batchId, roster);
  const delivery = new SealedWriter(app.system, `${newId()}.zip`);
  await delivery.append(Buffer.alloc(2_500_000, 7));
  await delivery.finish();
  const name = delivery.path.split('/').at(-1)!;
  const verified = await verifyLedger(app.system);

  const report = await rotate();
  expect(report).toMatchObject({ resumed: false, left: 0, files: 2 });
  expect(report.values).toMatchObject({ 'resident.citizen_id_cipher': 6, 'resident.phone_cipher': 6 });
  const after = await ciphers();
  for (const [i, row] of after.entries()) {
    expect(row.citizen_id_cipher).toContain(`.${report.keyId}.`);
    expect(row.phone_cipher).toContain(`.${report.keyId}.`);
    expect(row.citizen_id_cipher).not.toBe(before[i]!.citizen_id_cipher);
  }
  expect((await reveal(residents[0]!)).body).toEqual(shown.body);
  expect(Object.keys((await countByKey(app.system.db.kysely))['resident.phone_cipher']!)).toEqual([
    `a1.${report.keyId}`,
  ]);
  for (const file of [join(app.system.dataDir, stored), delivery.path])
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) expect(line).toContain(`a1.${report.keyId}.`);
  expect(await readStoredRoster(app.system, batchId, stored)).toEqual(roster);
  const pieces: Buffer[] = [];
  for await (const piece of readSealed(app.system, name)) pieces.push(piece);
  expect(Buffer.concat(pieces)).toEqual(Buffer.alloc(2_500_000, 7));
  expect((await verifyLedger(app.system)).differences).toBe(verified.differences);
  // What the first key wrote is still readable, in backups made before.
  expect(
    createKeyring({ path: keysPath }).decrypt(
      before[0]!.citizen_id_cipher,
      `resident.citizen_id:${before[0]!.resident_id}`,
    ),
  ).toMatch(/^321102/);
  expect(readdirSync(join(app.system.dataDir, 'keys')).sort()).toEqual(['keys.json', 'rotation-lock']);
});

test('stopped half-way it goes on with the same key; what is written meanwhile is under the new one', async () => {
  let stopped = '';
  await expect(
    rotate(async (keyId) => {
      stopped = keyId;
      throw new Error('power cut');
    }),
  ).rejects.toThrow('power cut');
  expect(existsSync(join(app.system.dataDir, 'keys', 'rotation.json'))).toBe(true);
  const report = await rotate();
  expect(report).toMatchObject({ keyId: stopped, resumed: true, left: 0 });
  residents.push(await addResident(app));
  expect((await ciphers()).every((row) => row.citizen_id_cipher.includes(`.${stopped}.`))).toBe(true);
});

test('only one rotation at a time', async () => {
  const first = rotate(async () => {
    await expect(rotate()).rejects.toMatchObject({ code: 'keys.rotating' });
  });
  expect((await first).left).toBe(0);
});

test('values exchanged between rows, columns or with a foreign key are refused, and a rotation stops at them', async () => {
  const [one, two] = (await ciphers()) as [
    Awaited<ReturnType<typeof ciphers>>[0],
    Awaited<ReturnType<typeof ciphers>>[0],
  ];
  const set = (id: string, value: string) =>
    app.system.db.kysely
      .updateTable('resident')
      .set({ citizen_id_cipher: value })
      .where('resident_id', '=', id)
      .execute();
  const foreign = createKeyring({ path: join(app.system.dataDir, 'foreign', 'keys.json') });
  const cases = [
    two.citizen_id_cipher,
    one.phone_cipher!,
    foreign.encrypt('321102198503150018', `resident.citizen_id:${one.resident_id}`),
    one.citizen_id_cipher.slice(0, -2) + (one.citizen_id_cipher.endsWith('AA') ? 'BA' : 'AA'),
  ];
  for (const value of cases) {
    await set(one.resident_id, value);
    const answer = await reveal(one.resident_id);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.raw.body).not.toMatch(/\d{17}/);
    await expect(rotate()).rejects.toMatchObject({
      code: 'keys.value-unreadable',
      details: { column: 'resident.citizen_id_cipher', id: one.resident_id },
    });
    await set(one.resident_id, one.citizen_id_cipher);
  }
  // Mended, the same rotation comes to its end.
  expect(await rotate()).toMatchObject({ resumed: true, left: 0 });

  const file = join(app.system.dataDir, 'uploads', readdirSync(join(app.system.dataDir, 'uploads'))[0]!);
  const text = readFileSync(file, 'utf8');
  const pieces = text.split('\n');
  writeFileSync(file, [pieces[1], pieces[0], ...pieces.slice(2)].join('\n'));
  await expect(rotate()).rejects.toMatchObject({ code: 'keys.file-unreadable' });
  expect(readdirSync(join(file, '..')).filter((entry) => entry.endsWith('.part'))).toEqual([]);
});
