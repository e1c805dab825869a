import { spawn } from 'node:child_process';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Logger } from 'pino';

/** Looks at an upload before anything reads it. Throws AppError when it found something, and when it could not look. */
export type Scanner = (bytes: Buffer) => Promise<void>;

/** So long a scanner may take. */
const longest = 60_000;

/**
 * The scanner of the operator (RENSHE_SCANNER), a program and its words, such as `clamdscan --no-summary -`: the file comes by standard input, 0 means
 * clean, 1 means found. Whatever else it says is no answer, and the file is not taken.
 */
export function createScanner(command: string, log: Logger): Scanner {
  const [program = '', ...words] = command.trim().split(/\s+/);
  return async (bytes) => {
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'], timeout: longest, windowsHide: true });
      child.on('error', () => resolve(null));
      child.on('close', resolve);
      // It may have seen enough before the end.
      child.stdin.on('error', () => {});
      child.stdin.end(bytes);
    });
    if (code === 0) return;
    log.warn({ scanner: code === 1 ? 'found something' : 'gave no answer', code });
    if (code === 1) throw new AppError('request.infected', 'invalid');
    throw new AppError('request.not-scanned', 'unavailable');
  };
}
