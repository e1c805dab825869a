import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { addressOf, call } from './api.ts';

afterEach(() => vi.unstubAllGlobals());

const hostile = [
  '../../accounts',
  'x?admin=1',
  'x#y',
  'a/b',
  '%2e%2e',
  'javascript:alert(1)',
  '//evil.example',
  '\r\nHost: x',
  '张 三&b=1',
  '\\\\evil',
];

test('whatever is put into an address stays one part of it, of our own host', () => {
  for (const contract of allContracts as readonly RouteContract[]) {
    const names = [...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
    for (const text of hostile) {
      const params = Object.fromEntries(names.map((name) => [name, text]));
      const url = new URL(addressOf(contract, params, { text }), 'https://renshe.example');
      expect(url.origin).toBe('https://renshe.example');
      expect([...url.searchParams]).toEqual([['text', text]]);
      expect(url.hash).toBe('');
      const parts = url.pathname.split('/');
      expect(parts).toHaveLength(contract.path.split('/').length);
      for (const [at, part] of contract.path.split('/').entries())
        expect(decodeURIComponent(parts[at]!)).toBe(part.startsWith(':') ? text : part);
    }
  }
});

test('an answer that breaks off in the middle is a network that is gone', async () => {
  const half = () =>
    new ReadableStream({
      pull(answer) {
        answer.enqueue(new TextEncoder().encode('{"result":'));
        answer.error(new TypeError('network error'));
      },
    });
  vi.stubGlobal('fetch', async () => new Response(half(), { headers: { 'content-type': 'application/json' } }));
  const asked = call(residentContracts.check, { body: { citizenId: '' } });
  await expect(asked).rejects.toMatchObject({ name: 'ApiError', kind: 'network' });
});
