import type { CodeSet } from './code-set.ts';

/** Relation to the head of the household 与户主关系, GB/T 4761-2008 (first digit: 1 spouse, 2 son, 3 daughter, 4 grandchild …). */
export const familyRelations = [
  { code: '02', zh: '户主', en: 'Head of household' },
  { code: '10', zh: '配偶', en: 'Spouse' },
  { code: '11', zh: '夫', en: 'Husband' },
  { code: '12', zh: '妻', en: 'Wife' },
  { code: '20', zh: '子', en: 'Son' },
  { code: '28', zh: '女婿', en: 'Son-in-law' },
  { code: '30', zh: '女', en: 'Daughter' },
  { code: '38', zh: '儿媳', en: 'Daughter-in-law' },
  { code: '40', zh: '孙子女、外孙子女', en: 'Grandchild' },
  { code: '41', zh: '孙子', en: 'Grandson (son’s son)' },
  { code: '42', zh: '孙女', en: 'Granddaughter (son’s daughter)' },
  { code: '43', zh: '外孙子', en: 'Grandson (daughter’s son)' },
  { code: '44', zh: '外孙女', en: 'Granddaughter (daughter’s daughter)' },
  { code: '50', zh: '父母', en: 'Parent' },
  { code: '51', zh: '父亲', en: 'Father' },
  { code: '52', zh: '母亲', en: 'Mother' },
  { code: '53', zh: '公公', en: 'Husband’s father' },
  { code: '54', zh: '婆婆', en: 'Husband’s mother' },
  { code: '55', zh: '岳父', en: 'Wife’s father' },
  { code: '56', zh: '岳母', en: 'Wife’s mother' },
  { code: '60', zh: '祖父母、外祖父母', en: 'Grandparent' },
  { code: '61', zh: '祖父', en: 'Father’s father' },
  { code: '62', zh: '祖母', en: 'Father’s mother' },
  { code: '63', zh: '外祖父', en: 'Mother’s father' },
  { code: '64', zh: '外祖母', en: 'Mother’s mother' },
  { code: '70', zh: '兄弟姐妹', en: 'Sibling' },
  { code: '71', zh: '兄', en: 'Elder brother' },
  { code: '73', zh: '弟', en: 'Younger brother' },
  { code: '75', zh: '姐', en: 'Elder sister' },
  { code: '77', zh: '妹', en: 'Younger sister' },
  { code: '97', zh: '其他亲属', en: 'Other relative' },
  { code: '99', zh: '非亲属', en: 'Not related' },
] as const satisfies CodeSet;

export const headOfHousehold = '02';
