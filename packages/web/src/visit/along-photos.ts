/** Photos of records that wait on the phone: ciphertext under a key each, gone with their record, at the latest when the server has them. */
import type { Id } from '@renshe/domain/kernel/file.ts';
import { bringVisitPhoto } from '../attachment/send-photo.ts';
import type { Photo } from '../attachment/shrink-photo.ts';
import { ApiError } from '../kit/api.ts';
import { text } from '../kit/i18n.ts';
import {
  changeRecord,
  db,
  dropRecord,
  keepRecord,
  newLock,
  type OutboxRecord,
  type PhotoRow,
  type SealedPhotos,
  sealBytes,
  setState,
  unsealBytes,
} from './along-store.ts';
import type { ContactWords } from './ContactForm.tsx';

/** So many a phone keeps at most: some twenty megabytes. */
const most = 60;
/** Less than this free, and the phone is full before the visits are over. */
const leastRoom = 20 * 1024 * 1024;

/** Why it was not kept, in a sentence. */
export class NotKept extends Error {}

/** Those that the record has already take no more room. @throws NotKept: too many photos wait, or the phone is full */
async function requireRoom(record: string, wanted: number): Promise<void> {
  const own = await db.photos.where('record').equals(record).count();
  if (wanted <= own) return;
  if ((await db.photos.count()) - own + wanted > most) throw new NotKept(text('visit.photos.tooMany', { most }));
  const { quota, usage } = await navigator.storage.estimate();
  if (quota !== undefined && usage !== undefined && quota - usage < leastRoom)
    throw new NotKept(text('visit.photos.noRoom'));
  // What waits to be sent is not to be thrown away when the phone wants room.
  void navigator.storage.persist();
}

/** Resolves when the record and its photos are on the disk, all of them or nothing. @throws NotKept when they do not fit */
export async function keepWithPhotos(record: OutboxRecord, photos: readonly Photo[]): Promise<void> {
  await fitting(record.key, photos, (sealed) => keepRecord(record, sealed));
}

/** Other words and photos for what waits. @throws NotKept when they do not fit, or it is too late to change them */
export async function changeWithPhotos(key: string, words: ContactWords, photos: readonly Photo[]): Promise<void> {
  await fitting(key, photos, (sealed) =>
    changeRecord(key, (now) => ({ ...requireChangeable(now), words, state: 'waiting', why: null }), sealed),
  );
}

/** What was just kept, as if it had not been. @throws NotKept when it is too late */
export async function takeBack(key: string): Promise<void> {
  await dropRecord(key, requireChangeable);
}

/** It can be changed and taken back as long as nothing of it is with the server or on its way there. @throws NotKept */
function requireChangeable<Row extends Pick<OutboxRecord, 'state' | 'contactId'>>(now: Row | undefined): Row {
  if (!now) throw new NotKept(text('visit.along.notHere'));
  if (now.contactId !== undefined || now.state === 'saved') throw new NotKept(text('visit.along.tooLate'));
  if (now.state === 'sending') throw new NotKept(text('visit.along.beingSent'));
  return now;
}

async function fitting(
  record: string,
  photos: readonly Photo[],
  keep: (sealed: SealedPhotos) => Promise<unknown>,
): Promise<void> {
  await requireRoom(record, photos.length);
  try {
    await keep(await Promise.all(photos.map((photo, place) => sealPhoto(record, photo, place))));
  } catch (error) {
    if (/quota/i.test(`${(error as Error).name} ${(error as Error).message}`))
      throw new NotKept(text('visit.photos.noRoom'));
    throw error;
  }
}

/** The length of the small picture, the small picture as text, the picture. */
async function sealPhoto(record: string, photo: Photo, place: number): Promise<{ row: PhotoRow; key: CryptoKey }> {
  const key = await newLock();
  const preview = new TextEncoder().encode(photo.preview);
  const length = new Uint8Array(new Uint32Array([preview.length]).buffer);
  const bytes = await new Blob([length, preview, photo.picture]).arrayBuffer();
  const sealed = await sealBytes(key, photo.key, bytes);
  return { row: { key: photo.key, record, place, refused: false, ...sealed }, key };
}

async function openPhoto(row: PhotoRow): Promise<Photo | undefined> {
  const lock = await db.keys.get(row.key);
  if (!lock) return undefined;
  const bytes = await unsealBytes(lock.key, row.key, row);
  const [length = 0] = new Uint32Array(bytes.slice(0, 4));
  return {
    key: row.key,
    preview: new TextDecoder().decode(bytes.slice(4, 4 + length)),
    picture: new Blob([bytes.slice(4 + length)], { type: 'image/jpeg' }),
  };
}

const rowsOf = (record: string): Promise<PhotoRow[]> => db.photos.where('record').equals(record).sortBy('place');

/** Of which of these records photos are on the phone, and how many. */
export async function countPhotosOf<Row extends Pick<OutboxRecord, 'key'>>(
  records: readonly Row[],
): Promise<{ record: Row; photos: number }[]> {
  const counts = await Promise.all(
    records.map(async (record) => ({ record, photos: await db.photos.where('record').equals(record.key).count() })),
  );
  return counts.filter(({ photos }) => photos > 0);
}

/** Those of a record that the server does not have yet. */
export async function readPhotos(record: string): Promise<Photo[]> {
  const opened = await Promise.all((await rowsOf(record)).map(openPhoto));
  return opened.filter((photo) => photo !== undefined);
}

/**
 * Sends what a saved visit has of photos, each under its own key, and forgets each when the server has it.
 * @throws ApiError when the server cannot be asked any further
 */
export async function sendPhotosOf(record: OutboxRecord, contactId: Id): Promise<void> {
  let why: string | null = null;
  for (const row of await rowsOf(record.key)) {
    const photo = row.refused ? undefined : await openPhoto(row);
    if (!photo) continue;
    try {
      await bringVisitPhoto({ residentId: record.person.residentId, contactId }, photo);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 401 || later.has(error.status)) throw error;
      why = error.message;
      await db.photos.update(row.key, { refused: true });
      continue;
    }
    await forget(row.key);
  }
  const left = await db.photos.where('record').equals(record.key).count();
  await setState(record.key, left > 0 ? 'photos-refused' : 'saved', left > 0 ? (why ?? record.why) : null);
}

/** Refusals that are worth another try later: the server is too busy, or away behind its gateway. */
export const later: ReadonlySet<number> = new Set([0, 408, 429, 502, 503, 504]);

async function forget(key: string): Promise<void> {
  await db.transaction('rw', db.keys, db.photos, async () => {
    await db.photos.delete(key);
    await db.keys.delete(key);
  });
}

/** Those that were refused are sent once more. */
export async function tryPhotosAgain(record: string): Promise<void> {
  await db.photos.where('record').equals(record).modify({ refused: false });
  await setState(record, 'photos');
}
