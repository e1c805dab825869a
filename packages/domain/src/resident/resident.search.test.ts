import { describe, expect, it } from 'vitest';
import { normalizePhone, numberTail, searchShape } from './resident.search.ts';

describe('the one search box', () => {
  it.each([
    ['321102197403150018', { by: 'citizen-id', citizenId: '321102197403150018' }],
    [' 32110219 7403150018', { by: 'citizen-id', citizenId: '321102197403150018' }],
    ['11010519491231002x', { by: 'citizen-id', citizenId: '11010519491231002X' }],
    ['321102740315001', { by: 'citizen-id', citizenId: '321102197403150018' }],
    ['１３８ 1234 5678', { by: 'phone', phone: '13812345678' }],
    ['+86 138-1234-5678', { by: 'phone', phone: '13812345678' }],
    ['0511-88881234', { by: 'phone', phone: '051188881234' }],
    ['3211022426000001', { by: 'certificate', number: '3211022426000001' }],
    ['zhang xm', { by: 'pinyin', prefix: 'zhangxm' }],
    ["LI'AN", { by: 'pinyin', prefix: 'lian' }],
    ['吕', { by: 'name', prefix: '吕' }],
    ['张 小明', { by: 'name', prefix: '张小明' }],
    ['买买提·艾', { by: 'name', prefix: '买买提·艾' }],
  ])('%s', (text, shape) => {
    expect(searchShape(text)).toEqual(shape);
  });
  it('compares telephone numbers by their digits', () => {
    expect(normalizePhone('(0511) 8888 1234')).toBe('051188881234');
  });
});

describe('the last four signs of a number', () => {
  it.each([
    ['4119', '4119'],
    ['411x', '411X'],
    [' ４１１９ ', '4119'],
    ['41 19', '4119'],
    ['419', undefined],
    ['41199', undefined],
    ['X119', undefined],
    ['张玲', undefined],
  ])('%j: %s', (text, tail) => {
    expect(numberTail(text)).toBe(tail);
  });
});
