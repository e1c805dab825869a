/**
 * Encodes text as GB18030, which Node decodes but does not encode: the decoder's own tables are turned round once, supplementary planes
 * are computed. Every assigned sign comes back as it was.
 */

/**
 * Private signs that stood for characters before these had places of their own; the bytes of the edition of 2000 say the same character
 * today (GB 18030-2022, Annex).
 */
const formerSigns: readonly (readonly [number, number])[] = [
  [0xe5e5, 0xa3a0],
  [0xe78d, 0xa6d9],
  [0xe78e, 0xa6da],
  [0xe78f, 0xa6db],
  [0xe790, 0xa6dc],
  [0xe791, 0xa6dd],
  [0xe792, 0xa6de],
  [0xe793, 0xa6df],
  [0xe794, 0xa6ec],
  [0xe795, 0xa6ed],
  [0xe796, 0xa6f3],
  [0xe81e, 0xfe59],
  [0xe826, 0xfe61],
  [0xe82b, 0xfe66],
  [0xe82c, 0xfe67],
  [0xe832, 0xfe6d],
  [0xe843, 0xfe7e],
  [0xe854, 0xfe90],
  [0xe864, 0xfea0],
];

let codes: Uint32Array | undefined;

/** Code of every sign of the basic plane, two or four bytes as one number; 0 where there is none (surrogates). */
function tableOfCodes(): Uint32Array {
  if (codes) return codes;
  const table = new Uint32Array(0x10000);
  const decoder = new TextDecoder('gb18030');
  const decodeAll = (sequences: readonly (readonly number[])[]) => {
    // A line feed between the codes tells a code that gives nothing or two signs from the rest.
    const bytes = Uint8Array.from(sequences.flatMap((sequence) => [...sequence, 0x0a]));
    const texts = decoder.decode(bytes).split('\n');
    for (const [i, sequence] of sequences.entries()) {
      const text = texts[i]!;
      const sign = text.charCodeAt(0);
      if (text.length !== 1 || sign === 0xfffd || table[sign] !== 0) continue;
      table[sign] = sequence.reduce((all, byte) => all * 256 + byte, 0);
    }
  };
  for (let lead = 0x81; lead <= 0xfe; lead++)
    decodeAll(
      Array.from({ length: 0xfe - 0x40 + 1 }, (_, i) => 0x40 + i)
        .filter((trail) => trail !== 0x7f)
        .map((trail) => [lead, trail]),
    );
  for (let from = 0; from < 39_420; from += 1260)
    decodeAll(Array.from({ length: Math.min(1260, 39_420 - from) }, (_, i) => fourBytes(from + i)));
  for (const [sign, code] of formerSigns) table[sign] = code;
  codes = table;
  return table;
}

function fourBytes(n: number): number[] {
  return [
    0x81 + Math.floor(n / 12_600),
    0x30 + (Math.floor(n / 1260) % 10),
    0x81 + (Math.floor(n / 10) % 126),
    0x30 + (n % 10),
  ];
}

/** Lone surrogates become U+FFFD, as in UTF-8. */
export function encodeGb18030(text: string): Buffer {
  const table = tableOfCodes();
  const well = text.toWellFormed();
  const bytes = Buffer.allocUnsafe(well.length * 4);
  let at = 0;
  for (let i = 0; i < well.length; i++) {
    const sign = well.charCodeAt(i);
    if (sign < 0x80) bytes[at++] = sign;
    else if (sign >= 0xd800 && sign < 0xdc00) {
      for (const byte of fourBytes(well.codePointAt(i)! - 0x10000 + 189_000)) bytes[at++] = byte;
      i++;
    } else {
      const code = table[sign] || table[0xfffd]! || 0x8431a437;
      if (code > 0xffff) at = bytes.writeUInt32BE(code, at);
      else at = bytes.writeUInt16BE(code, at);
    }
  }
  return bytes.subarray(0, at);
}
