/** Which people of a roster have a file already, and what it says: registry by blind index, then files and fields in chunks. */
import { type AreaTree, reportAreaOf } from '@renshe/domain/area/area-tree.ts';
import type { Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { KnownPerson } from '@renshe/domain/roster/roster.plan.ts';
import { sql } from 'kysely';
import type { Keyring } from '../platform/crypto.ts';
import type { Reader } from '../platform/db.ts';

export type Registered = { districtId: number; residentId: Id };

/** Keys of maps: bytes do not compare, their text does. */
export function indexKey(index: Buffer): string {
  return index.toString('latin1');
}

/** Registry entries of these blind indexes, by `indexKey`. */
export async function findRegistered(r: Reader, indexes: readonly Buffer[]): Promise<Map<string, Registered>> {
  if (indexes.length === 0) return new Map();
  const { rows } = await sql<{ citizen_id_index: Buffer; district_id: number; resident_id: Id }>`
    select citizen_id_index, district_id, resident_id from citizen_registry where citizen_id_index = any(${indexes}::bytea[])`.execute(
    r,
  );
  return new Map(
    rows.map((row) => [indexKey(row.citizen_id_index), { districtId: row.district_id, residentId: row.resident_id }]),
  );
}

export type FieldRow = {
  district_id: number;
  resident_id: Id;
  area_id: number;
  name: string;
  address: string;
  hukou_type: string | null;
  education: string | null;
  ethnicity: string | null;
  marital: string | null;
  political: string | null;
  note: string;
  phone_cipher: string | null;
  phone_masked: string | null;
  phone_index: Buffer | null;
  ended_on: PlainDate | null;
  died_on: PlainDate | null;
  voided: boolean;
  version: number;
};

/** What the resident table says of these people, by id. */
export async function readFieldRows(r: Reader, people: readonly Registered[]): Promise<Map<Id, FieldRow>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<FieldRow>`
    select district_id, resident_id, area_id, name, address, hukou_type, education, ethnicity, marital, political, note,
      phone_cipher, phone_masked, phone_index, ended_on, died_on, voided_at is not null as voided, version
    from resident where district_id = any(${[...new Set(people.map((p) => p.districtId))]}::int[])
      and resident_id = any(${people.map((p) => p.residentId)}::uuid[])`.execute(r);
  return new Map(rows.map((row) => [row.resident_id, row]));
}

/** True when the person belongs to the community, mergers followed. */
export function livesIn(tree: AreaTree, row: Pick<FieldRow, 'area_id'>, areaId: number, today: PlainDate): boolean {
  return reportAreaOf(tree, row.area_id, monthOf(today)) === areaId;
}

export function knownPerson(keyring: Keyring, row: FieldRow, file: ResidentFile): KnownPerson {
  return {
    file,
    fields: {
      name: row.name,
      address: row.address,
      hukouType: row.hukou_type,
      education: row.education,
      ethnicity: row.ethnicity,
      marital: row.marital,
      political: row.political,
      note: row.note,
    },
    samePhone: (digits) => row.phone_index !== null && keyring.blindIndex('phone', digits).equals(row.phone_index),
    ended: row.voided || row.ended_on !== null || row.died_on !== null,
  };
}
