/**
 * Rosters as communities keep them, made from a seed, each with its truth by construction: nothing here asks the reader or
 * the judge. Labels, titles and junk rows are written out once more on purpose, not taken from the product's synonyms.
 */
import { type CellValue, type MergeRange, type WriteSheet, writeXlsx } from 'hucre';

export type RosterTruth = {
  dataRows: number;
  accepted: number;
  repaired: number;
  rejected: Record<string, number>;
  warned: Record<string, number>;
  households: number;
};

export type MadeRoster = { fileName: string; bytes: Uint8Array; truth: RosterTruth; kind: string; story: string };

type Random = () => number;
type Person = { name: string; id: CellValue; sex: string; birth: CellValue; phone: CellValue; relation: string };
type Grid = { rows: CellValue[][]; merges: MergeRange[] };

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

const pools = {
  name: ['姓名', '姓  名', '姓 名', '名字', '人员姓名', '*姓名', '姓名（必填）', '姓\n名'],
  id: [
    '身份证号',
    '公民身份号码',
    '证件号码',
    '身份证号码',
    '居民身份证号码',
    '身份证\n号码',
    '身份证号（18位）',
    '公民身份证号',
  ],
  sex: ['性别', '性 别', '性别（男/女）'],
  birth: ['出生日期', '出生年月日', '出生时间'],
  phone: ['联系电话', '手机号码', '电话', '联系方式', '联系电话（手机）', '本人联系电话'],
  address: ['家庭住址', '现居住地址', '住址', '家庭详细住址', '居住地址', '户籍地址'],
  education: ['文化程度', '学历', '最高学历'],
  hukou: ['户口性质', '户籍性质', '户口类别'],
  remark: ['备注', '备 注', '说明'],
  sequence: ['序号', '序  号', '编号', 'No.'],
  employer: ['工作单位', '原工作单位', '就业单位名称'],
  since: ['失业时间', '失业日期'],
  reason: ['失业原因', '未就业原因'],
  status: ['就业状况', '就业状态', '从业情况'],
  category: ['人员类别', '困难类型', '就业困难人员类别'],
  relation: ['与户主关系', '与户主\n关系', '家庭关系', '户主关系'],
  household: ['户编号', '户号', '家庭编号'],
  odd: ['楼长', '紧急联系人姓名', '配偶身份证号', '网格员', '健康状况', '宗教信仰'],
} as const;

type Column = keyof typeof pools;

export const kinds = {
  unemployed: { title: '失业人员登记台账', columns: ['since', 'reason', 'education', 'hukou'] },
  'labour-force': { title: '劳动力资源调查登记表', columns: ['status', 'employer', 'education'] },
  hardship: { title: '就业困难人员名册', columns: ['category', 'education'] },
  household: { title: '家庭基本情况登记表（一户一卡）', columns: ['household', 'relation', 'status'] },
} as const satisfies Record<string, { title: string; columns: readonly Column[] }>;

type Kind = keyof typeof kinds;

const today = '2026-11-21';
export const knownAddress = new Set(['321102', '321111', '321112', '320106', '413026']);

