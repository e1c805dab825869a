/** The rows of a ledger as somebody asked for them: as they are now known, or as a closed month was frozen. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerCopyView, LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { changesSince } from '@renshe/domain/ledger/ledger-copy.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import type { Scope } from '../platform/scope.ts';
import { readLedger } from './ledger.queries.ts';
import type { LedgerQuestion } from './ledger-members.ts';
import { readCopied } from './read-copy.ts';

/** @throws AppError `ledger.not-frozen` */
export async function readAsked(
  host: Pick<Host, 'keyring'>,
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  question: LedgerQuestion,
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: LedgerRow[]; copy: LedgerCopyView | null }> {
  if (question.closed !== undefined) return readCopied(host, r, scope, reference, question, question.closed, page);
  return { ...(await readLedger(r, scope, reference, today, question, page)), copy: null };
}

/** Rows that are compared at most: a street has fewer. */
const mostCompared = 50_000;

/**
 * Who has come into a ledger of a closed month since it was frozen, and who has gone from it.
 * @throws AppError `ledger.not-frozen`, `ledger.too-many-rows`
 */
export async function readChanges(
  host: Pick<Host, 'keyring'>,
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  question: LedgerQuestion,
): Promise<{ added: LedgerRow[]; removed: LedgerRow[] }> {
  const page = { limit: mostCompared, offset: 0 };
  const then = await readAsked(host, r, scope, reference, today, question, page);
  const { closed: _, ...live } = question;
  const now = await readLedger(r, scope, reference, today, live, page);
  if (then.count > mostCompared || now.count > mostCompared)
    throw new AppError('ledger.too-many-rows', 'tooLarge', { limit: mostCompared });
  return changesSince(then.rows, now.rows);
}
