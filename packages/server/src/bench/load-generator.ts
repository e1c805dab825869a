import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Round, RoundRequest } from './load-round.ts';

/** Runs rounds of load in a thread of its own, one at a time. */
export class LoadGenerator {
  private readonly worker = new Worker(join(import.meta.dirname, 'load-worker.ts'));

  /** @throws Error when one job failed: a benchmark with failures measures nothing */
  async run(request: RoundRequest): Promise<Round> {
    this.worker.postMessage(request);
    const [answer] = (await once(this.worker, 'message')) as [{ round: Round } | { error: string }];
    if ('error' in answer) throw new Error(`${request.kind}: ${answer.error}`);
    return answer.round;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
