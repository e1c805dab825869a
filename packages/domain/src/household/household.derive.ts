/**
 * Zero-employment family 零就业家庭 (就业促进法 §56; handbook §4.3): candidates, derived over the members. Recognition is an
 * act of people; this is the list of whom to check.
 */
import type { HouseholdFile, HouseholdMember } from '../kernel/file.ts';
import { flag } from '../kernel/flag.ts';
import { type Interval, ratio, stock, units } from '../kernel/indicator.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { isWithin, minDate, type PlainDate } from '../kernel/plain-date.ts';
import { presenceEnd, workingAgeOf } from '../resident/resident.derive.ts';

type Standing = 'employed' | 'registered' | 'available' | 'outside';

/** A member's standing on one day. Without a record of ability and wish only a registration shows that somebody seeks work. */
function standingOf(member: HouseholdMember, on: PlainDate, parameters: SubjectParameters): Standing {
  const file = member.resident;
  if (!isWithin(on, member.from, member.to)) return 'outside';
  const gone = presenceEnd(file);
  if (gone !== null && gone <= on) return 'outside';
  const age = workingAgeOf(file, parameters);
  if (!isWithin(on, age.from, age.to)) return 'outside';
  if (file.employment.some((e) => isWithin(on, e.from, e.to))) return 'employed';
  if (file.unemployment.some((r) => isWithin(on, r.registeredOn, r.endedOn))) return 'registered';
  let wish: { from: PlainDate; able: boolean; willing: boolean } | undefined;
  for (const a of file.abilities) if (a.from <= on && (!wish || a.from >= wish.from)) wish = a;
  return wish?.able && wish.willing ? 'available' : 'outside';
}

/** Days on which somebody's standing may change. */
function changeDays(file: HouseholdFile, parameters: SubjectParameters): PlainDate[] {
  const days = new Set<PlainDate>();
  const add = (on: PlainDate | null) => {
    if (on !== null) days.add(on);
  };
  for (const m of file.members) {
    const { resident } = m;
    const age = workingAgeOf(resident, parameters);
    for (const on of [m.from, m.to, age.from, age.to, presenceEnd(resident)]) add(on);
    for (const e of resident.employment) for (const on of [e.from, e.to]) add(on);
    for (const r of resident.unemployment) for (const on of [r.registeredOn, r.endedOn]) add(on);
    for (const a of resident.abilities) add(a.from);
  }
  return [...days].sort();
}

/** Nobody of working age who can and will work is employed, and at least one is registered. */
export function zeroEmploymentSpans(file: HouseholdFile, parameters: SubjectParameters): Interval[] {
  return spansWith(file, parameters, (all) => all.includes('registered') && !all.includes('employed'));
}

/** Two members at least are registered as unemployed (handbook §1.10). */
export function dualUnemployedSpans(file: HouseholdFile, parameters: SubjectParameters): Interval[] {
  return spansWith(file, parameters, (all) => all.filter((one) => one === 'registered').length >= 2);
}

function spansWith(
  file: HouseholdFile,
  parameters: SubjectParameters,
  fits: (standings: readonly Standing[]) => boolean,
): Interval[] {
  // People who merely live under one roof are no family; a voided household is read as such a one.
  if (file.householdKind === 'collective') return [];
  // Most households have nobody registered: nothing to walk through.
  if (!file.members.some((m) => m.resident.unemployment.length > 0)) return [];
  const spans: Interval[] = [];
  let open: Interval | undefined;
  for (const on of changeDays(file, parameters)) {
    const standings = file.members.map((m) => standingOf(m, on, parameters));
    const candidate = fits(standings);
    if (candidate && !open) {
      open = { from: on, to: null, record: file.householdId };
      spans.push(open);
    } else if (!candidate && open) {
      open.to = on;
      open = undefined;
    }
  }
  return spans;
}

export const zeroEmploymentFamily = stock('zero-employment-family', {
  of: 'household',
  zh: '零就业家庭(待核实)户数',
  en: 'Zero-employment families (to be checked)',
  subject: 'family',
  unit: units.household,
  definition: {
    zh: '期末劳动年龄内有能力有愿望的成员无一人就业、且至少一人登记失业的家庭；经核实后方为认定。',
    en: 'Households none of whose able and willing members of working age works, at least one of them registered; recognition needs a check.',
  },
  formula: {
    zh: '符合条件的家庭户数(待核实)',
    en: 'Count of such households, to be checked',
  },
  source: {
    zh: '就业促进法第56条；领域手册 §4.3',
    en: 'Employment Promotion Law art. 56; handbook §4.3',
  },
  intervals: zeroEmploymentSpans,
});

export const households = stock('household', {
  of: 'household',
  zh: '家庭户数',
  en: 'Households',
  subject: 'family',
  unit: units.household,
  definition: {
    zh: '期末至少有一名成员居住在本社区(村)的家庭户；集体户不计。',
    en: 'Family households with at least one member living in the community at the end of the month; collective households do not count.',
  },
  formula: {
    zh: '有在住成员的家庭户数，按户主(无户主记录的按最早成员)居住地计',
    en: 'Households with a member living here, counted where the head (or the earliest member) lives',
  },
  source: {
    zh: '一户一卡；领域手册 §5.1',
    en: 'One card per household; handbook §5.1',
  },
  intervals: (file) => {
    const first = file.members[0];
    if (!first) return [];
    // Where somebody of it lives, the kernel knows; before the first and after the last of them it counts nowhere.
    const from = file.members.reduce((day, m) => minDate(day, m.from), first.from);
    return [{ from, to: null, record: file.householdId }];
  },
});

export const zeroEmploymentRate = ratio('zero-employment-rate', {
  zh: '每千户零就业家庭数',
  en: 'Zero-employment families per 1,000 households',
  per: 1000,
  subject: 'family',
  unit: units.permille,
  definition: {
    zh: '期末零就业家庭(待核实)户数与家庭户数之比，每千户。',
    en: 'Zero-employment families (to be checked) per thousand family households.',
  },
  formula: {
    zh: '期末零就业家庭户数 ÷ 期末家庭户数 × 1000‰',
    en: 'Zero-employment families ÷ households × 1,000',
  },
  source: {
    zh: '就业促进法第56条；领域手册 §4.3、§5.1',
    en: 'Employment Promotion Law art. 56; handbook §4.3, §5.1',
  },
  numerator: { indicator: 'zero-employment-family', measure: 'stock' },
  denominator: [{ indicator: 'household', measure: 'stock' }],
  denominatorName: {
    zh: '期末本辖区家庭户数(不含集体户)',
    en: 'Family households at the end of the month (without collective ones)',
  },
});

/** The present or next spell only: one flag a household. */
export const zeroEmploymentFlag = flag('zero-employment-family', {
  of: 'household',
  zh: '零就业家庭(待核实)',
  en: 'Zero-employment family (to be checked)',
  source: '就业促进法第56条；领域手册 §4.3',
  flags: (file, parameters) => {
    const last = zeroEmploymentSpans(file, parameters).at(-1);
    return last ? [{ anchor: last.record, from: last.from, to: last.to }] : [];
  },
});
