/**
 * Addresses as they are compared: 幸福路十二号3幢二单元 and 幸福路12号 3栋 2单元 are the same. The database does the same to what is stored
 * (`address_plain` and `address_grams`, migration "find by address"); a test holds the two together.
 */

/** An address in its one spelling, each sign with the place in the original that it stands for. */
export interface PlainAddress {
  plain: string;
  /** Offsets into the original, one for each UTF-16 unit of `plain`; `to` is exclusive. */
  from: readonly number[];
  to: readonly number[];
}

const written = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ號樓棟單層區幢栋#〇○零一二三四五六七八九<>';
const compared = 'abcdefghijklmnopqrstuvwxyz号楼号单层区号号号000123456789  ';
const signs = new Map([...written].map((sign, i) => [sign, compared.charAt(i)]));

const tens: readonly (readonly [RegExp, (match: RegExpMatchArray) => string])[] = [
  [/([0-9])十([0-9])/g, ([, a, b]) => `${a}${b}`],
  [/([0-9])十/g, ([, a]) => `${a}0`],
  [/十([0-9])/g, ([, b]) => `1${b}`],
  [/十/g, () => '10'],
  [/([0-9])百([0-9][0-9])/g, ([, a, b]) => `${a}${b}`],
  [/([0-9])百([0-9])/g, ([, a, b]) => `${a}${b}0`],
  [/([0-9])百/g, ([, a]) => `${a}00`],
];

/** Half-width, mainland forms, figures for numerals; 幢, 栋, # and 号楼 as 号; each whole number in <>; no blanks or punctuation. */
export function plainAddress(address: string): PlainAddress {
  let state = translated(address);
  state = replaced(state, /号[楼号]+/g, () => '号');
  if (/[十百]/.test(state.plain)) for (const [pattern, by] of tens) state = replaced(state, pattern, by);
  state = replaced(state, /0*([0-9]+)室?/g, ([, digits]) => `<${digits}>`);
  return replaced(state, /[^0-9a-z<>\u2e80-\u2fff\u3040-\u{10ffff}]+/gu, () => '');
}

function translated(address: string): PlainAddress {
  const state = { plain: '', from: [] as number[], to: [] as number[] };
  let at = 0;
  for (const sign of address) {
    const end = at + sign.length;
    for (const half of sign.normalize('NFKC')) add(state, signs.get(half) ?? half, at, end);
    at = end;
  }
  return state;
}

function replaced(state: PlainAddress, pattern: RegExp, by: (match: RegExpMatchArray) => string): PlainAddress {
  const next = { plain: '', from: [] as number[], to: [] as number[] };
  let at = 0;
  const keep = (until: number) => {
    for (; at < until; at++) add(next, state.plain.charAt(at), state.from[at] ?? 0, state.to[at] ?? 0);
  };
  for (const match of state.plain.matchAll(pattern)) {
    keep(match.index);
    const end = match.index + match[0].length;
    add(next, by(match), state.from[match.index] ?? 0, state.to[end - 1] ?? 0);
    at = end;
  }
  keep(state.plain.length);
  return next;
}

function add(state: { plain: string; from: number[]; to: number[] }, text: string, from: number, to: number): void {
  state.plain += text;
  for (let i = 0; i < text.length; i++) {
    state.from.push(from);
    state.to.push(to);
  }
}

/** What somebody typed of an address: every piece has to occur, in whatever order. */
export interface AddressNeedle {
  /** Pieces of text, in the one spelling. */
  pieces: readonly string[];
  /** Pieces that are numbers alone (`<12><3><501>`): the words between the numbers do not count. */
  numbers: readonly string[];
  /** What the index is asked for. */
  grams: readonly string[];
}

/** What short texts of Chinese signs have that mean a place and no name. */
const placeSigns = /[路街道巷弄里村组号號栋棟幢座楼樓室元区區苑园庄屯#0-9]/;

/**
 * Null when the text says too little to look for, or says something else: a single sign, letters, one digit, the digits of a telephone or
 * identity number, up to three signs that may be a name (解放 is, 解放路 is not).
 */
export function addressNeedle(text: string): AddressNeedle | null {
  const typed = text.normalize('NFKC').trim();
  if (!/[\u2e80-\u2fff\u3040-\u{10ffff}]/u.test(typed) && !isNumbers(typed)) return null;
  if ([...typed].length <= 3 && !placeSigns.test(typed)) return null;
  const pieces: string[] = [];
  const numbers: string[] = [];
  const grams = new Set<string>();
  for (const part of text.split(/[\s,，、;；]+/)) {
    const { plain } = plainAddress(part);
    if (plain === '') continue;
    const units = unitsOf(plain);
    const alone = units.every((unit) => unit.startsWith('<'));
    (alone ? numbers : pieces).push(plain);
    for (const [i, unit] of units.entries()) {
      if (unit.startsWith('<')) grams.add(unit);
      const next = units[i + 1];
      if (next !== undefined) grams.add(unit + next);
    }
  }
  return grams.size > 0 ? { pieces, numbers, grams: [...grams] } : null;
}

/** 501, 12-3-501, 12 3 501: of a building rather than of a telephone. */
function isNumbers(typed: string): boolean {
  return /^[0-9]{1,5}([-\s][0-9]{1,5}){0,5}$/.test(typed) && typed.length > 1;
}

function unitsOf(plain: string): string[] {
  return plain.match(/<[0-9]+>|[^<>]/gu) ?? [];
}

/** A part of a text, from 0, `to` exclusive, in UTF-16 units. */
export type Mark = readonly [from: number, to: number];

/** Which parts of an address the needle found. */
export function addressMarks(address: string, needle: AddressNeedle): Mark[] {
  const whole = plainAddress(address);
  const marks: Mark[] = [];
  for (const piece of needle.pieces) {
    const at = whole.plain.indexOf(piece);
    if (at >= 0) marks.push([whole.from[at] ?? 0, whole.to[at + piece.length - 1] ?? 0]);
  }
  const places = [...whole.plain.matchAll(/<[0-9]+>/g)].map((match) => ({ number: match[0], at: match.index }));
  for (const piece of needle.numbers) {
    const wanted = unitsOf(piece);
    const first = places.findIndex((_, i) => wanted.every((number, k) => places[i + k]?.number === number));
    if (first >= 0)
      for (const { at } of places.slice(first, first + wanted.length))
        marks.push([whole.from[at] ?? 0, whole.to[at] ?? 0]);
  }
  return joinMarks(marks);
}

/** In order, and what touches as one. */
function joinMarks(marks: readonly Mark[]): Mark[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
