import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { rotateKeys } from '../keys/rotate-keys.ts';
import { KEY_FILE_LOOK_MS } from '../platform/crypto.ts';
import { fileSealOf, newFileKey } from '../platform/file-seal.ts';
import { pictureOf } from '../prove/made-pictures.ts';
import { readPicture } from './attachment-store.ts';
import { cleanPicture } from './clean-picture.ts';
import { drawPng } from './picture-samples.ts';
import { shredAttachments } from './shred-attachments.ts';

let app: TestApp;
let desk: ResidentDesk;
beforeAll(async () => {
  app = await openTestApp();
  desk = residentDesk(app);
});
afterAll(() => app.close());

let serial = 0;
const kept = (bytes: Buffer) => cleanPicture(bytes, { kilobytes: 2048, longestSide: 4096 }).bytes;

type Given = { bytes?: Buffer; key?: string; contactId?: string; preview?: string };
const add = (persona: Persona, residentId: string, { bytes, key, ...fields }: Given = {}) =>
  app.call(persona, attachmentContracts.addToResident, {
    params: { residentId },
    body: { kind: 'visit-photo', ...fields },
    file: { name: '张三321102198503150028.jpg', bytes: bytes ?? pictureOf(serial++) },
    ...(key && { key }),
  });
const added = async (residentId: string, given: Given = {}): Promise<string> => {
  const answer = await add('worker', residentId, given);
  expect(answer.error).toBeUndefined();
  return answer.body.attachmentId;
};
const listed = async (persona: Persona, residentId: string) =>
  (await app.call(persona, attachmentContracts.ofResident, { params: { residentId } })).body;
const view = (persona: Persona, attachmentId: string) =>
  app.call(persona, attachmentContracts.view, { params: { attachmentId }, body: { purpose: '核对材料' } });
const drop = (persona: Persona, attachmentId: string) =>
  app.call(persona, attachmentContracts.drop, { params: { attachmentId }, body: { why: '重复上传' } });
const restore = (persona: Persona, attachmentId: string) =>
  app.call(persona, attachmentContracts.restore, { params: { attachmentId }, body: { why: '移错了' } });
const events = async (action: string, subjectId: string) =>
  app.system.db.kysely
    .selectFrom('audit_event')
    .select(['purpose', 'details', 'district_id'])
    .where('action', '=', action)
    .where('subject_id', '=', subjectId)
    .orderBy('at')
    .execute();
const rowOf = async (attachmentId: string) =>
  (
    await sql<{
      district_id: number;
      attachment_id: string;
      key_cipher: string | null;
      preview: Buffer | null;
      shredded_at: Date | null;
      pieces: number;
    }>`select a.*, (select count(*)::int from attachment_piece p where p.district_id = a.district_id and p.attachment_id = a.attachment_id) as pieces
      from attachment a where attachment_id = ${attachmentId}::uuid`.execute(app.system.db.kysely)
  ).rows[0]!;
const contactOf = async (residentId: string): Promise<string> => {
  const body = {
    contactedOn: '2026-11-19',
    way: 'visit',
    outcome: '01',
    service: null,
    note: '',
    nextOn: null,
  } as const;
  const answer = await app.call('worker', contactContracts.record, { params: { residentId }, body });
  expect(answer.error).toBeUndefined();
  return answer.body.contactId;
};

