/**
 * Random commands over the real derivations, the real difference and the real booking month; after each command the
 * invariants of the kernel hold. The broken booking rules are mutants that must fail.
 *
 * Depth by environment: RENSHE_PROPERTY_RUNS (default 200), RENSHE_PROPERTY_LENGTH (commands a run, default 40),
 * RENSHE_PROPERTY_SEED (default: a new one each time).
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, commandKinds } from './ledger-commands.ts';
import type { BookingRule } from './ledger-model.ts';
import { LedgerWorld } from './ledger-world.ts';

const runs = Number(process.env.RENSHE_PROPERTY_RUNS ?? 200);
const length = Number(process.env.RENSHE_PROPERTY_LENGTH ?? 40);
const seed = process.env.RENSHE_PROPERTY_SEED;

function ledgerProperty(rule: BookingRule, kinds: readonly Command['kind'][], maxLength: number, width = 9999) {
  const number = fc.nat({ max: 9999 });
  const narrow = fc.nat({ max: width });
  const command = fc.record({ kind: fc.constantFrom(...kinds), who: narrow, on: number, where: narrow, extra: number });
  return fc.property(fc.array(command, { minLength: 1, maxLength, size: 'max' }), (commands) => {
    const world = new LedgerWorld(rule);
    for (const c of commands) {
      world.run(c);
      world.check();
    }
    world.checkTotals();
  });
}

describe('ledger', () => {
  test('booked equals derived, closed reports never change, nobody is lost or doubled', { timeout: 3_600_000 }, () => {
    const property = ledgerProperty('subject-frontier', commandKinds, length);
    fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) });
  });

  // What the rare failures need: homes that come and go over months that close at different times.
  const restless: Command['kind'][] = [
    'move',
    'move',
    'correct-move',
    'correct-move',
    'void-move',
    'close-one',
    'close-one',
    'advance',
    'merge',
  ];
  test('the same for people who keep moving while months close', { timeout: 3_600_000 }, () => {
    fc.assert(ledgerProperty('subject-frontier', restless, 30, 2), { numRuns: runs });
  });

  // Communities that change their shape and their place while months close, some of it entered late.
  const redrawn: Command['kind'][] = [
    'register',
    'move',
    'merge',
    'split-area',
    'split-area',
    'change-parent',
    'change-parent',
    'create-area',
    'rename-area',
    'close-one',
    'close-all',
    'close-all',
    'advance',
  ];
  test('the same for areas that are split, merged, renamed, made and moved', { timeout: 3_600_000 }, () => {
    fc.assert(ledgerProperty('subject-frontier', redrawn, 30), { numRuns: Math.ceil(runs / 2) });
  });

  test('a parent that counts from its effective date instead of its booked month is found out', {
    timeout: 600_000,
  }, () => {
    const result = fc.check(ledgerProperty('parent-by-effective-date', redrawn, 30), {
      numRuns: 3000,
      seed: 20261121,
      endOnFailure: true,
    });
    expect(result.failed).toBe(true);
  });

  const mutants: BookingRule[] = [
    'touched-areas-only',
    'netted-areas-forgotten',
    'own-open-month',
    'no-closing',
    'roll-up-by-effective-date',
  ];
  test.each(mutants)('the broken rule %s is found out', { timeout: 600_000 }, (rule) => {
    const result = fc.check(ledgerProperty(rule, restless, 30, 2), {
      numRuns: 3000,
      seed: 20261121,
      endOnFailure: true,
    });
    expect(result.failed).toBe(true);
  });
});
