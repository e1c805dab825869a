import { deregistrationItems } from '../code/deregistration-reason.ts';
import { ageBands } from '../kernel/age-band.ts';
import type { Sentence } from '../kernel/app-error.ts';

/**
 * The form 就业失业月报 as data: lines over indicators, columns over cells (handbook §5.1, §5.3). The server fills it, the web and the
 * printed sheet draw it, the drill-down reads the same line to find the people.
 */
export interface FormColumn {
  key: string;
  zh: string;
  en: string;
  group: Sentence | null;
  /** Cell of an indicator's rows that the column shows; age columns of stocks are counted when read. */
  cell: string;
  /** 'sex' and 'age' columns are filled only for lines that carry that dimension. */
  dimension: 'total' | 'sex' | 'age';
  /** Age band of an age column. */
  band: string | null;
}

export interface FormLine {
  key: string;
  zh: string;
  en: string;
  level: 0 | 1 | 2;
  unit: 'person' | 'percent' | 'household';
  kind: 'stock' | 'flow' | 'ratio';
  /** Indicators whose rows are added up; of a ratio its numerator. */
  indicators: readonly string[];
  /** Of a ratio: what it is divided by. */
  denominator?: readonly string[];
  /** Rows of these cells instead of the total: a breakdown line; only the total column is filled. */
  cells?: (cell: string) => boolean;
  /** Columns that the line fills beside the total. */
  dimensions: readonly ('sex' | 'age')[];
  definition: Sentence & { source: string };
}

const bySex: Sentence = { zh: '按性别', en: 'By sex' };
const byAge: Sentence = { zh: '按年龄', en: 'By age' };
const bandName = (band: string): Sentence =>
  band.endsWith('+')
    ? { zh: `${band.slice(0, -1)}岁及以上`, en: `${band.slice(0, -1)} and over` }
    : { zh: `${band.replace('-', '–')}岁`, en: band.replace('-', '–') };

/** Nobody under sixteen registers or is employed; the band of children is not on the form. */
export const reportAgeBands = ageBands.filter((band) => band !== '0-15');

export const monthlyColumns: readonly FormColumn[] = [
  { key: 'total', zh: '合计', en: 'Total', group: null, cell: '', dimension: 'total', band: null },
  { key: 'male', zh: '男', en: 'Male', group: bySex, cell: 'sex=1', dimension: 'sex', band: null },
  { key: 'female', zh: '女', en: 'Female', group: bySex, cell: 'sex=2', dimension: 'sex', band: null },
  ...reportAgeBands.map(
    (band): FormColumn => ({
      key: `age-${band}`,
      ...bandName(band),
      group: byAge,
      cell: `age=${band}`,
      dimension: 'age',
      band,
    }),
  ),
];

const handbook = '就业服务与就业管理规定；领域手册 §5.1';

const reasonLines: readonly FormLine[] = deregistrationItems.map((item) => ({
  key: `deregistered-${item.code}`,
  zh: item.zh,
  en: item.en,
  level: 1,
  unit: 'person',
  kind: 'flow',
  indicators: ['deregistered-unemployed'],
  cells: (cell) => cell.startsWith(`end-reason=${item.code}`),
  dimensions: [],
  definition: {
    zh: `本期按“${item.zh}”注销失业登记的人数。`,
    en: `Deregistered in the period for this reason: ${item.en}.`,
    source: '就业服务与就业管理规定 第66条',
  },
}));

