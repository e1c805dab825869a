import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import { currentOwner } from '../preference/preference-store.ts';

const PREFIX = 'renshe.draft.drawer.';
/** What was typed and not yet sent, by draft key: survives closing the drawer. */
const drafts = new Map<string, object>();

const keyOf = (owner: string, draftKey: string) => `${PREFIX}${owner}.${draftKey}`;

/** What of a form may stand in the storage of a tab: never an identity or mobile number. */
export function storable(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      // Half of a number is not told from other digits.
      if (/citizenId|phone/i.test(name)) return false;
      const text = value === undefined ? '' : JSON.stringify(value);
      return text !== '' && maskNumbersIn(text) === text;
    }),
  );
}

/** What she typed into this form and did not send; of whoever used this tab before, nothing. */
export function readDrawerDraft<Values extends object>(
  draftKey: string,
  survivesReload: boolean,
): Partial<Values> | undefined {
  const known = drafts.get(draftKey) as Partial<Values> | undefined;
  const owner = currentOwner();
  if (known || !survivesReload || owner === null) return known;
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(owner, draftKey)) ?? 'null');
    return typeof stored === 'object' && stored !== null ? (stored as Partial<Values>) : undefined;
  } catch {
    return undefined;
  }
}

/** @param survivesReload kept in this tab's storage too, for whoever reloads the page by mistake */
export function keepDrawerDraft(draftKey: string, values: object, survivesReload: boolean): void {
  drafts.set(draftKey, values);
  const owner = currentOwner();
  if (!survivesReload || owner === null) return;
  try {
    sessionStorage.setItem(keyOf(owner, draftKey), JSON.stringify(storable(values)));
  } catch {
    // A full storage keeps the draft in memory alone.
  }
}

export function dropDrawerDraft(draftKey: string): void {
  drafts.delete(draftKey);
  const owner = currentOwner();
  if (owner !== null) sessionStorage.removeItem(keyOf(owner, draftKey));
}
