/**
 * Zero-employment family 零就业家庭 (就业促进法 §56; handbook §4.3): candidates, derived over the members. Recognition is an
 * act of people; this is the list of whom to check.
 */
import type { HouseholdFile, HouseholdMember } from '../kernel/file.ts';
import { flag } from '../kernel/flag.ts';
import { type Interval, stock } from '../kernel/indicator.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { isWithin, type PlainDate } from '../kernel/plain-date.ts';
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
function candidateSpans(file: HouseholdFile, parameters: SubjectParameters): Interval[] {
  // People who merely live under one roof are no family; a voided household is read as such a one.
  if (file.householdKind === 'collective') return [];
  // Most households have nobody registered: nothing to walk through.
  if (!file.members.some((m) => m.resident.unemployment.length > 0)) return [];
  const spans: Interval[] = [];
  let open: Interval | undefined;
  for (const on of changeDays(file, parameters)) {
    const standings = file.members.map((m) => standingOf(m, on, parameters));
    const candidate = standings.includes('registered') && !standings.includes('employed');
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
  unit: '户',
  definition: '期末劳动年龄内有能力有愿望的成员无一人就业、且至少一人登记失业的家庭；经核实后方为认定。',
  source: '就业促进法第56条；领域手册 §4.3',
  intervals: candidateSpans,
});

/** The present or next spell only: one flag a household. */
export const zeroEmploymentFlag = flag('zero-employment-family', {
  of: 'household',
  zh: '零就业家庭(待核实)',
  en: 'Zero-employment family (to be checked)',
  source: '就业促进法第56条；领域手册 §4.3',
  flags: (file, parameters) => {
    const last = candidateSpans(file, parameters).at(-1);
    return last ? [{ anchor: last.record, from: last.from, to: last.to }] : [];
  },
});
