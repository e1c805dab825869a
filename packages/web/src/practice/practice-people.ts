import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';

/** The community of the practice. No area of the country has such a code: the province has no city of that number. */
export const practiceAreas = [
  { areaId: 1, code: '329900000000', name: '练习市', kind: 'city', parentCode: null, urbanRural: null },
  { areaId: 2, code: '329901000000', name: '练习区', kind: 'district', parentCode: '329900000000', urbanRural: null },
  {
    areaId: 3,
    code: '329901001000',
    name: '练习街道',
    kind: 'street',
    parentCode: '329901000000',
    urbanRural: null,
  },
  {
    areaId: 4,
    code: '329901001001',
    name: '练习社区',
    kind: 'community',
    parentCode: '329901001000',
    urbanRural: '111',
  },
] as const;

/** A number that nobody can have, with a right check digit. */
function practiceNumber(birthOn: PlainDate, order: string): string {
  const first17 = `329901${birthOn.replaceAll('-', '')}${order}`;
  return `${first17}${checkDigit(first17)}`;
}

export interface PracticePerson {
  residentId: string;
  name: string;
  pinyin: string;
  citizenId: string;
  phone: string;
  address: string;
  /** Days ago that she registered as unemployed. */
  registeredDaysAgo: number | null;
  contactedDaysAgo: number | null;
}

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const practicePeople: readonly PracticePerson[] = [
  {
    residentId: id(1),
    name: '王桂兰',
    pinyin: 'wangguilan wgl',
    citizenId: practiceNumber('1984-03-08', '002'),
    phone: '10000000001',
    address: '练习路 1 号 2 栋 301',
    registeredDaysAgo: 40,
    contactedDaysAgo: 33,
  },
  {
    residentId: id(2),
    name: '李建国',
    pinyin: 'lijianguo ljg',
    citizenId: practiceNumber('1975-11-20', '001'),
    phone: '10000000002',
    address: '练习路 1 号 3 栋 102',
    registeredDaysAgo: 20,
    contactedDaysAgo: null,
  },
  {
    residentId: id(3),
    name: '陈思雨',
    pinyin: 'chensiyu csy',
    citizenId: practiceNumber('2003-07-15', '004'),
    phone: '10000000003',
    address: '练习路 5 号 1 栋 1204',
    registeredDaysAgo: 8,
    contactedDaysAgo: 2,
  },
  {
    residentId: id(4),
    name: '周大明',
    pinyin: 'zhoudaming zdm',
    citizenId: practiceNumber('1988-01-30', '003'),
    phone: '10000000004',
    address: '练习路 5 号 2 栋 601',
    registeredDaysAgo: null,
    contactedDaysAgo: null,
  },
];

/** Whom the second step registers. */
export const practiceNewcomer = { name: '赵小燕', citizenId: practiceNumber('1990-05-06', '006') } as const;
