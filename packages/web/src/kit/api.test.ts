import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { expect, test } from 'vitest';
import { addressOf } from './api.ts';

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
