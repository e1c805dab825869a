/**
 * The continuous archive of the log: a receiver over streaming replication, so that what is lost with the disk is seconds, without a shell
 * command in the database's configuration and without plain log anywhere outside the cluster.
 *
 * A replication slot makes the database keep what has not been received yet, also while the receiver is away; the setting
 * `max_slot_wal_keep_size` bounds that. A full segment is written once; the open one is written anew with what came since.
 */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Superuser } from '../platform/embedded-postgres.ts';
import {
  formatLsn,
  listBases,
  parseLsn,
  readBase,
  readSealed,
  segmentName,
  type Until,
  walOf,
  writeSealed,
  writeUntil,
} from './backup-folder.ts';
import { type CopyStream, connectReplication, type ReplicationClient } from './replication-client.ts';
import type { SealKeys } from './seal-stream.ts';

export const slotName = 'renshe_backup';
/** Longer without an answer from a database on this machine means that the connection is dead. */
const patience = 60_000;

export interface Identity {
  systemId: string;
  timeline: number;
  segmentBytes: number;
}

export async function identify(client: ReplicationClient): Promise<Identity> {
  const [system] = await client.rows('IDENTIFY_SYSTEM');
  const [size] = await client.rows('SHOW wal_segment_size');
  const match = /^(\d+)(MB|GB)$/.exec(size?.[0] ?? '');
  if (!system || !match) throw new Error('PostgreSQL does not say what system it is');
  const segmentBytes = Number(match[1]) * (match[2] === 'GB' ? 1 << 30 : 1 << 20);
  return { systemId: system[0] ?? '', timeline: Number(system[1]), segmentBytes };
}

/** A folder of backups belongs to one database: another one, or a copy of it that went its own way, would spoil both. */
export async function requireSameDatabase(line: string, keys: SealKeys, identity: Identity): Promise<void> {
  const newest = (await listBases(line)).at(-1);
  if (newest === undefined) return;
  const record = await readBase(line, newest, keys);
  if (record.systemId !== identity.systemId || record.timeline !== identity.timeline)
    throw new AppError('backup.other-database', 'conflict', { folder: line });
}

/**
 * Makes sure that the database keeps its log for us.
 * @returns where the log starts that it keeps, and whether there was a slot that had lost some of it
 */
export async function holdLog(client: ReplicationClient): Promise<{ from: bigint; lost: boolean; made: boolean }> {
  const read = async () => (await client.rows(`READ_REPLICATION_SLOT ${slotName}`))[0];
  const [kind, from] = (await read()) ?? [];
  if (kind && from) return { from: parseLsn(from), lost: false, made: false };
  if (kind) await client.rows(`DROP_REPLICATION_SLOT ${slotName}`);
  await client.rows(`CREATE_REPLICATION_SLOT ${slotName} PHYSICAL (RESERVE_WAL true)`);
  const [, start] = (await read()) ?? [];
  if (!start) throw new Error('PostgreSQL made no replication slot');
  return { from: parseLsn(start), lost: kind !== null && kind !== undefined, made: true };
}

/** Where the log stands: asked of the database over an ordinary connection. */
export type LogPosition = () => Promise<Until>;

export class LogArchiver {
  /** The database had thrown away log that was never received: only a new base backup makes the archive whole again. */
  readonly lost: boolean;
  private readonly client: ReplicationClient;
  private readonly copy: CopyStream;
  private readonly line: string;
  private readonly keys: SealKeys;
  private readonly identity: Identity;
  private readonly position: LogPosition;
  private readonly segment: Buffer;
  /** Everything before is received. */
  private received: bigint;
  /** Everything before is in the archive. */
  private kept: bigint;
  private lastPart: string | undefined;
  private until: Until | undefined;

  private constructor(
    client: ReplicationClient,
    line: string,
    keys: SealKeys,
    identity: Identity,
    position: LogPosition,
    from: bigint,
    lost: boolean,
  ) {
    this.client = client;
    this.line = line;
    this.keys = keys;
    this.identity = identity;
    this.position = position;
    this.lost = lost;
    const size = BigInt(identity.segmentBytes);
    // Always from the start of a segment: what is written is a whole one or its beginning.
    this.received = from - (from % size);
    this.kept = this.received;
    this.segment = Buffer.alloc(identity.segmentBytes);
    this.copy = client.copy(
      `START_REPLICATION SLOT ${slotName} PHYSICAL ${formatLsn(this.received)} TIMELINE ${identity.timeline}`,
    );
  }

