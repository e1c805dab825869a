/** A thread that loads its share of a made city. */
import { parentPort, workerData } from 'node:worker_threads';
import { benchSystem } from './bench-database.ts';
import { type CityLoad, loadShare } from './city-load.ts';

const load = workerData as CityLoad;
const system = benchSystem(load.url, load.dataDir);
try {
  parentPort?.postMessage(await loadShare(system, load));
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
} finally {
  await system.close();
}
