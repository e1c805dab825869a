/** What the separate verifier says of a database: run as an auditor runs it, in a process of its own, and read from its JSON. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface TamperVerdict {
  differences: number;
  links: number;
  unlinked: number;
  headLines: number;
  seconds: number;
  eventsPerSecond: number;
  notes: string[];
  problems: { kind: string; districtId?: number; seq?: number; eventId?: string; line?: number; says: string }[];
}

const program = join(import.meta.dirname, '..', '..', '..', '..', 'bin', 'renshe-audit-verify.js');

/** @throws Error when it could not even read */
export function runVerifier(
  source: { database: string } | { export: string },
  heads: string,
  publicKey: string,
  more: readonly string[] = [],
): Promise<TamperVerdict> {
  const [kind, value] = Object.entries(source)[0]!;
  // A planted bug of whoever calls is a bug of the verifier, too: its loader comes along.
  const words = [
    ...process.execArgv,
    program,
    `--${kind}`,
    value,
    '--heads',
    heads,
    '--public-key',
    publicKey,
    '--json',
    ...more,
  ];
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      words,
      { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NODE_OPTIONS: '' } },
      (error, out, words) => {
        // 1 says that something differs: that is an answer, too.
        if (error && (error.code !== 1 || out === '')) failed(new Error(words || error.message));
        else done(JSON.parse(out) as TamperVerdict);
      },
    );
  });
}
