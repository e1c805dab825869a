/** Sends the outbox: one record after the other, each under its own key, until all are answered or the network is gone again. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ApiError, call } from '../kit/api.ts';
import { keepFor, type OutboxRecord, readOutbox, rememberContact, setState, wipePack } from './along-store.ts';

/** How it ended: all answered, no network, nobody or somebody else signed in. `busy`: another tab is at it. */
export type SyncEnd = 'done' | 'no-network' | 'signed-out' | 'somebody-else' | 'busy';

/** Refusals that are worth another try later: the server is too busy, or away behind its gateway. */
const later = new Set([0, 408, 429, 502, 503, 504]);

export async function sendOutbox(): Promise<SyncEnd> {
  return navigator.locks.request('renshe-visits-outbox', { ifAvailable: true }, async (lock) =>
    lock ? await sendAll() : 'busy',
  );
}

async function sendAll(): Promise<SyncEnd> {
  let accountId: string;
  try {
    const me = await call(accountContracts.me, {});
    if (me.step !== 'done' || me.mustChangePassword) return 'signed-out';
    accountId = me.accountId;
    await keepFor(
      accountId,
      me.posts.map((post) => post.postId),
    );
  } catch (error) {
    return endOf(error);
  }
  const open = (await readOutbox()).filter((record) => record.state === 'waiting' || record.state === 'sending');
  for (const { key } of open.filter((record) => record.accountId === accountId)) {
    // What an earlier one of the same person has changed is in the store by now.
    const record = (await readOutbox()).find((one) => one.key === key);
    if (!record || (record.state !== 'waiting' && record.state !== 'sending')) continue;
    const end = await send(record);
    if (end !== undefined) return end;
  }
  return open.some((record) => record.accountId !== accountId) ? 'somebody-else' : 'done';
}

/** @returns why no other record can be sent either */
async function send(record: OutboxRecord): Promise<SyncEnd | undefined> {
  const { key, words, seen, person } = record;
  await setState(key, 'sending');
  try {
    const { contactId } = await call(
      contactContracts.record,
      { params: { residentId: person.residentId }, body: { ...words, ...(seen && { seen }) } },
      { idempotencyKey: key },
    );
    await rememberContact(record, contactId);
    await setState(key, 'saved');
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) {
      await setState(key, 'waiting');
      throw error;
    }
    if (error.status === 401 || later.has(error.status)) {
      await setState(key, 'waiting');
      return endOf(error);
    }
    await setState(key, error.code.endsWith('-meanwhile') ? 'conflict' : 'refused', error.message);
    return undefined;
  }
}

/** @throws what is no answer of the server */
async function endOf(error: unknown): Promise<SyncEnd> {
  if (!(error instanceof ApiError)) throw error;
  if (error.status !== 401) return 'no-network';
  // The server knows her no more: what was taken along under that session goes. What she recorded stays, locked, until she signs in again.
  await wipePack();
  return 'signed-out';
}
