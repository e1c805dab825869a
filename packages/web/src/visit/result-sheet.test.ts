import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { expect, test } from 'vitest';
import { editRows } from '../grid/entry-rows.ts';
import { choiceOf } from '../grid/grid-options.ts';
import {
  contactOf,
  createResultView,
  newResultRow,
  personOf,
  type ResultFacts,
  type ResultRow,
  rowOfPerson,
  type SheetPerson,
  textToLookUp,
  whoIsMeant,
  withCounted,
  withKept,
} from './result-sheet.ts';

const t = (key: string) => key;
const person = (n: number, more: Partial<SheetPerson> = {}): SheetPerson => ({
  residentId: `00000000-0000-4000-8000-00000000000${n}`,
  name: `居民${n}`,
  citizenIdMasked: `321102********000${n}`,
  address: `贺家弄${n}号`,
  ...more,
});
const facts: ResultFacts = {
  defaults: { contactedOn: '2026-11-19', way: 'visit' },
  rule: { policy: [{ group: 'registered', days: 60 }], contactMonths: 1 },
  today: '2026-11-20',
};
const type = (rows: readonly ResultRow[], rowId: string, column: string, after: string) =>
  editRows(rows, { edits: [{ rowId, column, before: '', after }], created: [] }, newResultRow);
const view = (row: ResultRow) => createResultView()([row], facts, t, 'zh')[0]!;

test('whoever was not met says nothing; an outcome says the contact, with day, way and next day of the sheet', () => {
  const due = { group: null, dutyKind: 'unemployment-contact' };
  const listed = rowOfPerson(person(1, { due }), 'a');
  expect(view({ ...listed, tried: true })).toMatchObject({
    state: 'blank',
    problems: {},
    cells: { address: '贺家弄1号' },
  });
  const [typed] = type([listed], 'a', 'outcome', '01');
  expect(view(typed!)).toMatchObject({
    state: 'draft',
    inherited: { contactedOn: '2026-11-19', nextOn: '2026-12-19' },
    problems: {},
  });
  expect(contactOf(typed!, facts).body).toMatchObject({ contactedOn: '2026-11-19', way: 'visit', nextOn: null });
  // Nobody at home: no rule says when.
  const [missed] = type([listed], 'a', 'outcome', '24');
  expect(view(missed!).inherited).not.toHaveProperty('nextOn');
});

test('what is missing is said when saving is tried, what is wrong at once', () => {
  const [noted] = type([rowOfPerson(person(1), 'a')], 'a', 'note', '在家');
  expect(view(noted!).problems).toEqual({});
  expect(view({ ...noted!, tried: true })).toMatchObject({
    state: 'refused',
    problems: { outcome: { kind: 'refused' } },
  });
  const [late] = type([noted!], 'a', 'contactedOn', '2026-11-21');
  expect(Object.keys(view(late!).problems)).toEqual(['contactedOn']);
});

test('a row is about the person that stands in it now', () => {
  const [chosen] = type([newResultRow('a')], 'a', 'person', choiceOf(person(2).residentId, '居民2'));
  expect(personOf(chosen!)).toBeUndefined();
  const found: ResultRow = { ...chosen!, person: person(2) };
  expect(personOf(found)?.name).toBe('居民2');
  const [other] = type([found], 'a', 'person', '无此人');
  expect(personOf(other!)).toBeUndefined();
  expect(view({ ...other!, lookup: { text: '无此人', found: 'none' } }).problems.person?.text).toBe(
    'visit.results.none',
  );
});

test('after a reload the list is the present one, with what was typed or saved in its place', () => {
  const [first, second, gone] = [1, 2, 3].map((n) => rowOfPerson(person(n), `${n}`)) as [
    ResultRow,
    ResultRow,
    ResultRow,
  ];
  const saved: ResultRow = { ...gone, cells: { ...gone.cells, outcome: '11' }, status: 'saved' };
  const kept = withKept([person(2), person(4)], [first, saved, second], () => 'new');
  expect(kept.map((row) => [row.id, row.status])).toEqual([
    ['3', 'saved'],
    ['2', 'open'],
    ['new', 'open'],
  ]);
});

