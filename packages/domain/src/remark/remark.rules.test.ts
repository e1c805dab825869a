import { describe, expect, it } from 'vitest';
import { aboutKey, holdsNumber, mentionedIn, writingsOf } from './remark.rules.ts';

describe('remarks', () => {
  it.each([
    ['请核对电话', false],
    ['电话 13912345678 打不通', true],
    ['身份证 321102198504154119', true],
    ['身份证 ３２１１０２１９８５０４１５４１１９', true],
    ['证号 3211022026000123 已补发', false],
    ['2026-11-10 已联系', false],
  ])('%s holds a number: %s', (text, holds) => {
    expect(holdsNumber(text)).toBe(holds);
  });
  const colleagues = [
    { accountId: 'a', name: '李敏', office: '贺家弄社区' },
    { accountId: 'b', name: '李敏', office: '正东路街道' },
    { accountId: 'c', name: '王强', office: '京口区' },
    { accountId: 'd', name: '王强生', office: '京口区' },
  ];
  it.each([
    ['@王强 看一下', ['c']],
    ['@王强生 看一下', ['d']],
    ['@王强生 @王强', ['d', 'c']],
    ['@李敏 看一下', []],
    ['@李敏（正东路街道） 看一下', ['b']],
    ['王强 看一下', []],
    ['', []],
  ])('%s names %j', (text, named) => {
    expect(mentionedIn(text, writingsOf(colleagues))).toEqual(named);
  });
  it('have one key for what they are about', () => {
    expect(aboutKey({ kind: 'file' })).toBe('file');
    expect(aboutKey({ kind: 'field', field: 'phone' })).toBe('field:phone');
    expect(aboutKey({ kind: 'event', timelineKind: 'contact-recorded', recordId: 'x' })).toBe(
      'event:contact-recorded:x',
    );
  });
});
