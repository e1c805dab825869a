/**
 * Rosters as communities keep them, made from a seed, each with its truth by construction: nothing here asks the reader or
 * the judge. Labels, titles and junk rows are written out once more on purpose, not taken from the product's synonyms.
 */

import { type CellValue, type MergeRange, type WriteSheet, writeXlsx } from 'hucre';
import { encode, type TextEncoding } from './encode-text.ts';
import { type Person, PersonMaker, type RosterTruth } from './make-person.ts';

export type MadeRoster = { fileName: string; bytes: Uint8Array; truth: RosterTruth; kind: string; story: string };

type Grid = { rows: CellValue[][]; merges: MergeRange[] };

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

export type LayoutChoice = {
  format: 'xlsx' | 'csv';
  encoding?: TextEncoding;
  kind: Kind;
};

/** A file of the given format whose layout is decided by the seed. */
export async function makeRoster(seed: number, choice: LayoutChoice): Promise<MadeRoster> {
  const maker = new PersonMaker(seed);
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

function chooseColumns(maker: PersonMaker, kind: Kind): Column[] {
  const required: Column[] = ['name', 'id', ...kinds[kind].columns];
  const optional = (['sex', 'birth', 'phone', 'address', 'remark', 'odd'] as const).filter(() => maker.random() < 0.7);
  const shuffled = maker.shuffle([...required, ...optional]);
  const ordered =
    kind === 'household' ? ['household' as const, ...shuffled.filter((column) => column !== 'household')] : shuffled;
  return maker.random() < 0.6 && kind !== 'household' ? ['sequence', ...ordered] : ordered;
}

type SheetChoice = { isText: boolean; twoRows: boolean; leading: number };

function makeSheet(maker: PersonMaker, kind: Kind, columns: readonly Column[], choice: SheetChoice): Grid {
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
  if (maker.random() < 0.2) shiftRight(grid, maker.int(1, 2));
  return grid;
}

/** Some tables do not begin in the first column. */
function shiftRight(grid: Grid, columns: number): void {
  for (const row of grid.rows) row.unshift(...Array.from({ length: columns }, () => ''));
  for (const merge of grid.merges) {
    merge.startCol += columns;
    merge.endCol += columns;
  }
}

function valueOfColumn(
  maker: PersonMaker,
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

function addLeading(maker: PersonMaker, grid: Grid, kind: Kind, width: number, leading: number): void {
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
  maker: PersonMaker,
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
function addJunk(maker: PersonMaker, grid: Grid, width: number, labels: readonly string[], choice: SheetChoice): void {
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

function addTrailing(maker: PersonMaker, grid: Grid, width: number, people: number): void {
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
