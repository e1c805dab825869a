import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';

/**
 * Counts guesses before they are judged, in one statement that parallel guesses cannot slip below (security handbook §4g).
 *
 * A password is counted by login and source, whether or not the login exists: five wrong ones from one place rest that login for that place, and
 * the person it belongs to signs in from her own desk as ever. Guesses that are spread over many places are counted for the login as a whole too,
 * but that limit does not hold for places from which the login was signed in lately. A place that tries many logins is slowed down as a place.
 */
export type GuessKind = 'password' | 'old-password' | 'second-factor' | 'source';

export interface Guess {
  kind: GuessKind;
  /** What was guessed at: login or account id; empty for a whole source. */
  subject: string;
  /** Network address; empty for all together. */
  source: string;
  /** So many may be judged in the window; the next one locks. */
  most: number;
  minutes: number;
}

const perPlace = { most: 5, minutes: 15 } as const;
const perLogin = { most: 20, minutes: 15 } as const;
const perSource = { most: 30, minutes: 1 } as const;
const familiarDays = 30;

/** `before`: counted before it is judged. `after`: only when it was wrong, so that a whole office may sign in at once from one address. */
export interface Guesses {
  before: readonly Guess[];
  after: readonly Guess[];
}

/** The counts that a password for a login from an address goes into; `familiar` when it was right from there lately. */
export function passwordGuesses(login: string, address: string, familiar: boolean): Guesses {
  const source = placeOf(address);
  return {
    before: [
      { kind: 'password', subject: login, source, ...perPlace },
      ...(familiar ? [] : [{ kind: 'password', subject: login, source: '', ...perLogin } as const]),
    ],
    after: [{ kind: 'source', subject: '', source, ...perSource }],
  };
}

/** Who guesses here has a session or a password already: one count for the account, wherever it comes from. */
export function accountGuess(kind: 'old-password' | 'second-factor', accountId: string): Guesses {
  return { before: [{ kind, subject: accountId, source: '', ...perPlace }], after: [] };
}

/** An IPv6 customer owns a whole /64, an IPv4-mapped address is the IPv4 one. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? Array(Math.max(0, 8 - first.length - last.length)).fill('0') : [];
  return [...first, ...missing, ...last].slice(0, 4).join(':');
}

const none = Buffer.alloc(0);

function digests(host: Pick<Host, 'keyring'>, guess: Pick<Guess, 'subject' | 'source'>) {
  return {
    subject: guess.subject === '' ? none : host.keyring.blindIndex('sign-in-subject', guess.subject),
    source: guess.source === '' ? none : host.keyring.blindIndex('sign-in-source', guess.source),
  };
}

/** @returns until when one of the counts is locked; null when the guess may be judged. Counted either way until it is taken back. */
export async function countGuesses(host: Host, guesses: readonly Guess[], at: Date): Promise<Date | null> {
  let until: Date | null = null;
  // Always in the same order of kinds, so that two at once cannot wait for each other.
  for (const guess of guesses) {
    const { subject, source } = digests(host, guess);
    const end = new Date(at.getTime() + guess.minutes * 60_000);
    const over = sql`(g.window_until <= ${at} or coalesce(g.locked_until <= ${at}, false))`;
    const { rows } = await sql<{ locked_until: Date | null }>`
      insert into sign_in_guess as g (kind, subject_digest, source_digest, failed_count, window_until)
      values (${guess.kind}, ${subject}, ${source}, 1, ${end})
      on conflict on constraint sign_in_guess_pk do update set
        failed_count = case when g.locked_until > ${at} then g.failed_count when ${over} then 1 else g.failed_count + 1 end,
        window_until = case when g.locked_until > ${at} then g.window_until
          when ${over} or ${guess.kind} <> 'source' then ${end}::timestamptz else g.window_until end,
        locked_until = case when g.locked_until > ${at} then g.locked_until
          when not ${over} and g.failed_count >= ${guess.most} then ${end}::timestamptz end
      returning locked_until`.execute(host.db.kysely);
    const locked = rows[0]?.locked_until ?? null;
    // The others are not counted any more: a place that is locked cannot push up the count of a login.
    if (locked && locked > at) {
      until = locked;
      break;
    }
  }
  return until;
}

