import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';

/** What is to be done for one person or household: the first row is shown, the others are folded under it. */
export type DutiesOfOne = readonly [WorklistItem, ...WorklistItem[]];

export function keyOf(item: WorklistItem): string {
  return `${item.subjectId}:${item.kind}:${item.anchor}`;
}

/** Rows of one person stand together at the place of her first one; contacting her comes first, because it may settle the others. */
export function bySubject(items: readonly WorklistItem[]): DutiesOfOne[] {
  const groups = new Map<string, WorklistItem[]>();
  for (const item of items) {
    const group = groups.get(item.subjectId);
    if (group) group.push(item);
    else groups.set(item.subjectId, [item]);
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => rankOf(a) - rankOf(b)) as unknown as DutiesOfOne);
}

function rankOf(item: WorklistItem): number {
  return item.kind === 'unemployment-contact' ? 0 : 1;
}
