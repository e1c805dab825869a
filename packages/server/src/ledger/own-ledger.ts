/** Ledgers that the city defines itself while the system runs: the text of a file, checked, kept, changed and withdrawn. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { FileProblem } from '@renshe/domain/kernel/data-file.ts';
import type { ledgerContracts, OwnLedger } from '@renshe/domain/ledger/ledger.contract.ts';
import type { Ledger } from '@renshe/domain/ledger/ledger.ts';
import { readLedgerFile } from '@renshe/domain/ledger/ledger-file.ts';
import { changedFields } from '../platform/audit.ts';
import type { Database, Reader } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { type LedgerCatalogue, ledgerCatalogue } from './ledger-catalogue.ts';

/** They are the city's; its rows stand under the district 0. */
const cityId = 0;
const mostOwn = 100;

const textOf = (definition: unknown) => JSON.stringify(definition, null, 2);

export async function listOwnLedgers(r: Reader): Promise<OwnLedger[]> {
  const rows = await r
    .selectFrom('ledger_definition')
    .select(['ledger', 'definition', 'version'])
    .where('district_id', '=', cityId)
    .where('withdrawn_at', 'is', null)
    .orderBy('ledger')
    .execute();
  return rows.map(({ ledger, definition, version }) => ({ ledger, text: textOf(definition), version }));
}

/** Delivered ledgers and the city's own; one whose text does not fit any more is left out and said. */
export async function listLedgers(r: Reader, delivered: LedgerCatalogue): Promise<LedgerCatalogue> {
  const ledgers = new Map(delivered.ledgers);
  const problems: (FileProblem & { file: string })[] = [...delivered.problems];
  for (const { ledger: key, text } of await listOwnLedgers(r)) {
    const outcome = readLedgerFile(text);
    if (outcome.ledger) ledgers.set(key, { ledger: outcome.ledger, own: true });
    else problems.push(...outcome.problems.map((problem) => ({ ...problem, file: key })));
  }
  return { ledgers, problems };
}

export async function findOwnLedger(r: Reader, key: string): Promise<Ledger | undefined> {
  const row = await r
    .selectFrom('ledger_definition')
    .select('definition')
    .where('district_id', '=', cityId)
    .where('ledger', '=', key)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row && readLedgerFile(textOf(row.definition)).ledger;
}

/** What the log keeps of a definition. */
const said = (ledger: Ledger) => ({
  zh: ledger.zh,
  en: ledger.en,
  rows: JSON.stringify(ledger.rows),
  columns: ledger.columns.join(','),
  conditions: ledger.conditions.map((one) => one.column).join(','),
});

export async function defineLedger(c: CommandContext<typeof ledgerContracts.define>): Promise<{ ledger: string }> {
  const { ledger, problems } = readLedgerFile(c.body.text);
  if (!ledger) {
    const words = problems.map((one) => `${one.where ? `${one.where} ` : ''}${one[c.language]}`).join(' ');
    throw new AppError('ledger.definition-wrong', 'invalid', {
      count: problems.length,
      problems: words,
      field: 'text',
    });
  }
  const { key } = ledger;
  const taken = new AppError('ledger.key-taken', 'conflict', { key, field: 'text' });
  if ((await ledgerCatalogue(c.host.db)).ledgers.has(key)) throw taken;
  const { version } = c.body;
  const row = await c.w
    .selectFrom('ledger_definition')
    .selectAll()
    .where('district_id', '=', cityId)
    .where('ledger', '=', key)
    .forUpdate()
    .executeTakeFirst();
  const values = { definition: JSON.stringify(ledger), changed_by: c.actor.accountId, changed_at: c.at };
  if (version === 0) {
    if (row && row.withdrawn_at === null) throw taken;
    const { count } = await c.w
      .selectFrom('ledger_definition')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('district_id', '=', cityId)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= mostOwn) throw new AppError('ledger.too-many-own', 'conflict', { most: mostOwn });
    const added = await c.w
      .insertInto('ledger_definition')
      .values({ ...values, district_id: cityId, ledger: key, created_at: c.at })
      .onConflict((on) =>
        // One that was withdrawn comes back under its key.
        on
          .columns(['district_id', 'ledger'])
          .doUpdateSet((eb) => ({ ...values, withdrawn_at: null, version: eb('ledger_definition.version', '+', 1) }))
          .where('ledger_definition.withdrawn_at', 'is not', null),
      )
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) throw taken;
    c.audit({ districtId: cityId, subjectKind: 'ledger', details: { ledger: key, ...said(ledger) } });
    return { ledger: key };
  }
  if (!row || row.withdrawn_at !== null) throw new AppError('ledger.own-unknown', 'notFound');
  const changed = await c.w
    .updateTable('ledger_definition')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('district_id', '=', cityId)
    .where('ledger', '=', key)
    .where('version', '=', version)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
  const before = readLedgerFile(textOf(row.definition)).ledger;
  const fields = changedFields(before ? said(before) : {}, said(ledger));
  c.audit({ districtId: cityId, subjectKind: 'ledger', details: { ledger: key, fields } });
  return { ledger: key };
}

export async function withdrawLedger(c: CommandContext<typeof ledgerContracts.withdraw>): Promise<{ ok: true }> {
  const { ledger } = c.params;
  const live = c.w
    .updateTable('ledger_definition')
    .set((eb) => ({
      withdrawn_at: c.at,
      changed_by: c.actor.accountId,
      changed_at: c.at,
      version: eb('version', '+', 1),
    }))
    .where('district_id', '=', cityId)
    .where('ledger', '=', ledger)
    .where('withdrawn_at', 'is', null);
  const ended = await live.where('version', '=', c.body.version).executeTakeFirst();
  if (ended.numUpdatedRows !== 1n) {
    if ((await findOwnLedger(c.w, ledger)) !== undefined) throw changedMeanwhile();
    throw new AppError('ledger.own-unknown', 'notFound');
  }
  c.audit({ districtId: cityId, subjectKind: 'ledger', details: { ledger } });
  return { ok: true };
}

/** A delivered ledger or one of the city's own. @throws AppError `ledger.unknown` */
export async function getLedger(db: Database, key: string): Promise<Ledger> {
  const found = (await ledgerCatalogue(db)).ledgers.get(key)?.ledger ?? (await findOwnLedger(db.kysely, key));
  if (!found) throw new AppError('ledger.unknown', 'notFound', { ledger: key });
  return found;
}
