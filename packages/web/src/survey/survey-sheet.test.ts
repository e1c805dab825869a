import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import { describe, expect, it } from 'vitest';
import { editRows, lastSave, markSaving, spareRows, withSpareRows } from '../grid/entry-rows.ts';
import { choiceOf, chosenId } from '../grid/grid-options.ts';
import { readCode } from './survey-columns.ts';
import { requestOf } from './survey-request.ts';
import { newSheetRow, reopen, type SheetRow, takeResults } from './survey-sheet.ts';
import { createSurveyView, factsOf, mayBeSaved } from './survey-view.ts';

const t = (key: string) => key;
const today = '2026-11-20';
const valid = '321102197503120019';

function row(id: string, cells: Record<string, string>, more: Partial<SheetRow> = {}): SheetRow {
  return { ...newSheetRow(id), cells, ...more };
}
function result(rowKey: string, more: Partial<SurveyResult> = {}): SurveyResult {
  return {
    rowKey,
    outcome: 'created',
    residentId: 'r',
    householdId: '00000000-0000-4000-8000-000000000001',
    saveId: 's1',
    citizenIdMasked: '321102********0019',
    sex: '1',
    birthOn: '1975-03-12',
    field: null,
    code: null,
    message: null,
    changed: [],
    ...more,
  };
}

describe('the sheet', () => {
  it('always has an empty row to go on in', () => {
    let next = 0;
    const newId = () => newSheetRow(`new${++next}`);
    expect(withSpareRows([], newId)).toHaveLength(spareRows);
    const full = Array.from({ length: 20 }, (_, i) => row(`${i}`, { name: 'x' }));
    expect(withSpareRows(full, newId)).toHaveLength(21);
    expect(withSpareRows([...full, row('b', {})], newId)).toHaveLength(21);
  });

  it('shows the mask of a saved number and gives the number back when the save is taken back', () => {
    const typed = [row('1', { name: '赵强', citizenId: valid }), row('2', { name: '钱红', citizenId: 'bad' })];
    const saving = markSaving(typed, new Set(['1', '2']));
    const saved = takeResults(saving, [
      result('1'),
      result('2', { outcome: 'refused', field: 'citizenId', saveId: null }),
    ]);
    expect(saved.map((one) => [one.status, one.cells.citizenId])).toEqual([
      ['saved', '321102********0019'],
      ['refused', 'bad'],
    ]);
    expect(lastSave(saved, ['s0', 's1'])).toEqual({ saveId: 's1', rows: 1 });
    const [first] = reopen(saved, ['1'], () => 'k2');
    expect(first).toEqual({ id: '1', rowKey: 'k2', status: 'open', cells: { name: '赵强', citizenId: valid } });
    expect(
      lastSave(
        reopen(saved, ['1'], () => 'k2'),
        ['s1'],
      ),
    ).toBeUndefined();
  });

  it('forgets a refusal when the row is edited', () => {
    const refused = [
      row('1', { name: '赵' }, { status: 'refused', result: result('1', { outcome: 'refused' }), tried: true }),
    ];
    const [after] = editRows(
      refused,
      { edits: [{ rowId: '1', column: 'name', before: '赵', after: '赵强' }], created: [] },
      (id) => newSheetRow(id),
    );
    expect(after).toEqual({ id: '1', rowKey: '1', status: 'open', tried: true, cells: { name: '赵强' } });
  });
});

