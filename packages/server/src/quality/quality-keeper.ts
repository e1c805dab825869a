/** While the server runs, what districts and the city are added up from is counted anew, never more than half of the time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../platform/host.ts';
import { refreshQuality } from './quality-standing.ts';

/** Between two looks at what is due. */
const every = 30_000;

export interface QualityKeeper {
  stop(): Promise<void>;
}

export function startQualityKeeper(
  host: Pick<Host, 'db' | 'reference' | 'clock'>,
  onError: (error: unknown) => void,
): QualityKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);
  const loop = async () => {
    let seenUntil: Date | undefined;
    // Whoever opens the first page after a start goes first.
    await rest(every);
    while (!signal.aborted) {
      try {
        const between = async (took: number) => {
          await rest(took);
          return !signal.aborted;
        };
        seenUntil = (await refreshQuality(host, seenUntil, { between })).seenUntil;
      } catch (error) {
        onError(error);
      }
      await rest(every);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
