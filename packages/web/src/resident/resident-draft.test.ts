import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dropDraft, keepDraft, readDraft } from './resident-draft.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});

describe('an unfinished entry', () => {
  it('comes back to whoever typed it', () => {
    keepDraft('li', { name: '王五' });
    expect(readDraft('li')).toEqual({ name: '王五' });
    dropDraft();
    expect(readDraft('li')).toBeUndefined();
  });
  it('is gone for whoever signs in after her', () => {
    keepDraft('li', { name: '王五' });
    expect(readDraft('zhou')).toBeUndefined();
    expect(stored.size).toBe(0);
    expect(readDraft('li')).toBeUndefined();
  });
  it('of another form is nobody’s', () => {
    for (const text of ['{"name":"王五"}', 'not json', 'null']) {
      stored.set('renshe.draft.resident', text);
      expect(readDraft('li')).toBeUndefined();
      expect(stored.size).toBe(0);
    }
  });
});
