/**
 * Target minus booked, by the key K2: indicator, area, cell, effective day and the record that opens the interval. What is
 * too much is taken back by the same key with the opposite sign; nothing else is ever written.
 */
import type { AreaId, Id } from './file.ts';
import type { PlainDate } from './plain-date.ts';

/** One row of the ledger, without its subject and its booking month. */
export type Fact = {
  indicator: string;
  areaId: AreaId;
  /** '' for the total, otherwise `dimension=value`. */
  cell: string;
  effectiveOn: PlainDate;
  /** The record that opened the interval, also for the −1 at its end. */
  recordId: Id;
  quantity: number;
};

export function factKey(fact: Omit<Fact, 'quantity'>): string {
  return `${fact.indicator}|${fact.areaId}|${fact.cell}|${fact.effectiveOn}|${fact.recordId}`;
}

/** Rows that are still to be booked for one subject so that its booked sums equal the target. Keys that net to zero are left out. */
export function difference(target: readonly Fact[], booked: readonly Fact[]): Fact[] {
  const open = new Map<string, Fact>();
  for (const fact of target) add(open, fact, fact.quantity);
  for (const fact of booked) add(open, fact, -fact.quantity);
  return [...open.values()].filter((fact) => fact.quantity !== 0);
}

function add(open: Map<string, Fact>, fact: Fact, quantity: number): void {
  const key = factKey(fact);
  const known = open.get(key);
  if (known) known.quantity += quantity;
  else open.set(key, { ...fact, quantity });
}