class Maker {
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

export type LayoutChoice = {
  format: 'xlsx' | 'csv';
  encoding?: 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le';
  kind: Kind;
};

/** A file of the given format whose layout is decided by the seed. */
export async function makeRoster(seed: number, choice: LayoutChoice): Promise<MadeRoster> {
  const maker = new Maker(seed);
  const isText = choice.format === 'csv';
  const sheetCount = isText ? 1 : maker.pick([1, 1, 2, 3]);
  const columns = chooseColumns(maker, choice.kind);
  const hasSex = columns.includes('sex');
  const hasBirth = columns.includes('birth');
  const twoRows = choice.kind === 'unemployed' ? maker.random() < 0.6 : maker.random() < 0.3;
  const grids: { name: string; grid: Grid }[] = [];
  const leading = maker.int(0, 6);
  for (let i = 0; i < sheetCount; i++) {
    grids.push({ name: `第${i + 1}组`, grid: makeSheet(maker, choice.kind, columns, { isText, twoRows, leading }) });
  }
  const { sex = 0, birth = 0, ...warned } = maker.truth.warned;
  if (hasSex && sex > 0) warned['sex-differs-from-id'] = sex;
  if (hasBirth && birth > 0) warned['birth-differs-from-id'] = birth;
  const truth: RosterTruth = { ...maker.truth, warned };
  const story = `seed ${seed} ${choice.format} ${choice.encoding ?? ''} ${choice.kind} leading ${leading} two ${twoRows} sheets ${sheetCount} ${columns.join(',')}`;
  const fileName = `某社区名册${seed}.${choice.format}`;
  if (isText) {
    const bytes = encode(toCsv(grids[0]?.grid.rows ?? []), choice.encoding ?? 'utf-8');
    return { fileName, bytes, truth, kind: choice.kind, story };
  }
  const sheets: WriteSheet[] = grids.map(({ name, grid }) => ({ name, rows: grid.rows, merges: grid.merges }));
  if (maker.random() < 0.3)
    sheets.unshift({ name: '填表说明', rows: [['填表说明'], ['1、身份证号请填写18位。'], ['2、姓名按身份证填写。']] });
  if (maker.random() < 0.3)
    sheets.push({
      name: '旧数据',
      hidden: true,
      rows: [
        ['姓名', '身份证号'],
        ['张三', maker.freshId().id],
      ],
    });
  return { fileName, bytes: await writeXlsx({ sheets }), truth, kind: choice.kind, story };
}

function chooseColumns(maker: Maker, kind: Kind): Column[] {
  const required: Column[] = ['name', 'id', ...kinds[kind].columns];
  const optional = (['sex', 'birth', 'phone', 'address', 'remark', 'odd'] as const).filter(() => maker.random() < 0.7);
  const shuffled = maker.shuffle([...required, ...optional]);
  const ordered =
    kind === 'household' ? ['household' as const, ...shuffled.filter((column) => column !== 'household')] : shuffled;
  return maker.random() < 0.6 && kind !== 'household' ? ['sequence', ...ordered] : ordered;
}

type SheetChoice = { isText: boolean; twoRows: boolean; leading: number };

function makeSheet(maker: Maker, kind: Kind, columns: readonly Column[], choice: SheetChoice): Grid {
  const grid: Grid = { rows: [], merges: [] };
  const width = columns.length;
  addLeading(maker, grid, kind, width, choice.leading);
  const labels = columns.map((column) => maker.pick<string>(pools[column]));
  addHeader(maker, grid, columns, labels, choice);
  let sequence = 0;
  const people = maker.int(15, 45);
  const style = maker.pick(['merged', 'blank', 'repeated'] as const);
  const householdPrefix = maker.pick(['H', '', '1-']);
  let household = 0;
  for (let made = 0; made < people; ) {
    const members = kind === 'household' ? maker.int(1, 5) : 1;
    if (kind === 'household') maker.truth.households++;
    household++;
    const first = grid.rows.length;
    for (let member = 0; member < members; member++, made++) {
      const relation = member === 0 ? '户主' : maker.pick(['配偶', '子', '女', '母', '儿媳', '孙子']);
      const person = maker.person(choice.isText, relation);
      const number = `${householdPrefix}${String(household).padStart(3, '0')}`;
      const isShown = member === 0 || style === 'repeated';
      grid.rows.push(
        columns.map((column) => valueOfColumn(maker, column, person, ++sequence, isShown ? number : null)),
      );
    }
    const column = columns.indexOf('household');
    if (column >= 0 && style === 'merged' && members > 1 && !choice.isText) {
      grid.merges.push({ startRow: first, startCol: column, endRow: grid.rows.length - 1, endCol: column });
    }
    addJunk(maker, grid, width, labels, choice);
  }
  addTrailing(maker, grid, width, sequence);
  return grid;
}

function valueOfColumn(
  maker: Maker,
  column: Column,
  person: Person,
  sequence: number,
  household: string | null,
): CellValue {
  switch (column) {
    case 'name':
      return person.name;
    case 'id':
      return person.id;
    case 'sex':
      return person.sex;
    case 'birth':
      return person.birth;
    case 'phone':
      return person.phone;
    case 'relation':
      return person.relation;
    case 'sequence':
      return sequence;
    case 'household':
      return household;
    case 'address':
      return `${maker.pick(['正东路', '中山东路', '学府路'])}${maker.int(1, 99)}号,${maker.int(1, 9)}室`;
    case 'education':
      return maker.pick(['初中', '高中', '大专', '本科', '技校', '扫盲班']);
    case 'hukou':
      return maker.pick(['城镇', '农业', '居民户口']);
    case 'employer':
      return maker.pick(['', '索普集团', '"老"面馆', '个体']);
    case 'since':
      return maker.spellBirth(`2025-0${maker.int(1, 9)}-1${maker.int(0, 9)}`, true);
    case 'reason':
      return maker.pick(['合同到期', '辞职', '企业破产', '毕业未就业']);
    case 'status':
      return maker.pick(['就业', '灵活就业', '失业', '退休', '在校']);
    case 'category':
      return maker.pick(['4050人员', '低保', '残疾人', '零就业家庭']);
    case 'remark':
      return maker.pick(['', '', '已核实', '审核中：待补材料', '合计两套房', '填表时不在家']);
    case 'odd':
      return maker.pick(['王某', '良好', '']);
  }
}

function addLeading(maker: Maker, grid: Grid, kind: Kind, width: number, leading: number): void {
  const title = `某某社区${kinds[kind].title}`;
  for (let i = 0; i < leading; i++) {
    const row = grid.rows.length;
    const choice = i === 0 ? 0 : maker.int(1, 4);
    if (choice === 0) {
      grid.rows.push([title]);
      if (width > 1) grid.merges.push({ startRow: row, startCol: 0, endRow: row, endCol: width - 1 });
    } else if (choice === 1) grid.rows.push(['填报单位：某某社区居委会', '', '', '填报日期：2026年10月31日']);
    else if (choice === 2) grid.rows.push([]);
    else if (choice === 3) grid.rows.push(['', '', '单位：人']);
    else grid.rows.push(['说明：身份证号填18位，姓名以身份证为准，联系电话填手机']);
  }
}

function addHeader(
  maker: Maker,
  grid: Grid,
  columns: readonly Column[],
  labels: readonly string[],
  choice: SheetChoice,
): void {
  if (!choice.twoRows) {
    grid.rows.push([...labels]);
    return;
  }
  const row = grid.rows.length;
  const upper: CellValue[] = labels.map((label) => label);
  const lower: CellValue[] = labels.map(() => null);
  const since = columns.findIndex((column, i) => column === 'since' && columns[i + 1] === 'reason');
  const from =
    since >= 0 ? since : columns.findIndex((column, i) => i > 0 && i < columns.length - 1 && column !== 'household');
  const to = from + 1;
  for (const column of [from, to]) lower[column] = labels[column] ?? '';
  if (since >= 0 && maker.random() < 0.5) {
    lower[from] = '时间';
    lower[to] = '原因';
  }
  upper[from] = since >= 0 ? '失业情况' : '其中';
  upper[to] = null;
  grid.rows.push(upper, lower);
  grid.merges.push({ startRow: row, startCol: from, endRow: row, endCol: to });
  if (maker.random() < 0.7) {
    for (let column = 0; column < columns.length; column++) {
      if (column !== from && column !== to)
        grid.merges.push({ startRow: row, startCol: column, endRow: row + 1, endCol: column });
    }
  }
}

/** What stands between people without being one. */
function addJunk(maker: Maker, grid: Grid, width: number, labels: readonly string[], choice: SheetChoice): void {
  if (maker.random() > 0.06) return;
  const row = grid.rows.length;
  const choices = choice.twoRows ? 3 : 4;
  switch (maker.int(1, choices)) {
    case 1:
      grid.rows.push(maker.random() < 0.5 ? [] : Array.from({ length: width }, () => ''));
      break;
    case 2:
      grid.rows.push([maker.pick(['小计', '本页小计', '小  计']), `${maker.int(3, 20)}人`]);
      break;
    case 3:
      grid.rows.push([maker.pick(['第二居民小组', '二、3幢', '东区网格：'])]);
      grid.merges.push({ startRow: row, startCol: 0, endRow: row, endCol: width - 1 });
      break;
    default:
      grid.rows.push([...labels]);
  }
}

function addTrailing(maker: Maker, grid: Grid, width: number, people: number): void {
  if (maker.random() < 0.6) grid.rows.push([maker.pick(['合计', '总计：', '合 计']), `${people}人`]);
  if (maker.random() < 0.3) grid.rows.push([]);
  if (maker.random() < 0.6)
    grid.rows.push(['填表人：王芳', '', '审核人：', '', '（盖章）'].slice(0, Math.max(3, width)));
  if (maker.random() < 0.3) grid.rows.push(['', '', '制表日期：2026年10月31日']);
  if (maker.random() < 0.3) grid.rows.push(['注：本表一式两份，社区留存一份。']);
}

function toCsv(rows: readonly CellValue[][]): string {
  const cell = (value: CellValue): string => {
    const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '');
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

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

export function encode(text: string, encoding: NonNullable<LayoutChoice['encoding']>): Uint8Array {
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

export { today as rosterToday };
