/** Texts as files of every encoding that rosters come in. */

export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le';

let gbBytes: Map<string, number[]> | undefined;

/** Node decodes GB18030 but does not encode it: its tables are turned round, supplementary planes are computed. */
function encodeGb18030(text: string): Uint8Array {
  if (gbBytes === undefined) {
    gbBytes = new Map();
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        const character = trail === 0x7f ? '' : decoder.decode(new Uint8Array([lead, trail]));
        if ([...character].length === 1 && character !== '\ufffd') gbBytes.set(character, [lead, trail]);
      }
    }
    // Four-byte codes of the basic plane.
    for (let n = 0; n < 39_420; n++) {
      const code = [
        0x81 + Math.floor(n / 12_600),
        0x30 + (Math.floor(n / 1260) % 10),
        0x81 + (Math.floor(n / 10) % 126),
        0x30 + (n % 10),
      ];
      const character = decoder.decode(Uint8Array.from(code));
      if ([...character].length === 1 && !gbBytes.has(character)) gbBytes.set(character, code);
    }
  }
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = gbBytes.get(character);
    if (code < 0x80) bytes.push(code);
    else if (pair !== undefined) bytes.push(...pair);
    else if (code >= 0x10000) {
      const n = code - 0x10000 + 189_000;
      bytes.push(
        0x81 + Math.floor(n / 12_600),
        0x30 + (Math.floor(n / 1260) % 10),
        0x81 + (Math.floor(n / 10) % 126),
        0x30 + (n % 10),
      );
    } else throw new RangeError(`no GB18030 for ${character}`);
  }
  return Uint8Array.from(bytes);
}

export function encode(text: string, encoding: TextEncoding): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'gb18030':
      return encodeGb18030(text);
  }
}
