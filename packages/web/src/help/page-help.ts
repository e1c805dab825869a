/** What the help of a page is made of, in plain words and both languages. */
import type { Sentence } from '@renshe/domain/kernel/app-error.ts';
import type { HelpWordKey } from './help-words.ts';

/** One job: its name, and its steps in order. */
export interface HelpTask {
  title: string;
  steps: readonly string[];
}

/** What may go wrong, and what to do then. */
export type HelpTrouble = readonly [when: string, what: string];

export interface HelpText {
  /** What the page is for, in one or two short sentences. */
  what: string;
  /** The three things that people do here. */
  tasks: readonly [HelpTask, HelpTask, HelpTask];
  troubles: readonly HelpTrouble[];
}

export interface PageHelp {
  zh: HelpText;
  en: HelpText;
  /** Keys of `help-words.ts`. */
  words: readonly HelpWordKey[];
}

/** A word of the field in plain words. */
export interface HelpWord {
  term: Sentence;
  means: Sentence;
}

/** A job with its steps, for the files of texts. */
export const task = (title: string, ...steps: string[]): HelpTask => ({ title, steps });
