/** The five jobs of the first day, and how far each account has come with them, kept in this browser. */
export const firstDaySteps = ['find', 'register', 'unemployment', 'contact', 'report'] as const;
export type FirstDayStep = (typeof firstDaySteps)[number];

interface Progress {
  done: FirstDayStep[];
  /** She does not want to be asked again. */
  dismissed: boolean;
}

const keyOf = (accountId: string) => `renshe.first-day.${accountId}`;
const listeners = new Set<() => void>();

export function firstDayOf(accountId: string): Progress {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(accountId)) ?? '{}') as Partial<Progress>;
    const done = Array.isArray(stored.done) ? stored.done : [];
    return { done: firstDaySteps.filter((step) => done.includes(step)), dismissed: stored.dismissed === true };
  } catch {
    return { done: [], dismissed: false };
  }
}

export function isFirstDayOver(accountId: string): boolean {
  return firstDayOf(accountId).done.length === firstDaySteps.length;
}

function store(accountId: string, progress: Progress): void {
  localStorage.setItem(keyOf(accountId), JSON.stringify(progress));
  for (const listener of listeners) listener();
}

export function markStep(accountId: string, step: FirstDayStep): void {
  const progress = firstDayOf(accountId);
  if (!progress.done.includes(step)) store(accountId, { ...progress, done: [...progress.done, step] });
}

export function dismissFirstDay(accountId: string): void {
  store(accountId, { ...firstDayOf(accountId), dismissed: true });
}

/** From the first step again. */
export function restartFirstDay(accountId: string): void {
  store(accountId, { done: [], dismissed: true });
}

export function onFirstDay(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
