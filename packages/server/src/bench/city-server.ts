/** The server in a process of its own, as in service, so that its memory can be read. Told by its parent, ends with it. */
import { join } from 'node:path';
import { startServer } from '../main.ts';
import type { Config } from '../platform/config.ts';
import { keepHeapSmall } from '../platform/heap.ts';
import { createLog } from '../platform/log.ts';
import { anyPace } from '../platform/pace.ts';
import { benchClock } from './bench-clock.ts';

keepHeapSmall();
process.once('message', async ({ config, startedAt }: { config: Config; startedAt: number }) => {
  try {
    const server = await startServer(config, async () => {}, {
      clock: benchClock(startedAt),
      log: createLog('info', join(config.dataDir, 'bench.log')),
      // A scratch database; whether it is durable stands in the result.
      mayLoseData: true,
      pace: anyPace,
    });
    process.on('disconnect', () => void server.stop().then(() => process.exit()));
    process.send?.({ address: server.address });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
