/**
 * QR codes (ISO/IEC 18004) for verification addresses: byte mode, error correction level M, versions 1 to 10, which is up to
 * 213 bytes. Small enough to be our own, and nothing has to be fetched for printing a certificate.
 */

/** Of each version at level M: total codewords, check codewords a block, blocks. */
const VERSIONS = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
] as const;
const ALIGNMENT = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
] as const;
/** Two bits of the format information. */
const LEVEL_M = 0;

/** Dark modules as true, row by row, without the quiet zone. Throws RangeError when the text is longer than 213 bytes. */
export function qrModules(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = VERSIONS.findIndex(([total, check, blocks], index) => {
    const lengthBits = index < 9 ? 8 : 16;
    return 4 + lengthBits + bytes.length * 8 <= (total - check * blocks) * 8;
  });
  if (version < 0) throw new RangeError('the text is too long for this QR code');
  const codewords = withChecks(dataCodewords(bytes, version), version);

  const size = 21 + version * 4;
  const drawn = drawFixed(size, version);
  drawCodewords(drawn, codewords);

  let best: boolean[][] | undefined;
  let bestPenalty = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask++) {
    const candidate = masked(drawn, mask);
    const penalty = penaltyOf(candidate);
    if (penalty < bestPenalty) [best, bestPenalty] = [candidate, penalty];
  }
  return best!;
}

/** An SVG of black on white with the quiet zone of four modules. */
export function qrSvg(text: string): string {
  const modules = qrModules(text);
  const size = modules.length + 8;
  let path = '';
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) path += `M${x + 4} ${y + 4}h1v1h-1z`;
    });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000" shape-rendering="crispEdges"/></svg>`;
}

function dataCodewords(bytes: Uint8Array, version: number): number[] {
  const [total, check, blocks] = VERSIONS[version]!;
  const capacity = total - check * blocks;
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 9 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8) words.push(Number.parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

/** Cuts into blocks (the later ones are one longer), appends each block's checks and interleaves them all. */
function withChecks(data: number[], version: number): number[] {
  const [, check, blocks] = VERSIONS[version]!;
  const short = Math.floor(data.length / blocks);
  const longBlocks = data.length % blocks;
  const parts: { data: number[]; check: number[] }[] = [];
  for (let block = 0, at = 0; block < blocks; block++) {
    const length = short + (block >= blocks - longBlocks ? 1 : 0);
    const part = data.slice(at, at + length);
    at += length;
    parts.push({ data: part, check: reedSolomon(part, check) });
  }
  const result: number[] = [];
  for (let i = 0; i <= short; i++) {
    for (const part of parts) {
      if (i < part.data.length) result.push(part.data[i]!);
    }
  }
  for (let i = 0; i < check; i++) {
    for (const part of parts) result.push(part.check[i]!);
  }
  return result;
}

/** Multiplication in GF(256) over x⁸ + x⁴ + x³ + x² + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product >> 7 ? 0x11d : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product & 0xff;
}

function reedSolomon(data: readonly number[], degree: number): number[] {
  const generator: number[] = Array.from({ length: degree }, (_, i) => (i === degree - 1 ? 1 : 0));
  for (let i = 0, root = 1; i < degree; i++, root = multiply(root, 2)) {
    for (let j = 0; j < degree; j++) {
      generator[j] = multiply(generator[j]!, root) ^ (generator[j + 1] ?? 0);
    }
  }
  const remainder: number[] = Array.from({ length: degree }, () => 0);
  for (const word of data) {
    const factor = word ^ remainder.shift()!;
    remainder.push(0);
    for (let i = 0; i < degree; i++) remainder[i]! ^= multiply(generator[i]!, factor);
  }
  return remainder;
}

interface Drawing {
  dark: boolean[][];
  /** Finders, timing, alignment, format and version: not for data and not to be masked. */
  fixed: boolean[][];
}

