import { useEffect, useState } from 'react';
import type { GridColumn, GridOption } from './grid.model.ts';
import { matchingOptions } from './grid-options.ts';

const listed = 60;
const pauseMs = 180;

/** What the list below the cell offers for what is typed so far; for a column that asks somebody, a moment after the last key. */
export function useGridOptions(
  column: GridColumn | undefined,
  isTyping: boolean,
  typed: string,
): { lists: boolean; options: readonly GridOption[] } {
  const [asked, setAsked] = useState<{ for: string; options: readonly GridOption[] }>({ for: '', options: [] });
  const lists = isTyping && (column?.options !== undefined || column?.find !== undefined);
  const find = lists ? column?.find : undefined;
  useEffect(() => {
    if (find === undefined) return;
    let over = false;
    const answer = (options: readonly GridOption[]) => {
      if (!over) setAsked({ for: typed, options: options.slice(0, listed) });
    };
    const wait = setTimeout(() => find(typed).then(answer, () => answer([])), pauseMs);
    return () => {
      over = true;
      clearTimeout(wait);
    };
  }, [find, typed]);
  if (!lists) return { lists, options: [] };
  if (column?.options) return { lists, options: matchingOptions(column.options, typed).slice(0, listed) };
  // An answer to other letters would be chosen by mistake.
  return { lists, options: asked.for === typed ? asked.options : [] };
}