test('the day and the way of the sheet are those of the time when the outcome was written, whatever it says later', () => {
  const later: ResultFacts = { ...facts, defaults: { contactedOn: '2026-11-20', way: 'phone' } };
  const rows = ['answered', 'noted', 'byHand'].map((id, at) => rowOfPerson(person(at + 1), id));
  const typed = type(
    type(type(rows, 'answered', 'outcome', '01'), 'byHand', 'contactedOn', '2026-11-18'),
    'noted',
    'note',
    '在家',
  );
  const [answered, noted, byHand] = withCounted(typed, new Set(['answered', 'noted', 'byHand']), facts.defaults);
  // Saved or failed, what was sent stays: under its key nothing else may come.
  for (const status of ['saved', 'failed', 'open'] as const) {
    const row: ResultRow = { ...answered!, status };
    expect(contactOf(row, later).body).toEqual(contactOf(row, facts).body);
    expect(contactOf(row, later).body).toMatchObject({ contactedOn: '2026-11-19', way: 'visit' });
    expect(view(row).inherited).toEqual(createResultView()([row], later, t, 'zh')[0]!.inherited);
  }
  const seenLater = (row: ResultRow) => createResultView()([row], later, t, 'zh')[0]!.inherited;
  expect(seenLater(noted!)).toMatchObject({ contactedOn: '2026-11-20' });
  const [answeredByHand] = withCounted(type([byHand!], 'byHand', 'outcome', '01'), new Set(['byHand']), later.defaults);
  expect(contactOf(answeredByHand!, facts).body).toMatchObject({ contactedOn: '2026-11-18', way: 'phone' });
  // Answered once more it is what the sheet says then.
  const emptied = withCounted(type([answered!], 'answered', 'outcome', ''), new Set(['answered']), later.defaults);
  expect(emptied[0]!.counted).toBeUndefined();
  const saved: ResultRow = { ...noted!, status: 'saved' };
  expect(withCounted([saved], new Set(['noted']), later.defaults)).toEqual([saved]);
});

const found = (n: number, name: string) => ({ residentId: person(n).residentId, name }) as ResidentRow;
test.each([
  ['13900002222', 'phone', [found(1, '赵强')], '赵强'],
  ['13900002222', 'phone', [found(1, '赵强'), found(2, '李敏')], 'several'],
  ['3211020000000001', 'certificate', [found(1, '赵强')], '赵强'],
  ['321102198001011234', 'citizen-id', [found(1, '赵强')], '赵强'],
  ['赵强', 'name', [found(1, '赵强'), found(2, '赵强生')], '赵强'],
  ['赵强', 'name', [found(1, '赵强'), found(2, '赵强')], 'several'],
  ['赵', 'name', [found(1, '赵强')], 'several'],
  ['zq', 'pinyin', [found(1, '赵强')], 'several'],
  ['赵强', 'name', [], 'none'],
] as const)('by %s as %s of %j is meant %s', (text, by, residents, meant) => {
  const who = whoIsMeant(text, { by, residents });
  expect(typeof who === 'string' ? who : who.name).toBe(meant);
});

test('whom nobody could be asked for is no nobody: it is said why, and asked again', () => {
  const [typed] = type([newResultRow('a')], 'a', 'person', '赵强');
  expect(textToLookUp(typed!)).toBe('赵强');
  const asked = (lookup: ResultRow['lookup'] & object): ResultRow => ({ ...typed!, lookup });
  const lost = asked({ text: '赵强', found: 'unasked', message: '连不上' });
  const words = (key: string, values?: Record<string, unknown>) => `${key} ${values?.text} ${values?.why}`;
  expect(createResultView()([lost], facts, words, 'zh')[0]!.problems.person?.text).toBe(
    'visit.results.unasked 赵强 连不上',
  );
  expect(textToLookUp(lost)).toBe('赵强');
  for (const answer of ['none', 'several', 'asking'] as const)
    expect(textToLookUp(asked({ text: '赵强', found: answer }))).toBeUndefined();
  expect(textToLookUp({ ...typed!, cells: { person: choiceOf(person(1).residentId, '赵强') } })).toBeUndefined();
});
