import { describe, expect, it } from 'vitest';
import { encode } from '../../test/encode-text.ts';
import { encodeGb18030 } from './gb18030.ts';

describe('GB18030', () => {
  const back = (text: string) => new TextDecoder('gb18030', { fatal: true }).decode(encodeGb18030(text));
  it('gives back every sign but the private ones of the edition of 2000, which become what they stood for', () => {
    const lost: string[] = [];
    for (let code = 0x20; code < 0x10000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const sign = String.fromCharCode(code);
      if (back(`a${sign}`) !== `a${sign}`) lost.push(sign);
    }
    expect(lost).toHaveLength(19);
    expect(lost.every((sign) => /\p{Co}/u.test(sign))).toBe(true);
    expect(back('\ue81e\ue864')).toBe('\u9fb4\u9fbb');
    expect(back('𠮷😀\u{10ffff}')).toBe('𠮷😀\u{10ffff}');
    expect([...encodeGb18030('镇江𠮷㐂')]).toEqual([...encode('镇江𠮷㐂', 'gb18030')]);
  });
});
