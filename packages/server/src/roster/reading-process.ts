/** Foreign files are read in a process of their own: it may break, take its memory and time, and be stopped; the server only waits. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';

/** What a child says, each message in its turn, until one of them is the answer or the refusal. */
export interface Conversation<Message, Answer> {
  hear(message: Message, done: (answer: Answer) => void, refuse: (error: Error) => void): void;
}

/**
 * Starts the module, hands it the request and waits for its answer.
 * @throws RosterFileError when it takes too long or too much memory, or breaks without a word
 */
export function askReadingProcess<Message, Answer>(
  module: URL,
  request: unknown,
  limits: Pick<RosterLimits, 'maxSeconds' | 'maxHeapMegabytes'>,
  { hear }: Conversation<Message, Answer>,
): Promise<Answer> {
  const child = fork(fileURLToPath(module), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${limits.maxHeapMegabytes}`, '--max-semi-space-size=8'],
    // Nothing of the server's settings and secrets goes to whatever reads foreign files; Windows needs its own folder.
    env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new RosterFileError('roster-file-too-slow', { seconds: limits.maxSeconds }));
      child.kill('SIGKILL');
    }, limits.maxSeconds * 1000);
    child.on('message', (message) => hear(message as Message, resolve, reject));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // What it said last may be read after its end.
    const gone = () => {
      if (child.connected || (child.exitCode === null && child.signalCode === null)) return;
      clearTimeout(timer);
      // V8 aborts when its heap is full.
      const isMemory = child.signalCode === 'SIGABRT' || child.exitCode === 134;
      const limit = `${limits.maxHeapMegabytes} MB`;
      reject(
        isMemory
          ? new RosterFileError('roster-file-too-large', { what: '所需内存', limit })
          : new RosterFileError('roster-file-damaged'),
      );
    };
    child.on('exit', gone);
    child.on('disconnect', gone);
    // A child that is gone already says so by its exit.
    child.send(request as object, () => {});
  });
}

// One file at a time: a reading process may take hundreds of megabytes.
let reading: Promise<unknown> = Promise.resolve();

/** Waits for the files that came before. */
export function inReadingTurn<T>(read: () => Promise<T>): Promise<T> {
  const next = reading.then(read);
  reading = next.catch(() => {});
  return next;
}
