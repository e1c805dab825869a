import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { addressMarks, addressNeedle, plainAddress } from '@renshe/domain/search/search.address.ts';
import { searchContracts } from '@renshe/domain/search/search.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { DemoRandom } from '../demo/demo-random.ts';

let app: TestApp;
let desk: ResidentDesk;

beforeAll(async () => {
  app = await openTestApp();
  desk = residentDesk(app);
});
afterAll(async () => {
  await app.close();
});

async function search(persona: Persona, text: string, limit = 8) {
  const answer = await app.call(persona, searchContracts.find, { body: { text, limit } });
  expect(answer.error).toBeUndefined();
  return answer.body;
}

/** Texts of the marks, by the field in which they stand. */
const marked = (text: string, marks: readonly (readonly [number, number])[]) =>
  marks.map(([from, to]) => text.slice(from, to));

describe('the database and the program write addresses alike', () => {
  it('for addresses put together at random', async () => {
    const random = new DemoRandom('addresses');
    const pieces = [
      ...'幸福路解放街一二三四五六七八九十百零〇0123456789０１２３ABCabc号號栋幢樓楼单元單室层-—#＃()（）、，. 　·<>é𠮷ー～',
      '十二',
      '二十',
      '三百零五',
      '三百五',
      '号楼',
      '003',
      '室',
    ];
    const texts = Array.from({ length: 3000 }, () =>
      Array.from({ length: random.between(1, 18) }, () => random.pick(pieces)).join(''),
    );
    const { rows } = await sql<{ text: string; plain: string; grams: string[] | null }>`
      select t as text, address_plain(t) as plain, address_grams(address_plain(t), 1, 2) as grams from unnest(${texts}::text[]) with ordinality x(t, n) order by n`.execute(
      app.system.db.kysely,
    );
    for (const { text, plain, grams } of rows) {
      expect([text, plainAddress(text).plain]).toEqual([text, plain]);
      const needle = addressNeedle(text);
      // Each piece between blanks is found in the whole: so are its grams.
      if (needle && !/[\s　,，、;；]/.test(text)) expect(grams).toEqual(expect.arrayContaining([...needle.grams]));
    }
  });
});

describe('addresses', () => {
  let residentId: string;
  let householdId: string;
  beforeAll(async () => {
    residentId = await desk.registered({ name: '季平', address: '幸福路十二号3幢2单元501室' }, { how: 'new' });
    householdId = (await desk.file('worker', residentId)).household!.householdId;
    await desk.registered({ name: '季远', address: '幸福路120号13幢2单元501室' }, { how: 'new' });
  });
  it.each([
    ['幸福路12号', '幸福路十二号'],
    ['３栋２单元', '3幢2单元'],
    ['3#楼二单元 幸福', '幸福 3幢2单元'],
    ['12号 501', '十二号 501室'],
    ['幸福路12号3栋2单元501', '幸福路十二号3幢2单元501室'],
    ['3-2-501', '3 2 501室'],
  ])('finds household and resident by %s and marks what was found', async (text, parts) => {
    const { people, households } = await search('worker', text);
    expect(people.found.map((one) => one.residentId)).toEqual([residentId]);
    expect(households.found.map((one) => [one.householdId, one.headName])).toEqual([[householdId, '季平']]);
    expect(marked(people.found[0]!.address, people.found[0]!.marks).join(' ')).toBe(parts);
    expect(addressMarks(households.found[0]!.address, addressNeedle(text)!)).toEqual(households.found[0]!.marks);
  });
  it('finds nothing of another community, and what has moved under its new address alone', async () => {
    expect(await search('siblingWorker', '幸福路12号')).toEqual(await search('siblingWorker', '无名路77号'));
    const { version } = (await app.call('worker', householdContracts.file, { params: { householdId } })).body;
    const changed = await app.call('worker', householdContracts.change, {
      params: { householdId },
      body: { version, number: 'J-0077', kind: 'family', address: '迎春巷7号' },
    });
    expect(changed.error).toBeUndefined();
    expect((await search('worker', '幸福路12号')).households.found).toEqual([]);
    expect((await search('worker', '迎春巷7')).households.found.map((one) => one.householdId)).toEqual([householdId]);
    expect((await search('worker', 'j-0077')).households.found).toMatchObject([
      { householdId, by: 'number', marks: [[0, 6]] },
    ]);
    expect((await search('clerk', 'J-0077')).households.found).toHaveLength(1);
    expect((await search('otherDistrict', 'J-0077')).households.found).toEqual([]);
  });
  it('says that there are more than it shows', async () => {
    const { people, households } = await search('district', '2单元501室', 1);
    expect([people.found.length, people.more, households.found.length, households.more]).toEqual([1, true, 1, false]);
  });
});

