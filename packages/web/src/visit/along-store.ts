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

/** `photos`: the visit is saved and its photos wait; `photos-refused`: it is saved, and the server does not take some of them. */
export type OutboxState = 'waiting' | 'sending' | 'saved' | 'refused' | 'conflict' | 'photos' | 'photos-refused';

/** Something of it has still to be sent, by itself. */
export const isUnsent = ({ state }: { state: OutboxState }): boolean =>
  state === 'waiting' || state === 'sending' || state === 'photos';

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
  /** What it was saved as, while photos of it are still here. */
  contactId?: Id | undefined;
  /** How many photos were taken for it. */
  photos?: number | undefined;
}

export interface Sealed {
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
export type OutboxRow = Sealed &
  Pick<OutboxRecord, 'key' | 'accountId' | 'at' | 'state' | 'why' | 'contactId' | 'photos'>;
/** A photo of a record, in the order in which they were taken; gone as soon as the server has it. */
export interface PhotoRow extends Sealed {
  key: string;
  record: string;
  place: number;
  refused: boolean;
}
/** A record made at a door of a survey drive (`door-store.ts`). */
export type DoorRow = Sealed & Pick<OutboxRecord, 'key' | 'accountId' | 'at' | 'state' | 'why'>;
/** `pack`, or the key of a record or photo: each record has a key of its own, so that no two of them can get in each other's way. */
export interface KeyRow {
  name: string;
  key: CryptoKey;
}

const databaseName = 'renshe-visits';

// Strict: what the page calls kept has reached the disk, whatever the battery does next.
export const db = new Dexie(databaseName, { chromeTransactionDurability: 'strict' }) as Dexie & {
  keys: EntityTable<KeyRow, 'name'>;
  pack: EntityTable<PackRow, 'id'>;
  outbox: EntityTable<OutboxRow, 'key'>;
  photos: EntityTable<PhotoRow, 'key'>;
  doors: EntityTable<DoorRow, 'key'>;
};
db.version(1).stores({ keys: 'name', pack: 'id', outbox: 'key, at' });
db.version(2).stores({ photos: 'key, record' });
db.version(3).stores({ doors: 'key, at' });

/** False on an address without HTTPS that is not this machine: browsers lock nothing there and run no service worker. */
export function canTakeAlong(): boolean {
  return window.isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in window;
}

/** Not extractable: it encrypts and decrypts, and leaves the browser in no form. */
export function newLock(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

const bound = (label: string) => new TextEncoder().encode(label);

export function seal(key: CryptoKey, label: string, value: unknown): Promise<Sealed> {
  return sealBytes(key, label, new TextEncoder().encode(JSON.stringify(value)));
}

export async function sealBytes(key: CryptoKey, label: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(label) }, key, bytes) };
}

export async function unseal<T>(key: CryptoKey, label: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(key, label, sealed))) as T;
}

/** Each writing seals anew: the same beginning means the same words. */
export function isSameSeal(one: Sealed, other: Sealed): boolean {
  return one.iv.every((byte, i) => byte === other.iv[i]);
}

export function unsealBytes(key: CryptoKey, label: string, { iv, sealed }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(label) }, key, sealed);
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
  const { row, lock } = await sealedPack();
  if (!row || !lock || isOver(row)) {
    if (row || lock) await wipePack();
    return undefined;
  }
  return { ...(await openPack(row, lock.key)), until: row.keptAt + row.keptFor };
}

/** Both of the same moment: another list has another key. */
async function sealedPack(): Promise<{ row: PackRow | undefined; lock: KeyRow | undefined }> {
  return db.transaction('r', db.keys, db.pack, async () => ({
    row: await db.pack.get('pack'),
    lock: await db.keys.get('pack'),
  }));
}

function openPack(row: PackRow, key: CryptoKey): Promise<{ pack: VisitPack; owner: Owner }> {
  return unseal(key, 'pack', row);
}

