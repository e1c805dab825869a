/** Made people for rosters, each with what is wrong with her line, and the truth counted as they are made. */
import type { CellValue } from 'hucre';

export type RosterTruth = {
  dataRows: number;
  accepted: number;
  repaired: number;
  rejected: Record<string, number>;
  warned: Record<string, number>;
  households: number;
};

type Random = () => number;
export type Person = { name: string; id: CellValue; sex: string; birth: CellValue; phone: CellValue; relation: string };
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function checkOf(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗合共总注单盖', '欧阳', '司马', '上官'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞燕云莲真环雪荣爱香月莺媛瑞凡佳'];
const rareNames = [
  '王㐂',
  '李𠮷',
  '䶮明',
  '㛃婷',
  '𬱖文',
  '㙓丽',
  '孙𤧛',
  '䲜平',
  '龘龘',
  '买买提·艾力',
  '阿依古丽·买买提',
];

export const rosterToday = '2026-11-21';
export const knownAddress = new Set(['321102', '321111', '321112', '320106', '413026']);

export class PersonMaker {
  readonly random: Random;
  readonly truth: RosterTruth = { dataRows: 0, accepted: 0, repaired: 0, rejected: {}, warned: {}, households: 0 };
  readonly used = new Set<string>();
  readonly earlier: string[] = [];

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick');
    return item;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const sorted = items.map((item) => ({ item, key: this.random() }));
    return sorted.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }

  count(counts: Record<string, number>, code: string): void {
    counts[code] = (counts[code] ?? 0) + 1;
  }

  freshId(address = this.pick([...knownAddress])): { id: string; birth: string; sex: string } {
    while (true) {
      const birth = `${this.int(1940, 2009)}-${String(this.int(1, 12)).padStart(2, '0')}-${String(this.int(1, 28)).padStart(2, '0')}`;
      const first17 = `${address}${birth.replaceAll('-', '')}${String(this.int(10, 989)).padStart(3, '0')}`;
      const id = first17 + checkOf(first17);
      if (this.used.has(id) || id.endsWith('000')) continue;
      this.used.add(id);
      return { id, birth, sex: Number(first17[16]) % 2 === 1 ? '男' : '女' };
    }
  }

  spellBirth(birth: string, isText: boolean): CellValue {
    const [year = '', month = '', day = ''] = birth.split('-');
    const serial = Math.round((Date.parse(`${birth}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
    const texts = [
      birth,
      `${year}.${Number(month)}.${Number(day)}`,
      `${year}年${Number(month)}月${Number(day)}日`,
      year + month + day,
      `${year}/${Number(month)}/${Number(day)}`,
      `${year}.${month}.${day}`,
      String(serial),
    ];
    if (isText || this.random() < 0.7) return this.pick(texts);
    return this.pick([serial, Number(year + month + day), new Date(`${birth}T00:00:00Z`)]);
  }

  /** One person with what is wrong with her, and the truth counted. */
  person(isText: boolean, relation: string): Person {
    const fresh = this.freshId();
    const name =
      this.random() < 0.1
        ? this.pick(rareNames)
        : this.pick(surnames) + this.pick(given) + (this.random() < 0.6 ? this.pick(given) : '');
    const phone =
      this.random() < 0.5 || isText
        ? `13${this.int(100_000_000, 999_999_999)}`
        : Number(`13${this.int(100_000_000, 999_999_999)}`);
    const person: Person = {
      name,
      id: fresh.id,
      sex: fresh.sex,
      birth: this.spellBirth(fresh.birth, isText),
      phone,
      relation,
    };
    this.truth.dataRows++;
    const reject = (code: string) => this.count(this.truth.rejected, code);
    const accept = (isRepaired: boolean) => {
      this.truth.accepted++;
      if (isRepaired) this.truth.repaired++;
      this.earlier.push(fresh.id);
    };
    const { id } = fresh;
    switch (this.int(1, 40)) {
      case 1:
        person.name = this.pick(['', ' ', '　']);
        reject('name-missing');
        break;
      case 2:
        person.id = this.pick(['', '  ']);
        reject('id-missing');
        break;
      case 3:
        person.id = checkOf(`${id.slice(0, 15)}00`) === '0' ? '3.21102E+17' : `${id.slice(0, 15)}000`;
        reject('id-precision-lost');
        break;
      case 4:
        person.id = isText ? '3.20106198E+17' : Number(`${id.slice(0, 15)}000`);
        reject('id-precision-lost');
        break;
      case 5:
        person.id = this.pick([id.slice(0, 17), `${id}1`, 'E12345678', `${id.slice(0, 8)}O${id.slice(9)}`]);
        reject('id-format');
        break;
      case 6: {
        const first17 = `${id.slice(0, 6)}${this.pick(['19750230', '19801301', '18800101', '20271231', '19900431'])}123`;
        person.id = first17 + checkOf(first17);
        reject('id-birth-date');
        break;
      }
      case 7:
        person.id = id.slice(0, 17) + (id.endsWith('5') ? '6' : '5');
        reject('id-checksum');
        break;
      case 8:
      case 9:
        if (this.earlier.length === 0) accept(false);
        else {
          person.id = this.pick(this.earlier);
          reject('duplicate-in-file');
        }
        break;
      case 10:
        person.id = ` ${id.slice(0, 6)} ${id.slice(6, 14)}　${id.slice(14)} `;
        accept(true);
        break;
      case 11:
        person.id = id.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
        accept(true);
        break;
      case 12:
        person.id = `'${id}`;
        accept(true);
        break;
      case 13:
        person.id = id.toLowerCase();
        accept(id.endsWith('X'));
        break;
      case 14:
        if (!id.slice(6).startsWith('19')) accept(false);
        else {
          person.id = id.slice(0, 6) + id.slice(8, 17);
          if (!isText && this.random() < 0.5) person.id = Number(person.id);
          accept(true);
        }
        break;
      case 15:
        person.name = [...name].join(this.pick([' ', '　']));
        accept([...name].length > 1);
        break;
      case 16:
        person.sex = fresh.sex === '男' ? '女' : '男';
        this.count(this.truth.warned, 'sex');
        accept(false);
        break;
      case 17:
        person.birth = `${Number(fresh.birth.slice(0, 4)) - 1}${fresh.birth.slice(4)}`;
        this.count(this.truth.warned, 'birth');
        accept(false);
        break;
      case 18: {
        const odd = this.freshId(this.pick(['999999', '321199', '000000']));
        person.id = odd.id;
        person.sex = odd.sex;
        person.birth = odd.birth;
        this.count(this.truth.warned, 'address-code-unknown');
        this.truth.accepted++;
        break;
      }
      default:
        accept(false);
    }
    return person;
  }
}
