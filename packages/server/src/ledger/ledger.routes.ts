import { type LedgerState, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import { formatSort } from '@renshe/domain/ledger/ledger-question.ts';
import { ledgerUseContracts } from '@renshe/domain/ledger/ledger-use.contract.ts';
import { changedFields } from '../platform/audit.ts';
import type { Host } from '../platform/host.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { askLedger } from './ask-ledger.ts';
import { countUse } from './count-use.ts';
import { startLedgerExport } from './export-ledger.ts';
import { ledgerCatalogue } from './ledger-catalogue.ts';
import { exportLedger, printLedger } from './ledger-paper.ts';
import { columnsOfLedger, listRetired, readUse, restoreLedger, retireLedger } from './ledger-use.ts';
import { changeView, deleteView, listViews, saveView } from './ledger-view.ts';
import { defineLedger, listLedgers, listOwnLedgers, withdrawLedger } from './own-ledger.ts';
import { startCards } from './print-cards.ts';
import { readAsked, readChanges } from './read-asked.ts';
import { listCopies } from './read-copy.ts';
import { downloadTaskFile } from './task-file.ts';

export const ledgerRoutes: readonly RouteDefinition[] = [
  readRoute(ledgerContracts.list, async (c) => {
    const { ledgers, problems } = await listLedgers(c.r, await ledgerCatalogue(c.host.db));
    const retired = await listRetired(c.r);
    return {
      ledgers: [...ledgers.values()]
        .sort((a, b) => a.ledger.order - b.ledger.order)
        .map(({ ledger, own }) => {
          const of = rowKindOf(ledger.rows);
          const gone = retired.get(ledger.key);
          const all = columnsOfLedger(ledger);
          return {
            key: ledger.key,
            zh: ledger.zh,
            en: ledger.en,
            about: ledger.about,
            source: ledger.source,
            rows: ledger.rows.kind,
            of,
            indicator: ledger.rows.kind === 'records' || ledger.conditions.length > 0 ? null : ledger.rows.indicator,
            columns: ledger.columns.filter((key) => !gone?.has(key)),
            allColumns: all.filter((key) => !gone?.has(key)),
            sort: formatSort(ledger.sort),
            paper: ledger.paper,
            own,
            retired: gone?.has('') ?? false,
            retiredColumns: all.filter((key) => gone?.has(key)),
          };
        }),
      problems: problems.map(({ file, where, zh, en }) => ({ file, where, zh, en })),
    };
  }),
  readRoute(ledgerContracts.rows, async (c) => {
    const { limit, offset, view, ...asked } = c.query;
    const { question, scope, area } = await askLedger(c, c.params.ledger, asked);
    const { from, last } = question.period;
    const answer = await readAsked(c.host, c.r, scope, c.reference, c.today, question, { limit, offset });
    if (offset === 0) countUse(c, 'opened', question, view);
    return { area, from, last, ...answer };
  }),
  readRoute(ledgerContracts.copies, async (c) => {
    const { question, scope } = await askLedger(c, c.params.ledger, c.query);
    return { copies: await listCopies(c.r, scope, c.reference, question.ledger.key) };
  }),
  readRoute(ledgerContracts.changes, async (c) => {
    const { question, scope } = await askLedger(c, c.params.ledger, c.query);
    return readChanges(c.host, c.r, scope, c.reference, c.today, question);
  }),
  readRoute(ledgerContracts.export, exportLedger),
  readRoute(ledgerContracts.print, printLedger),
  commandRoute(ledgerContracts.startExport, startLedgerExport),
  commandRoute(ledgerContracts.startCards, startCards),
  readRoute(ledgerContracts.downloadExport, downloadTaskFile),
  readRoute(ledgerUseContracts.read, readUse),
  commandRoute(ledgerUseContracts.retire, retireLedger),
  commandRoute(ledgerUseContracts.restore, restoreLedger),
  readRoute(ledgerContracts.listOwn, async (c) => ({ definitions: await listOwnLedgers(c.r) })),
  commandRoute(ledgerContracts.define, defineLedger),
  commandRoute(ledgerContracts.withdraw, withdrawLedger),
  readRoute(ledgerContracts.listViews, async (c) => ({ views: await listViews(c.r, c.actor, c.reference) })),
  commandRoute(ledgerContracts.saveView, async (c) => {
    const { ledger } = c.params;
    const { name, shared, state } = c.body;
    const { viewId, districtId } = await saveView(c, ledger, c.body);
    const details = { ledger, name, shared, ...auditedState(c.host, state) };
    c.audit({ districtId, subjectKind: 'ledger-view', subjectId: viewId, details });
    return { viewId };
  }),
  commandRoute(ledgerContracts.changeView, async (c) => {
    const { viewId } = c.params;
    const { districtId, ledger, before } = await changeView(c, viewId, c.body);
    const { name, shared, state = before.state } = c.body;
    const fields = changedFields(
      { name: before.name, shared: before.shared, ...auditedState(c.host, before.state) },
      { name, shared, ...auditedState(c.host, state) },
    );
    c.audit({ districtId, subjectKind: 'ledger-view', subjectId: viewId, details: { ledger, fields } });
    return ok;
  }),
  commandRoute(ledgerContracts.deleteView, async (c) => {
    const { viewId } = c.params;
    const { districtId, ledger, name } = await deleteView(c, viewId, c.body.version);
    c.audit({ districtId, subjectKind: 'ledger-view', subjectId: viewId, details: { ledger, name } });
    return ok;
  }),
];

const ok = { ok: true } as const;

/** What the log keeps of a view: a filter may name somebody, so it stands there as a digest. */
function auditedState(host: Host, { where, ...state }: LedgerState): Record<string, string | undefined> {
  return { ...state, ...(where && { where: host.keyring.digest(where) }) };
}