/** The key goes with it in one transaction: what a disk may still hold afterwards is noise. Records that are saved go too. */
export async function wipePack(): Promise<void> {
  await db.transaction('rw', db.keys, db.pack, db.outbox, db.doors, async () => {
    await db.keys.delete('pack');
    await db.pack.clear();
    for (const table of [db.outbox, db.doors]) {
      const saved = await table.filter((row) => row.state === 'saved').primaryKeys();
      await table.bulkDelete(saved);
      await db.keys.bulkDelete(saved);
    }
  });
  await forgetMark();
}

export async function forgetMark(): Promise<void> {
  if ((await db.pack.count()) + (await db.outbox.count()) + (await db.doors.count()) === 0)
    localStorage.removeItem(alongMark);
}

/**
 * At sign-out, after she was asked: what was taken along and her own records, unsaved ones too. Records of a colleague on the same phone stay
 * locked until he signs in: they are not hers to lose.
 */
export async function wipeOwn(accountId: string | undefined): Promise<void> {
  await wipePack();
  await db.transaction('rw', db.keys, db.outbox, db.photos, db.doors, async () => {
    for (const table of [db.outbox, db.doors]) {
      const own = await table.filter((row) => row.accountId === accountId).primaryKeys();
      await table.bulkDelete(own);
      await db.keys.bulkDelete(own);
      await dropPhotosOf(own);
    }
  });
  await forgetMark();
}

/** What was taken along under another account or a post that is over must not stay. */
export async function keepFor(accountId: string, posts: readonly string[]): Promise<void> {
  const row = await db.pack.get('pack');
  if (row && (row.accountId !== accountId || row.posts.some((post) => !posts.includes(post)))) await wipePack();
}

/** Inside a transaction over keys and photos. */
export async function dropPhotosOf(records: readonly string[]): Promise<void> {
  const theirs = await db.photos.where('record').anyOf(records).primaryKeys();
  await db.photos.bulkDelete(theirs);
  await db.keys.bulkDelete(theirs);
}

/** Photos of a record, sealed, each with what opens it. */
export type SealedPhotos = readonly { row: PhotoRow; key: CryptoKey }[];

/** Resolves when the record is on the disk, with its photos where some are given: those that it had before go. */
export async function keepRecord(record: OutboxRecord, photos?: SealedPhotos): Promise<void> {
  await writeRecord(record, photos, () => true);
}

/**
 * Changes what is kept as it stands in that moment: read anew until nobody has written in between, a sending in this tab or another one too.
 * @param change gives undefined to leave it alone, or throws; may be called several times; undefined comes in when the record is there no more
 * @returns whether it was changed
 */
export async function changeRecord(
  key: string,
  change: (now: OutboxRecord | undefined) => OutboxRecord | undefined,
  photos?: SealedPhotos,
): Promise<boolean> {
  for (;;) {
    const found = await db.transaction('r', db.keys, db.outbox, async () => {
      const row = await db.outbox.get(key);
      const lock = await db.keys.get(key);
      return row && lock ? { row, lock } : undefined;
    });
    const next = change(found && (await openRecord(found.row, found.lock.key)));
    if (!found || !next) return false;
    const { state, contactId } = found.row;
    const isSame = (row: OutboxRow | undefined) =>
      row?.state === state && row.contactId === contactId && isSameSeal(row, found.row);
    if (await writeRecord(next, photos, isSame)) return true;
  }
}

async function writeRecord(
  record: OutboxRecord,
  photos: SealedPhotos | undefined,
  may: (row: OutboxRow | undefined) => boolean,
): Promise<boolean> {
  const { key: name, accountId, at, state, why, contactId, photos: taken, ...inside } = record;
  const key = await newLock();
  const count = photos ? photos.length : taken;
  const row: OutboxRow = {
    key: name,
    accountId,
    at,
    state,
    why,
    contactId,
    photos: count,
    ...(await seal(key, name, inside)),
  };
  const written = await db.transaction('rw', db.keys, db.outbox, db.photos, async () => {
    if (!may(await db.outbox.get(name))) return false;
    await db.keys.put({ name, key });
    await db.outbox.put(row);
    if (photos) {
      await dropPhotosOf([name]);
      await db.photos.bulkPut(photos.map((photo) => photo.row));
      await db.keys.bulkPut(photos.map((photo) => ({ name: photo.row.key, key: photo.key })));
    }
    return true;
  });
  if (written) localStorage.setItem(alongMark, '1');
  return written;
}