/** Until when a count is locked, without counting. */
export async function lockedUntil(host: Host, guess: Guess, at: Date): Promise<Date | null> {
  const { subject, source } = digests(host, guess);
  const row = await host.db.kysely
    .selectFrom('sign_in_guess')
    .select('locked_until')
    .where('kind', '=', guess.kind)
    .where('subject_digest', '=', subject)
    .where('source_digest', '=', source)
    .executeTakeFirst();
  return row?.locked_until && row.locked_until > at ? row.locked_until : null;
}

/** The guess was right, or was never judged: it does not count. */
export async function takeBackGuesses(
  w: Pick<Writer, 'updateTable'>,
  host: Host,
  guesses: readonly Guess[],
): Promise<void> {
  for (const guess of guesses) {
    const { subject, source } = digests(host, guess);
    await w
      .updateTable('sign_in_guess')
      .set({ failed_count: sql<number>`greatest(0, failed_count - 1)` })
      .where('kind', '=', guess.kind)
      .where('subject_digest', '=', subject)
      .where('source_digest', '=', source)
      .execute();
  }
}

/** Signed in from here: this place starts again at nothing and is familiar from now on. */
export async function becomeFamiliar(
  w: Pick<Writer, 'updateTable'>,
  host: Host,
  login: string,
  address: string,
  at: Date,
): Promise<void> {
  const { subject, source } = digests(host, { subject: login, source: placeOf(address) });
  await w
    .updateTable('sign_in_guess')
    .set({ failed_count: 0, locked_until: null, familiar_at: at })
    .where('kind', '=', 'password')
    .where('subject_digest', '=', subject)
    .where('source_digest', '=', source)
    .execute();
}

export async function isFamiliar(host: Host, login: string, address: string, at: Date): Promise<boolean> {
  const { subject, source } = digests(host, { subject: login, source: placeOf(address) });
  const row = await host.db.kysely
    .selectFrom('sign_in_guess')
    .select('familiar_at')
    .where('kind', '=', 'password')
    .where('subject_digest', '=', subject)
    .where('source_digest', '=', source)
    .executeTakeFirst();
  return row?.familiar_at != null && row.familiar_at.getTime() > at.getTime() - familiarDays * 86_400_000;
}

/** All counts of an account, for whoever helps its owner. */
export async function forgetGuesses(
  w: Pick<Writer, 'updateTable'>,
  host: Host,
  account: { login: string; accountId: string },
): Promise<void> {
  const subjects = [account.login, account.accountId].map((subject) => digests(host, { subject, source: '' }).subject);
  await w
    .updateTable('sign_in_guess')
    .set({ failed_count: 0, locked_until: null })
    .where('kind', '<>', 'source')
    .where((eb) => eb.or(subjects.map((subject) => eb('subject_digest', '=', subject))))
    .execute();
}

/** Those of the accounts that are locked somewhere. */
export async function listLocked(
  r: Reader,
  host: Host,
  accounts: readonly { login: string; accountId: string }[],
  at: Date,
): Promise<Set<string>> {
  if (accounts.length === 0) return new Set();
  const owners = new Map(
    accounts.flatMap((account) =>
      [account.login, account.accountId].map(
        (subject) => [digests(host, { subject, source: '' }).subject.toString('hex'), account.accountId] as const,
      ),
    ),
  );
  const rows = await r
    .selectFrom('sign_in_guess')
    .select('subject_digest')
    .where('kind', '<>', 'source')
    .where(
      'subject_digest',
      'in',
      [...owners.keys()].map((hex) => Buffer.from(hex, 'hex')),
    )
    .where('locked_until', '>', at)
    .execute();
  return new Set(rows.map((row) => owners.get(row.subject_digest.toString('hex'))!));
}

export function tooManyTries(until: Date, at: Date): AppError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 60_000));
  return new AppError('account.too-many-tries', 'forbidden', { minutes });
}

/** Counts that say nothing any more; called once an hour. */
export async function purgeGuesses(w: Pick<Writer, 'deleteFrom'>, at: Date): Promise<void> {
  await w
    .deleteFrom('sign_in_guess')
    .where('window_until', '<', at)
    .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<', at)]))
    .where((eb) =>
      eb.or([
        eb('familiar_at', 'is', null),
        eb('familiar_at', '<', new Date(at.getTime() - familiarDays * 86_400_000)),
      ]),
    )
    .execute();
}
