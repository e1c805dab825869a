/**
 * Compares what the clients were told with what is there (handbook/security.md §4c): acknowledged is there exactly once, refused is not there,
 * unknown is there at most once; the audit event is there if and only if the effect is; what is derived is what follows from the records.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../audit/verify-audit.ts';
import { settableClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { assemble } from '../platform/open-system.ts';
import { listBrokenSeals } from '../report/seal-forms.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { faultNow } from './fault-city.ts';
import type { FaultCluster } from './fault-cluster.ts';
import { type EffectKind, effectKinds, type FaultJournal, type Told } from './fault-journal.ts';
import { effectQueries, neverQueries, restQueries } from './fault-queries.ts';
import type { ProofTally } from './prove-result.ts';

type Found = { present: number; audited: number };

export class FaultChecker {
  readonly tally: ProofTally;
  readonly #cluster: FaultCluster;
  readonly #database: string;
  readonly #dataDir: string;
  readonly #journal: FaultJournal;
  /** Keys whose last word has been checked. */
  readonly #settled = new Set<string>();
  #neverAt = Number.NEGATIVE_INFINITY;
  #neverTook = 0;
  acked = 0;
  refused = 0;
  retried = 0;

  constructor(cluster: FaultCluster, of: { name: string; dataDir: string }, journal: FaultJournal, tally: ProofTally) {
    this.#cluster = cluster;
    this.#database = of.name;
    this.#dataDir = of.dataDir;
    this.#journal = journal;
    this.tally = tally;
  }

  #ask<T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.#cluster.asSuperuser<T>(text, values, this.#database);
  }

  async #find(kind: EffectKind, keys: string[]): Promise<Map<string, Found>> {
    const rows = await this.#ask<Found & { key: string }>(effectQueries[kind], [keys]);
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** Every command that has not been checked for good yet. Commands whose outcome is known are not looked at again before `everything`. */
  async checkCommands(when: string, everything = false): Promise<void> {
    const told = [...this.#journal.read().values()].filter((one) => everything || !this.#settled.has(one.key));
    const keys = told.map((one) => one.key);
    const remembered = await this.#ask<{ key: string }>('select key from idempotency where key = any($1)', [keys]);
    const known = new Set(remembered.map((row) => row.key));
    for (const kind of effectKinds) {
      const ofKind = told.filter((one) => one.kind === kind);
      if (ofKind.length === 0) continue;
      const found = await this.#find(
        kind,
        ofKind.map((one) => one.key),
      );
      for (const one of ofKind) this.#checkOne(one, found.get(one.key), known.has(one.key), when);
    }
  }

  #checkOne(one: Told, found: Found | undefined, remembered: boolean, when: string): void {
    const present = found?.present ?? 0;
    const words = (what: string) => () =>
      `${when}: ${one.kind} ${one.key} was ${one.outcome} (${one.status}, ${one.tries} tries): ${what}`;
    if (one.outcome === 'acked') {
      if (present === 1) this.acked += this.#settled.has(one.key) ? 0 : 1;
      this.tally.check(present === 1, words(`there ${present} times`));
    } else if (one.outcome === 'refused') {
      if (!this.#settled.has(one.key)) this.refused++;
      this.tally.check(present === 0, words(`there ${present} times`));
    } else this.tally.check(present <= 1, words(`there ${present} times`));
    this.tally.check(
      (found?.audited ?? 0) === present,
      words(`${found?.audited ?? 0} audit events for ${present} effects`),
    );
    this.tally.check(
      remembered === present > 0,
      words(`its key is ${remembered ? '' : 'not '}remembered, there ${present} times`),
    );
    if (one.outcome === 'unknown') return;
    if (one.tries > 1 && !this.#settled.has(one.key)) this.retried++;
    this.#settled.add(one.key);
  }

  /** What must never be, at any moment between two transactions. */
  async checkNever(when: string): Promise<void> {
    const from = performance.now();
    await this.#checkQueries(neverQueries, when);
    this.#neverAt = performance.now();
    this.#neverTook = this.#neverAt - from;
  }

  /** The same, but no more often than a tenth of the time allows: what was broken stays to be seen by the next one. */
  async checkNeverInTurn(when: string): Promise<void> {
    if (performance.now() - this.#neverAt > 9 * this.#neverTook) await this.checkNever(when);
  }

  /** After the last recovery: everything that was begun comes to its end without anybody's help. */
  async checkRest(when: string, limit = 45_000): Promise<void> {
    const from = performance.now();
    for (;;) {
      // Only what somebody may still do is worth waiting for; work that was handed out beside its task has no key.
      const left = await this.#ask(
        `select 1 from graphile_worker._private_jobs j left join task t on j.key = t.task_id::text
          where (j.key is null or t.status in ('waiting', 'running')) and j.attempts < j.max_attempts`,
      );
      if (left.length === 0 || performance.now() - from > limit) break;
      await sleep(50);
    }
    await this.#checkQueries(restQueries, when);
  }

  async #checkQueries(queries: Readonly<Record<string, string>>, when: string): Promise<void> {
    for (const [what, text] of Object.entries(queries)) {
      const rows = await this.#ask<{ what: string }>(text);
      this.tally.check(rows.length === 0, () => `${when}: ${what}: ${rows.map((row) => row.what).join(', ')}`);
    }
  }

  /** The work of `renshe verify` and of `renshe verify audit`, once the sequencer has had its turn. */
  async checkLedger(when: string): Promise<void> {
    const system = assemble(
      { dataDir: this.#dataDir, cryptoProfile: undefined },
      this.#cluster.databaseUrl(this.#database),
      settableClock(faultNow),
      { log: createLog('silent'), maxConnections: 2, statementTimeout: 600_000 },
      async () => {},
    );
    try {
      const verdict = await verifyLedger(system);
      const { tree } = await system.reference.current();
      const districts = [...tree.areas.values()].filter((area) => area.kind === 'district').map((area) => area.areaId);
      const broken = await listBrokenSeals(system.db.kysely, districts);
      this.tally.check(verdict.differences === 0, () => `${when}: ${JSON.stringify(verdict)}`);
      this.tally.check(broken.length === 0, () => `${when}: broken seals ${JSON.stringify(broken.slice(0, 3))}`);
      await this.#linked(when);
      const audit = await verifyAudit(system.db.kysely, this.#dataDir);
      this.tally.check(
        audit.differences === 0,
        () => `${when}: audit chain ${JSON.stringify(audit.problems.slice(0, 3))}`,
      );
    } finally {
      await system.close();
    }
  }

  async #linked(when: string, limit = 45_000): Promise<void> {
    const from = performance.now();
    for (;;) {
      const [row] = await this.#ask<{ n: number }>(
        'select count(*)::int as n from audit_event e where not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)',
      );
      const late = performance.now() - from > limit;
      if (row!.n === 0 || late) {
        this.tally.check(row!.n === 0, () => `${when}: ${row!.n} audit events are in no chain`);
        return;
      }
      await sleep(100);
    }
  }
}
