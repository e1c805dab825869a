/** Names and identity numbers as people, other programs and other keyboards write them (handbook/security.md §4b). */
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
let desk: ResidentDesk;
beforeAll(async () => {
  app = await openTestApp();
  desk = residentDesk(app);
});
afterAll(() => app.close());

const found = async (text: string) => {
  const { body } = await app.call('worker', residentContracts.find, { body: { text } });
  return body.residents.map(({ residentId }) => residentId);
};

describe('a name', () => {
  it.each([
    ['with a sign that nobody sees', '赵\u200b\ufeff明', '赵明', '赵明'],
    ['with a blank', '钱　小 明', '钱小明', '钱小明'],
    ['with the dot of a keyboard', '买买提•艾力', '买买提·艾力', '买买提·艾力'],
    ['looked for with another dot', '古丽·热娜', '古丽·热娜', '古丽・热'],
    ['with radicals out of a PDF', '⽅⼩⽂', '方小文', '方小文'],
    ['with a compatibility character', '\uf9b5萍', '例萍', '\uf9b5萍'],
    ['beyond the basic plane', '𠮷田㛃䶮', '𠮷田㛃䶮', '𠮷田'],
    ['in Latin letters', 'José  Muñoz', 'José Muñoz', 'José M'],
    ['of SQL', "罗'; drop table resident; --", "罗';droptableresident;--", "罗'"],
    ['of a template', '魏{{7*7}}#{7*7}', '魏{{7*7}}#{7*7}', '魏{'],
    ['of markup', '<img src=x onerror=alert(1)>', '<imgsrc=xonerror=alert(1)>', '<img'],
    ['of a formula', '=1+1', '=1+1', '=1'],
    ['of a prototype', '__proto__', '__proto__', '__proto__'],
  ])('%s is kept as it is looked for', async (_what, written, kept, search) => {
    const residentId = await desk.registered({ name: written });
    expect((await desk.file('worker', residentId)).name).toBe(kept);
    expect(await found(search)).toContain(residentId);
    expect(await found(written)).toContain(residentId);
  });

  it.each([
    ['of nothing', '\u200b\u200b'],
    ['of blanks', ' 　 '],
    ['with a zero sign', '张\u0000三'],
    ['with half a character', '张\ud800'],
    ['that turns the line round', '张\u202e三'],
    ['of fifty-one signs', '长'.repeat(51)],
  ])('%s is refused', async (_what, name) => {
    const answer = await desk.register('worker', { name });
    expect([answer.status, answer.error?.fields?.[0]?.path]).toEqual([422, 'name']);
  });

  it.each(['%', '张_', '张%', '%明', '\\'])('as a pattern is none: %s', async (text) => {
    expect(await found(text)).toEqual([]);
  });
});

describe('an identity number', () => {
  const answerOf = async (citizenId: string) => {
    const { body } = await app.call('worker', residentContracts.check, { body: { citizenId } });
    return body.result === 'invalid' ? body.code : body.result === 'new' ? body.citizenId : body.result;
  };
  const futureBirth = '32110220991231001';

  it.each([
    ['32110219740315001８', '321102197403150018'],
    ['３２１１０２１９７４０３１５００１８', '321102197403150018'],
    [' 321102 19740315 0018 ', '321102197403150018'],
    ["'321102197403150018", '321102197403150018'],
    ['321102\u200b197403150018', '321102197403150018'],
    ['11010519491231002x', '11010519491231002X'],
    ['11010519491231002Ｘ', '11010519491231002X'],
    // Residents of Hong Kong, Macao and Taiwan have numbers of the same form.
    [`81000019900307109${checkDigit('81000019900307109')}`, `81000019900307109${checkDigit('81000019900307109')}`],
  ])('%s is read as %s', async (written, id) => {
    expect(await answerOf(written)).toBe(id);
  });

  it.each([
    ['321102197403150010', 'id-checksum'],
    ['32110219740315001Χ', 'id-format'],
    ['3211О2197403150018', 'id-format'],
    ['٣٢١١٠٢١٩٧٤٠٣١٥٠٠١٨', 'id-format'],
    ['321102740315001', 'id-format'],
    ['3.21102197403150E+17', 'id-format'],
    ['110105194902300020', 'id-birth-date'],
    [futureBirth + checkDigit(futureBirth), 'id-birth-date'],
    ['440524188001010014', 'id-birth-date'],
    ['H12345678', 'id-format'],
    ['830000199201300022345', 'id-format'],
    ['E12345678', 'id-format'],
    ["321102197403150018' or '1'='1", 'id-format'],
  ])('%s is refused: %s', async (written, code) => {
    expect(await answerOf(written)).toContain(code);
  });

  it('of one person opens one file, however it is written; a person with two numbers has two', async () => {
    const citizenId = desk.citizenId();
    const first = await desk.registered({ name: '周一', citizenId });
    for (const again of [citizenId, ` ${citizenId.slice(0, 6)} ${citizenId.slice(6)}`, citizenId.toLowerCase()])
      expect((await desk.register('worker', { name: '周一', citizenId: again })).error?.code).toBe('resident.exists');
    const second = await desk.registered({ name: '周一' });
    expect(await found('周一')).toEqual(expect.arrayContaining([first, second]));
  });
});
