/** A base backup of a running cluster: BASE_BACKUP over the replication protocol, with the log that makes it consistent. */
import { Readable } from 'node:stream';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { ReplicationClient } from './replication-client.ts';

export interface BaseBackupStream {
  /** The cluster as tar. */
  readonly tar: Readable;
  /** Known when `tar` has ended. */
  readonly outcome: () => { startLsn: string; stopLsn: string; timeline: number; checksums: Buffer };
}

const text = (row: (string | null)[] | undefined, column: number) => row?.[column] ?? '';

/**
 * PostgreSQL reads its own files and checks every page against its checksum on the way.
 * @throws AppError `backup.tablespaces` through the stream when the cluster has files elsewhere
 */
export function streamBaseBackup(client: ReplicationClient, onProgress: (bytes: number) => void): BaseBackupStream {
  const copy = client.copy(
    "BASE_BACKUP (LABEL 'renshe', CHECKPOINT 'fast', WAL true, WAIT false, PROGRESS false, " +
      "MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')",
  );
  const checksums: Buffer[] = [];
  let archives = 0;
  let inManifest = false;
  async function* archive(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const message of copy) {
      const kind = String.fromCharCode(message[0]!);
      if (kind === 'n' && ++archives > 1) throw new AppError('backup.tablespaces', 'conflict');
      if (kind === 'm') inManifest = true;
      if (kind !== 'd') continue;
      const data = message.subarray(1);
      if (inManifest) checksums.push(data);
      else {
        bytes += data.length;
        onProgress(bytes);
        yield data;
      }
    }
  }
  return {
    tar: Readable.from(archive(), { objectMode: false, highWaterMark: 1 << 20 }),
    outcome() {
      // Rows: start position, one row a tablespace (none besides the cluster itself), stop position.
      const [first, last] = [copy.rows[0], copy.rows.at(-1)];
      if (copy.rows.length < 3 || checksums.length === 0) throw new Error('PostgreSQL ended the base backup early');
      return {
        startLsn: text(first, 0),
        timeline: Number(text(first, 1)),
        stopLsn: text(last, 0),
        checksums: Buffer.concat(checksums),
      };
    },
  };
}
