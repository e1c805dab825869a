/** Sends the outbox: one record after the other, each under its own key, until all are answered or the network is gone again. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ApiError, call } from '../kit/api.ts';
import { later, sendPhotosOf } from './along-photos.ts';
import {
  db,
  isUnsent,
  keepFor,
  type OutboxRecord,
  type Owner,
  readOutbox,
  rememberContact,
  setState,
  takeForSending,
  wipePack,
} from './along-store.ts';
import { readDoors } from './door-store.ts';
import { sendDoor } from './door-sync.ts';

/** How it ended: all answered, no network, nobody or somebody else signed in. `busy`: another tab is at it. */
export type SyncEnd = 'done' | 'no-network' | 'signed-out' | 'somebody-else' | 'busy';

/** Who the server says is there; without one, why it did not say. */
export type Who = Omit<Owner, 'posts'>;
export type WhoIsThere = { who: Who } | { who?: never; end: 'no-network' | 'signed-out' };

export async function sendOutbox(): Promise<SyncEnd> {
  return navigator.locks.request('renshe-visits-outbox', { ifAvailable: true }, async (lock) =>
    lock ? await sendAll() : 'busy',
  );
}

/** Asks the server who is signed in; what was taken along goes when that is nobody, somebody else, or a post of hers has ended. */
export async function askWhoIsThere(): Promise<WhoIsThere> {
  try {
    const { accountId, name, login, step, mustChangePassword, posts } = await call(accountContracts.me, {});
    if (step !== 'done' || mustChangePassword) return { end: 'signed-out' };
    await keepFor(
      accountId,
      posts.map((post) => post.postId),
    );
    return { who: { accountId, name, login } };
  } catch (error) {
    return { end: await endOf(error) };
  }
}

async function sendAll(): Promise<SyncEnd> {
  const answer = await askWhoIsThere();
  if (answer.who === undefined) return answer.end;
  const { accountId } = answer.who;
  const open = (await readOutbox()).filter(isUnsent);
  for (const { key } of open.filter((record) => record.accountId === accountId)) {
    // What an earlier one of the same person has changed is in the store by now, and what its author has changed up to this moment.
    const record = await takeForSending(key);
    if (!record) continue;
    const end = await send(record);
    if (end !== undefined) return end;
  }
  const doors = (await readDoors()).filter(isUnsent);
  for (const { key } of doors.filter((record) => record.accountId === accountId)) {
    const refusal = await sendDoor(key);
    if (refusal) return endOf(refusal);
  }
  return [...open, ...doors].some((record) => record.accountId !== accountId) ? 'somebody-else' : 'done';
}

/** @returns why no other record can be sent either */
async function send(record: OutboxRecord): Promise<SyncEnd | undefined> {
  const { key, words, seen, person } = record;
  let { contactId } = record;
  try {
    if (contactId === undefined) {
      ({ contactId } = await call(
        contactContracts.record,
        { params: { residentId: person.residentId }, body: { ...words, ...(seen && { seen }) } },
        { idempotencyKey: key },
      ));
      await rememberContact(record, contactId);
      if (record.photos) await db.outbox.update(key, { contactId });
    }
    await sendPhotosOf(record, contactId);
    return undefined;
  } catch (error) {
    const state = contactId === undefined ? 'waiting' : 'photos';
    if (!(error instanceof ApiError)) {
      await setState(key, state);
      throw error;
    }
    if (contactId !== undefined || error.status === 401 || later.has(error.status)) {
      await setState(key, state);
      return endOf(error);
    }
    await setState(key, error.code.endsWith('-meanwhile') ? 'conflict' : 'refused', error.message);
    return undefined;
  }
}

/** @throws what is no answer of the server */
async function endOf(error: unknown): Promise<'no-network' | 'signed-out'> {
  if (!(error instanceof ApiError)) throw error;
  if (error.status !== 401) return 'no-network';
  // The server knows her no more: what was taken along under that session goes. What she recorded stays, locked, until she signs in again.
  await wipePack();
  return 'signed-out';
}