describe('what is sent', () => {
  const rows = [
    row('1', { relation: '02', name: '甲', citizenId: '1', address: '一号' }),
    row('2', { relation: '10', name: '乙', citizenId: '2', phone: '138 0000 1111' }),
    row('3', { relation: '02', name: '丙', citizenId: '3' }, { status: 'saved', result: result('3') }),
    row('4', { name: '丁', citizenId: '4', education: '71' }),
    row('5', {
      household: choiceOf('00000000-0000-4000-8000-000000000009', '李敏户'),
      name: '戊',
      citizenId: '5',
    }),
  ];
  it('groups families, gives the address down, and joins those that stand', () => {
    const wanted = new Map(['1', '2', '4', '5'].map((id) => [id, { confirmed: id === '4' }]));
    const { rows: sent } = requestOf(rows, factsOf(rows), wanted);
    expect(sent.map((one) => [one.household, one.address, one.confirmed])).toEqual([
      [{ how: 'together', group: 0 }, '一号', false],
      [{ how: 'together', group: 0 }, '一号', false],
      [{ how: 'existing', householdId: '00000000-0000-4000-8000-000000000001' }, '', true],
      [{ how: 'existing', householdId: '00000000-0000-4000-8000-000000000009' }, '', false],
    ]);
    expect(sent[1]).toMatchObject({ relation: '10', phone: '13800001111', education: null });
    expect(sent[2]).toMatchObject({ education: '71', relation: null });
  });

  it('leaves out what stood there of somebody known, so that nothing newer is written over', () => {
    const began = {
      household: choiceOf('00000000-0000-4000-8000-000000000009', '李敏户'),
      relation: '02',
      name: '戊',
      citizenId: '3211**********0275',
      phone: '138****1111',
      address: '一号',
      hukouType: '10',
      education: '71',
      employmentStatus: '10',
      employer: '江南造纸厂',
    };
    const person = {
      residentId: '00000000-0000-4000-8000-000000000005',
      citizenIdMasked: began.citizenId,
      phoneMasked: began.phone,
    };
    const send = (changed: Record<string, string>) => {
      const known = [row('1', { ...began, ...changed }, { began, person })];
      return requestOf(known, factsOf(known), new Map([['1', { confirmed: false }]])).rows[0]!;
    };
    expect(send({})).toMatchObject({
      ...{ residentId: person.residentId, name: '', relation: '02', citizenId: '', phone: '', address: '' },
      ...{ hukouType: null, education: null, employmentStatus: null, employer: '' },
    });
    expect(send({ name: '戊己' })).toMatchObject({ name: '戊己' });
    expect(send({ education: '21' })).toMatchObject({ education: '21', hukouType: null, employmentStatus: null });
    expect(send({ employer: '江北造纸厂' })).toMatchObject({ employmentStatus: '10', employer: '江北造纸厂' });
    expect(send({ address: '二号', phone: '13800001112' })).toMatchObject({ address: '二号', phone: '13800001112' });
  });

  it('carries no more than one call takes', () => {
    const many = Array.from({ length: 70 }, (_, i) => row(`${i}`, { name: 'x' }));
    const all = new Map(many.map((one) => [one.id, { confirmed: false }]));
    expect(requestOf(many, factsOf(many), all).rows).toHaveLength(50);
  });
});

describe('what is seen', () => {
  it.each([
    [{ name: '赵强', citizenId: valid }, {}, true],
    [{ name: '', citizenId: valid, phone: '13800001111' }, { name: 'refused' }, false],
    [{ name: '赵强', citizenId: '' }, { citizenId: 'refused' }, false],
    [{ name: '赵强', citizenId: `${valid.slice(0, 17)}3` }, { citizenId: 'refused' }, false],
    [{ name: '赵强', citizenId: valid, sex: '2' }, { sex: 'warning' }, true],
    [{ name: '赵强', citizenId: valid, birthOn: '1976-03-12' }, { birthOn: 'warning' }, true],
    [{ name: '赵强', citizenId: valid, birthOn: '去年' }, { birthOn: 'refused' }, false],
    [{ name: '赵强', citizenId: valid, phone: '12' }, { phone: 'refused' }, false],
    [{ name: '赵强', citizenId: valid, relation: '邻居' }, { relation: 'refused' }, false],
    [{ name: '赵强', citizenId: valid, employmentStatus: '80' }, { employmentStatus: 'warning' }, true],
    [{ name: '赵强', citizenId: valid, employmentStatus: '99' }, { employmentStatus: 'refused' }, false],
  ])('%j → %j', (cells, problems, savable) => {
    const { rows } = createSurveyView()([row('1', cells, { tried: true })], today, t);
    const kinds = Object.fromEntries(Object.entries(rows[0]!.problems).map(([key, one]) => [key, one.kind]));
    expect(kinds).toEqual(problems);
    expect(mayBeSaved(rows[0]!)).toBe(savable);
  });

  it('says of rows what they say of each other, and keeps what looks the same', () => {
    const view = createSurveyView();
    const sheet = [
      row('1', { relation: '02', name: '甲', citizenId: valid, address: '一号' }),
      row('2', { household: '', name: '乙', citizenId: valid }),
      row('3', {}),
    ];
    const first = view(sheet, today, t).rows;
    expect(first[0]!.inherited).toMatchObject({ birthOn: '1975-03-12', sex: 'resident.sex.1' });
    expect(first[1]!.inherited).toMatchObject({ address: '一号' });
    expect(first[1]!.problems.citizenId?.kind).toBe('refused');
    const second = view([sheet[0]!, { ...sheet[1]!, cells: { name: '乙' } }, sheet[2]!], today, t).rows;
    expect(second[0]).toBe(first[0]);
    expect(second[1]!.problems).toEqual({});
  });

  it.each([
    ['relation', '之妻', '12'],
    ['relation', '其他亲属', '97'],
    ['relation', '租户', '99'],
    ['education', '大专', '31'],
    ['employmentStatus', '上班', '10'],
    ['employmentStatus', '在读', '80'],
    ['hukouType', '外地户籍', '52'],
    ['education', '火星', '火星'],
  ] as const)('reads %s %s as %s', (column, typed, code) => {
    expect(readCode(column, [], typed)).toBe(code);
  });

  it('knows a household that was chosen', () => {
    const cell = choiceOf('00000000-0000-4000-8000-000000000009', '李敏户');
    expect([chosenId(cell), chosenId('1')]).toEqual(['00000000-0000-4000-8000-000000000009', undefined]);
  });
});
