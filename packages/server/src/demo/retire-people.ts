/** Retirees of the made city: most who reached their age after a job were handed over to the community, and are confirmed once a year. */
import type { EligibilityConfirmation, ResidentFile, RetireeCare } from '@renshe/domain/kernel/file.ts';
import { addDays, addYears, ageOn, maxDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Insertable } from 'kysely';
import type { CopyRows } from '../platform/copy-rows.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { DemoPerson } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';

type CareRow = Omit<Insertable<DB['retiree_care']>, 'district_id' | 'resident_id' | 'cause'>;
type ConfirmationRow = Omit<Insertable<DB['eligibility_confirmation']>, 'district_id' | 'resident_id' | 'cause'>;

export interface DemoRetirement {
  care: RetireeCare;
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

const noon = (on: PlainDate) => new Date(`${on}T04:00:00Z`);
const instantOf = (on: PlainDate) => noon(on).getTime();

/** What the register knows of one person's retirement, or nothing. Drawn apart from everything else, so that everybody else stays the same. */
export function demoRetirement(
  person: DemoPerson,
  file: ResidentFile,
  frame: { from: PlainDate; today: PlainDate; worker: string | null },
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
  const living = random.weighted([
    ['10', 45],
    ['20', 38],
    ['30', 14],
    ['40', 3],
  ] as const);
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
    living,
    disabled: random.chance(0.06),
    party_member: party,
    created_at: noon(maxDate(handedOverOn, frame.from)),
    created_by: frame.worker,
  };
  const { confirmations, rows } = confirmedYearly(random, handedOverOn, end ?? frame.today, frame.worker);
  return {
    care: { careId, from: handedOverOn, confirmedOn: null, to: null },
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

/** The rows beside the file. */
export async function loadRetirement(
  rows: CopyRows,
  retirement: DemoRetirement,
  whose: { districtId: number; residentId: string; cause: string },
): Promise<void> {
  const key = { district_id: whose.districtId, resident_id: whose.residentId, cause: whose.cause };
  await rows.add('retiree_care', { ...key, ...retirement.careRow });
  for (const row of retirement.confirmationRows) await rows.add('eligibility_confirmation', { ...key, ...row });
}