describe('people and certificates', () => {
  it('finds by name, pinyin, initials, identity number and phone, and marks the part', async () => {
    const citizenId = desk.citizenId();
    const residentId = await desk.registered({ name: '欧阳震华', phone: '13755556666', citizenId });
    const found = async (text: string) => {
      const { people } = await search('worker', text);
      return people.found.filter((one) => one.residentId === residentId).map((one) => [one.by, one.marks]);
    };
    expect(await found('欧阳')).toEqual([['name', [[0, 2]]]]);
    expect(await found('oyzh')).toEqual([['pinyin', [[0, 4]]]]);
    expect(await found('ouyangz')).toEqual([['pinyin', [[0, 3]]]]);
    expect(await found(citizenId)).toEqual([['citizen-id', [[0, 18]]]]);
    expect(await found('137 5555 6666')).toEqual([['phone', [[0, 11]]]]);
    expect(await found('13755556667')).toEqual([]);
    const outside = await search('siblingWorker', citizenId);
    expect(outside).toEqual(await search('siblingWorker', desk.citizenId()));
    expect(outside.people.found).toEqual([]);
  });
  it('finds by the last four signs of an identity or mobile number, in the own areas', async () => {
    const citizenId = desk.citizenId();
    const residentId = await desk.registered({ name: '尾号查', phone: '13755558642', citizenId });
    const found = async (persona: Persona, text: string) => {
      const { people } = await search(persona, text, 20);
      return people.found.filter((one) => one.residentId === residentId).map((one) => [one.by, one.marks]);
    };
    expect(await found('worker', citizenId.slice(-4))).toEqual([['citizen-id', [[14, 18]]]]);
    expect(await found('worker', '8642')).toEqual([['phone', [[7, 11]]]]);
    expect(await found('worker', '８６４２')).toHaveLength(1);
    expect(await found('district', '8642')).toHaveLength(1);
    expect(await found('siblingWorker', '8642')).toEqual([]);
    expect(await found('worker', '642')).toEqual([]);
    // Many live in a house of that number: neither crowds the other out.
    for (let nth = 1; nth <= 5; nth++) await desk.registered({ name: `住户${nth}`, address: `尾号路8642号${nth}室` });
    const { people } = await search('worker', '8642', 4);
    expect([people.more, people.found.map((one) => one.by)]).toEqual([
      true,
      ['phone', 'address', 'address', 'address'],
    ]);
    for (let nth = 1; nth <= 5; nth++) await desk.registered({ name: `尾号${nth}`, phone: `137666${nth}8642` });
    const both = await search('worker', '8642', 4);
    expect([both.people.more, both.people.found.map((one) => one.by)]).toEqual([
      true,
      ['phone', 'phone', 'address', 'address'],
    ]);
  });
  it('finds a certificate by its whole number, with its holder', async () => {
    const residentId = await desk.registered({ name: '章凭' });
    await desk.unemployed(residentId);
    const issued = await app.call('worker', certificateContracts.issue, {
      params: { residentId },
      body: { issuedOn: '2026-11-20' },
    });
    const { number } = issued.body;
    const { certificates, people } = await search('worker', number);
    expect(certificates.found).toMatchObject([{ number, residentId, residentName: '章凭', status: 'valid' }]);
    expect(people.found).toEqual([]);
    expect((await search('worker', number.slice(0, -1))).certificates.found).toEqual([]);
    expect((await search('siblingWorker', number)).certificates.found).toEqual([]);
  });
  it('leaves a trace without what was asked for', async () => {
    const residentId = await desk.registered({ name: '痕迹', address: '无双巷8号' });
    await search('worker', '无双巷8号');
    const event = await app.system.db.kysely
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'resident.searched')
      .where('subject_id', '=', residentId)
      .executeTakeFirstOrThrow();
    expect(event.details).toMatchObject({ by: 'address', found: 1 });
    expect(JSON.stringify(event.details)).not.toContain('无双');
  });
});
