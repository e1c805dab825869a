import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CodeSet, codeName, codesOf, findCode, findCodeByName, getCode, isCode } from './code-set.ts';
import { contactOutcomes, isReached } from './contact-outcome.ts';
import {
  deregistrationItem,
  deregistrationItems,
  deregistrationReasons,
  evidenceKinds,
} from './deregistration-reason.ts';
import { parseDisabilityCertificate } from './disability.ts';
import { educationLevels, educationRank, educations } from './education.ts';
import { employmentStatuses, labourForceState } from './employment-status.ts';
import { employmentTypes } from './employment-type.ts';
import { ethnicities } from './ethnicity.ts';
import { sexes } from './sex.ts';

const files = readdirSync(new URL('.', import.meta.url)).filter((f) => !f.includes('.test.') && f !== 'code-set.ts');
const sets: [string, CodeSet][] = [];
for (const file of files) {
  const exports: Record<string, unknown> = await import(/* @vite-ignore */ new URL(file, import.meta.url).href);
  // A choice of codes out of a set is no set of its own.
  for (const [name, value] of Object.entries(exports))
    if (Array.isArray(value) && typeof value[0] === 'object') sets.push([name, value]);
}

describe('every list', () => {
  test('all files hold one', () => {
    expect(sets.length).toBeGreaterThanOrEqual(files.length);
  });

  test.each(sets)('%s has distinct codes and names in both languages', (_name, set) => {
    expect(new Set(set.map((row) => row.code)).size).toBe(set.length);
    expect(new Set(set.map((row) => row.zh)).size).toBe(set.length);
    expect(new Set(set.map((row) => row.en)).size).toBe(set.length);
    for (const row of set) {
      expect(row.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(row.en).toMatch(/^[\u0020-\u007e’“”…]+$/);
    }
  });
});

test('looking up', () => {
  expect(codeName(sexes, '2', 'zh')).toBe('女');
  expect(codeName(sexes, '2', 'en')).toBe('Female');
  expect(codeName(sexes, '7', 'zh')).toBe('7');
  expect(codeName(sexes, null, 'zh')).toBe('');
  expect(findCode(sexes, '1')?.en).toBe('Male');
  expect(findCodeByName(sexes, '男')?.code).toBe('1');
  expect(findCodeByName(sexes, 'female')?.code).toBe('2');
  expect(isCode(sexes, '3')).toBe(false);
  expect(codesOf(sexes)).toEqual(['1', '2', '0', '9']);
  expect(() => getCode(sexes, '3')).toThrow('unknown code 3');
});

test('the ten items of deregistration cover the reasons; each reason has a known evidence', () => {
  const items = new Set(deregistrationReasons.map((row) => deregistrationItem(row.code)));
  expect([...items].sort()).toEqual(deregistrationItems.map((row) => row.code));
  for (const row of deregistrationReasons) expect(isCode(evidenceKinds, row.evidence)).toBe(true);
  expect(deregistrationReasons.filter((r) => r.proposedBy === 'matching').map((r) => r.code)).toEqual([
    '01',
    '02',
    '04',
    '07',
    '101',
    '102',
  ]);
  for (const row of contactOutcomes) {
    expect(row.suggests === null || isCode(deregistrationReasons, row.suggests)).toBe(true);
  }
});

test('labour force and employment types', () => {
  expect(employmentStatuses.filter((r) => labourForceState(r.code) === 'employed').map((r) => r.code)).toEqual([
    '10',
    '20',
    '30',
    '40',
    '50',
  ]);
  for (const type of employmentTypes) expect(labourForceState(type.status)).toBe('employed');
  expect(labourForceState('61')).toBe('unemployed');
  expect(labourForceState('83')).toBe('outside');
});

test('education is ordered', () => {
  const ranks = ['14', '21', '31', '41', '71', '81', '90', null].map(educationRank);
  expect(ranks).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  expect(educationRank('61')).toBe(educationRank('44'));
  for (const row of educations) expect(isCode(educationLevels, String(row.rank))).toBe(true);
});

test('ethnicities are 56 and two more; contacts; disability certificates', () => {
  expect(ethnicities).toHaveLength(58);
  expect(isReached('01')).toBe(true);
  expect(isReached('21')).toBe(false);
  expect(parseDisabilityCertificate('32110219740315001843B1')).toEqual({
    citizenId: '321102197403150018',
    category: '4',
    level: '3',
  });
  expect(parseDisabilityCertificate('32110219740315001883')).toBeUndefined();
});
