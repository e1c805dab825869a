/** Pictures that are nobody's: the smallest JPEG that a browser shows, told from its sisters by a grey of its own. */

const quantization = Buffer.concat([Buffer.from([0xff, 0xdb, 0, 67, 0]), Buffer.alloc(64, 1)]);
/** Codes for the first coefficient (twelve of four bits) and for none after it. */
const huffman = (kind: number, counts: readonly number[], values: readonly number[]) =>
  Buffer.from([0xff, 0xc4, 0, 19 + values.length, kind, ...counts, ...Array(16 - counts.length).fill(0), ...values]);

/** Eight by eight pixels of one grey; `serial` from 0 to 2046 chooses it. */
export function pictureOf(serial: number): Buffer {
  // The code of the category eleven and its bits, then the end of the block.
  const bits = 0xb000 | ((serial % 2047) << 1);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    quantization,
    Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    huffman(0x00, [0, 0, 0, 12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    huffman(0x10, [1], [0]),
    Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]),
    Buffer.from([bits >> 8, bits & 0xff]),
    Buffer.from([0xff, 0xd9]),
  ]);
}
