/** Keys to commands, as a table without a screen. What is not here belongs to the text that is typed. */
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
        | 'delete-row'
        | 'help';
    };

export interface PressedKey {
  key: string;
  code?: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** @param hasList a list of options is open below the cell */
export function readKey(pressed: PressedKey, mode: GridMode, hasList: boolean): GridKey | undefined {
  const { key, shiftKey, altKey } = pressed;
  const control = pressed.ctrlKey || pressed.metaKey;
  const arrow = arrows[key];
  if (altKey && shiftKey && (arrow === 'left' || arrow === 'right') && mode === 'ready')
    return { do: 'widen', by: arrow === 'left' ? -1 : 1 };
  if (altKey) return key === 'ArrowDown' && mode === 'ready' ? { do: 'edit' } : undefined;
  if (control && (key === 'Enter' || key.toLowerCase() === 's')) return { do: 'save' };
  if (key === 'Enter') return { do: 'enter', back: shiftKey };
  if (key === 'Tab') return control ? undefined : { do: 'tab', back: shiftKey };
  if (key === 'Escape') return mode === 'ready' ? undefined : { do: 'cancel' };
  if (mode !== 'ready') {
    if (arrow === undefined || control || shiftKey) return undefined;
    if (hasList && (arrow === 'up' || arrow === 'down')) return { do: 'list', direction: arrow };
    return mode === 'typing' ? { do: 'move', direction: arrow, extend: false, jump: false } : undefined;
  }
  if (arrow !== undefined) return { do: 'move', direction: arrow, extend: shiftKey, jump: control };
  if (control) return withControl(pressed);
  return alone(key, shiftKey);
}

function alone(key: string, extend: boolean): GridKey | undefined {
  switch (key) {
    case 'PageUp':
      return { do: 'page', direction: 'up', extend };
    case 'PageDown':
      return { do: 'page', direction: 'down', extend };
    case 'Home':
      return { do: 'edge', to: 'row-start', extend };
    case 'End':
      return { do: 'edge', to: 'row-end', extend };
    case 'F2':
      return { do: 'edit' };
    case 'F1':
      return { do: 'help' };
    case 'Delete':
    case 'Backspace':
      return { do: 'clear' };
    default:
      return undefined;
  }
}

function withControl({ key, code, shiftKey }: PressedKey): GridKey | undefined {
  if (key === 'Home') return { do: 'edge', to: 'sheet-start', extend: shiftKey };
  if (key === 'End') return { do: 'edge', to: 'sheet-end', extend: shiftKey };
  // A Chinese layout gives a full-width sign for the same key.
  if (code === 'Quote' || key === "'" || key === '’') return { do: 'copy-row-above' };
  if (key === '-' || key === 'Delete') return { do: 'delete-row' };
  switch (key.toLowerCase()) {
    case 'd':
      return { do: 'fill-down' };
    case 'z':
      return { do: shiftKey ? 'redo' : 'undo' };
    case 'y':
      return { do: 'redo' };
    case 'a':
      return { do: 'select-all' };
    default:
      return undefined;
  }
}
