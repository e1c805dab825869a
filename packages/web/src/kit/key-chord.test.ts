import { describe, expect, it } from 'vitest';
import { gridBindings, readKey } from '../grid/grid-keys.ts';
import { bareKey, capsOf, chordOf, isSingleKey } from './key-chord.ts';

const pressed = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

describe('chordOf', () => {
  it.each([
    ['k', { ctrlKey: true }, 'Ctrl+K'],
    ['k', { metaKey: true }, 'Ctrl+K'],
    ['?', { shiftKey: true }, '?'],
    ['？', { shiftKey: true }, '?'],
    ['、', {}, '/'],
    ['N', {}, 'N'],
    ['N', { shiftKey: true }, 'Shift+N'],
    [' ', {}, 'Space'],
    ['ArrowLeft', { altKey: true, shiftKey: true }, 'Alt+Shift+ArrowLeft'],
    ['F1', {}, 'F1'],
    ['-', { ctrlKey: true }, 'Ctrl+-'],
  ] as const)('%s %j is %s', (key, more, chord) => {
    expect(chordOf(pressed(key, more))).toBe(chord);
  });
});

it('says how a key is written and what can be turned off', () => {
  expect(capsOf('Alt+Shift+ArrowLeft')).toEqual(['Alt', 'Shift', '←']);
  expect(capsOf('Ctrl+-')).toEqual(['Ctrl', '-']);
  expect([isSingleKey('?'), isSingleKey('G R'), isSingleKey('Ctrl+K'), isSingleKey('F1')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('every key that is listed for a sheet is one that it obeys', () => {
  const deaf = gridBindings
    .filter((binding) => binding.command !== undefined)
    .flatMap((binding) => binding.keys)
    .filter((chord) => {
      const bare = bareKey(chord);
      const event = pressed(bare, {
        ctrlKey: chord.includes('Ctrl+'),
        altKey: chord.includes('Alt+'),
        shiftKey: chord.includes('Shift+'),
      });
      return readKey(event, 'ready', false) === undefined && readKey(event, 'editing', false) === undefined;
    });
  expect(deaf).toEqual([]);
});
