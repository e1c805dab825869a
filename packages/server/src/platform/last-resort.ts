import type { Logger } from 'pino';

/**
 * What no handler caught. A promise that nobody waited for failed in its own work alone: it is logged and the server goes on. An error thrown in
 * the middle of nowhere may have left anything half done: it is logged, answers that are on their way are finished, and the process ends with 1
 * for whoever watches it to start it again.
 * @returns takes the handlers away again
 */
export function installLastResort(log: Logger, stop: () => Promise<void>, wait = 15_000): () => void {
  const onRejection = (reason: unknown) => log.error({ unhandled: 'rejection', error: wordsOf(reason) });
  const onException = (error: unknown) => {
    log.fatal({ unhandled: 'exception', error: wordsOf(error) });
    process.exitCode = 1;
    const end = () => process.exit(1);
    setTimeout(end, wait).unref();
    stop().then(end, end);
  };
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}

/** Name and places of our code; messages of drivers may hold people's data. */
function wordsOf(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const code = 'code' in thrown ? String(thrown.code) : undefined;
  return { name: thrown.name, ...(code && { code }), stack: thrown.stack?.split('\n').slice(1, 12) };
}
