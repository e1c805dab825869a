import type { Me } from '@renshe/domain/account/account.contract.ts';
import { preferenceContracts } from '@renshe/domain/preference/preference.contract.ts';
import { useEffect, useState } from 'react';
import { useLook } from '../app/preferences.ts';
import { ApiError, call } from '../kit/api.ts';
import { currentLanguage, showLanguage } from '../kit/i18n.ts';
import { isPractice } from '../practice/practice-mode.ts';
import {
  beginPreferences,
  currentOwner,
  markSent,
  mergePreferences,
  unsentPreferences,
  usePreference,
  watchChanges,
} from './preference-store.ts';

/** Milliseconds without a further change after which the server is told: a column is pulled in many small steps. */
const calm = 1500;
let sending: Promise<void> | null = null;

/** Tells the server what it has not been told. What fails stays to tell: nobody is bothered about the width of a column. */
export function sendPreferences(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll(): Promise<void> {
  const owner = currentOwner();
  for (let tries = 0; tries < 50; tries++) {
    // One by one: what is changed meanwhile comes after.
    const [next] = unsentPreferences();
    if (owner === null || !next || currentOwner() !== owner) return;
    const { key, value } = next;
    try {
      await call(preferenceContracts.keep, { params: { key }, body: { value: value as never } });
    } catch (error) {
      // What the server will never take is not sent for ever.
      if (!(error instanceof ApiError) || error.kind !== 'invalid') return;
    }
    if (currentOwner() === owner) markSent(key, value);
  }
}

/**
 * Brings her preferences to this computer and what she changes back to the server. False until the first answer, at a computer that has not seen
 * her before: the page should not appear in one way and then change to another.
 */
export function usePreferencesOf(me: Me): boolean {
  const [ready, setReady] = useState(() => beginPreferences(me.accountId) || isPractice());
  const { look, show } = useLook();
  const kept = usePreference('look');
  const language = usePreference('language');
  useEffect(() => {
    // Nothing goes out of a practice; what is kept there is sent by the next ordinary tab.
    if (isPractice()) return;
    let timer: number | undefined;
    const sendSoon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void sendPreferences(), calm);
    };
    const sendNow = () => {
      if (document.visibilityState === 'hidden' && unsentPreferences().length > 0) void sendPreferences();
    };
    const stopWatching = watchChanges(sendSoon);
    document.addEventListener('visibilitychange', sendNow);
    // Better plain than not at all.
    const patience = window.setTimeout(() => setReady(true), 3000);
    call(preferenceContracts.list, {})
      .then(({ preferences }) => {
        if (currentOwner() !== me.accountId) return;
        mergePreferences(preferences);
        if (unsentPreferences().length > 0) sendSoon();
      })
      // Without an answer she works with what this computer knows.
      .catch(() => {})
      .finally(() => {
        window.clearTimeout(patience);
        setReady(true);
      });
    return () => {
      window.clearTimeout(timer);
      window.clearTimeout(patience);
      stopWatching();
      document.removeEventListener('visibilitychange', sendNow);
    };
  }, [me.accountId]);
  useEffect(() => {
    if (kept && (kept.textSize !== look.textSize || kept.density !== look.density || kept.contrast !== look.contrast))
      show(kept);
  }, [kept, look, show]);
  useEffect(() => {
    if (language && language !== currentLanguage()) void showLanguage(language);
  }, [language]);
  return ready;
}