async function openRecord({ iv, sealed, ...row }: OutboxRow, key: CryptoKey): Promise<OutboxRecord> {
  const inside = await unseal<Pick<OutboxRecord, 'person' | 'words' | 'seen'>>(key, row.key, { iv, sealed });
  return { ...row, ...inside };
}

/** Takes what is to be sent, in one step with marking it: what is changed up to here is what goes out, and from here on it can be changed no more. */
export async function takeForSending(key: string): Promise<OutboxRecord | undefined> {
  const taken = await db.transaction('rw', db.keys, db.outbox, async () => {
    const row = await db.outbox.get(key);
    const lock = await db.keys.get(key);
    if (!row || !lock || !isUnsent(row)) return undefined;
    await db.outbox.update(key, { state: 'sending', why: null });
    return { row, lock };
  });
  return taken && (await openRecord(taken.row, taken.lock.key));
}

/** The outbox in the order of time, opened. */
export async function readOutbox(): Promise<OutboxRecord[]> {
  const [rows, locks] = await db.transaction('r', db.keys, db.outbox, () =>
    Promise.all([db.outbox.orderBy('at').toArray(), db.keys.toArray()]),
  );
  const keys = new Map(locks.map((lock) => [lock.name, lock.key]));
  return Promise.all(rows.map((row) => openRecord(row, keys.get(row.key)!)));
}

/** Records of an account, or of all, that the server has not saved. */
export async function countUnsaved(accountId?: string): Promise<number> {
  const isHers = (row: DoorRow) => row.state !== 'saved' && (accountId === undefined || row.accountId === accountId);
  return (await db.outbox.filter(isHers).count()) + (await db.doors.filter(isHers).count());
}

export async function setState(key: string, state: OutboxState, why: string | null = null): Promise<void> {
  await db.outbox.update(key, { state, why });
}

/** @param check sees its row in the same step, and throws to leave it there */
export async function dropRecord(key: string, check?: (row: OutboxRow | undefined) => void): Promise<void> {
  await db.transaction('rw', db.keys, db.outbox, db.photos, async () => {
    check?.(await db.outbox.get(key));
    await db.outbox.delete(key);
    await db.keys.delete(key);
    await dropPhotosOf([key]);
  });
  await forgetMark();
}

/** Saved under this contact: what was made after it upon the same person was made upon it, not against it. */
export async function rememberContact(saved: OutboxRecord, contactId: Id): Promise<void> {
  const lastContact = { contactId, on: saved.words.contactedOn, way: saved.words.way, outcome: saved.words.outcome };
  for (const { key } of await readOutbox())
    await changeRecord(key, (now) => {
      const made = now?.person.residentId === saved.person.residentId && now.at > saved.at ? now.seen : undefined;
      return now && made && now.state !== 'saved' ? { ...now, seen: { ...made, lastContactId: contactId } } : undefined;
    });
  const { row, lock } = await sealedPack();
  if (!row || !lock) return;
  const { pack, owner } = await openPack(row, lock.key);
  const people = pack.people.map((person) =>
    person.residentId === saved.person.residentId ? { ...person, lastContact } : person,
  );
  const sealed = await seal(lock.key, 'pack', { pack: { ...pack, people }, owner });
  await db.transaction('rw', db.pack, async () => {
    const now = await db.pack.get('pack');
    // Wiped meanwhile, it stays away, and another one as it is.
    if (now && isSameSeal(now, row)) await db.pack.update('pack', sealed);
  });
}

/** Calls back at once and whenever anything of it changes, in this tab or another one. @returns how to stop it */
export function watchAlong(changed: () => void): () => void {
  const watching = liveQuery(() => Promise.all([db.pack.toArray(), db.outbox.toArray(), db.doors.toArray()])).subscribe(
    changed,
  );
  return () => watching.unsubscribe();
}
