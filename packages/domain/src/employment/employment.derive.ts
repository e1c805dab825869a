/** What follows from employment: stocks of the employed, new urban employment with natural attrition, re-employment. */
import type { EmploymentEndReason } from '../code/employment-end-reason.ts';
import type { Employment, ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import { flow, type IndicatorEvent, stock } from '../kernel/indicator.ts';
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
  unit: '人',
  definition: '期末就业登记有效的人数(单位、个体、灵活、公益性岗位、农村转移)。',
  source: '领域手册 §1.9、§5.1',
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
  unit: '人',
  definition: '期末就业登记有效且就业地城乡分类为城镇(小于200)的人数；登记失业率的分母之一。',
  source: '领域手册 §5.1',
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
  unit: '人',
  definition: '本期在城镇新就业的人数减去退休、死亡等自然减员；在职转换单位不计，同一人同一年度计一次。',
  source: '就业统计报表制度；领域手册 §5.1',
  dimensions: ['sex', 'age', 'type'],
  events: (file, parameters) => [
    ...newUrbanSpells(file, parameters).map((e) => ({ on: e.from, record: e.employmentId, cells: { type: e.type } })),
    ...attrition(file).map((e) => ({ ...e, quantity: -1 as const })),
  ],
});

export const naturalAttrition = flow('natural-attrition', {
  of: 'resident',
  zh: '其中：自然减员',
  en: 'Of these: natural attrition',
  unit: '人',
  definition: '本期城镇从业人员中退休、死亡的人数(已从城镇新增就业中减去)。',
  source: '领域手册 §5.1',
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
  unit: '人',
  definition: '登记失业人员(就业转失业)本期在城镇就业的人数，为城镇新增就业的其中数。',
  source: '领域手册 §5.1',
  dimensions: ['sex', 'age'],
  events: (file, parameters) =>
    newUrbanSpells(file, parameters)
      .filter((e) => registrationAt(file, e))
      .map((e) => ({ on: e.from, record: e.employmentId })),
});

export const hardshipReEmployment = flow('hardship-re-employment', {
  of: 'resident',
  zh: '就业困难人员就业人数',
  en: 'Re-employment of hardship persons',
  unit: '人',
  definition: '失业人员再就业中有就业困难标记的人数。',
  source: '领域手册 §5.1',
  dimensions: ['sex', 'category'],
  events: (file, parameters) =>
    newUrbanSpells(file, parameters).flatMap((e) => {
      const mark = file.hardshipMarks.find((m) => m.from <= e.from && (m.to === null || m.to >= e.from));
      if (!mark || !registrationAt(file, e)) return [];
      return [{ on: e.from, record: e.employmentId, cells: { category: mark.category } }];
    }),
});
