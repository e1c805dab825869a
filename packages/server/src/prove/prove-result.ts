/** What a proof lane says: nothing in it is an opinion, all of it can be run again with the same seed. */
export interface ProofResult {
  /** Lane: access, fuzz, faults, audit, load. */
  lane: string;
  /** Promises that did not hold. */
  failures: number;
  /** Single checks that were made. */
  cases: number;
  /** Bugs that were planted in a copy of the program, one at a time. */
  mutantsPlanted: number;
  /** Planted bugs that the lane found. */
  mutantsKilled: number;
  seed: number;
  deep: boolean;
  seconds: number;
  /** The first failures in words: what was done, what came, what was promised. At most 50. */
  found: string[];
  /** Planted bugs that the lane did not find. */
  survivors: string[];
  /** Figures of the lane itself, by name. */
  figures: Record<string, number | string>;
  /** Targets of figures that were not reached; no promise is broken by them. */
  missed?: string[];
}

export interface ProofOptions {
  deep: boolean;
  seed: number;
  say(line: string): void;
}

const mostFound = 50;

/** Counts checks and keeps the first that failed. */
export class ProofTally {
  cases = 0;
  failures = 0;
  readonly found: string[] = [];

  /** One check; `words` says what did not hold. */
  check(holds: boolean, words: () => string): boolean {
    this.cases++;
    if (!holds) {
      this.failures++;
      if (this.found.length < mostFound) this.found.push(words());
    }
    return holds;
  }

  add(other: Pick<ProofTally, 'cases' | 'failures' | 'found'>): void {
    this.cases += other.cases;
    this.failures += other.failures;
    this.found.push(...other.found.slice(0, Math.max(0, mostFound - this.found.length)));
  }
}

export interface Killing {
  planted: number;
  killed: number;
  survivors: string[];
}

export function proofResult(
  lane: string,
  options: Pick<ProofOptions, 'deep' | 'seed'>,
  tally: ProofTally,
  more: { startedAt: number; killing?: Killing; figures?: Record<string, number | string>; missed?: string[] },
): ProofResult {
  return {
    lane,
    failures: tally.failures,
    cases: tally.cases,
    mutantsPlanted: more.killing?.planted ?? 0,
    mutantsKilled: more.killing?.killed ?? 0,
    seed: options.seed,
    deep: options.deep,
    seconds: Math.round((performance.now() - more.startedAt) / 100) / 10,
    found: tally.found,
    survivors: more.killing?.survivors ?? [],
    figures: more.figures ?? {},
    ...(more.missed && { missed: more.missed }),
  };
}

export function proofLines(result: ProofResult): string[] {
  return [
    `prove ${result.lane}: ${result.failures} failures in ${result.cases} cases, ${result.mutantsKilled} of ${result.mutantsPlanted} planted bugs found, seed ${result.seed}, ${result.seconds} s`,
    ...Object.entries(result.figures).map(([name, value]) => `  ${name}: ${value}`),
    ...result.found.map((words) => `  FAILED ${words}`),
    ...result.survivors.map((id) => `  NOT FOUND ${id}`),
    ...(result.missed ?? []).map((words) => `  MISSED ${words}`),
  ];
}
