import { checkDigit, type Sex } from '@renshe/domain/kernel/citizen-id.ts';
import { addDays, addYears, type PlainDate, yearOf } from '@renshe/domain/kernel/plain-date.ts';
import type { DemoRandom } from './demo-random.ts';

/** Made families of one community: who lives together, with believable ages, names, numbers and addresses. */
export interface DemoPerson {
  name: string;
  sex: Sex;
  birthOn: PlainDate;
  citizenId: string;
  phone: string | null;
  relation: string;
  education: string | null;
  hukouType: string;
  marital: string;
  political: string;
  ethnicity: string;
  retirementCategory: 'M60' | 'F55' | 'F50';
  skillLevel: string | null;
}

export interface DemoHousehold {
  address: string;
  members: DemoPerson[];
}

/** The county that most numbers of a district begin with, and streets that people there live in. */
export interface DemoHome {
  countyCode: string;
  roads: readonly string[];
}

/** Part 0 … parts − 1. */
export interface Share {
  part: number;
  parts: number;
}

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚殷眭',
].filter((sign) => sign.trim() !== '');
const compound = ['欧阳', '尉迟', '司徒', '诸葛'];
const maleGiven = [
  '建国',
  '志强',
  '军',
  '伟',
  '勇',
  '明',
  '国平',
  '海涛',
  '俊',
  '鹏',
  '磊',
  '浩',
  '宇轩',
  '子墨',
  '建华',
  '永福',
  '德明',
  '文斌',
  '红兵',
  '卫东',
  '春生',
  '根宝',
  '小龙',
  '晓峰',
  '立新',
  '家豪',
  '一鸣',
  '思远',
  '天佑',
  '振华',
  '庆生',
  '福根',
  '阿根',
  '正华',
  '林',
  '斌',
  '超',
  '凯',
  '旭东',
  '金龙',
];
const femaleGiven = [
  '敏',
  '丽华',
  '静',
  '秀英',
  '芳',
  '艳',
  '娟',
  '霞',
  '桂兰',
  '玉珍',
  '红梅',
  '雪梅',
  '婷婷',
  '欣怡',
  '雨桐',
  '子涵',
  '梦洁',
  '小红',
  '建英',
  '美玲',
  '春兰',
  '爱华',
  '淑珍',
  '兰英',
  '惠芳',
  '晓燕',
  '海燕',
  '佳',
  '琳',
  '倩',
  '莉',
  '凤英',
  '巧云',
  '月娥',
  '阿珍',
  '文娟',
  '素琴',
  '秋萍',
  '丹',
  '洁',
];
const rareGiven = ['㐂', '𠮷', '㛃', '䶮'];
const usualHomes = [
  ['321102', 46],
  ['321111', 14],
  ['321112', 8],
  ['321121', 8],
  ['321123', 6],
  ['321181', 5],
  ['321182', 4],
  ['321183', 4],
  ['320106', 2],
  ['340104', 2],
  ['413026', 1],
] as const;
const usualRoads = [
  '正东路',
  '中山东路',
  '解放路',
  '花山湾路',
  '学府路',
  '梦溪路',
  '禹山路',
  '谷阳路',
  '东吴路',
  '桃花坞路',
  '青年路',
  '健康路',
];

/** Birth years of a person of an age group seen from the anchor. */
const phones = ['139', '138', '136', '158', '152', '189', '177', '186', '150', '133'];

export class DemoPeople {
  private readonly random: DemoRandom;
  private readonly today: PlainDate;
  private readonly share: Share;
  private readonly used = new Set<string>();
  private homes: readonly (readonly [string, number])[] = usualHomes;

  /** `share`: when several make people at once, each draws from its own order numbers, so that no two numbers are the same. */
  constructor(random: DemoRandom, today: PlainDate, share: Share = { part: 0, parts: 1 }) {
    this.random = random;
    this.today = today;
    this.share = share;
  }

