const key = 'renshe.draft.resident';

/** An unfinished entry of this tab. The identity number is never part of it: a shared computer keeps no numbers. */
export function readDraft<Values>(): Values | undefined {
  const stored = sessionStorage.getItem(key);
  if (stored === null) return undefined;
  try {
    return JSON.parse(stored) as Values;
  } catch {
    return undefined;
  }
}

export function keepDraft(values: object): void {
  sessionStorage.setItem(key, JSON.stringify(values));
}

export function dropDraft(): void {
  sessionStorage.removeItem(key);
}
