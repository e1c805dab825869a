/** Keys to commands, as a table without a screen. What is not here belongs to the text that is typed. */
import { bareKey, chordOf, type PressedKey } from '../kit/key-chord.ts';
import type { Direction } from './grid-selection.ts';

/** `ready`: a cell is selected. `typing`: began with a letter, arrows leave the cell. `editing`: F2, arrows move in the text. */
export type GridMode = 'ready' | 'typing' | 'editing';

export type GridKey =
  | { do: 'move'; direction: Direction; extend: boolean; jump: boolean }
  | { do: 'page'; direction: 'up' | 'down'; extend: boolean }
  | { do: 'edge'; to: 'row-start' | 'row-end' | 'sheet-start' | 'sheet-end'; extend: boolean }
  | { do: 'enter'; back: boolean }
  | { do: 'tab'; back: boolean }
  | { do: 'list'; direction: 'up' | 'down' }
  | { do: 'widen'; by: number }
  | {
      do:
        | 'edit'
        | 'cancel'
        | 'clear'
        | 'fill-down'
        | 'copy-row-above'
        | 'undo'
        | 'redo'
        | 'select-all'
        | 'save'
        | 'delete-row';
    };

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** One line of the list of keys, and what its keys do: the list and the grid cannot disagree. */
export interface GridBinding {
  /** Key of the sentence in the catalogue. */
  words: string;
  keys: readonly string[];
  /** Also obeyed with these, without being listed one by one: the words say what they change. */
  also?: readonly ('Ctrl' | 'Shift')[];
  /** `always`: also in the middle of a cell. `typed`: only there. Otherwise while a cell is selected. */
  during?: 'always' | 'typed';
  /** Undefined belongs to the clipboard, which the browser brings itself. */
  command?: (pressed: { key: string; control: boolean; shift: boolean }) => GridKey | undefined;
}

export const gridBindings: readonly GridBinding[] = [
  {
    words: 'grid.help.move',
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'],
    also: ['Ctrl', 'Shift'],
    command: ({ key, control, shift }) => moveOf(key, control, shift),
  },
  {
    words: 'grid.help.enter',
    keys: ['Enter', 'Shift+Enter'],
    during: 'always',
    command: ({ shift }) => ({ do: 'enter', back: shift }),
  },
  {
    words: 'grid.help.tab',
    keys: ['Tab', 'Shift+Tab'],
    during: 'always',
    command: ({ shift }) => ({ do: 'tab', back: shift }),
  },
  { words: 'grid.help.edit', keys: ['F2'], command: () => ({ do: 'edit' }) },
  { words: 'grid.help.leave', keys: ['Escape'], during: 'typed', command: () => ({ do: 'cancel' }) },
  { words: 'grid.help.list', keys: ['Alt+ArrowDown'], command: () => ({ do: 'edit' }) },
  { words: 'grid.help.clear', keys: ['Delete', 'Backspace'], command: () => ({ do: 'clear' }) },
  { words: 'grid.help.fill', keys: ['Ctrl+D'], command: () => ({ do: 'fill-down' }) },
  { words: 'grid.help.copyRow', keys: ["Ctrl+'"], command: () => ({ do: 'copy-row-above' }) },
  { words: 'grid.help.clipboard', keys: ['Ctrl+C', 'Ctrl+X', 'Ctrl+V'] },
  { words: 'grid.help.undo', keys: ['Ctrl+Z'], command: () => ({ do: 'undo' }) },
  { words: 'grid.help.redo', keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], command: () => ({ do: 'redo' }) },
  { words: 'grid.help.all', keys: ['Ctrl+A'], command: () => ({ do: 'select-all' }) },
  {
    words: 'grid.help.save',
    keys: ['Ctrl+Enter', 'Ctrl+S'],
    also: ['Shift'],
    during: 'always',
    command: () => ({ do: 'save' }),
  },
  { words: 'grid.help.deleteRow', keys: ['Ctrl+-', 'Ctrl+Delete'], command: () => ({ do: 'delete-row' }) },
  {
    words: 'grid.help.width',
    keys: ['Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowRight'],
    command: ({ key }) => ({ do: 'widen', by: key === 'ArrowLeft' ? -1 : 1 }),
  },
];

/** @param hasList a list of options is open below the cell */
export function readKey(pressed: PressedKey, mode: GridMode, hasList: boolean): GridKey | undefined {
  // A Chinese layout gives a full-width sign for the quote key.
  const chord = chordOf(pressed.code === 'Quote' && !pressed.shiftKey ? { ...pressed, key: "'" } : pressed);
  const found = gridBindings.find((binding) => isFor(binding, chord, mode));
  if (found?.command)
    return found.command({ key: pressed.key, control: pressed.ctrlKey || pressed.metaKey, shift: pressed.shiftKey });
  // In the middle of a cell the arrows choose in its list; where a letter has begun it they leave it.
  const arrow = arrows[chord];
  if (mode === 'ready' || arrow === undefined) return undefined;
  if (hasList && (arrow === 'up' || arrow === 'down')) return { do: 'list', direction: arrow };
  return mode === 'typing' ? { do: 'move', direction: arrow, extend: false, jump: false } : undefined;
}

function isFor(binding: GridBinding, chord: string, mode: GridMode): boolean {
  if (binding.during === undefined && mode !== 'ready') return false;
  if (binding.during === 'typed' && mode === 'ready') return false;
  if (binding.keys.includes(chord)) return true;
  if (binding.also === undefined || chord.includes('Alt+')) return false;
  const without = binding.also.reduce<string>((rest, modifier) => rest.replace(`${modifier}+`, ''), chord);
  return binding.keys.includes(without) && bareKey(without) === bareKey(chord);
}

function moveOf(key: string, control: boolean, extend: boolean): GridKey | undefined {
  const direction = arrows[key];
  if (direction) return { do: 'move', direction, extend, jump: control };
  if (key === 'Home') return { do: 'edge', to: control ? 'sheet-start' : 'row-start', extend };
  if (key === 'End') return { do: 'edge', to: control ? 'sheet-end' : 'row-end', extend };
  return control ? undefined : { do: 'page', direction: key === 'PageUp' ? 'up' : 'down', extend };
}
