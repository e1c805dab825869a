/**
 * Counts how ledgers are used: sums by office and month, kept in memory for some seconds and written by one statement. What was opened by
 * whom is the business of the audit log alone. A server that dies loses the seconds that it had not written.
 */

import { monthOf } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerAct } from '@renshe/domain/ledger/ledger-use.contract.ts';
import { sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { businessDay } from '../platform/clock.ts';
import type { Database } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { findHome } from '../platform/kept-for.ts';
import type { Reference } from '../platform/reference.ts';
import type { LedgerQuestion } from './ledger-members.ts';

/** So long counts wait to be written. */
const writtenAfter = 15_000;
/** Turning pages and sorting are one opening. */
const oneOpening = 10 * 60_000;
const mostRemembered = 5_000;

interface Count {
  districtId: number;
  officeId: string;
  month: number;
  ledger: string;
  kind: 'ledger' | 'column' | 'view';
  item: string;
  act: LedgerAct;
  uses: number;
}

interface Waiting {
  counts: Map<string, Count>;
  /** When somebody opened something last: forgotten with the process. */
  opened: Map<string, number>;
  writtenAt: number;
  writing: Promise<void> | undefined;
}

const waitings = new WeakMap<Database, Waiting>();

function waitingOf(db: Database): Waiting {
  const found = waitings.get(db) ?? { counts: new Map(), opened: new Map(), writtenAt: 0, writing: undefined };
  waitings.set(db, found);
  return found;
}

interface Using {
  host: Pick<Host, 'db' | 'log'>;
  actor: Actor;
  reference: Reference;
  at: Date;
}

/** One use of a ledger with the columns that were shown, and of the view that it was opened by. */
export function countUse(c: Using, act: LedgerAct, question: LedgerQuestion, view?: string | undefined): void {
  const home = findHome(c.actor, c.reference, 'resident.read');
  if (!home) return;
  const waiting = waitingOf(c.host.db);
  const ledger = question.ledger.key;
  if (
    act === 'opened' &&
    openedJustNow(waiting, `${home.accountId} ${ledger} ${question.columns.join()} ${view}`, c.at)
  )
    return;
  const month = monthOf(businessDay(c.at));
  const add = (kind: Count['kind'], item: string) => {
    const key = [home.officeId, month, ledger, kind, item, act].join(' ');
    const count = waiting.counts.get(key);
    if (count) count.uses++;
    else {
      const { districtId, officeId } = home;
      waiting.counts.set(key, { districtId, officeId, month, ledger, kind, item, act, uses: 1 });
    }
  };
  add('ledger', '');
  for (const column of question.columns) add('column', column);
  if (view) add('view', view);
  // Exports and prints stand or fall with their audit event: nothing is written beside it, the next opening takes their counts along.
  if (act !== 'opened' || c.at.getTime() - waiting.writtenAt < writtenAfter) return;
  waiting.writtenAt = c.at.getTime();
  // Nobody waits for a count, and none is worth a failed page.
  writeUse(c.host.db).catch((error) => c.host.log.warn({ error }, 'uses of ledgers were not written'));
}

function openedJustNow(waiting: Waiting, key: string, at: Date): boolean {
  const now = at.getTime();
  const before = waiting.opened.get(key);
  if (before !== undefined && now - before < oneOpening) return true;
  if (waiting.opened.size > mostRemembered) waiting.opened.clear();
  waiting.opened.set(key, now);
  return false;
}

/** Writes what waits, in the order of the keys so that two servers never wait for each other. */
export async function writeUse(db: Database): Promise<void> {
  const waiting = waitingOf(db);
  await waiting.writing;
  const counts = [...waiting.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  if (counts.length === 0) return;
  waiting.counts.clear();
  waiting.writing = insertCounts(db, counts).finally(() => {
    waiting.writing = undefined;
  });
  await waiting.writing;
}

async function insertCounts(db: Database, counts: readonly Count[]): Promise<void> {
  const of = <K extends keyof Count>(key: K) => counts.map((count) => count[key]);
  // A view is named by whoever asks: only those that exist are counted.
  await sql`insert into ledger_use (district_id, office_id, month, ledger, kind, item, act, uses)
    select k.* from unnest(${of('districtId')}::int[], ${of('officeId')}::uuid[], ${of('month')}::int[], ${of('ledger')}::text[], ${of('kind')}::text[], ${of('item')}::text[],
      ${of('act')}::text[], ${of('uses')}::int[]) as k (district_id, office_id, month, ledger, kind, item, act, uses)
    where k.kind <> 'view' or exists (select 1 from ledger_view v where v.district_id = k.district_id and v.view_id::text = k.item)
    on conflict on constraint ledger_use_pk do update set uses = ledger_use.uses + excluded.uses`.execute(db.kysely);
}
