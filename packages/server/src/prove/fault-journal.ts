/** What the clients meant to do and what they were told, in a file of their own: it is written down before anything is sent. */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export const effectKinds = ['resident', 'unemployment', 'contact', 'deregister', 'change', 'upload', 'close'] as const;
export type EffectKind = (typeof effectKinds)[number];

/** `acked`: done, says the server. `refused`: not done, says the server. `unknown`: it did not say. */
export type Outcome = 'acked' | 'refused' | 'unknown';

export interface Intent {
  key: string;
  kind: EffectKind;
  login: string;
}

export interface Told extends Intent {
  outcome: Outcome;
  tries: number;
  status: number;
}

export class FaultJournal {
  readonly #path: string;
  readonly #file: number;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a', 0o600);
  }

  intend(intent: Intent): void {
    writeSync(this.#file, `${JSON.stringify(intent)}\n`);
    fdatasyncSync(this.#file);
  }

  /** What is told after the end nobody writes down. */
  tell(key: string, outcome: Outcome, status: number): void {
    if (this.#closed) return;
    writeSync(this.#file, `${JSON.stringify({ key, outcome, status })}\n`);
  }

  /** By key; what was last told holds, and an answer holds against any silence after it. */
  read(): Map<string, Told> {
    const told = new Map<string, Told>();
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) {
      if (line === '') continue;
      const entry = JSON.parse(line) as Partial<Told> & { key: string };
      const known = told.get(entry.key);
      if (entry.kind !== undefined) {
        told.set(entry.key, { ...(entry as Intent), outcome: 'unknown', tries: 0, status: 0 });
      } else if (known) {
        known.tries++;
        if (entry.outcome !== 'unknown') Object.assign(known, { outcome: entry.outcome, status: entry.status });
      }
    }
    return told;
  }

  close(): void {
    this.#closed = true;
    closeSync(this.#file);
  }
}
