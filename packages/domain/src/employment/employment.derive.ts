/** What follows from employment: stocks of the employed, new urban employment with natural attrition, re-employment. */
import type { EmploymentEndReason } from '../code/employment-end-reason.ts';
import { type Employment, hardshipOn, type ResidentFile, type UnemploymentRegistration } from '../kernel/file.ts';
import { flow, type IndicatorEvent, ratio, stock, units } from '../kernel/indicator.ts';
import { isEmpty } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addDays, compareDates, yearOf } from '../kernel/plain-date.ts';

/** Codes that the rules below look for. */
const retired: EmploymentEndReason = '10';
const changedEmployer: EmploymentEndReason = '13';

/** Spells of at least one day, in order of their first day. */
function spellsOf(file: ResidentFile): Employment[] {
  return file.employment
    .filter((e) => !isEmpty(e))
    .sort((a, b) => compareDates(a.from, b.from) || (a.employmentId < b.employmentId ? -1 : 1));
}

export const employed = stock('employed', {
  of: 'resident',
  zh: '期末从业人数',
  en: 'Employed',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '期末就业登记有效的人数(单位、个体、灵活、公益性岗位、农村转移)。',
    en: 'People with a running employment registration at the end of the month (employers, self-employed, flexible, public posts, rural transfer).',
  },
  formula: {
    zh: '就业登记有效的人数，一人计一次',
    en: 'Count of people with a valid employment registration, each once',
  },
  source: {
    zh: '领域手册 §1.9、§5.1',
    en: 'handbook §1.9, §5.1',
  },
  dimensions: ['sex', 'type', 'urban'],
  intervals: (file) =>
    spellsOf(file).map((e) => ({
      from: e.from,
      to: e.to,
      record: e.employmentId,
      cells: { type: e.type, urban: e.urban ? '1' : '0' },
    })),
});

export const urbanEmployed = stock('urban-employed', {
  of: 'resident',
  zh: '期末城镇从业人数',
  en: 'Urban employed',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '期末就业登记有效且就业地城乡分类为城镇(小于200)的人数；登记失业率的分母之一。',
    en: 'Employed whose place of work is classed as urban (below 200); part of the denominator of the registered unemployment rate.',
  },
  formula: {
    zh: '就业登记有效且就业地城乡分类代码 < 200 的人数',
    en: 'Employed with an urban-rural class of the place of work < 200',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  dimensions: ['sex'],
  intervals: (file) =>
    spellsOf(file)
      .filter((e) => e.urban)
      .map((e) => ({ from: e.from, to: e.to, record: e.employmentId })),
});

/** True when the person came from another job and was not registered as unemployed in between: an in-job transfer. */
function isTransfer(
  file: ResidentFile,
  spell: Employment,
  earlier: readonly Employment[],
  parameters: SubjectParameters,
) {
  const gap = parameters.number('employment.transfer_days', spell.from);
  // “Changed to another employer” speaks of the next job only, not of all that follow years later.
  const last = earlier.at(-1);
  const changed = last?.endReason === changedEmployer ? last : undefined;
  return earlier.some((e) => {
    if (e.to !== null && e !== changed && addDays(e.to, gap) < spell.from) return false;
    const since = e.to ?? spell.from;
    return !file.unemployment.some((r) => r.registeredOn <= spell.from && (r.endedOn === null || r.endedOn > since));
  });
}

/**
 * Spells that count as new urban employment: urban place, no in-job transfer, no re-entry in a year that already has one
 * (unless the local parameter counts each spell).
 */
export function newUrbanSpells(file: ResidentFile, parameters: SubjectParameters): Employment[] {
  const spells = spellsOf(file);
  const years = new Set<number>();
  const counted: Employment[] = [];
  for (const [i, spell] of spells.entries()) {
    if (!spell.urban || isTransfer(file, spell, spells.slice(0, i), parameters)) continue;
    const year = yearOf(spell.from);
    if (parameters.number('employment.new_once_a_year', spell.from) === 1 && years.has(year)) continue;
    years.add(year);
    counted.push(spell);
  }
  return counted;
}

/** Retirement or death of somebody in urban employment takes one off (自然减员); leaving a job does not. */
function attrition(file: ResidentFile): IndicatorEvent[] {
  const events: IndicatorEvent[] = [];
  for (const e of spellsOf(file)) {
    if (!e.urban) continue;
    const died = file.diedOn !== null && file.diedOn > e.from && (e.to === null || file.diedOn <= e.to);
    if (died && file.diedOn !== null) {
      events.push({ on: file.diedOn, record: e.employmentId, cells: { type: e.type } });
      break;
    }
    if (e.to !== null && e.endReason === retired) {
      events.push({ on: e.to, record: e.employmentId, cells: { type: e.type } });
      break;
    }
  }
  return events;
}

export const newUrbanEmployment = flow('new-urban-employment', {
  of: 'resident',
  zh: '城镇新增就业人数',
  en: 'New urban employment',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '本期在城镇新就业的人数减去退休、死亡等自然减员；在职转换单位不计，同一人同一年度计一次(可由当地参数改为每段计一次)。',
    en: 'Newly employed in towns in the period less natural attrition (retirement, death); in-job transfers do not count, a person counts once a year (or, by local parameter, each spell).',
  },
  formula: {
    zh: '本期城镇新就业人数 − 自然减员人数',
    en: 'Newly employed in towns − natural attrition',
  },
  source: {
    zh: '就业统计报表制度；领域手册 §5.1',
    en: 'Employment statistics system; handbook §5.1',
  },
  dimensions: ['sex', 'age', 'type', 'education', 'hardship'],
  events: (file, parameters) => [
    ...newUrbanSpells(file, parameters).map((e) => ({ on: e.from, record: e.employmentId, cells: { type: e.type } })),
    ...attrition(file).map((e) => ({ ...e, quantity: -1 as const })),
  ],
});