function drawFixed(size: number, version: number): Drawing {
  const grid = () => Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const drawing: Drawing = { dark: grid(), fixed: grid() };
  const set = (x: number, y: number, dark: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    drawing.dark[y]![x] = dark;
    drawing.fixed[y]![x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
    }
  }
  const centres = ALIGNMENT[version]!;
  const last = centres.at(-1);
  for (const cy of centres) {
    for (const cx of centres) {
      if ((cx === 6 && (cy === 6 || cy === last)) || (cy === 6 && cx === last)) continue; // a finder is there
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }
  drawFormat(drawing, 0);
  if (version >= 6) {
    const number = version + 1;
    const bits = (number << 12) | remainderOf(number, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >> i) & 1) === 1;
      set(size - 11 + (i % 3), Math.floor(i / 3), dark);
      set(Math.floor(i / 3), size - 11 + (i % 3), dark);
    }
  }
  return drawing;
}

function remainderOf(value: number, degree: number, polynomial: number): number {
  let rest = value << degree;
  for (let bit = 31 - Math.clz32(rest | 1); bit >= degree; bit--) {
    if ((rest >> bit) & 1) rest ^= polynomial << (bit - degree);
  }
  return rest;
}

function drawFormat(drawing: Drawing, mask: number): void {
  const size = drawing.dark.length;
  const data = (LEVEL_M << 3) | mask;
  const bits = ((data << 10) | remainderOf(data, 10, 0x537)) ^ 0x5412;
  const set = (x: number, y: number, dark: boolean) => {
    drawing.dark[y]![x] = dark;
    drawing.fixed[y]![x] = true;
  };
  for (let i = 0; i < 15; i++) {
    const dark = ((bits >> i) & 1) === 1;
    // around the upper left finder, leaving out the timing row and column
    if (i < 6) set(8, i, dark);
    else if (i < 8) set(8, i + 1, dark);
    else if (i === 8) set(7, 8, dark);
    else set(14 - i, 8, dark);
    // and again beside the other two
    if (i < 8) set(size - 1 - i, 8, dark);
    else set(8, size - 15 + i, dark);
  }
  set(8, size - 8, true);
}

/** Two columns at a time from the right, up and down in turn, leaving out the timing column. */
function drawCodewords(drawing: Drawing, codewords: readonly number[]): void {
  const size = drawing.dark.length;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (drawing.fixed[y]![x]) continue;
        drawing.dark[y]![x] = (((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit++;
      }
    }
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function masked(drawing: Drawing, mask: number): boolean[][] {
  const copy: Drawing = { dark: drawing.dark.map((row) => [...row]), fixed: drawing.fixed };
  copy.dark.forEach((row, y) => {
    row.forEach((_, x) => {
      if (!copy.fixed[y]![x] && MASKS[mask]!(x, y)) row[x] = !row[x];
    });
  });
  drawFormat(copy, mask);
  return copy.dark;
}

/** The four rules for what makes a code hard to read: long runs, blocks, false finders, too dark or too light. */
function penaltyOf(modules: boolean[][]): number {
  const size = modules.length;
  const columns = modules.map((_, x) => modules.map((row) => row[x]!));
  let penalty = 0;
  for (const line of [...modules, ...columns]) {
    const text = line.map((dark) => (dark ? '1' : '0')).join('');
    for (const run of text.matchAll(/0{5,}|1{5,}/g)) penalty += run[0].length - 2;
    for (const pattern of ['10111010000', '00001011101']) {
      for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) penalty += 40;
    }
  }
  let darkCount = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (modules[y]![x]) darkCount++;
      if (y === 0 || x === 0) continue;
      const dark = modules[y]![x];
      if (dark === modules[y - 1]![x] && dark === modules[y]![x - 1] && dark === modules[y - 1]![x - 1]) penalty += 3;
    }
  }
  return penalty + Math.floor(Math.abs((darkCount * 100) / (size * size) - 50) / 5) * 10;
}
