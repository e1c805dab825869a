import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  beginPreferences,
  forgetPreferences,
  keepPreference,
  markSent,
  mergePreferences,
  preferenceOf,
  unsentPreferences,
} from './preference-store.ts';

const look = { textSize: 'large', density: 'compact', contrast: 'standard' } as const;
const me = '11111111-1111-7111-8111-111111111111';
const other = '22222222-2222-7222-8222-222222222222';
let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  // A storage names its keys as properties of its own, as the browser's does.
  const storage = new Proxy(
    {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    },
    {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: (_, key) => ({ value: kept.get(String(key)), enumerable: true, configurable: true }),
    },
  );
  vi.stubGlobal('localStorage', storage);
  forgetPreferences();
});

describe('preferences of a person at a computer', () => {
  it('are taken from the server where nothing was changed here', () => {
    expect(beginPreferences(me)).toBe(false);
    mergePreferences({ look, 'columns:resident.list': { frozen: 2 }, unknown: 1, language: 'fr' });
    expect(preferenceOf('look')).toEqual(look);
    expect(preferenceOf('columns:resident.list')).toEqual({ frozen: 2 });
    expect(preferenceOf('language')).toBeUndefined();
    expect(unsentPreferences()).toEqual([]);
  });
  it('keep what the server has not been told yet, also what was taken back', () => {
    beginPreferences(me);
    mergePreferences({ look, language: 'zh' });
    keepPreference('language', 'en');
    keepPreference('look', undefined);
    mergePreferences({ look, language: 'zh' });
    expect(preferenceOf('language')).toBe('en');
    expect(preferenceOf('look')).toBeUndefined();
    expect(unsentPreferences()).toEqual([
      { key: 'language', value: 'en' },
      { key: 'look', value: null },
    ]);
    markSent('language', 'zh');
    expect(unsentPreferences()).toHaveLength(2);
    markSent('language', 'en');
    expect(unsentPreferences()).toEqual([{ key: 'look', value: null }]);
  });
  it('begin with what was chosen on the way in', () => {
    keepPreference('language', 'en');
    beginPreferences(me);
    mergePreferences({ language: 'zh', look });
    expect(preferenceOf('language')).toBe('en');
    expect(preferenceOf('look')).toEqual(look);
  });
  it('take over what an older program kept here, unless the server knows better', () => {
    kept.set(`renshe.first-day.${me}`, JSON.stringify({ done: ['find'], dismissed: true }));
    kept.set(`renshe.ledger-columns.${me}.retirees`, 'name,phone');
    beginPreferences(me);
    mergePreferences({ 'first-day': { done: ['find', 'register'], dismissed: false } });
    expect(preferenceOf('first-day')).toEqual({ done: ['find', 'register'], dismissed: false });
    expect(preferenceOf('columns:ledger.retirees')).toEqual({ shown: ['name', 'phone'] });
    expect(unsentPreferences().map(({ key }) => key)).toEqual(['columns:ledger.retirees']);
  });
  it('leave language and text size alone on a shared computer', () => {
    for (const key of ['renshe.language', 'renshe.text-size', 'renshe.density', 'renshe.purposes', 'unrelated'])
      kept.set(key, 'x');
    beginPreferences(me);
    keepPreference('recent-areas', ['321102001001']);
    forgetPreferences();
    expect([...kept.keys()].sort()).toEqual(['renshe.language', 'renshe.text-size', 'unrelated']);
    beginPreferences(other);
    expect(preferenceOf('recent-areas')).toBeUndefined();
  });
  it('of somebody else do not stay beside mine', () => {
    beginPreferences(me);
    keepPreference('language', 'en');
    beginPreferences(other);
    expect(preferenceOf('language')).toBeUndefined();
    expect([...kept.keys()].filter((key) => key.includes(me))).toEqual([]);
  });
  it('survive what cannot be read', () => {
    kept.set(`renshe.preferences.${me}`, '{"values":{"look":"huge","language":"en"},"unsent":["__proto__"]}');
    expect(beginPreferences(me)).toBe(true);
    expect(preferenceOf('look')).toBeUndefined();
    expect(preferenceOf('language')).toBe('en');
    expect(unsentPreferences()).toEqual([]);
  });
});
