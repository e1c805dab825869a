/** What the open-loop generator is asked and what it answers. */
import type { Decks, Group } from './load-job.ts';

export interface RoundOrder {
  port: number;
  /** Requests a second, at the instants of a Poisson process of the seed. */
  rate: number;
  seconds: number;
  seed: number;
  /** Shares of the groups; those left out send nothing. */
  mix: Partial<Record<Group, number>>;
  /** Tells of every answer how many are still to come, once all have been sent. */
  tells?: boolean;
}

/** One request: what was sent when, what came back. */
export interface Outcome {
  group: Group;
  kind: string;
  /** From the instant at which it should have been sent to the last byte of the answer, in milliseconds. */
  ms: number;
  /** 0 when there was no answer: cut, or none within the limit. */
  status: number;
  /** Error code of the answer, '' when it succeeded. */
  code: string;
  retryAfter: boolean;
  requestId: string;
  /** The stored answer of an earlier one with the same key. */
  replayed: boolean;
  key?: string;
  subject?: string;
  /** Where it stands in its deck, so that it can be sent again. */
  job: JobAddress;
}

export interface JobAddress {
  group: Group;
  at: number;
  /** Of a chain: which step. */
  step?: number;
}

export interface RoundReport {
  outcomes: Outcome[];
  seconds: number;
  /** Requests for which nothing was left to send. */
  skipped: number;
  /** The generator's own share of one core. */
  cpuShare: number;
  /** How late requests left, 99th percentile in milliseconds. */
  lagMs: number;
  /** Most requests on their way at once. */
  mostAtOnce: number;
}

/** Jobs to send one after the other by so many clients, each once: what was sent away, or replays. */
export interface AgainOrder {
  port: number;
  jobs: readonly JobAddress[];
  clients: number;
}

export type SenderMessage =
  | { ask: 'decks'; decks: Decks }
  | { ask: 'round'; order: RoundOrder }
  | { ask: 'again'; order: AgainOrder };
export type SenderAnswer = { report: RoundReport } | { ready: true } | { error: string };
/** Between a question and its answer. */
export interface SenderNews {
  unanswered: number;
}
