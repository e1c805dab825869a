/** 复查: which done households are asked again and by whom, and what differs between the two answers. Pure; the seed makes a draw repeatable. */
import type { Id } from '../kernel/file.ts';

export interface DoneHousehold {
  entryId: Id;
  /** Who surveyed it. */
  workerId: Id;
  /** Was drawn before. */
  drawn: boolean;
}

export interface Drawn {
  entryId: Id;
  workerId: Id;
  checkerId: Id;
}

/** A number of 32 bits for a text: FNV-1a and a final mix, so that neighbouring ids lie far apart. Not for anything secret. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How many of a worker's households have to be checked: the share, rounded up, at least one. */
export function sampleSize(done: number, percent: number): number {
  return done === 0 ? 0 : Math.min(done, Math.max(1, Math.ceil((done * percent) / 100)));
}

/**
 * Of every worker as many of the done households as the share asks for; those drawn before count. Each goes to the person with the fewest who did not
 * survey it herself. The order of the input does not matter.
 * @returns without `checkerId` nobody is there who could check: such households are left out and counted in `alone`
 */
export function drawSample(
  done: readonly DoneHousehold[],
  percent: number,
  checkers: readonly Id[],
  seed: string,
): { drawn: Drawn[]; alone: number } {
  const rank = new Map(done.map((one) => [one.entryId, hashOf(`${seed}/${one.entryId}`)]));
  const load = new Map<Id, number>([...checkers].sort().map((checker) => [checker, 0]));
  const drawn: Drawn[] = [];
  let alone = 0;
  const byWorker = Map.groupBy(done, (one) => one.workerId);
  for (const workerId of [...byWorker.keys()].sort()) {
    const own = byWorker.get(workerId)!;
    const wanted = sampleSize(own.length, percent) - own.filter((one) => one.drawn).length;
    const fresh = own
      .filter((one) => !one.drawn)
      .sort((a, b) => rank.get(a.entryId)! - rank.get(b.entryId)! || (a.entryId < b.entryId ? -1 : 1))
      .slice(0, Math.max(0, wanted));
    for (const { entryId } of fresh) {
      const [checkerId] = [...load.keys()]
        .filter((checker) => checker !== workerId)
        .sort((a, b) => load.get(a)! - load.get(b)!);
      if (checkerId === undefined) alone++;
      else {
        load.set(checkerId, load.get(checkerId)! + 1);
        drawn.push({ entryId, workerId, checkerId });
      }
    }
  }
  return { drawn, alone };
}

/** What both answers are compared by; the re-checker does not see the first one of any of these. */
export const comparedFields = ['relation', 'hukouType', 'education', 'employmentStatus', 'employer'] as const;
export type ComparedField = (typeof comparedFields)[number];
/** `presence`: lives here or not; `extra`: somebody whom the first survey does not have. */
export const differenceFields = ['presence', 'extra', ...comparedFields] as const;
export type DifferenceField = (typeof differenceFields)[number];

export type Answers = Readonly<Record<ComparedField, string | null>>;
export interface FirstPerson extends Answers {
  residentId: Id;
  name: string;
}
export interface SecondPerson extends Answers {
  /** Null for somebody whom the first survey does not have. */
  residentId: Id | null;
  name: string;
  present: boolean;
}

export interface Difference {
  residentId: Id | null;
  name: string;
  field: DifferenceField;
  first: string | null;
  second: string | null;
}

const firstDigit = (code: string) => code.charAt(0);
const registered = '60';
const unregistered = '61';

function plainEmployer(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s()（）]+/g, '')
    .replace(/(股份|有限|责任|公司|集团)+$/g, '');
}

/** When two answers say the same. Codes with a group in their first digit (GB/T 4761, GB/T 4658) are compared by it. */
const same: Record<ComparedField, (a: string, b: string) => boolean> = {
  relation: (a, b) => firstDigit(a) === firstDigit(b),
  education: (a, b) => firstDigit(a) === firstDigit(b),
  hukouType: (a, b) => a === b,
  // Whether she is registered is the office's doing, not an answer at the door.
  employmentStatus: (a, b) => a.replace(registered, unregistered) === b.replace(registered, unregistered),
  employer: (a, b) => {
    const [one, other] = [plainEmployer(a), plainEmployer(b)];
    return one.includes(other) || other.includes(one);
  },
};

/**
 * What differs, and how many answers were compared. An answer that the second person left open is not compared; neither is anything of somebody who is said
 * not to live here. An employer that the first survey does not name is no difference: it is asked of those who work alone.
 */
export function compareAnswers(
  first: readonly FirstPerson[],
  second: readonly SecondPerson[],
): { compared: number; differences: Difference[] } {
  const differences: Difference[] = [];
  let compared = 0;
  for (const one of first) {
    const other = second.find((person) => person.residentId === one.residentId);
    if (!other) continue;
    const of = { residentId: one.residentId, name: one.name };
    compared++;
    if (!other.present) {
      differences.push({ ...of, field: 'presence', first: 'yes', second: 'no' });
      continue;
    }
    for (const field of comparedFields) {
      const before = one[field] || null;
      const found = other[field] || null;
      if (found === null || (field === 'employer' && before === null)) continue;
      compared++;
      if (before === null || !same[field](before, found))
        differences.push({ ...of, field, first: before, second: found });
    }
  }
  for (const extra of second)
    if (extra.residentId === null && extra.present) {
      compared++;
      const known = first.find((person) => person.name === extra.name);
      if (!known)
        differences.push({ residentId: null, name: extra.name, field: 'extra', first: null, second: extra.name });
    }
  return { compared, differences };
}

export const verdicts = ['first', 'second'] as const;
export type Verdict = (typeof verdicts)[number];

export interface ErrorFigures {
  compared: number;
  differences: number;
  undecided: number;
  /** Differences in which the second answer is right: mistakes of the first survey. */
  errors: number;
}

/** Mistakes by answers compared; null when nothing was compared. Undecided differences are in neither. */
export function errorRate(figures: ErrorFigures): number | null {
  return figures.compared === 0 ? null : figures.errors / figures.compared;
}

/** Fields whose correction the decision makes itself, in the person's own file; the others are acts of their own. */
export const correctedFields = ['hukouType', 'education'] as const satisfies readonly ComparedField[];
export function correctsItself(field: DifferenceField): field is (typeof correctedFields)[number] {
  return (correctedFields as readonly string[]).includes(field);
}
