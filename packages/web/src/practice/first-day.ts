/** How far somebody has come with the five jobs of the first day: kept with her account. */
import { firstDaySteps, type PreferenceValue } from '@renshe/domain/preference/preference.ts';
import { keepPreference, preferenceOf, usePreference } from '../preference/preference-store.ts';

export { firstDaySteps };
export type FirstDayStep = (typeof firstDaySteps)[number];
type Progress = PreferenceValue<'first-day'>;

const nothingDone: Progress = { done: [], dismissed: false };

export function useFirstDay(): Progress {
  return usePreference('first-day') ?? nothingDone;
}

export function isFirstDayOver(progress: Progress): boolean {
  return progress.done.length === firstDaySteps.length;
}

export function markStep(step: FirstDayStep): void {
  const progress = preferenceOf('first-day') ?? nothingDone;
  if (!progress.done.includes(step)) keepPreference('first-day', { ...progress, done: [...progress.done, step] });
}

export function dismissFirstDay(): void {
  keepPreference('first-day', { ...(preferenceOf('first-day') ?? nothingDone), dismissed: true });
}

/** From the first step again. */
export function restartFirstDay(): void {
  keepPreference('first-day', { done: [], dismissed: true });
}