describe('an attachment', () => {
  it('is listed with its small picture, and leaves with a purpose, sealed off, each time an event', async () => {
    const residentId = await addResident(app);
    const bytes = drawPng(40, 30, [[9, 9, 9]], () => 0);
    const attachmentId = await added(residentId, { bytes, preview: pictureOf(99).toString('base64') });
    const { attachments, room } = await listed('worker', residentId);
    expect(attachments).toMatchObject([
      {
        attachmentId,
        kind: 'visit-photo',
        width: 40,
        height: 30,
        size: bytes.length,
        addedBy: 'worker',
        dropped: null,
      },
    ]);
    expect(attachments[0]!.preview).toBe(`data:image/jpeg;base64,${kept(pictureOf(99)).toString('base64')}`);
    expect(room).toEqual({ today: 19, kilobytes: 2048, longestSide: 4096 });
    const shown = await view('district', attachmentId);
    expect(shown.raw.rawPayload).toEqual(bytes);
    expect(shown.raw.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*; sandbox$/),
      'content-disposition': expect.stringMatching(
        /^attachment; filename="file.png"; filename\*=UTF-8''%E8%B5%B0[^3]*2026-11-20.png$/,
      ),
    });
    expect(await events('attachment.viewed', residentId)).toMatchObject([
      { purpose: '核对材料', details: { attachmentId, attachmentKind: 'visit-photo' } },
    ]);
    const [event] = await events('attachment.added', residentId);
    expect(event).toMatchObject({ details: { attachmentId, digest: expect.stringMatching(/^d1\./) } });
    expect(JSON.stringify(event)).not.toContain('321102198503150028');
  });
  it('is nobody’s outside the area, and not written by who only looks', async () => {
    const residentId = await addResident(app);
    const attachmentId = await added(residentId);
    const params = { residentId };
    expect((await app.call('siblingWorker', attachmentContracts.ofResident, { params })).status).toBe(404);
    expect((await view('siblingWorker', attachmentId)).status).toBe(404);
    expect((await drop('siblingWorker', attachmentId)).status).toBe(404);
    expect((await restore('siblingWorker', attachmentId)).status).toBe(404);
    // Refused before the bytes are looked at.
    expect((await add('siblingWorker', residentId, { bytes: Buffer.from('MZ') })).status).toBe(404);
    expect((await add('district', residentId)).status).toBe(403);
    expect((await drop('district', attachmentId)).status).toBe(403);
    expect((await view('auditor', attachmentId)).status).toBe(403);
    expect((await listed('worker', residentId)).attachments).toHaveLength(1);
  });
  it('that is no picture leaves nothing behind', async () => {
    const residentId = await addResident(app);
    const refused = await add('worker', residentId, { bytes: Buffer.from('%PDF-1.7') });
    expect([refused.status, refused.error?.code]).toEqual([422, 'attachment.no-picture']);
    const large = await add('worker', residentId, { bytes: Buffer.alloc(3 << 20, 0xff) });
    expect([large.status, large.error?.code]).toEqual([413, 'attachment.too-large']);
    const small = await add('worker', residentId, { preview: Buffer.from('x').toString('base64') });
    expect(small.error?.code).toBe('attachment.no-picture');
    expect((await listed('worker', residentId)).attachments).toEqual([]);
    expect(await events('attachment.added', residentId)).toEqual([]);
  });
  it('sent twice under one key is there once; under another key it is known', async () => {
    const residentId = await addResident(app);
    const bytes = pictureOf(serial++);
    const key = crypto.randomUUID();
    const first = await added(residentId, { bytes, key });
    expect(await added(residentId, { bytes, key })).toBe(first);
    expect((await add('worker', residentId, { bytes })).error?.code).toBe('attachment.same');
    expect((await add('worker', residentId, { key })).error?.code).toBe('request.key-reused');
    expect((await listed('worker', residentId)).attachments).toHaveLength(1);
  });
  it('comes as often as a day may bring them, also when several arrive at once', async () => {
    const residentId = await addResident(app);
    const answers = await Promise.all(Array.from({ length: 22 }, () => add('worker', residentId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.find(({ status }) => status !== 200)?.error?.code).toBe('attachment.enough-today');
    expect((await listed('worker', residentId)).room.today).toBe(0);
  });
});

describe('a photo of a visit', () => {
  it('belongs to the contact, goes with it and comes back with it', async () => {
    const residentId = await addResident(app);
    const contactId = await contactOf(residentId);
    const attachmentId = await added(residentId, { contactId });
    expect((await listed('worker', residentId)).attachments).toMatchObject([{ contactId, contactedOn: '2026-11-19' }]);
    const voided = await app.call('worker', contactContracts.void, {
      params: { residentId, contactId },
      body: { why: '记错了人' },
    });
    expect((await listed('worker', residentId)).attachments).toEqual([]);
    expect((await view('worker', attachmentId)).status).toBe(404);
    expect((await add('worker', residentId, { contactId })).error?.code).toBe('attachment.no-contact');
    await app.call('worker', contactContracts.restore, {
      params: { residentId, contactId },
      body: { changeId: voided.body.changeId, why: '作废错了' },
    });
    expect((await view('worker', attachmentId)).status).toBe(200);
    const somebody = await addResident(app);
    expect((await add('worker', somebody, { contactId })).error?.code).toBe('attachment.no-contact');
  });
});

