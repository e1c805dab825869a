/**
 * Area codes 统计用区划代码 and urban–rural classes 城乡分类代码 (handbook §1.3–1.5). The code is a dated attribute of an
 * area, never its identity: see area-tree.ts.
 */

export const areaKinds = ['province', 'city', 'district', 'street', 'community'] as const;
export type AreaKind = (typeof areaKinds)[number];

export type AreaLevel = 1 | 2 | 3 | 4 | 5;

/** 1 province, 2 city, 3 district or county 区县, 4 street or town 街道(乡镇), 5 community or village 社区(村). */
export const areaKindOfLevel = {
  1: 'province',
  2: 'city',
  3: 'district',
  4: 'street',
  5: 'community',
} as const satisfies Record<AreaLevel, AreaKind>;

export const levelOfAreaKind = {
  province: 1,
  city: 2,
  district: 3,
  street: 4,
  community: 5,
} as const satisfies Record<AreaKind, AreaLevel>;

/** Digits of the 12-digit code that belong to a level; the rest is zero. */
const digitsOfLevel = { 1: 2, 2: 4, 3: 6, 4: 9, 5: 12 } as const satisfies Record<AreaLevel, number>;

/** The area code of the whole country in parameter tables: national defaults. */
export const nationalAreaCode = '000000';

/**
 * Writes a code of 2, 4, 6, 9 or 12 digits with 12 digits ('321102' → '321102000000'); undefined for any other text.
 */
export function normalizeAreaCode(code: string): string | undefined {
  return /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code) ? code.padEnd(12, '0') : undefined;
}

/**
 * Level of a 12-digit code by its trailing zeros, or undefined when it is no code. A street directly under a city
 * without districts (东莞, 中山; the county part is 00) is a street, and its community a community.
 */
export function areaLevel(code: string): AreaLevel | undefined {
  if (!/^\d{12}$/.test(code) || code.startsWith('00')) return undefined;
  if (!code.endsWith('000')) return code.slice(6, 9) === '000' ? undefined : 5;
  if (code.slice(6, 9) !== '000') return 4;
  if (code.slice(4, 6) !== '00') return 3;
  return code.slice(2, 4) === '00' ? 1 : 2;
}

/** Code of the next higher unit; of a street in a city without districts that is the city; undefined for a province. */
export function parentAreaCode(code: string): string | undefined {
  const level = areaLevel(code);
  if (level === undefined || level === 1) return undefined;
  const parent = code.slice(0, digitsOfLevel[(level - 1) as AreaLevel]).padEnd(12, '0');
  return level === 4 && code.slice(4, 6) === '00' ? `${code.slice(0, 4)}00000000` : parent;
}

/** The digits that all codes below share ('321102000000' → '321102'), for prefix searches by code on one date. */
export function areaCodePrefix(code: string): string {
  const level = areaLevel(code);
  return level === undefined ? code : code.slice(0, digitsOfLevel[level]);
}

export type TownshipType = 'street' | 'town' | 'township' | 'zone';

/** By digits 7–9: 001–099 街道, 100–199 镇, 200–399 乡, 400–599 开发区、农林场 and the like. */
export function townshipType(code: string): TownshipType | undefined {
  const part = Number(code.slice(6, 9));
  if (!/^\d{12}$/.test(code) || part === 0 || part > 599) return undefined;
  if (part < 100) return 'street';
  if (part < 200) return 'town';
  return part < 400 ? 'township' : 'zone';
}

/** By digits 10–12: 001–199 and 400–499 居委会 (neighbourhood), 200–399 and 500–599 村委会 (village). */
export function communityType(code: string): 'neighbourhood' | 'village' | undefined {
  const part = Number(code.slice(9, 12));
  if (!/^\d{12}$/.test(code) || part === 0 || part > 599) return undefined;
  return part < 200 || (part >= 400 && part < 500) ? 'neighbourhood' : 'village';
}

/** 城乡分类代码 of the National Bureau of Statistics, on village-level units (国函〔2008〕60号). */
export const urbanRuralClasses = [
  { code: '111', zh: '主城区', en: 'Main urban area' },
  { code: '112', zh: '城乡结合区', en: 'Urban fringe' },
  { code: '121', zh: '镇中心区', en: 'Town centre' },
  { code: '122', zh: '镇乡结合区', en: 'Town fringe' },
  { code: '123', zh: '特殊区域', en: 'Special zone' },
  { code: '210', zh: '乡中心区', en: 'Township centre' },
  { code: '220', zh: '村庄', en: 'Village' },
] as const;

export function isUrbanRuralClass(code: string): boolean {
  return urbanRuralClasses.some((row) => row.code === code);
}

/** 城镇 = class below 200. Decides whether a job counts as 城镇新增就业. Unknown class: not urban. */
export function isUrban(urbanRuralClass: string | null | undefined): boolean {
  return /^1\d\d$/.test(urbanRuralClass ?? '');
}

/**
 * The name people use: 贺家弄社区居委会 → 贺家弄社区, 雩北村村委会 → 雩北村, 高桥村委会 → 高桥村.
 */
export function shortAreaName(name: string): string {
  return name
    .replace(/(居民委员会|居委会)$/, '')
    .replace(/村(村民委员会|村委会|民委员会|委会)$/, '村')
    .replace(/(村民委员会|村委会)$/, '村');
}

/** The name that a village usually takes as a community: 蔡家村村委会 → 蔡家社区居委会. */
export function communityNameOf(villageName: string): string {
  return `${shortAreaName(villageName).replace(/(村|社区)$/, '')}社区居委会`;
}

/**
 * Whether the first six digits of an identity number were ever an area's code. The list (every code since 1981, plus the
 * city's own additions such as development zones) is data and lives outside the domain; an unknown code is only a warning.
 */
export type KnowsAddressCode = (sixDigits: string) => boolean;

/** Residence permits of Hong Kong, Macao and Taiwan residents carry these instead of a county. */
export const residencePermitAddressCodes = ['810000', '820000', '830000'] as const;
