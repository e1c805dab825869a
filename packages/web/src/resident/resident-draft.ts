const key = 'renshe.draft.resident';

interface Draft {
  /** Account that typed it. */
  owner: string;
  values: object;
}

/**
 * An unfinished entry of this tab, for whoever typed it alone: who signs in after her on a shared computer does not meet it. The identity number
 * is never part of it.
 */
export function readDraft<Values>(owner: string): Values | undefined {
  const stored = sessionStorage.getItem(key);
  if (stored === null) return undefined;
  try {
    const draft = JSON.parse(stored) as Draft;
    if (draft.owner === owner) return draft.values as Values;
  } catch {
    // What cannot be read is nobody's.
  }
  dropDraft();
  return undefined;
}

export function keepDraft(owner: string, values: object): void {
  sessionStorage.setItem(key, JSON.stringify({ owner, values } satisfies Draft));
}

export function dropDraft(): void {
  sessionStorage.removeItem(key);
}