describe('a picture that nobody sees', () => {
  it('is not there when the same one comes again, and fills no room', async () => {
    const residentId = await addResident(app);
    const bytes = pictureOf(serial++);
    const contactId = await contactOf(residentId);
    await added(residentId, { bytes, contactId });
    await app.call('worker', contactContracts.void, { params: { residentId, contactId }, body: { why: '记错了人' } });
    const again = await added(residentId, { bytes });
    expect((await listed('worker', residentId)).attachments.map((one) => one.attachmentId)).toEqual([again]);
  });
  it('does not come back beside the same one', async () => {
    const residentId = await addResident(app);
    const bytes = pictureOf(serial++);
    const first = await added(residentId, { bytes });
    await drop('worker', first);
    await added(residentId, { bytes });
    expect((await restore('worker', first)).error?.code).toBe('attachment.same');
  });
});

describe('dropping', () => {
  it('hides it, can be taken back once, and is told with who and why', async () => {
    const residentId = await addResident(app);
    const attachmentId = await added(residentId, { preview: pictureOf(5).toString('base64') });
    const both = await Promise.all([drop('worker', attachmentId), drop('clerk', attachmentId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await view('worker', attachmentId)).status).toBe(404);
    expect((await listed('worker', residentId)).attachments).toMatchObject([
      { attachmentId, preview: null, dropped: { why: '重复上传', daysLeft: 90 } },
    ]);
    expect(await events('attachment.dropped', residentId)).toMatchObject([
      { details: { attachmentId, why: '重复上传' } },
    ]);
    const back = await Promise.all([restore('worker', attachmentId), restore('clerk', attachmentId)]);
    expect(back.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await view('worker', attachmentId)).status).toBe(200);
  });
  it('destroys the key after the days of the parameter, with what a voided contact had, and nothing else', async () => {
    const residentId = await addResident(app);
    const contactId = await contactOf(residentId);
    const [dropped, taken, stays] = [
      await added(residentId, { preview: pictureOf(6).toString('base64') }),
      await added(residentId, { contactId }),
      await added(residentId),
    ];
    await drop('worker', dropped);
    await app.call('worker', contactContracts.void, { params: { residentId, contactId }, body: { why: '记错了人' } });
    const ago = (days: number) => sql`interval '1 day' * ${days}`;
    const back = async (days: number) => {
      await sql`update attachment set dropped_at = dropped_at - ${ago(days)} where attachment_id = ${dropped}::uuid`.execute(
        app.system.db.kysely,
      );
      await sql`update contact set voided_at = voided_at - ${ago(days)} where contact_id = ${contactId}::uuid`.execute(
        app.system.db.kysely,
      );
    };
    await back(89);
    expect(await shredAttachments(app.system)).toBe(0);
    await back(1);
    expect((await restore('worker', dropped)).error?.code).toBe('attachment.expired');
    expect((await listed('worker', residentId)).attachments.map((one) => one.attachmentId)).toEqual([stays]);
    expect(await shredAttachments(app.system)).toBe(2);
    expect(await shredAttachments(app.system)).toBe(0);
    for (const id of [dropped, taken])
      expect(await rowOf(id)).toMatchObject({ key_cipher: null, preview: null, pieces: 0 });
    expect((await restore('worker', dropped)).status).toBe(404);
    expect((await view('worker', stays)).status).toBe(200);
    expect(await events('attachment.shredded', residentId)).toHaveLength(2);
  });
});

