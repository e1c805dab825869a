/** Retirees of the made city: most who reached their age after a job were handed over to the community, and are confirmed once a year. */
import { livesAlone } from '@renshe/domain/code/retiree-care.ts';
import type {
  Contact,
  EligibilityConfirmation,
  ResidentFile,
  RetireeCare,
  RetireeLiving,
} from '@renshe/domain/kernel/file.ts';
import { addDays, addYears, ageOn, maxDate, minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Insertable } from 'kysely';
import type { CopyRows } from '../platform/copy-rows.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { DemoPerson } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';

type CareRow = Omit<Insertable<DB['retiree_care']>, 'district_id' | 'resident_id' | 'cause'>;
type ConfirmationRow = Omit<Insertable<DB['eligibility_confirmation']>, 'district_id' | 'resident_id' | 'cause'>;

type LivingRow = Omit<Insertable<DB['retiree_living']>, 'district_id' | 'resident_id' | 'cause'>;
type VisitRow = Omit<Insertable<DB['contact']>, 'district_id' | 'resident_id' | 'cause'>;

export interface DemoRetirement {
  care: RetireeCare;
  livings: RetireeLiving[];
  livingRows: LivingRow[];
  visits: Contact[];
  visitRows: VisitRow[];
  confirmations: EligibilityConfirmation[];
  careRow: CareRow;
  confirmationRows: ConfirmationRow[];
}

const employers = [
  '镇江酱醋厂',
  '江南造纸厂',
  '长江航运公司',
  '市第二纺织厂',
  '丹徒农机厂',
  '镇江船舶修造厂',
  '市供销总社',
  '京口五金厂',
];
const oldest = 88;
/** From this age on somebody is visited every month. */
const oldAge = 80;

/** With whom somebody lives, by the size of the household: one, a couple, more. */
const livingOdds = {
  1: [
    [livesAlone, 76],
    ['10', 16],
    ['40', 8],
  ],
  2: [
    ['20', 92],
    ['10', 5],
    ['40', 3],
  ],
  3: [
    ['10', 98],
    ['40', 2],
  ],
} as const;

const noon = (on: PlainDate) => new Date(`${on}T04:00:00Z`);
const instantOf = (on: PlainDate) => noon(on).getTime();

/** What the register knows of one person's retirement, or nothing. Drawn apart from everything else, so that everybody else stays the same. */
export function demoRetirement(
  person: DemoPerson,
  file: ResidentFile,
  frame: { from: PlainDate; today: PlainDate; worker: string | null; householdSize: number },
): DemoRetirement | undefined {
  const random = new DemoRandom(`retired ${file.residentId}`);
  const age = ageOn(file.birthOn, frame.today);
  const usual = person.sex === '1' ? 60 : 53;
  const here = file.residences[0];
  if (!here || age < usual + 1 || age > oldest || !random.chance(0.55)) return undefined;
  if (file.employment.some((e) => e.to === null) || file.unemployment.some((u) => u.endedOn === null)) return undefined;
  const retiredOn = addDays(addYears(file.birthOn, usual), random.between(0, 300));
  const handedOverOn = maxDate(
    maxDate(addDays(retiredOn, random.between(20, 200)), here.from),
    addYears(frame.from, -3),
  );
  const end = file.diedOn;
  if (handedOverOn >= frame.today || (end !== null && handedOverOn >= end)) return undefined;
  const careId = random.uuid(instantOf(handedOverOn));
  const living = random.weighted(livingOdds[Math.min(frame.householdSize, 3) as 1 | 2 | 3]);
  const enteredOn = maxDate(handedOverOn, frame.from);
  // The city has asked for visits to retirees for a year.
  const visitsFrom = maxDate(enteredOn, addYears(frame.today, -1));
  const party = person.political === '01';
  const careRow: CareRow = {
    care_id: careId,
    retired_on: retiredOn,
    former_employer: random.pick(employers),
    pension: random.chance(0.9) ? '10' : '20',
    handed_over_on: handedOverOn,
    last_confirmed_on: null,
    file_place: random.chance(0.85) ? '街道退休人员档案室' : '',
    file_number: `T${String(random.between(1, 9999)).padStart(4, '0')}`,
    visits_from_on: visitsFrom,
    disabled: random.chance(0.06),
    party_member: party,
    created_at: noon(enteredOn),
    created_by: frame.worker,
  };
  const { confirmations, rows } = confirmedYearly(random, handedOverOn, end ?? frame.today, frame.worker);
  const until = end ?? frame.today;
  const lived = livedThrough(file.residentId, living, { handedOverOn, enteredOn, until, worker: frame.worker });
  const old = maxDate(visitsFrom, addYears(file.birthOn, oldAge));
  const alone = lived.livings.find((one) => one.living === livesAlone);
  const since = alone ? minDate(old, maxDate(visitsFrom, alone.knownOn)) : old;
  const visited = visitedMonthly(file.residentId, since, until, frame.worker);
  return {
    care: { careId, from: handedOverOn, confirmedOn: null, to: null, visitsFrom },
    ...lived,
    ...visited,
    confirmations,
    careRow,
    confirmationRows: rows,
  };
}

