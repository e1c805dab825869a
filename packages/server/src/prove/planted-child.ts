import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PlantedBug } from './planted-bug.ts';

/** New, migrated, empty databases of a cluster. */
export interface Databases {
  create(): Promise<{ url: string; drop(): Promise<void> }>;
}

/**
 * A suite in a process of its own, over a database of its own, with a planted bug in the sources that it loads or with none.
 * @param file its child in this folder: it takes `{ url, options }` and answers once
 * @param broken what counts as the answer of a child that ended without one
 */
export async function runPlanted<Answer>(
  databases: Databases,
  file: string,
  options: object,
  planted: PlantedBug | null,
  broken: (why: string) => Answer,
): Promise<Answer> {
  const database = await databases.create();
  try {
    const child = fork(join(import.meta.dirname, file), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--import', join(import.meta.dirname, 'plant-bug.ts')],
      env: { ...process.env, NODE_OPTIONS: '', RENSHE_PLANTED: JSON.stringify(planted) },
    });
    child.send({ url: database.url, options });
    const [answer] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => [broken(`the child ended with ${code}`)]),
    ])) as [Answer];
    return answer;
  } finally {
    await database.drop();
  }
}