describe('at rest', () => {
  it('nothing of a picture can be read, swapped, reordered or cut off', async () => {
    const residentId = await addResident(app);
    let noise = 7;
    const large = drawPng(700, 700, [[1, 2, 3], ...Array<[number, number, number]>(255).fill([4, 5, 6])], () => {
      noise = (noise * 16_807) % 2_147_483_647;
      return noise & 255;
    });
    const one = await rowOf(await added(residentId, { bytes: large }));
    const two = await rowOf(await added(residentId));
    expect(one.pieces).toBe(2);
    const { kysely } = app.system.db;
    const keyed = (row: typeof one) => ({ ...row, key_cipher: row.key_cipher! });
    expect(await readPicture(app.system, kysely, keyed(one))).toEqual(large);
    const { rows } = await sql<{
      all: string;
    }>`select string_agg(encode(content, 'escape'), '') as all from attachment_piece`.execute(kysely);
    expect(rows[0]!.all).not.toContain('IHDR');
    // The key of another file, a piece that is missing, two that changed places.
    await expect(
      readPicture(app.system, kysely, { ...keyed(two), attachment_id: one.attachment_id }),
    ).rejects.toThrow();
    await expect(
      readPicture(app.system, kysely, { ...keyed(one), attachment_id: two.attachment_id }),
    ).rejects.toThrow();
    const turn = (from: number, to: number) =>
      sql`update attachment_piece set piece_no = ${to} where attachment_id = ${one.attachment_id}::uuid and piece_no = ${from}`.execute(
        kysely,
      );
    await turn(0, 9);
    await expect(readPicture(app.system, kysely, keyed(one))).rejects.toThrow();
    await turn(9, 0);
    await sql`delete from attachment_piece where attachment_id = ${one.attachment_id}::uuid and piece_no = 1`.execute(
      kysely,
    );
    await expect(readPicture(app.system, kysely, keyed(one))).rejects.toThrow();
  });
  it('both algorithms open what they sealed, in its place alone', () => {
    for (const profile of ['aes', 'sm'] as const) {
      const seal = fileSealOf(newFileKey(profile));
      const sealed = seal.seal(Buffer.from('图'), 'a/0');
      expect(seal.open(sealed, 'a/0').toString()).toBe('图');
      expect(() => seal.open(sealed, 'a/1')).toThrow();
      expect(() => fileSealOf(newFileKey(profile)).open(sealed, 'a/0')).toThrow();
      sealed[20]! ^= 1;
      expect(() => seal.open(sealed, 'a/0')).toThrow();
    }
  });
  it('a new key of the city seals the keys of the files anew; the pieces stay as they are', async () => {
    const residentId = await addResident(app);
    const bytes = pictureOf(serial++);
    const attachmentId = await added(residentId, { bytes });
    const before = await rowOf(attachmentId);
    const report = await rotateKeys(
      app.system,
      async () => {},
      () => {},
      KEY_FILE_LOOK_MS + 50,
    );
    expect(report.left).toBe(0);
    expect((await rowOf(attachmentId)).key_cipher).not.toBe(before.key_cipher);
    expect((await view('worker', attachmentId)).raw.rawPayload).toEqual(kept(bytes));
  });
});

it('follows a person and a household to another district', async () => {
  const residentId = await desk.registered({}, { how: 'new' });
  const contactId = await contactOf(residentId);
  const attachmentId = await added(residentId, { contactId });
  const file = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
  const { householdId } = file.household!;
  const home = await app.call('worker', attachmentContracts.addToHousehold, {
    params: { householdId },
    body: { kind: 'proof' },
    file: { name: 'x', bytes: pictureOf(serial++) },
  });
  expect(home.error).toBeUndefined();
  const before = await rowOf(attachmentId);
  const moved = await app.call('worker', residentContracts.move, {
    params: { residentId },
    body: {
      version: file.version,
      toAreaCode: '321111001005',
      address: '新村 2 号',
      movedOn: '2026-11-19',
      withHousehold: true,
    },
  });
  expect(moved.error).toBeUndefined();
  const after = await rowOf(attachmentId);
  expect(after.district_id).not.toBe(before.district_id);
  expect(after.pieces).toBe(1);
  expect((await view('worker', attachmentId)).status).toBe(404);
  expect((await view('city', attachmentId)).status).toBe(200);
  expect((await rowOf(home.body.attachmentId)).district_id).toBe(after.district_id);
  const of = await app.call('city', attachmentContracts.ofHousehold, { params: { householdId } });
  expect(of.body.attachments).toMatchObject([{ attachmentId: home.body.attachmentId, kind: 'proof' }]);
  expect((await view('city', home.body.attachmentId)).status).toBe(200);
});
