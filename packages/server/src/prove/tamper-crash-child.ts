/** Writes events without end, two sequencers and a publisher beside it, until its parent kills it. */
import { linkAudit, startSequencer } from '../audit/link-audit.ts';
import { publishHeads } from '../audit/published-heads.ts';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/db.ts';
import { writeMany } from './tamper-writers.ts';

export interface WritersOrder {
  url: string;
  dataDir: string;
  districts: number[];
  /** Numbers of the commands go on from here. */
  from: number;
}

process.once('message', ({ url, dataDir, districts, from }: WritersOrder) => {
  const db = openDatabase(url, { max: 16 });
  const failed = (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  };
  const publish = async () => {
    await publishHeads(db.kysely, dataDir, systemClock.now());
  };
  for (let i = 0; i < 2; i++) startSequencer(db, systemClock, failed, publish);
  const often = async () => {
    for (;;) {
      await linkAudit(db, systemClock.now(), false);
      await publish();
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  often().catch(failed);
  writeMany(db, systemClock, districts, from, Number.POSITIVE_INFINITY).catch(failed);
  process.send?.('writing');
});
