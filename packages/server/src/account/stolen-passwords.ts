import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

let stolen: ReadonlySet<string> | undefined;

/**
 * Whether a password is among those that were stolen elsewhere most often and are tried first: the ten thousand most frequent with at least twelve
 * signs, of the list of docs/sources.md. Width and case of letters make no difference.
 */
export function isStolenPassword(password: string): boolean {
  stolen ??= new Set(
    gunzipSync(readFileSync(join(import.meta.dirname, 'stolen-passwords.txt.gz')))
      .toString('utf8')
      .split('\n'),
  );
  return stolen.has(password.normalize('NFKC').toLowerCase());
}
