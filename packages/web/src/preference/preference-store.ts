import {
  isColumnsKey,
  type PreferenceKey,
  type PreferenceValue,
  preferenceSchema,
  readPreference,
} from '@renshe/domain/preference/preference.ts';
import { useSyncExternalStore } from 'react';

/**
 * How the person who is signed in likes to work. What is kept in this browser is a copy: for the first moment of a page, for times without network,
 * and for what has not reached the server yet. Nobody else's copy stays beside it.
 */
interface Copy {
  values: Record<string, unknown>;
  /** Keys that the server has not been told yet. */
  unsent: string[];
}

const PREFIX = 'renshe.preferences.';
const listeners = new Set<() => void>();
/** The account of this tab; null before she has signed in. */
let owner: string | null = null;
let copy: Copy = { values: {}, unsent: [] };
let changedHere: (() => void) | null = null;
/** Kept by an older program in this browser alone: hers, unless the server knows better. */
let adopted: Record<string, unknown> = {};

export function currentOwner(): string | null {
  return owner;
}

function readCopy(accountId: string): Copy | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(PREFIX + accountId) ?? 'null') as Partial<Copy> | null;
    if (stored === null || typeof stored.values !== 'object' || stored.values === null) return undefined;
    const values = Object.entries(stored.values).filter(
      ([key, value]) => preferenceSchema(key)?.safeParse(value).success,
    );
    const unsent = Array.isArray(stored.unsent)
      ? stored.unsent.filter((key) => preferenceSchema(key) !== undefined)
      : [];
    return { values: Object.fromEntries(values), unsent };
  } catch {
    return undefined;
  }
}

function store(next: Copy): void {
  copy = next;
  if (owner !== null) {
    try {
      localStorage.setItem(PREFIX + owner, JSON.stringify(next));
    } catch {
      // A full storage loses the copy, not the work.
    }
  }
  for (const listener of listeners) listener();
}

/** From now on it is her tab. Gives back whether this browser knew her already. */
export function beginPreferences(accountId: string): boolean {
  if (owner === accountId) return true;
  const known = readCopy(accountId);
  // What she chose on the way in, such as the language of the sign-in page, is her latest word.
  const chosen = owner === null ? copy : { values: {}, unsent: [] };
  adopted = takeOldValues(accountId);
  owner = accountId;
  for (const key of storedKeys()) if (key !== PREFIX + accountId) localStorage.removeItem(key);
  store({
    values: { ...adopted, ...known?.values, ...chosen.values },
    unsent: [...new Set([...(known?.unsent ?? []), ...chosen.unsent])],
  });
  return known !== undefined;
}

function storedKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

/** What this browser kept before preferences followed the person. */
function takeOldValues(accountId: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const take = (stored: string, key: PreferenceKey, read: (text: string) => unknown) => {
    const text = localStorage.getItem(stored);
    localStorage.removeItem(stored);
    if (text === null) return;
    try {
      const value = readPreference(key, read(text));
      if (value !== undefined) values[key] = value;
    } catch {
      // What cannot be read is as good as nothing.
    }
  };
  take(`renshe.first-day.${accountId}`, 'first-day', JSON.parse);
  const ledgers = `renshe.ledger-columns.${accountId}.`;
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(ledgers))) {
    const name = `columns:ledger.${key.slice(ledgers.length)}`;
    if (isColumnsKey(name)) take(key, name, (text) => ({ shown: text.split(',') }));
  }
  return values;
}

export function preferenceOf<K extends PreferenceKey>(key: K): PreferenceValue<K> | undefined {
  return copy.values[key] as PreferenceValue<K> | undefined;
}

export function usePreference<K extends PreferenceKey>(key: K): PreferenceValue<K> | undefined {
  return useSyncExternalStore(onPreferences, () => preferenceOf(key));
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param value undefined for what the system comes with */
export function keepPreference<K extends PreferenceKey>(key: K, value: PreferenceValue<K> | undefined): void {
  if (JSON.stringify(copy.values[key]) === JSON.stringify(value)) return;
  const { [key]: _, ...rest } = copy.values;
  store({
    values: value === undefined ? rest : { ...rest, [key]: value },
    unsent: [...new Set([...copy.unsent, key])],
  });
  changedHere?.();
}

/** What the server knows; what it has not been told yet stays as it is here. */
export function mergePreferences(known: Readonly<Record<string, unknown>>): void {
  const mine = Object.keys(adopted).filter((key) => !Object.hasOwn(known, key));
  const unsent = [...new Set([...copy.unsent, ...mine])];
  const fromThere = Object.entries(known).filter(
    ([key, value]) => !unsent.includes(key) && preferenceSchema(key)?.safeParse(value).success,
  );
  const fromHere = Object.entries(copy.values).filter(([key]) => unsent.includes(key));
  adopted = {};
  store({ values: Object.fromEntries([...fromThere, ...fromHere]), unsent });
}

/** Keys to tell the server, with their values now. */
export function unsentPreferences(): { key: PreferenceKey; value: unknown }[] {
  return copy.unsent.map((key) => ({ key: key as PreferenceKey, value: copy.values[key] ?? null }));
}

/** The server has been told; what was changed meanwhile is still to tell. */
export function markSent(key: PreferenceKey, value: unknown): void {
  if (JSON.stringify(copy.values[key] ?? null) !== JSON.stringify(value)) return;
  store({ ...copy, unsent: copy.unsent.filter((one) => one !== key) });
}

/** Tells whoever brings changes to the server; another tab of hers may have made them. */
export function watchChanges(listener: () => void): () => void {
  changedHere = listener;
  const fromOtherTab = (event: StorageEvent) => {
    if (owner === null || event.key !== PREFIX + owner) return;
    const read = readCopy(owner);
    if (!read) return;
    copy = read;
    for (const one of listeners) one();
    listener();
  };
  window.addEventListener('storage', fromOtherTab);
  return () => {
    changedHere = null;
    window.removeEventListener('storage', fromOtherTab);
  };
}

/** Of a computer that others use too: only language and text size stay, which the next one may need to sign in at all. */
export function forgetPreferences(): void {
  owner = null;
  copy = { values: {}, unsent: [] };
  const old =
    /^renshe\.(preferences\.|first-day\.|ledger-columns\.|grid\.|recent-areas$|purposes$|single-keys$|density$|contrast$)/;
  for (const key of Object.keys(localStorage)) if (old.test(key)) localStorage.removeItem(key);
}
