/** Authentication (handbook/security.md §4g) as a list of promises, each tried over the same small city. */
import { type AuthDesk, Checks, FirstFound } from './auth-desk.ts';
import { forgeRequests } from './auth-foreign.ts';
import { guessFactors, guessPasswords, tellApart } from './auth-guesses.ts';
import { refuseWeak } from './auth-passwords.ts';
import { changeTokens, endSessions, oweFactor, stepUp, useCodesUp } from './auth-sessions.ts';
import { crowdTheDoor, timeAnswers } from './auth-timing.ts';
import type { ProofTally } from './prove-result.ts';

export interface AuthOptions {
  seed: number;
  /** Ten thousand guesses, a hundred sessions, two hundred pairs; else enough to fail. */
  deep: boolean;
  /** Ends with the first failure. */
  firstOnly?: boolean;
  /** With what is measured by a clock: not in tests, which run on any machine. */
  timed?: boolean;
}

type Figures = Record<string, number>;

export interface AuthSection {
  /** The promise. */
  name: string;
  timed?: boolean;
  run(desk: AuthDesk, checks: Checks, options: AuthOptions): Promise<Figures>;
}

export const authSections: readonly AuthSection[] = [
  {
    name: 'a session gets a token of its own, and another one whenever it gains something',
    run: (desk, checks) => changeTokens(desk, checks),
  },
  {
    name: 'without the second factor that is owed no route answers',
    run: (desk, checks) => oweFactor(desk, checks),
  },
  { name: 'codes are good once and for their half minute', run: (desk, checks) => useCodesUp(desk, checks) },
  {
    name: 'acts of high risk ask for a fresh proof',
    run: (desk, checks) => stepUp(desk, checks),
  },
  {
    name: 'no session outlives a change of its rights',
    run: (desk, checks, { deep }) => endSessions(desk, checks, deep ? 100 : 4),
  },
  {
    name: 'of names that exist and those that do not the same is said',
    run: (desk, checks) => tellApart(desk, checks),
  },
  {
    name: 'of passwords guessed by the thousand a handful is judged',
    run: (desk, checks, { deep, seed }) => guessPasswords(desk, checks, { guesses: deep ? 10_000 : 200, seed }),
  },
  {
    name: 'of codes guessed by the thousand a handful is judged',
    run: (desk, checks, { deep, seed }) => guessFactors(desk, checks, { guesses: deep ? 10_000 : 200, seed }),
  },
  { name: 'weak passwords are refused wherever one is set', run: (desk, checks) => refuseWeak(desk, checks) },
  { name: 'no page of somebody else posts anything', run: (desk, checks) => forgeRequests(desk, checks) },
  {
    name: 'the time of an answer does not tell who has an account',
    timed: true,
    run: (desk, checks, { deep, seed }) => timeAnswers(desk, checks, { pairs: deep ? 200 : 40, seed }),
  },
  {
    name: 'a crowd at the door keeps nobody from working',
    timed: true,
    run: (desk, checks) => crowdTheDoor(desk, checks),
  },
];

/** All promises one after the other. */
export async function runAuthSections(
  desk: AuthDesk,
  options: AuthOptions,
): Promise<{ tally: ProofTally; figures: Figures }> {
  const checks = new Checks(options.firstOnly);
  const figures: Figures = {};
  try {
    for (const section of authSections) {
      if (section.timed && !options.timed) continue;
      await desk.fresh();
      Object.assign(figures, await section.run(desk, checks, options));
    }
  } catch (error) {
    if (!(error instanceof FirstFound)) throw error;
  }
  return { tally: checks.tally, figures };
}
