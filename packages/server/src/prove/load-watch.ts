/**
 * Loaded with `node --import` into the server of a load run, never by the program itself: answers its parent, which asks over the channel of the
 * fork, how long the event loop was held up and what is on the heap.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolution = 10;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();

export interface Watched {
  /** Milliseconds beyond the timer's own step since the last question. */
  loopP50: number;
  loopP99: number;
  loopMax: number;
  /** Megabytes in use after a collection where the process allows one. */
  heapMegabytes: number;
}

const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);

process.on('message', (message: { watch?: true; collect?: boolean }) => {
  if (!message.watch) return;
  if (message.collect) {
    globalThis.gc?.();
    globalThis.gc?.();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const watched: Watched = {
    loopP50: beyond(delay.percentile(50)),
    loopP99: beyond(delay.percentile(99)),
    loopMax: beyond(delay.max),
    heapMegabytes: (heapUsed + external + arrayBuffers) / 1024 ** 2,
  };
  delay.reset();
  process.send?.({ watched });
});
