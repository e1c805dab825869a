/** Who stands at the phone, and which of the forms over the page are still that person's. */
import type { KeptPack, OutboxRecord } from './along-store.ts';
import type { SyncEnd, Who } from './along-sync.ts';

export interface AtThePhone {
  kept: Pick<KeptPack, 'owner'> | null;
  outbox: readonly Pick<OutboxRecord, 'key'>[];
  /** As the server said while there is a network. */
  who: Who | undefined;
  end: SyncEnd | undefined;
}

/** As the kept list or the server says; undefined while nobody does. */
export function ownerOf({ kept, who }: Pick<AtThePhone, 'kept' | 'who'>): Who | undefined {
  return kept?.owner ?? who;
}

/**
 * Recording upon a list goes on when its hours run out meanwhile: what is typed is not lost. It ends when the list was wiped before its time, which
 * is what signing out, another account and a post that is over do, in this tab or another one.
 * @param now by the clock of the phone, in milliseconds
 */
export function mayRecordOn(list: Pick<KeptPack, 'owner' | 'until'>, phone: AtThePhone, now: number): boolean {
  const { accountId } = list.owner;
  if (phone.kept) return phone.kept.owner.accountId === accountId;
  if (now < list.until || phone.end === 'signed-out') return false;
  return phone.who === undefined || phone.who.accountId === accountId;
}

/** A record is open to its author alone, and while it is on the phone. */
export function mayChange(record: Pick<OutboxRecord, 'key' | 'accountId'>, phone: AtThePhone): boolean {
  return ownerOf(phone)?.accountId === record.accountId && phone.outbox.some((one) => one.key === record.key);
}
