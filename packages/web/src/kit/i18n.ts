import type { Language, Sentence } from '@renshe/domain/kernel/app-error.ts';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { keepPreference } from '../preference/preference-store.ts';
import { catalogues } from './catalogues.ts';

const STORED = 'renshe.language';

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  return stored === 'en' || stored === 'zh' ? stored : 'zh';
}

/** The tag of `lang` attributes and of the Accept-Language header. */
export function languageTag(language: Language): 'zh-CN' | 'en' {
  return language === 'zh' ? 'zh-CN' : 'en';
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'zh',
    resources: { zh: { translation: catalogues.zh }, en: { translation: catalogues.en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = languageTag(currentLanguage());
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

/** Her choice: kept with her account. */
export async function changeLanguage(language: Language): Promise<void> {
  keepPreference('language', language);
  await showLanguage(language);
}

export async function showLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = languageTag(language);
}

/** `t('<slice>.<key>')` from the catalogues, and the language for sentences that the domain carries itself. */
export function useTexts() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return { t, language, say: (sentence: Sentence) => sentence[language] };
}

/** For code outside components, such as toasts of the client. */
export function text(key: string, values?: Record<string, unknown>): string {
  return i18next.t(key, values ?? {});
}
