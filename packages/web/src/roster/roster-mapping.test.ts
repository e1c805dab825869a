import { expect, test } from 'vitest';
import {
  chooseField,
  confidenceOf,
  draftOf,
  missingFields,
  rejectedCount,
  sameMapping,
  sortedReasons,
  stepOf,
  useSheet,
} from './roster-mapping.ts';

const column = (at: number, header: string, field: string | null) => ({
  column: at,
  header,
  field,
  confidence: 1,
  samples: [],
});
const sheets = [
  {
    name: '名册',
    hidden: false,
    use: true,
    headerRows: [1],
    columns: [column(0, '姓名', 'name'), column(1, '证件', null), column(2, '身份证', 'citizenId')],
    dataRows: 10,
  },
  { name: '说明', hidden: false, use: false, headerRows: [0], columns: [], dataRows: 0 },
];
const fields = [
  { field: 'name', zh: '姓名', en: 'Name', required: true },
  { field: 'citizenId', zh: '公民身份号码', en: 'Citizen ID', required: true },
];
const start = draftOf({ kind: 'unemployed', sheets });

test('a field that is chosen again leaves its old column', () => {
  const changed = chooseField(start, 0, 1, 'citizenId');
  expect(changed.sheets[0]?.fields).toEqual(['name', 'citizenId', null]);
  expect(sameMapping(start, changed)).toBe(false);
  expect(sameMapping(start, draftOf({ kind: 'unemployed', sheets }))).toBe(true);
});

test('only sheets in use must carry the required fields', () => {
  expect(missingFields(start, sheets, fields)).toEqual([]);
  const without = chooseField(start, 0, 0, null);
  expect(missingFields(without, sheets, fields)).toEqual([{ sheet: '名册', fields: [fields[0]] }]);
  expect(missingFields(useSheet(without, 0, false), sheets, fields)).toEqual([]);
  expect(missingFields(useSheet(start, 1, true), sheets, fields)[0]?.sheet).toBe('说明');
});

test('reasons are counted, the most frequent first', () => {
  const rejected = { 'id-checksum': 2, 'name-missing': 5, 'id-format': 0 };
  expect(rejectedCount({ rejected })).toBe(7);
  expect(sortedReasons(rejected).map((reason) => reason.code)).toEqual(['name-missing', 'id-checksum']);
});

test('the step follows the state that the server keeps', () => {
  expect((['read', 'judged', 'applying', 'applied', 'undoing', 'undone', 'failed'] as const).map(stepOf)).toEqual([
    1, 2, 3, 3, 3, 3, 3,
  ]);
});

test('a guess is worth looking at when it is weak', () => {
  expect([
    confidenceOf(1, 'name'),
    confidenceOf(0.7, 'name'),
    confidenceOf(0.2, 'name'),
    confidenceOf(0, null),
  ]).toEqual(['sure', 'likely', 'weak', 'none']);
});
