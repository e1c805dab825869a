/**
 * What the rest of the app does about taken-along visits, without loading their code where nothing was taken along. A tab of practice has nothing
 * to do with what the phone really keeps.
 */
import { isPractice } from '../practice/practice-mode.ts';

/** Says that there is something. */
export const alongMark = 'renshe.along';

export function hasAlong(): boolean {
  return !isPractice() && localStorage.getItem(alongMark) !== null;
}

const store = () => import('./along-store.ts');

/** Somebody is signed in: what belongs to another account or a post that is over goes, what waits is sent. */
export async function greetAlong(accountId: string, posts: readonly string[]): Promise<void> {
  if (!hasAlong()) return;
  await (await store()).keepFor(accountId, posts);
  if ((await (await store()).countUnsaved(accountId)) > 0) await (await import('./along-sync.ts')).sendOutbox();
}

/** The server says that the session is over. */
export async function endAlong(): Promise<void> {
  if (hasAlong()) await (await store()).wipePack();
}

/** Records of hers that signing out would destroy. */
export async function countUnsaved(accountId: string | undefined): Promise<number> {
  return accountId !== undefined && hasAlong() ? (await store()).countUnsaved(accountId) : 0;
}

/** Signing out: nothing of hers stays on the phone, nor anything that was taken along. */
export async function dropAlong(accountId: string | undefined): Promise<void> {
  if (hasAlong()) await (await store()).wipeOwn(accountId);
}
