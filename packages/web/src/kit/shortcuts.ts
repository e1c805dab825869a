/**
 * The keys of the page in one registry. What a component registers here is both what is obeyed and what the sheet of keys shows: there is no second list
 * that could say something else.
 */

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { keepPreference, preferenceOf } from '../preference/preference-store.ts';
import { chordOf, isSingleKey, type PressedKey } from './key-chord.ts';

export interface KeyBinding<Context = void> {
  /** One or more ways to press it: `Ctrl+K`, `?`, `G R`. */
  keys: readonly string[];
  /** Key of the sentence in the catalogue. */
  words: string;
  /** What the sentence leaves open. */
  values?: () => Readonly<Record<string, string>>;
  /** False lets the key go on to whoever else wants it. */
  run: (context: Context, event: { shiftKey: boolean; preventDefault: () => void }) => unknown;
}

export interface Shortcut extends KeyBinding {
  /** Listed and obeyed only where it can do something now. */
  when?: () => boolean;
  /** Also while something is being typed. Single keys never are. */
  whileTyping?: boolean;
  /** Also while a dialog or drawer stands over the page. */
  overDialog?: boolean;
}

export type Listed = Pick<Shortcut, 'keys' | 'words' | 'values' | 'when'>;

export interface KeyGroup {
  /** Key of its heading in the catalogue. */
  title: string;
  entries: readonly (Listed & Partial<Shortcut>)[];
}

const groups = new Map<symbol, { current: KeyGroup }>();
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version++;
  for (const listener of listeners) listener();
}

function useGroup(group: KeyGroup): void {
  const held = useRef(group);
  useEffect(() => {
    held.current = group;
  });
  useEffect(() => {
    const id = Symbol(held.current.title);
    groups.set(id, held);
    changed();
    return () => {
      groups.delete(id);
      changed();
    };
  }, []);
}

/** Keys of the whole page, obeyed as long as the component stands. */
export function useShortcuts(title: string, entries: readonly Shortcut[]): void {
  useGroup({ title, entries });
}

/** Keys that an element obeys itself with `obeyKey` and the same bindings; here they are listed. */
export function useListedKeys(title: string, bindings: readonly Listed[]): void {
  useGroup({ title, entries: bindings.map(({ keys, words, values }) => ({ keys, words, ...(values && { values }) })) });
}

/** Runs the binding that the key belongs to. True when it was one. */
export function obeyKey<Context>(
  bindings: readonly KeyBinding<Context>[],
  event: PressedKey & { preventDefault: () => void },
  context: Context,
): boolean {
  const chord = chordOf(event);
  for (const binding of bindings) {
    if (!binding.keys.includes(chord) || binding.run(context, event) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

/** All groups of the page that can do something now; those with one heading are one. */
export function useKeyGroups(): KeyGroup[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  const byTitle = new Map<string, KeyGroup>();
  for (const { current } of groups.values()) {
    const entries = current.entries.filter((entry) => entry.when?.() ?? true);
    const before = byTitle.get(current.title)?.entries ?? [];
    const known = new Set(before.map((entry) => entry.words));
    byTitle.set(current.title, {
      title: current.title,
      entries: [...before, ...entries.filter((entry) => !known.has(entry.words) || entry.values)],
    });
  }
  return [...byTitle.values()].filter((group) => group.entries.length > 0);
}

/** Single keys may be off: whoever dictates or rests a hand on the keyboard presses them unasked. */
export function singleKeysAreOn(): boolean {
  return preferenceOf('single-keys') ?? true;
}

export function turnSingleKeys(on: boolean): void {
  keepPreference('single-keys', on);
  changed();
}

/** Milliseconds in which the second key of two must follow. */
const patience = 1500;

/** The one listener behind `useShortcuts`. Gives back how to stop it. */
export function listenForShortcuts(): () => void {
  let first: { chord: string; at: number } | undefined;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.repeat) return;
    if (['Shift', 'Control', 'Alt', 'Meta', 'CapsLock'].includes(event.key)) return;
    const chord = chordOf(event);
    const pair = first && event.timeStamp - first.at < patience ? `${first.chord} ${chord}` : undefined;
    first = undefined;
    const found = (pair && findShortcut(pair, event)) || findShortcut(chord, event);
    if (found?.run) {
      if (found.run(undefined, event) !== false) event.preventDefault();
    } else if (beginsPair(chord, event)) first = { chord, at: event.timeStamp };
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function findShortcut(keys: string, event: KeyboardEvent): KeyGroup['entries'][number] | undefined {
  return obeyed().findLast((entry) => entry.keys.includes(keys) && mayRun(entry, keys, event));
}

function beginsPair(chord: string, event: KeyboardEvent): boolean {
  return obeyed().some((entry) =>
    entry.keys.some((keys) => keys.startsWith(`${chord} `) && mayRun(entry, keys, event)),
  );
}

function obeyed(): KeyGroup['entries'] {
  return [...groups.values()].flatMap(({ current }) => current.entries).filter((entry) => entry.run !== undefined);
}

function mayRun(entry: KeyGroup['entries'][number], keys: string, event: KeyboardEvent): boolean {
  const single = isSingleKey(keys);
  if (single && !singleKeysAreOn()) return false;
  if (isTyping(event.target) && (single || !entry.whileTyping)) return false;
  if (!entry.overDialog && dialogInFront()) return false;
  return entry.when?.() ?? true;
}

/** The keys go into a field, or choose in a list that has them for itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
  return target.closest('textarea, select, [role="listbox"], [role="combobox"]') !== null;
}

function dialogInFront(): boolean {
  return [...document.querySelectorAll('[role="dialog"]')].some(
    // The help stands beside the page, not over it.
    (dialog) => dialog.closest('.help-drawer') === null && dialog.checkVisibility(),
  );
}