export const monthlyLines: readonly FormLine[] = [
  {
    key: 'registered-unemployed',
    zh: '期末登记失业人数',
    en: 'Registered unemployed at month end',
    level: 0,
    unit: 'person',
    kind: 'stock',
    indicators: ['registered-unemployed'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '期末在本辖区登记失业、尚未注销的人数。',
      en: 'People registered as unemployed in this area and not deregistered at the end of the month.',
      source: handbook,
    },
  },
  {
    key: 'long-term-unemployed',
    zh: '其中：长期失业（12 个月以上）',
    en: 'of which over twelve months',
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['long-term-unemployed'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '期末登记失业人员中连续失业满 12 个月的人数。',
      en: 'Registered unemployed who have been unemployed for twelve months without a break.',
      source: '领域手册 §3.4',
    },
  },
  {
    key: 'older-unemployed',
    zh: '其中：大龄（4050）',
    en: 'of which older (4050)',
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['older-unemployed'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '期末登记失业人员中达到大龄标准（默认男 50、女 40 周岁）的人数。',
      en: 'Registered unemployed who have reached the age of the 4050 group (by default men 50, women 40).',
      source: '领域手册 §4.1',
    },
  },
  {
    key: 'newly-registered-unemployed',
    zh: '本期新登记失业人数',
    en: 'Newly registered unemployed',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['newly-registered-unemployed'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '本期办理失业登记的人数。',
      en: 'Registrations of unemployment in the period.',
      source: handbook,
    },
  },
  {
    key: 'deregistered-unemployed',
    zh: '本期注销失业登记人数',
    en: 'Deregistered',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['deregistered-unemployed'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '本期注销失业登记的人数。',
      en: 'Deregistrations in the period.',
      source: '就业服务与就业管理规定 第66条',
    },
  },
  ...reasonLines,
  {
    key: 'new-urban-employment',
    zh: '城镇新增就业人数',
    en: 'New urban employment',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['new-urban-employment'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '本期城镇各类单位、个体经营、灵活就业等新就业人数，减去自然减员（退休、死亡）；一人一年每段新就业只计一次。',
      en: 'Newly employed in towns in the period less natural attrition (retirement, death); a person counts once a year per newly employed spell.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 'natural-attrition',
    zh: '其中：自然减员',
    en: 'Natural attrition',
    level: 1,
    unit: 'person',
    kind: 'flow',
    indicators: ['natural-attrition'],
    dimensions: ['sex'],
    definition: {
      zh: '本期城镇从业人员中退休或死亡的人数。',
      en: 'Urban employed who retired or died in the period.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 're-employment',
    zh: '失业人员再就业人数',
    en: 'Re-employment',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['re-employment'],
    dimensions: ['sex', 'age'],
    definition: {
      zh: '本期登记失业人员（就业转失业）在城镇实现就业的人数。',
      en: 'Registered unemployed who had worked before and were employed in towns in the period.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 'hardship-re-employment',
    zh: '其中：就业困难人员',
    en: 'of which hardship persons',
    level: 1,
    unit: 'person',
    kind: 'flow',
    indicators: ['hardship-re-employment'],
    dimensions: ['sex'],
    definition: {
      zh: '本期再就业人员中有就业困难类别记载的人数。',
      en: 'Of these, people recorded in a hardship category.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 'employed',
    zh: '期末从业人数',
    en: 'Employed at month end',
    level: 0,
    unit: 'person',
    kind: 'stock',
    indicators: ['employed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末有就业登记的人数。',
      en: 'People with a running employment at the end of the month.',
      source: '领域手册 §1.9',
    },
  },
  {
    key: 'urban-employed',
    zh: '其中：城镇从业',
    en: 'of which urban',
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['urban-employed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末在城镇就业的人数；登记失业率的分母之一。',
      en: 'Employed in towns at the end of the month; part of the rate’s denominator.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 'registered-unemployment-rate',
    zh: '登记失业率',
    en: 'Registered unemployment rate',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    indicators: ['registered-unemployed'],
    denominator: ['urban-employed', 'registered-unemployed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末登记失业人数 ÷（期末城镇从业人数 + 期末登记失业人数）× 100%，均为本系统登记数；不是城镇调查失业率。',
      en: 'Registered unemployed ÷ (urban employed + registered unemployed), all from this register; it is not the surveyed unemployment rate.',
      source: '领域手册 §5.1',
    },
  },
  {
    key: 'zero-employment-family',
    zh: '零就业家庭（待核实）',
    en: 'Zero-employment families (to be checked)',
    level: 0,
    unit: 'household',
    kind: 'stock',
    indicators: ['zero-employment-family'],
    dimensions: [],
    definition: {
      zh: '有劳动能力和就业愿望的成员均未就业、且至少一人登记失业的家庭户数，待核实认定。',
      en: 'Households whose able and willing members are all without work, at least one registered unemployed; to be checked.',
      source: '领域手册 §4.3',
    },
  },
];

export const rateDenominator: Sentence = {
  zh: '分母：本辖区登记的城镇从业人数与登记失业人数之和',
  en: 'Denominator: urban employed plus registered unemployed of this register',
};

export function findLine(key: string): FormLine | undefined {
  return monthlyLines.find((line) => line.key === key);
}

export function findColumn(key: string): FormColumn | undefined {
  return monthlyColumns.find((column) => column.key === key);
}

/** Does a line fill a column at all? Cells that are not filled stay empty, which is not the same as zero. */
export function lineHasColumn(line: FormLine, column: FormColumn): boolean {
  return column.dimension === 'total' || line.dimensions.includes(column.dimension);
}

/** The cells of the ledger behind one cell of the form; undefined for stocks by age, which are counted from people. */
export function ledgerCells(line: FormLine, column: FormColumn): ((cell: string) => boolean) | undefined {
  if (line.cells) return column.dimension === 'total' ? line.cells : undefined;
  if (line.kind !== 'flow' && column.dimension === 'age') return undefined;
  return (cell) => cell === column.cell;
}
