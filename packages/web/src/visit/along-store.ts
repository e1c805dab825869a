/**
 * What a phone keeps for work without network: the visits that were taken along, and the outbox of what was recorded meanwhile (ADR 0031).
 *
 * Both lie in IndexedDB as ciphertext, each under a key of its own that no script can read out. Whoever deletes the key has deleted what it
 * locked: the visits go at sign-out, when their hours are over, and when the server says that the session or the post has ended; a record goes when
 * its author says so or signs out, never by itself before it was saved.
 */
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { TakenPerson, visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { Dexie, type EntityTable, liveQuery } from 'dexie';
import { alongMark } from './along-guard.ts';
import type { ContactWords } from './ContactForm.tsx';

export type VisitPack = (typeof visitContracts.takeAlong)['output']['_zod']['output'];

/** Whose it is: the account, and the posts by which she saw what was taken along. */
export interface Owner {
  accountId: string;
  name: string;
  login: string;
  posts: readonly string[];
}

export type OutboxState = 'waiting' | 'sending' | 'saved' | 'refused' | 'conflict';

/** One record of the outbox. Its key is that of the command: sent twice, it is saved once. */
export interface OutboxRecord {
  key: string;
  accountId: string;
  /** When it was made, an instant. */
  at: string;
  state: OutboxState;
  /** The server's sentence when it refused. */
  why: string | null;
  person: Pick<TakenPerson, 'residentId' | 'name' | 'group' | 'dutyKind'>;
  words: ContactWords;
  /** What it was made upon; undefined when it is kept in spite of what has changed. */
  seen: { lastContactId: Id | null; areaCode: string } | undefined;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}
interface PackRow extends Sealed {
  id: 'pack';
  accountId: string;
  posts: readonly string[];
  /** By the clock of the phone, in milliseconds: when it was kept and for how long. */
  keptAt: number;
  keptFor: number;
}
export type OutboxRow = Sealed & Pick<OutboxRecord, 'key' | 'accountId' | 'at' | 'state' | 'why'>;
/** `pack`, or the key of a record: each record has a key of its own, so that no two of them can get in each other's way. */
interface KeyRow {
  name: string;
  key: CryptoKey;
}

const databaseName = 'renshe-visits';

// Strict: what the page calls kept has reached the disk, whatever the battery does next.
const db = new Dexie(databaseName, { chromeTransactionDurability: 'strict' }) as Dexie & {
  keys: EntityTable<KeyRow, 'name'>;
  pack: EntityTable<PackRow, 'id'>;
  outbox: EntityTable<OutboxRow, 'key'>;
};
db.version(1).stores({ keys: 'name', pack: 'id', outbox: 'key, at' });

/** False on an address without HTTPS that is not this machine: browsers lock nothing there and run no service worker. */
export function canTakeAlong(): boolean {
  return window.isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window;
}

/** Not extractable: it encrypts and decrypts, and leaves the browser in no form. */
function newLock(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

const bound = (label: string) => new TextEncoder().encode(label);

async function seal(key: CryptoKey, label: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(label) }, key, text) };
}

async function unseal<T>(key: CryptoKey, label: string, { iv, sealed }: Sealed): Promise<T> {
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(label) }, key, sealed);
  return JSON.parse(new TextDecoder().decode(text)) as T;
}

/** Keeps what the server gave, in the place of what was there before. */
export async function keepPack(pack: VisitPack, owner: Owner): Promise<void> {
  const key = await newLock();
  const row: PackRow = {
    id: 'pack',
    accountId: owner.accountId,
    posts: owner.posts,
    keptAt: Date.now(),
    keptFor: Date.parse(pack.expiresAt) - Date.parse(pack.takenAt),
    ...(await seal(key, 'pack', { pack, owner })),
  };
  await db.transaction('rw', db.keys, db.pack, async () => {
    await db.keys.put({ name: 'pack', key });
    await db.pack.put(row);
  });
  localStorage.setItem(alongMark, '1');
}

/** The time is over, or the clock of the phone was put back to before it began. */
function isOver(row: PackRow): boolean {
  const age = Date.now() - row.keptAt;
  return age >= row.keptFor || age < -60_000;
}

export interface KeptPack {
  pack: VisitPack;
  owner: Owner;
  /** By the clock of the phone. */
  until: number;
}

/** What was taken along; when its hours are over it is thrown away instead. */
export async function readPack(): Promise<KeptPack | undefined> {
  const row = await db.pack.get('pack');
  const lock = await db.keys.get('pack');
  if (!row || !lock || isOver(row)) {
    if (row || lock) await wipePack();
    return undefined;
  }
  const { pack, owner } = await unseal<{ pack: VisitPack; owner: Owner }>(lock.key, 'pack', row);
  return { pack, owner, until: row.keptAt + row.keptFor };
}