export const naturalAttrition = flow('natural-attrition', {
  of: 'resident',
  zh: '自然减员',
  en: 'Natural attrition',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '本期城镇从业人员中退休、死亡的人数(已从城镇新增就业中减去)；离职不计。',
    en: 'Urban employed who retired or died in the period (already taken off new urban employment); leaving a job does not count.',
  },
  formula: {
    zh: '本期退休人数 + 死亡人数(城镇从业人员)',
    en: 'Retired + died in the period, among the urban employed',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  dimensions: ['sex'],
  events: (file) => attrition(file).map(({ on, record }) => ({ on, record })),
});

/** The registration 就业转失业 that was in force when the spell began (also one that ended on that very day). */
function registrationAt(file: ResidentFile, spell: Employment): UnemploymentRegistration | undefined {
  return file.unemployment.find(
    (r) =>
      r.nature === '1' &&
      r.registeredOn <= spell.from &&
      (r.endedOn === null || (r.endedOn >= spell.from && r.endedOn > r.registeredOn)),
  );
}

export const reEmployment = flow('re-employment', {
  of: 'resident',
  zh: '城镇失业人员再就业人数',
  en: 'Re-employment of the unemployed',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '登记失业人员(就业转失业)本期在城镇就业的人数，为城镇新增就业的其中数。',
    en: 'Registered unemployed who had worked before and were employed in towns in the period; a part of new urban employment.',
  },
  formula: {
    zh: '本期城镇新就业人数中就业当日登记失业(就业转失业)有效的人数',
    en: 'Newly employed in towns who were registered as unemployed (after work) on that day',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  dimensions: ['sex', 'age', 'education'],
  partsOf: [{ dimension: 'hardship', indicator: 'hardship-re-employment', cell: 'category' }],
  events: (file, parameters) =>
    newUrbanSpells(file, parameters)
      .filter((e) => registrationAt(file, e))
      .map((e) => ({ on: e.from, record: e.employmentId })),
});

export const hardshipReEmployment = flow('hardship-re-employment', {
  of: 'resident',
  zh: '就业困难人员就业人数',
  en: 'Re-employment of hardship persons',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '失业人员再就业人数中有就业困难标记的人数。',
    en: 'Re-employed who carried a hardship mark on that day.',
  },
  formula: {
    zh: '再就业人数中就业当日就业困难标记有效的人数',
    en: 'Re-employed with a hardship mark in force on the day',
  },
  source: {
    zh: '就业促进法第52条；领域手册 §5.1',
    en: 'Employment Promotion Law art. 52; handbook §5.1',
  },
  dimensions: ['sex', 'category'],
  events: (file, parameters) =>
    newUrbanSpells(file, parameters).flatMap((e) => {
      const category = hardshipOn(file, e.from);
      if (category === null || !registrationAt(file, e)) return [];
      return [{ on: e.from, record: e.employmentId, cells: { category } }];
    }),
});

/** 劳动力 = 就业 + 登记失业 + 无业未登记而有就业愿望 (handbook §1.9). */
export const employmentRate = ratio('employment-rate', {
  zh: '就业率',
  en: 'Employment rate',
  per: 100,
  subject: 'employment',
  unit: units.percent,
  definition: {
    zh: '期末从业人数占有劳动能力和就业愿望人员的比重；不是统计部门的劳动力调查结果。',
    en: 'Share of the employed among those able and willing to work, all from this register; not a result of the labour force survey.',
  },
  formula: {
    zh: '期末从业人数 ÷ (期末从业人数 + 期末登记失业人数 + 期末无业未登记且有就业愿望人数) × 100%',
    en: 'Employed ÷ (employed + registered unemployed + not working, not registered but willing) × 100%',
  },
  source: {
    zh: '领域手册 §1.9、§5.1',
    en: 'handbook §1.9, §5.1',
  },
  numerator: { indicator: 'employed', measure: 'stock' },
  denominator: [
    { indicator: 'employed', measure: 'stock' },
    { indicator: 'registered-unemployed', measure: 'stock' },
    { indicator: 'willing-not-registered', measure: 'stock' },
  ],
  denominatorName: {
    zh: '本辖区有劳动能力和就业愿望的人员：从业、登记失业、无业未登记而有愿望三者之和',
    en: 'Those able and willing to work: employed, registered unemployed, and willing but not registered',
  },
});

export const reEmploymentRate = ratio('re-employment-rate', {
  zh: '失业人员再就业率',
  en: 'Re-employment rate of the unemployed',
  per: 100,
  subject: 'employment',
  unit: units.percent,
  definition: {
    zh: '本年累计再就业人数占年初登记失业人数与本年累计新登记人数之和的比重。',
    en: 'Re-employed of the year so far as a share of those registered when the year began and those registered since.',
  },
  formula: {
    zh: '本年累计再就业人数 ÷ (年初登记失业人数 + 本年累计新登记失业人数) × 100%',
    en: 'Re-employed, year to date ÷ (registered at the start of the year + newly registered, year to date) × 100%',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  numerator: { indicator: 're-employment', measure: 'ytd' },
  denominator: [
    { indicator: 'registered-unemployed', measure: 'year-start' },
    { indicator: 'newly-registered-unemployed', measure: 'ytd' },
  ],
  denominatorName: {
    zh: '年初登记失业人数与本年累计新登记失业人数之和(启用不满一年、没有年初数的，无对象)',
    en: 'Registered when the year began plus newly registered since (no object while no figure of the year’s start is known)',
  },
});
