import { beforeEach, expect, test, vi } from 'vitest';
import { newSheetRow, type SheetRow, unkeptOfSurvey } from '../survey/survey-sheet.ts';

const number = '321102197503120019';
const typed: SheetRow = { ...newSheetRow('1'), cells: { name: '赵强', citizenId: number } };
const saved: SheetRow = {
  ...newSheetRow('2'),
  cells: { name: '钱红', citizenId: '321102********0022' },
  number: '321102197805200022',
  status: 'saved',
  result: {
    rowKey: '2',
    outcome: 'created',
    residentId: null,
    householdId: null,
    saveId: null,
    citizenIdMasked: '321102********0022',
    sex: null,
    birthOn: null,
    field: null,
    code: null,
    message: null,
    changed: [],
  },
};

/** The browser's storage: its entries are properties, as `Object.keys` sees them. */
function storage(): Storage {
  const entries: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => {
      entries[key] = value;
    },
    removeItem: (key: string) => {
      delete entries[key];
    },
  };
  return new Proxy(entries, { get: (_, key) => methods[key as keyof typeof methods] }) as unknown as Storage;
}

let draft: typeof import('./entry-draft.ts');
beforeEach(async () => {
  vi.stubGlobal('sessionStorage', storage());
  vi.resetModules();
  draft = await import('./entry-draft.ts');
});

test('unsaved rows come back with their number, saved ones with its mask', () => {
  expect(draft.keepSheet('survey', 'li', '321102001001', [typed, saved, newSheetRow('3')], ['s'], unkeptOfSurvey)).toBe(
    true,
  );
  const text = sessionStorage.getItem('renshe.sheet.survey.li.321102001001') ?? '';
  expect(text).toContain(number);
  expect(text).not.toContain(saved.number);
  const sheet = draft.readSheet<SheetRow>('survey', 'li', '321102001001');
  expect(sheet?.rows.map((row) => [row.status, row.cells.citizenId])).toEqual([
    ['open', number],
    ['saved', '321102********0022'],
  ]);
  expect(draft.readSheet<SheetRow>('survey', 'li', '321102001004')).toBeUndefined();
  draft.keepSheet('survey', 'li', '321102001001', [newSheetRow('3')], []);
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test('rows of a re-check come back to whoever typed them', () => {
  const row = { id: '1', residentId: 'r', cells: { name: '赵强', present: 'yes' } };
  draft.keepRows('recheck', 'li', 'k', [row]);
  expect(draft.readRows('recheck', 'li', 'k')).toEqual([row]);
  expect(draft.readRows('recheck', 'wang', 'k')).toBeUndefined();
  draft.keepRows('recheck', 'li', 'k', []);
  expect(Object.keys(sessionStorage)).toEqual([]);
  draft.keepRows('recheck', 'li', 'k', [row]);
  draft.dropSheets();
  draft.keepRows('recheck', 'li', 'k', [row]);
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test('whoever signs in finds nothing of others, and signing out leaves nothing', () => {
  draft.keepSheet('survey', 'li', '321102001001', [typed], []);
  draft.keepSheet('survey', 'wang', '321102001001', [typed], []);
  draft.dropSheets('wang');
  expect(Object.keys(sessionStorage)).toEqual(['renshe.sheet.survey.wang.321102001001']);
  draft.dropSheets();
  // The page that is being left keeps its sheet once more; it must not.
  draft.keepSheet('survey', 'wang', '321102001001', [typed], []);
  expect(Object.keys(sessionStorage)).toEqual([]);
});
