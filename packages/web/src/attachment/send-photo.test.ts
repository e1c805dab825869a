import { afterEach, expect, test, vi } from 'vitest';
import { bringVisitPhoto, sendPhoto } from './send-photo.ts';

const photo = { key: 'k', preview: 'AAAA', picture: new Blob(['picture'], { type: 'image/jpeg' }) };
const of = { residentId: 'r', contactId: 'c' };
const answer = (status: number, body: object) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })));
const refusal = (code: string) => ({ error: { code, kind: 'conflict', message: code, fields: [] } });

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a photo that is there already has arrived, as far as its visit is concerned', async () => {
  answer(409, refusal('attachment.same'));
  await expect(bringVisitPhoto(of, photo)).resolves.toBeUndefined();
  // Whoever adds it to a file by hand is told.
  await expect(sendPhoto({ residentId: 'r' }, 'visit-photo', photo)).rejects.toThrow('attachment.same');
});

test('any other refusal is one', async () => {
  answer(409, refusal('attachment.full'));
  await expect(bringVisitPhoto(of, photo)).rejects.toThrow('attachment.full');
});
