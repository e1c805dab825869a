/** What Ctrl+Z takes back and Ctrl+Y does again. Rows that are saved meanwhile are no longer the grid's to change. */
import type { EditBatch } from './grid.model.ts';

export interface UndoStack {
  done: readonly EditBatch[];
  undone: readonly EditBatch[];
}

export const emptyUndo: UndoStack = { done: [], undone: [] };

const kept = 100;

/** After a new edit there is nothing to do again. */
export function remember(stack: UndoStack, batch: EditBatch): UndoStack {
  if (batch.edits.length === 0) return stack;
  return { done: [...stack.done, batch].slice(-kept), undone: [] };
}

export interface UndoStep {
  stack: UndoStack;
  /** The edits to undo or do again, without those of locked rows; undefined when there are none. */
  batch: EditBatch | undefined;
  /** Edits of locked rows were passed over. */
  passedLocked: boolean;
}

function take(stack: UndoStack, from: 'done' | 'undone', isLocked: (rowId: string) => boolean): UndoStep {
  const rest = [...stack[from]];
  let passedLocked = false;
  for (let batch = rest.pop(); batch; batch = rest.pop()) {
    const edits = batch.edits.filter((one) => !isLocked(one.rowId));
    if (edits.length < batch.edits.length) passedLocked = true;
    if (edits.length === 0) continue;
    const left = { ...batch, edits };
    const moved =
      from === 'done' ? { done: rest, undone: [...stack.undone, left] } : { done: [...stack.done, left], undone: rest };
    return { stack: moved, batch: left, passedLocked };
  }
  return { stack: { ...stack, [from]: [] }, batch: undefined, passedLocked };
}

/** The rows that Ctrl+Z would come to next. */
export function lastRows(stack: UndoStack): string[] {
  return [...new Set(stack.done.at(-1)?.edits.map((one) => one.rowId))];
}

export function undoStep(stack: UndoStack, isLocked: (rowId: string) => boolean): UndoStep {
  return take(stack, 'done', isLocked);
}

export function redoStep(stack: UndoStack, isLocked: (rowId: string) => boolean): UndoStep {
  return take(stack, 'undone', isLocked);
}
