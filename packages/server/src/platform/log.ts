import pino, { type Logger } from 'pino';

/** One JSON line an event, to standard error (or a file); never bodies, query strings or names of people. */
export function createLog(level: string = process.env.RENSHE_LOG ?? 'info', file?: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['req', 'res', 'body', '*.citizenId', '*.phone', '*.password', 'err.detail', 'err.where'],
        remove: true,
      },
      serializers: { req: () => undefined, res: () => undefined },
    },
    pino.destination({ dest: file ?? 2, sync: false }),
  );
}
