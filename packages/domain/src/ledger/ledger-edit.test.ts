import { describe, expect, test } from 'vitest';
import { type LedgerColumnKey, ledgerColumns } from './ledger-column.ts';
import {
  cellFault,
  type LedgerCorrection,
  ledgerCorrections,
  ledgerEditOf,
  ledgerSheetColumn,
  mayTypeInto,
} from './ledger-edit.ts';

describe('the columns', () => {
  const keys = Object.keys(ledgerColumns) as LedgerColumnKey[];
  test.each(keys)('%s is typed into or says where it is recorded', (key) => {
    const column = ledgerSheetColumn(key, () => true);
    expect(column.elsewhere === undefined).toBe(ledgerEditOf(key) !== undefined);
    expect(ledgerSheetColumn(key, () => false).elsewhere).toBeDefined();
  });
  test.each(keys.filter((key) => ledgerEditOf(key)))('%s is a field of its command', (key) => {
    const { by, field } = ledgerEditOf(key)!;
    const { shape } = ledgerCorrections[by].body;
    const fields = 'fields' in shape ? shape.fields.shape : shape;
    expect(Object.keys(fields)).toContain(field);
    expect(cellFault(key, '')?.zh ?? '').not.toContain('{');
  });
  test('that may not be taken away are refused when they are emptied, the others are not', () => {
    const refused = keys.filter((key) => cellFault(key, ''));
    expect(refused.sort()).toEqual(
      [
        'householdKey',
        'name',
        'nature',
        'phone',
        'platformWork',
        'reason',
        'registeredOn',
        'since',
        'startedOn',
        'type',
        'urban',
      ].sort(),
    );
  });
  test('of a day take days that exist', () => {
    expect(cellFault('startedOn', '2026-02-28')).toBeUndefined();
    expect(cellFault('startedOn', '2026-02-30')?.zh).toContain('不是日期');
  });
  test.each<[LedgerColumnKey[], LedgerCorrection[], boolean]>([
    [['name', 'phone'], ['resident'], true],
    [['householdKey', 'members'], ['resident'], false],
    [['householdKey', 'members'], ['household'], true],
    [['name', 'startedOn'], ['employment'], true],
    [['name', 'jobWish'], ['employment', 'household'], false],
    [['sex', 'age'], ['resident', 'unemployment', 'employment', 'household'], false],
  ])('%j are opened to a reader who may give %j: %s', (shown, may, opens) => {
    expect(mayTypeInto(shown, (command) => may.includes(command))).toBe(opens);
    for (const key of shown) {
      const by = ledgerEditOf(key)?.by;
      const column = ledgerSheetColumn(key, (command) => may.includes(command));
      expect(column.kind !== 'shown').toBe(by !== undefined && may.includes(by));
    }
  });
});
