import pino, { type Logger } from 'pino';

/** One JSON line an event, to standard error; never bodies, query strings or names of people. */
export function createLog(level: string = process.env.RENSHE_LOG ?? 'info'): Logger {
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
    pino.destination({ fd: 2, sync: false }),
  );
}
