/** Made people for the benchmarks: names as common as in a real city, identity numbers with right check digits, all different. */
import { checkDigit, type Sex } from '@renshe/domain/kernel/citizen-id.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { DemoRandom } from '../demo/demo-random.ts';
import { namePinyin } from '../platform/pinyin.ts';

/** Surnames with their people in 10,000, after the 2020 census; the rest share what is left. */
const common: readonly (readonly [string, number])[] = [
  ...([
    ['王', 724],
    ['李', 719],
    ['张', 683],
    ['刘', 538],
    ['陈', 494],
    ['杨', 308],
    ['黄', 223],
    ['赵', 214],
    ['周', 202],
    ['吴', 200],
  ] as const),
  ...[...'徐孙马朱胡林郭何高罗'].map((surname) => [surname, 110] as const),
  ...[
    ...'郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺',
  ].map((surname) => [surname, 45] as const),
  ...[
    '欧阳',
    '上官',
    '诸葛',
    '尉迟',
    '毛',
    '郝',
    '龚',
    '邵',
    '万',
    '覃',
    '武',
    '钱',
    '严',
    '洪',
    '庄',
    '殷',
    '巫',
    '喻',
    '柏',
    '鄂',
  ].map((surname) => [surname, 8] as const),
];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志春海云飞鹏辉燕梅龙雪玲波宁凯琴亮峰健雷欣慧晨浩宇轩梓涵佳怡思远嘉琪俊豪雨桐博诗瑶子墨宗保庆祥永福德顺根生金凤彩荷巧珍爱莲淑贞翠婷媛倩颖洁琳莉萍晶薇璐丹蕾虹斌鑫栋旭东坤胜利民安邦振兴家和润泽',
];

export interface BenchName {
  name: string;
  pinyin: string;
  /** As the column has them. */
  initials: string;
}

export interface BenchPerson {
  sex: Sex;
  birthOn: PlainDate;
  citizenId: string;
}

const home = '321102';
/** Orders of one day and sex: 000 to 999, odd for men. */
const ordersOfDay = 500;

export class BenchPeople {
  private readonly random: DemoRandom;
  private readonly pieces = new Map<string, { full: string; initials: string[] }>();
  private readonly usedOrders = new Map<string, number>();

  constructor(random: DemoRandom) {
    this.random = random;
  }

  name(): BenchName {
    const { random } = this;
    const surname = random.weighted(common);
    const rest = random.chance(0.15) ? random.pick(given) : `${random.pick(given)}${random.pick(given)}`;
    return this.named(surname, rest);
  }

  /** Pinyin put together from the readings of the surname and of each sign, which are looked up once: a million names in seconds. */
  private named(surname: string, rest: string): BenchName {
    const parts = [this.piece(surname), ...[...rest].map((sign) => this.piece(sign))];
    let initials = [''];
    for (const part of parts)
      initials = part.initials.flatMap((letters) => initials.map((start) => start + letters)).slice(0, 16);
    return {
      name: `${surname}${rest}`,
      pinyin: parts.map((part) => part.full).join(''),
      initials: initials.join(' '),
    };
  }

  private piece(text: string) {
    const known = this.pieces.get(text) ?? namePinyin(text);
    this.pieces.set(text, known);
    return known;
  }

  /** Somebody born between two days. */
  person(from: PlainDate, days: number): BenchPerson {
    const { random } = this;
    for (;;) {
      const sex: Sex = random.chance(0.5) ? '1' : '2';
      const birthOn = addDays(from, random.between(0, days - 1));
      const key = `${birthOn}${sex}`;
      const order = this.usedOrders.get(key) ?? 0;
      if (order >= ordersOfDay) continue;
      this.usedOrders.set(key, order + 1);
      return { sex, birthOn, citizenId: this.citizenId(birthOn, order * 2 + (sex === '1' ? 1 : 0)) };
    }
  }

  /** Another person of the same sex and birthday. */
  twin(person: BenchPerson): BenchPerson {
    const key = `${person.birthOn}${person.sex}`;
    const order = this.usedOrders.get(key) ?? 0;
    if (order >= ordersOfDay) throw new Error(`too many people born on ${person.birthOn}`);
    this.usedOrders.set(key, order + 1);
    return { ...person, citizenId: this.citizenId(person.birthOn, order * 2 + (person.sex === '1' ? 1 : 0)) };
  }

  private citizenId(birthOn: PlainDate, order: number): string {
    const first17 = `${home}${birthOn.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return `${first17}${checkDigit(first17)}`;
  }
}
