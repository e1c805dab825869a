/**
 * Pictures at rest: in pieces beside their row, each sealed under the key of its file, which the keyring seals in turn. Each piece is bound to its file,
 * its place and the number of pieces, so that nothing can be swapped, reordered or cut off. Whoever removes the key has destroyed the file.
 */
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { fileSealOf, newFileKey } from '../platform/file-seal.ts';
import type { Host } from '../platform/host.ts';

type StoreHost = Pick<Host, 'keyring'>;

const pieceBytes = 256 * 1024;

const keyPlace = (attachmentId: string) => `attachment.key:${attachmentId}`;
const piecePlace = (attachmentId: string, index: number, count: number) =>
  `attachment_piece.content:${attachmentId}/${index}/${count}`;
const previewPlace = (attachmentId: string) => `attachment.preview:${attachmentId}`;

export interface SealedPicture {
  keyCipher: string;
  preview: Buffer | null;
  pieces: Buffer[];
}

export function sealPicture(
  host: StoreHost,
  attachmentId: string,
  bytes: Buffer,
  preview: Buffer | undefined,
): SealedPicture {
  const key = newFileKey(host.keyring.profile);
  const seal = fileSealOf(key);
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
  return {
    keyCipher: host.keyring.encrypt(key, keyPlace(attachmentId)),
    preview: preview === undefined ? null : seal.seal(preview, previewPlace(attachmentId)),
    pieces: Array.from({ length: count }, (_, i) =>
      seal.seal(bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes), piecePlace(attachmentId, i, count)),
    ),
  };
}

export async function insertPieces(
  w: Writer,
  districtId: number,
  attachmentId: string,
  pieces: readonly Buffer[],
): Promise<void> {
  for (const [index, content] of pieces.entries())
    await w
      .insertInto('attachment_piece')
      .values({ district_id: districtId, attachment_id: attachmentId, piece_no: index, content })
      .execute();
}

/** @throws CryptoError when anything of it was changed or is missing */
export async function readPicture(
  host: StoreHost,
  r: Reader,
  row: { district_id: number; attachment_id: string; key_cipher: string },
): Promise<Buffer> {
  const id = row.attachment_id;
  const seal = fileSealOf(host.keyring.decrypt(row.key_cipher, keyPlace(id)));
  const pieces = await r
    .selectFrom('attachment_piece')
    .select('content')
    .where('district_id', '=', row.district_id)
    .where('attachment_id', '=', id)
    .orderBy('piece_no')
    .execute();
  return Buffer.concat(pieces.map(({ content }, i) => seal.open(content, piecePlace(id, i, pieces.length))));
}

/** @throws CryptoError when it was changed */
export function openPreview(
  host: StoreHost,
  row: { attachment_id: string; key_cipher: string | null; preview: Buffer | null },
): Buffer | null {
  if (row.key_cipher === null || row.preview === null) return null;
  const seal = fileSealOf(host.keyring.decrypt(row.key_cipher, keyPlace(row.attachment_id)));
  return seal.open(row.preview, previewPlace(row.attachment_id));
}

/**
 * The key goes first; what a disk or an old backup still holds of the pieces afterwards is noise. The row stays: who, when, what kind.
 * @param since when it was dropped or its contact voided; what came back meanwhile stays, and the answer is false
 */
export async function shredPicture(
  w: Writer,
  districtId: number,
  attachmentId: string,
  since: Date,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update attachment a set key_cipher = null, preview = null, shredded_at = ${at}
    where a.district_id = ${districtId} and a.attachment_id = ${attachmentId}::uuid and a.shredded_at is null and (a.dropped_at = ${since}
      or exists (select 1 from contact c where c.district_id = a.district_id and c.contact_id = a.contact_id and c.voided_at = ${since}))`.execute(
    w,
  );
  if (numAffectedRows !== 1n) return false;
  await w
    .deleteFrom('attachment_piece')
    .where('district_id', '=', districtId)
    .where('attachment_id', '=', attachmentId)
    .execute();
  return true;
}