/** Once a year, a little before or after the day; some of the last ones are still missing. */
function confirmedYearly(random: DemoRandom, since: PlainDate, until: PlainDate, by: string | null) {
  const confirmations: EligibilityConfirmation[] = [];
  const rows: ConfirmationRow[] = [];
  for (let on = since; ; ) {
    on = addDays(
      addYears(on, 1),
      random.weighted([[-random.between(5, 80), 88] as const, [random.between(1, 40), 12] as const]),
    );
    if (on >= until) break;
    const confirmationId = random.uuid(instantOf(on));
    const way = random.weighted([
      ['data', 30],
      ['app', 36],
      ['counter', 16],
      ['visit', 15],
      ['video', 3],
    ] as const);
    confirmations.push({ confirmationId, on, confirmed: true });
    rows.push({
      confirmation_id: confirmationId,
      confirmed_on: on,
      way,
      result: 'confirmed',
      confirmed: true,
      created_at: noon(on),
      created_by: by,
    });
  }
  return { confirmations, rows };
}

/** With whom somebody has lived: some who live alone today did not when they were handed over. Drawn apart, as everything here. */
function livedThrough(
  residentId: string,
  living: string,
  days: { handedOverOn: PlainDate; enteredOn: PlainDate; until: PlainDate; worker: string | null },
): Pick<DemoRetirement, 'livings' | 'livingRows'> {
  const random = new DemoRandom(`lived ${residentId}`);
  const { handedOverOn, enteredOn, until } = days;
  const livings: RetireeLiving[] = [];
  const livingRows: LivingRow[] = [];
  const add = (state: string, from: PlainDate, knownOn: PlainDate) => {
    const livingId = random.uuid(instantOf(from));
    livings.push({ livingId, living: state, from, knownOn });
    livingRows.push({
      living_id: livingId,
      living: state,
      from_on: from,
      known_on: knownOn,
      created_at: noon(knownOn),
      created_by: days.worker,
    });
  };
  const changedOn = addDays(until, -random.between(60, 700));
  const before = random.weighted([
    ['20', 70],
    ['10', 30],
  ] as const);
  if (living === livesAlone && changedOn > enteredOn && random.chance(0.6)) {
    add(before, handedOverOn, enteredOn);
    add(living, changedOn, addDays(changedOn, random.between(0, 20)));
  } else add(living, handedOverOn, enteredOn);
  return { livings, livingRows };
}

/** Somebody comes by every month, a few days late now and then. */
function visitedMonthly(
  residentId: string,
  since: PlainDate,
  until: PlainDate,
  by: string | null,
): Pick<DemoRetirement, 'visits' | 'visitRows'> {
  const random = new DemoRandom(`visited ${residentId}`);
  const visits: Contact[] = [];
  const visitRows: VisitRow[] = [];
  for (let on = addDays(since, random.between(2, 28)); on < until; ) {
    const contactId = random.uuid(instantOf(on));
    const visit = { way: 'visit', reached: true, outcome: '11', service: null } as const;
    visits.push({ contactId, on, ...visit, nextOn: null });
    visitRows.push({
      contact_id: contactId,
      registration_id: null,
      contacted_on: on,
      ...visit,
      note: random.weighted([
        ['', 60],
        ['身体尚可，生活能自理。', 22],
        ['量了血压，提醒按时服药。', 12],
        ['需要助餐服务，已转告社区。', 6],
      ] as const),
      next_on: null,
      created_at: noon(on),
      created_by: by,
    });
    on = addDays(on, random.chance(0.05) ? random.between(31, 36) : random.between(22, 30));
  }
  return { visits, visitRows };
}

/** What a retirement is in the file. */
export function retiredFields(
  file: ResidentFile,
  { care, livings, confirmations, visits }: DemoRetirement,
): Pick<ResidentFile, 'retireeCare' | 'livings' | 'confirmations' | 'contacts'> {
  return { retireeCare: [care], livings, confirmations, contacts: [...file.contacts, ...visits] };
}

/** The rows beside the file. */
export async function loadRetirement(
  rows: CopyRows,
  retirement: DemoRetirement,
  whose: { districtId: number; residentId: string; cause: string },
): Promise<void> {
  const key = { district_id: whose.districtId, resident_id: whose.residentId, cause: whose.cause };
  await rows.add('retiree_care', { ...key, ...retirement.careRow });
  for (const row of retirement.livingRows) await rows.add('retiree_living', { ...key, ...row });
  for (const row of retirement.visitRows) await rows.add('contact', { ...key, ...row });
  for (const row of retirement.confirmationRows) await rows.add('eligibility_confirmation', { ...key, ...row });
}
