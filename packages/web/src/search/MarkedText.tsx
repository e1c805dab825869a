import type { ReactNode } from 'react';

/** A text with the parts that were found marked; `marks` are [from, to) in UTF-16 units, in order. */
export function MarkedText(props: { text: string; marks: readonly (readonly [number, number])[] }): ReactNode {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of props.marks) {
    if (from > at) parts.push(props.text.slice(at, from));
    parts.push(<mark key={from}>{props.text.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(props.text.slice(at));
  return <>{parts}</>;
}