  /** @throws Error of code 55006 when another process receives already */
  static async open(superuser: Superuser, line: string, keys: SealKeys, position: LogPosition): Promise<LogArchiver> {
    const client = await connectReplication(superuser);
    try {
      const identity = await identify(client);
      await requireSameDatabase(line, keys, identity);
      const { from, lost } = await holdLog(client);
      const archiver = new LogArchiver(client, line, keys, identity, position, from, lost);
      await archiver.copy.begun();
      return archiver;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Receives for so long. */
  async receive(ms: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + ms;
    while (!signal.aborted && performance.now() < end) {
      await this.take(await this.copy.next(Math.max(1, Math.min(200, end - performance.now()))));
    }
  }

  /** Brings into the archive everything that is committed now. @returns up to where the archive is complete. */
  async catchUp(): Promise<Until> {
    const target = await this.position();
    const lsn = parseLsn(target.lsn);
    const giveUpAt = performance.now() + patience;
    while (this.received < lsn) {
      if (performance.now() > giveUpAt) throw new Error('PostgreSQL sends no log');
      await this.take(await this.copy.next(1000));
    }
    await this.keepPart();
    this.acknowledge();
    // On a quiet database only the time moves on: twice a minute is enough.
    const moved = this.until === undefined || this.until.lsn !== target.lsn;
    if (moved || Date.parse(target.at) - Date.parse(this.until!.at) > 25_000) {
      await writeUntil(this.line, this.keys, target);
      this.until = target;
    }
    return target;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async take(message: Buffer | undefined): Promise<void> {
    if (!message) {
      if (this.copy.finished) throw new Error('PostgreSQL ended the stream of the log');
      return;
    }
    const kind = String.fromCharCode(message[0]!);
    if (kind === 'k' && message[17] === 1) this.acknowledge();
    if (kind === 'w') await this.append(message.readBigUInt64BE(1), message.subarray(25));
  }

  private async append(lsn: bigint, data: Buffer): Promise<void> {
    if (lsn !== this.received) throw new Error(`The log goes on at ${formatLsn(lsn)}, not ${formatLsn(this.received)}`);
    const size = BigInt(this.identity.segmentBytes);
    let at = 0;
    while (at < data.length) {
      const offset = Number(this.received % size);
      const taken = data.copy(this.segment, offset, at, at + this.identity.segmentBytes - offset);
      at += taken;
      this.received += BigInt(taken);
      if (offset + taken === this.identity.segmentBytes) await this.keepSegment(this.received / size - 1n);
    }
  }

  private async keepSegment(number: bigint): Promise<void> {
    const name = segmentName(this.identity.timeline, number, this.identity.segmentBytes);
    const path = join(walOf(this.line), `${name}.wal`);
    if (existsSync(path)) {
      // Received again after a restart; a copy of this database elsewhere would have written something else.
      const there = await readSealed(this.line, path, this.keys);
      if (!there.equals(this.segment)) throw new AppError('backup.other-writer', 'conflict', { file: name });
    } else await writeSealed(this.line, path, this.keys, this.segment);
    for (const part of await partsOf(this.line, name)) await rm(join(walOf(this.line), part), { force: true });
    this.lastPart = undefined;
    this.kept = this.received;
    this.acknowledge();
  }

  private async keepPart(): Promise<void> {
    if (this.kept === this.received) return;
    const size = BigInt(this.identity.segmentBytes);
    const bytes = Number(this.received % size);
    if (bytes > 0) {
      const name = segmentName(this.identity.timeline, this.received / size, this.identity.segmentBytes);
      const file = `${name}.${bytes}.part`;
      await writeSealed(this.line, join(walOf(this.line), file), this.keys, this.segment.subarray(0, bytes));
      const before = this.lastPart === undefined ? await partsOf(this.line, name) : [this.lastPart];
      const longer = (part: string) => Number(part.split('.')[1]) > bytes;
      for (const part of before) {
        if (part !== file && !longer(part)) await rm(join(walOf(this.line), part), { force: true });
      }
      this.lastPart = file;
    }
    this.kept = this.received;
  }

  private acknowledge(): void {
    const status = Buffer.alloc(34);
    status.write('r', 0, 'latin1');
    status.writeBigUInt64BE(this.received, 1);
    status.writeBigUInt64BE(this.kept, 9);
    status.writeBigUInt64BE(this.kept, 17);
    // Microseconds since 2000-01-01.
    status.writeBigInt64BE(BigInt(Date.now() - 946_684_800_000) * 1000n, 25);
    this.copy.send(status);
  }
}

async function partsOf(line: string, segment: string): Promise<string[]> {
  const all = await readdir(walOf(line)).catch(() => []);
  return all.filter((name) => name.startsWith(`${segment}.`) && name.endsWith('.part'));
}
