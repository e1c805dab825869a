/** Makes rosters and drives their import over HTTP, for the tests of the slice. */
import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import type { RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { encode } from './encode-text.ts';
import { checkOf } from './make-person.ts';
import type { Persona } from './personas.ts';
import type { TestApp } from './test-app.ts';

export const here = '321102001001';
export const sibling = '321102001004';

let serial = 0;
/** Begins anew after five hundred numbers: files that share this module do not run out of three digits. */
export function idOf(birth = '19800512', sex: 'm' | 'f' = 'f'): string {
  serial = (serial % 499) + 1;
  return withCheck(`321102${birth}${String(serial * 2 + (sex === 'm' ? 1 : 0)).padStart(3, '0')}`);
}
const withCheck = (first17: string) => first17 + checkOf(first17);

type Row = Record<string, string>;
export function csv(rows: readonly Row[]): Buffer {
  const head = Object.keys(rows[0] ?? { 姓名: '', 身份证号: '' });
  const text = [head, ...rows.map((row) => head.map((key) => row[key] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\r\n');
  return Buffer.from(encode(text, 'utf-8'));
}

export function rosterFixture(of: () => TestApp) {
  const app = {
    get call() {
      return of().call;
    },
    get system() {
      return of().system;
    },
  };
  async function upload(persona: Persona, area: string, bytes: Buffer, name = '名册.csv', kind?: RosterKind) {
    return app.call(persona, rosterContracts.upload, {
      body: { areaCode: area, ...(kind && { kind }) },
      file: { name, bytes },
    });
  }
  async function uploaded(bytes: Buffer, kind?: RosterKind, persona: Persona = 'worker', area = here): Promise<string> {
    const answer = await upload(persona, area, bytes, '名册.csv', kind);
    expect(answer.error).toBeUndefined();
    return answer.body.batchId;
  }
  const batch = async (batchId: string, persona: Persona = 'worker') =>
    (await app.call(persona, rosterContracts.batch, { params: { batchId } })).body;
  const rows = async (batchId: string, tab: 'accepted' | 'repaired' | 'warned' | 'rejected', code?: string) =>
    (
      await app.call('worker', rosterContracts.rows, {
        params: { batchId },
        query: { tab, limit: 50, offset: 0, ...(code && { code }) },
      })
    ).body;

  async function start(contract: 'apply' | 'undo', batchId: string, persona: Persona = 'worker') {
    const { version } = await batch(batchId, persona);
    return app.call(persona, rosterContracts[contract], { params: { batchId }, body: { version } });
  }
  async function applied(batchId: string, persona: Persona = 'worker') {
    const { body, error } = await start('apply', batchId, persona);
    expect(error).toBeUndefined();
    await app.system.tasks.runNow(body.taskId);
    return batch(batchId, persona);
  }
  async function undone(batchId: string) {
    const { body, error } = await start('undo', batchId);
    expect(error).toBeUndefined();
    await app.system.tasks.runNow(body.taskId);
    return batch(batchId);
  }
  const count = async (table: string, where: string) =>
    (
      await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)} where ${sql.raw(where)}`.execute(
        app.system.db.kysely,
      )
    ).rows[0]!.n;
  async function stock(indicator: string, code = here): Promise<number> {
    const { rows: found } = await sql<{ n: number }>`select coalesce(sum(t.quantity), 0)::int as n from fact_total t
    join area_version v on v.area_id = t.area_id where v.code = ${code} and t.indicator = ${indicator} and t.cell = '' and t.effective_month <= 202611`.execute(
      app.system.db.kysely,
    );
    return found[0]!.n;
  }

  return { upload, uploaded, batch, rows, start, applied, undone, count, stock };
}
