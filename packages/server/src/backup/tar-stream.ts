/** Reading the tar that PostgreSQL sends of a cluster: regular files and folders with short names, nothing else. */
import { Writable } from 'node:stream';
import { AppError } from '@renshe/domain/kernel/app-error.ts';

const block = 512;

export interface TarEntry {
  path: string;
  kind: 'file' | 'folder';
  size: number;
}

export interface TarReader {
  entry(entry: TarEntry): Promise<void>;
  data(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

function parseHeader(header: Buffer): TarEntry {
  const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '');
  const path = [text(345, 500), text(0, 100)].filter(Boolean).join('/').replace(/\/$/, '').replace(/^\.\//, '');
  const size = Number.parseInt(text(124, 136).trim() || '0', 8);
  const type = String.fromCharCode(header[156]!);
  const strange = path === '' || path.startsWith('/') || path.split('/').includes('..') || !Number.isSafeInteger(size);
  // A symbolic link is a tablespace outside the cluster; the embedded database has none.
  if (strange || !['0', '\0', '5'].includes(type)) throw new AppError('backup.damaged', 'conflict', { file: path });
  return { path, kind: type === '5' ? 'folder' : 'file', size };
}

export interface TarSink {
  readonly stream: Writable;
  /** After a failure elsewhere: waits until the reader is no longer at work. */
  settled(): Promise<void>;
}

/** A stream that takes tar bytes and tells the reader, one entry after the other. */
export function readTar(reader: TarReader): TarSink {
  let running: Promise<void> = Promise.resolve();
  let header = Buffer.alloc(0);
  let left = 0;
  let padding = 0;
  let ended = false;
  const take = async (chunk: Buffer): Promise<void> => {
    let at = 0;
    while (at < chunk.length && !ended) {
      if (left > 0) {
        const part = chunk.subarray(at, at + left);
        await reader.data(part);
        at += part.length;
        left -= part.length;
        if (left === 0) await reader.end();
      } else if (padding > 0) {
        const skipped = Math.min(padding, chunk.length - at);
        at += skipped;
        padding -= skipped;
      } else {
        const part = chunk.subarray(at, at + block - header.length);
        header = Buffer.concat([header, part]);
        at += part.length;
        if (header.length < block) continue;
        const full = header;
        header = Buffer.alloc(0);
        if (full.every((byte) => byte === 0)) {
          ended = true;
          break;
        }
        const entry = parseHeader(full);
        await reader.entry(entry);
        left = entry.kind === 'file' ? entry.size : 0;
        padding = left === 0 ? 0 : (block - (left % block)) % block;
        if (left === 0) await reader.end();
      }
    }
  };
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      running = take(chunk);
      running.then(() => done(), done);
    },
    final(done) {
      // PostgreSQL's stream may stop after the last entry; in the middle of one it may not.
      done(
        left > 0 || header.length > 0 ? new AppError('backup.cut-short', 'conflict', { file: 'base.sealed' }) : null,
      );
    },
  });
  return { stream, settled: () => running.catch(() => {}) };
}