  household(communityName: string, home?: DemoHome): DemoHousehold {
    const { random } = this;
    this.homes = home ? [[home.countyCode, 60], ...usualHomes] : usualHomes;
    const road = random.pick(home?.roads ?? usualRoads);
    const address = `${communityName.replace(/(社区)?(居委会|村委会|居民委员会|村民委员会)$/, '')}${road}${random.between(1, 288)}号${random.between(1, 24)}幢${random.between(1, 5)}单元${random.between(1, 6)}0${random.between(1, 4)}室`;
    const kind = random.weighted([
      ['family', 50],
      ['couple', 16],
      ['elderly', 16],
      ['single', 10],
      ['three-generations', 8],
    ] as const);
    const surname = this.surname();
    const otherSurname = this.surname();
    const age = {
      family: random.between(28, 55),
      couple: random.between(24, 58),
      elderly: random.between(60, 86),
      single: random.between(22, 78),
      'three-generations': random.between(30, 46),
    }[kind];
    const headSex: Sex = random.chance(kind === 'single' ? 0.5 : 0.78) ? '1' : '2';
    const members = [this.person(surname, headSex, age, '02', age > 24 && kind !== 'single')];
    if (kind === 'single') return { address, members };
    if (!(kind === 'elderly' && random.chance(0.3))) {
      const spouseSex: Sex = headSex === '1' ? '2' : '1';
      members.push(
        this.person(
          otherSurname,
          spouseSex,
          Math.max(21, age + random.between(-4, 3)),
          spouseSex === '2' ? '12' : '11',
          true,
        ),
      );
    }
    if (kind === 'family' || kind === 'three-generations') {
      const children = random.weighted([
        [1, 70],
        [2, 22],
        [0, 8],
      ] as const);
      for (let i = 0; i < children; i++) {
        const sex: Sex = random.chance(0.5) ? '1' : '2';
        const childAge = age - random.between(23, 31) - i * 3;
        if (childAge >= 0)
          members.push(
            this.person(headSex === '1' ? surname : otherSurname, sex, childAge, sex === '1' ? '20' : '30', false),
          );
      }
    }
    if (kind === 'three-generations') {
      members.push(this.person(surname, '1', age + random.between(23, 29), headSex === '1' ? '51' : '55', true));
      if (random.chance(0.7))
        members.push(
          this.person(this.surname(), '2', age + random.between(22, 28), headSex === '1' ? '52' : '56', true),
        );
    }
    return { address, members };
  }

  private surname(): string {
    return this.random.chance(0.006) ? this.random.pick(compound) : this.random.pick(surnames);
  }

  private person(surname: string, sex: Sex, age: number, relation: string, married: boolean): DemoPerson {
    const { random } = this;
    const birthOn = addDays(addYears(this.today, -age), -random.between(1, 364));
    const given = random.chance(0.002) ? random.pick(rareGiven) : random.pick(sex === '1' ? maleGiven : femaleGiven);
    const ownAge = yearOf(this.today) - yearOf(birthOn);
    return {
      name: `${surname}${given}`,
      sex,
      birthOn,
      citizenId: this.citizenId(birthOn, sex),
      phone:
        ownAge >= 14 && random.chance(0.93)
          ? `${random.pick(phones)}${String(random.between(0, 99_999_999)).padStart(8, '0')}`
          : null,
      relation,
      education: this.education(ownAge),
      hukouType: random.weighted([
        ['51', 88],
        ['52', 12],
      ] as const),
      marital:
        ownAge < 20
          ? '10'
          : married
            ? '20'
            : random.weighted([
                ['10', 45],
                ['30', 30],
                ['40', 25],
              ] as const),
      political:
        ownAge >= 18 && random.chance(0.11) ? '01' : ownAge >= 14 && ownAge <= 28 && random.chance(0.3) ? '03' : '13',
      ethnicity: random.chance(0.012) ? random.pick(['03', '11', '06']) : '01',
      retirementCategory: sex === '1' ? 'M60' : random.chance(0.45) ? 'F55' : 'F50',
      skillLevel:
        ownAge >= 20 && ownAge <= 60 && random.chance(0.14)
          ? random.weighted([
              ['5', 40],
              ['4', 35],
              ['3', 20],
              ['2', 5],
            ] as const)
          : null,
    };
  }

  private education(age: number): string | null {
    if (age < 7) return null;
    if (age < 13) return '81';
    if (age < 16) return '71';
    if (age < 20) return '61';
    if (age < 36)
      return this.random.weighted([
        ['21', 38],
        ['31', 26],
        ['14', 5],
        ['41', 10],
        ['61', 12],
        ['71', 9],
      ] as const);
    if (age < 56)
      return this.random.weighted([
        ['21', 14],
        ['31', 18],
        ['41', 12],
        ['61', 24],
        ['71', 28],
        ['81', 4],
      ] as const);
    return this.random.weighted([
      ['31', 5],
      ['41', 6],
      ['61', 20],
      ['71', 38],
      ['81', 27],
      ['90', 4],
    ] as const);
  }

  private citizenId(birthOn: PlainDate, sex: Sex): string {
    for (;;) {
      const prefix = this.random.weighted(this.homes);
      const { part, parts } = this.share;
      const drawn = 1 + part + this.random.between(0, Math.floor(499 / parts) - 1) * parts;
      const order = drawn * 2 + (sex === '1' ? 1 : 0);
      const first17 = `${prefix}${birthOn.replaceAll('-', '')}${String(order).padStart(3, '0').slice(-3)}`;
      const citizenId = `${first17}${checkDigit(first17)}`;
      if (this.used.has(citizenId)) continue;
      this.used.add(citizenId);
      return citizenId;
    }
  }
}
