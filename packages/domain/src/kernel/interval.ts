/** Half-open day intervals [from, to); `to` null is "open". */
import { maxDate, minEnd, type PlainDate } from './plain-date.ts';

export type Span = { from: PlainDate; to: PlainDate | null };

export function isEmpty(span: Span): boolean {
  return span.to !== null && span.to <= span.from;
}

/** The common part, or undefined when there is none. */
export function intersect<A extends Span>(a: A, b: Span): A | undefined {
  const from = maxDate(a.from, b.from);
  const to = minEnd(a.to, b.to);
  return to !== null && to <= from ? undefined : { ...a, from, to };
}

/**
 * Sorted and without overlaps: where two intervals overlap, the one that began first keeps its days and the other one has
 * the rest. So nobody counts twice at once, whatever was typed in. Empty intervals are left out.
 */
export function disjoint<A extends Span>(spans: readonly A[]): A[] {
  const sorted = spans.filter((s) => !isEmpty(s)).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const result: A[] = [];
  let end: PlainDate | null | undefined;
  for (const span of sorted) {
    if (end === null) break;
    const from = end !== undefined && end > span.from ? end : span.from;
    if (span.to !== null && span.to <= from) continue;
    result.push(from === span.from ? span : { ...span, from });
    end = span.to;
  }
  return result;
}

/** The parts of a span that the sorted, disjoint spans leave free. */
export function without<A extends Span>(span: A, taken: readonly Span[]): A[] {
  const free: A[] = [];
  let from: PlainDate | null = span.from;
  for (const t of taken) {
    if (from === null) break;
    if (t.to !== null && t.to <= from) continue;
    if (span.to !== null && t.from >= span.to) break;
    if (t.from > from) free.push({ ...span, from, to: t.from });
    from = t.to;
  }
  if (from !== null && (span.to === null || from < span.to)) free.push({ ...span, from });
  return free;
}