/** The key goes with it in one transaction: what a disk may still hold afterwards is noise. Records that are saved go too. */
export async function wipePack(): Promise<void> {
  await db.transaction('rw', db.keys, db.pack, db.outbox, async () => {
    await db.keys.delete('pack');
    await db.pack.clear();
    const saved = await db.outbox.filter((row) => row.state === 'saved').primaryKeys();
    await db.outbox.bulkDelete(saved);
    await db.keys.bulkDelete(saved);
  });
  await forgetMark();
}

async function forgetMark(): Promise<void> {
  if ((await db.pack.count()) + (await db.outbox.count()) === 0) localStorage.removeItem(alongMark);
}

/**
 * At sign-out, after she was asked: what was taken along and her own records, unsaved ones too. Records of a colleague on the same phone stay
 * locked until he signs in: they are not hers to lose.
 */
export async function wipeOwn(accountId: string | undefined): Promise<void> {
  await wipePack();
  await db.transaction('rw', db.keys, db.outbox, async () => {
    const own = await db.outbox.filter((row) => row.accountId === accountId).primaryKeys();
    await db.outbox.bulkDelete(own);
    await db.keys.bulkDelete(own);
  });
  await forgetMark();
}

/** What was taken along under another account or a post that is over must not stay. */
export async function keepFor(accountId: string, posts: readonly string[]): Promise<void> {
  const row = await db.pack.get('pack');
  if (row && (row.accountId !== accountId || row.posts.some((post) => !posts.includes(post)))) await wipePack();
}

/** Resolves when the record is on the disk. */
export async function keepRecord(record: OutboxRecord): Promise<void> {
  const { key: name, accountId, at, state, why, ...inside } = record;
  const key = await newLock();
  const row: OutboxRow = { key: name, accountId, at, state, why, ...(await seal(key, name, inside)) };
  await db.transaction('rw', db.keys, db.outbox, async () => {
    await db.keys.put({ name, key });
    await db.outbox.put(row);
  });
  localStorage.setItem(alongMark, '1');
}

/** The outbox in the order of time, opened. */
export async function readOutbox(): Promise<OutboxRecord[]> {
  const [rows, locks] = await db.transaction('r', db.keys, db.outbox, () =>
    Promise.all([db.outbox.orderBy('at').toArray(), db.keys.toArray()]),
  );
  const keys = new Map(locks.map((lock) => [lock.name, lock.key]));
  return Promise.all(
    rows.map(async ({ iv, sealed, ...row }) => ({
      ...row,
      ...(await unseal<Pick<OutboxRecord, 'person' | 'words' | 'seen'>>(keys.get(row.key)!, row.key, { iv, sealed })),
    })),
  );
}

/** Records of an account, or of all, that the server has not saved. */
export async function countUnsaved(accountId?: string): Promise<number> {
  return db.outbox
    .filter((row) => row.state !== 'saved' && (accountId === undefined || row.accountId === accountId))
    .count();
}

export async function setState(key: string, state: OutboxState, why: string | null = null): Promise<void> {
  await db.outbox.update(key, { state, why });
}

export async function dropRecord(key: string): Promise<void> {
  await db.transaction('rw', db.keys, db.outbox, async () => {
    await db.outbox.delete(key);
    await db.keys.delete(key);
  });
  await forgetMark();
}

/** Saved under this contact: what was made after it upon the same person was made upon it, not against it. */
export async function rememberContact(saved: OutboxRecord, contactId: Id): Promise<void> {
  const lastContact = { contactId, on: saved.words.contactedOn, way: saved.words.way, outcome: saved.words.outcome };
  for (const record of await readOutbox()) {
    const same = record.person.residentId === saved.person.residentId && record.at > saved.at && record.seen;
    if (same && record.state !== 'saved') await keepRecord({ ...record, seen: { ...same, lastContactId: contactId } });
  }
  const kept = await readPack();
  const row = await db.pack.get('pack');
  const lock = await db.keys.get('pack');
  if (!kept || !row || !lock) return;
  const people = kept.pack.people.map((person) =>
    person.residentId === saved.person.residentId ? { ...person, lastContact } : person,
  );
  const sealed = await seal(lock.key, 'pack', { pack: { ...kept.pack, people }, owner: kept.owner });
  // Wiped meanwhile, it stays away.
  await db.pack.update('pack', sealed);
}

/** Calls back at once and whenever anything of it changes, in this tab or another one. @returns how to stop it */
export function watchAlong(changed: () => void): () => void {
  const watching = liveQuery(() => Promise.all([db.pack.toArray(), db.outbox.toArray()])).subscribe(changed);
  return () => watching.unsubscribe();
}
