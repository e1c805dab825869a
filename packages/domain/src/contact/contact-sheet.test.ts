import { describe, expect, test } from 'vitest';
import { contactOfRow, contactSheetColumns } from './contact-sheet.ts';

const today = '2026-11-20';
const defaults = { contactedOn: '2026-11-19', way: 'visit' } as const;

describe('a row of the sheet of contacts', () => {
  test('says the contact of the form: what is left empty is the day and the way of the whole sheet', () => {
    expect(contactOfRow({ person: 'x', outcome: '11' }, defaults, null, today).body).toEqual({
      contactedOn: '2026-11-19',
      way: 'visit',
      outcome: '11',
      service: null,
      note: '',
      nextOn: null,
    });
  });

  test('keeps an agreed day, but not the one that the rules ask for anyway', () => {
    const row = { outcome: '01', contactedOn: '2026-11-18', way: 'phone', note: '  在家 ', nextOn: '2026-12-18' };
    expect(contactOfRow(row, defaults, '2026-12-20', today).body).toMatchObject({
      contactedOn: '2026-11-18',
      way: 'phone',
      note: '在家',
      nextOn: '2026-12-18',
    });
    expect(contactOfRow(row, defaults, '2026-12-18', today).body?.nextOn).toBeNull();
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['no outcome', {}, ['outcome']],
    ['an outcome that is none', { outcome: '见到了' }, ['outcome']],
    ['tomorrow', { outcome: '11', contactedOn: '2026-11-21' }, ['contactedOn']],
    ['no day', { outcome: '11', contactedOn: '昨天' }, ['contactedOn']],
    ['no next day', { outcome: '11', nextOn: '下月' }, ['nextOn']],
    ['the next day before this one', { outcome: '11', nextOn: '2026-11-19' }, ['nextOn']],
    ['the way of the system alone', { outcome: '11', way: 'matching' }, ['way']],
    ['too long a note', { outcome: '11', note: '长'.repeat(501) }, ['note']],
    ['several at once', { way: '?', nextOn: '?' }, ['nextOn', 'outcome', 'way']],
  ])('%s', (_, cells, expected) => {
    const { faults } = contactOfRow(cells, defaults, null, today);
    expect(Object.keys(faults ?? {}).sort()).toEqual(expected);
    for (const { zh, en } of Object.values(faults ?? {})) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/[{}]/);
    }
  });

  test('offers no way that only the system writes', () => {
    expect(contactSheetColumns.way.codes.map((way) => way.code)).not.toContain('matching');
  });
});
