/** A process that loads its share of a made city. Told by its parent, ends with its answer. */
import { benchSystem } from './bench-database.ts';
import { type CityLoad, loadShare } from './city-load.ts';

process.once('message', async (load: CityLoad) => {
  const system = benchSystem(load.url, load.dataDir);
  let answer: Awaited<ReturnType<typeof loadShare>> | { error: string };
  try {
    answer = await loadShare(system, load);
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  await system.close().catch(() => {});
  process.send?.(answer, () => process.exit());
});
