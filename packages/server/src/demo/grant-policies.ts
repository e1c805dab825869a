/** Policies that people of the made city have enjoyed: subsidies of those who were out of work, as the register keeps them. */
import type { PolicyBenefit, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { addDays, addMonths, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { CopyRows } from '../platform/copy-rows.ts';
import { DemoRandom } from './demo-random.ts';

const policies = {
  training: {
    policy: 'training-subsidy',
    name: '职业培训补贴',
    document: '财社〔2023〕181号',
    months: 2,
    fen: [60_000, 180_000],
  },
  flexible: {
    policy: 'flexible-insurance-subsidy',
    name: '灵活就业社会保险补贴',
    document: '财社〔2023〕181号',
    months: 12,
    fen: [240_000, 480_000],
  },
  employer: {
    policy: 'employer-insurance-subsidy',
    name: '用人单位招用社会保险补贴',
    document: '财社〔2023〕181号',
    months: 12,
    fen: null,
  },
} as const;

interface DemoBenefit extends PolicyBenefit {
  name: string;
  document: string;
  fen: number | null;
}

const noon = (on: PlainDate) => new Date(`${on}T04:00:00Z`);

/** Drawn apart from everything else, so that everybody else stays the same. */
export function demoBenefits(file: ResidentFile, today: PlainDate): DemoBenefit[] {
  const random = new DemoRandom(`granted ${file.residentId}`);
  const registration = file.unemployment.at(-1);
  if (!registration || file.diedOn !== null) return [];
  const benefits: DemoBenefit[] = [];
  const grant = (which: keyof typeof policies, from: PlainDate) => {
    const { policy, name, document, months, fen } = policies[which];
    if (from >= today) return;
    const benefitId = random.uuid(noon(from).getTime());
    const paid = fen === null ? null : random.between(fen[0] / 100, fen[1] / 100) * 100;
    benefits.push({
      benefitId,
      policy,
      name,
      document,
      from,
      to: addMonths(from, months),
      endKnownOn: from,
      fen: paid,
    });
  };
  // Granted a year at a time, for three years at most (handbook §4.5); of many the year of grant ends in the coming weeks.
  const years = (job: PlainDate): PlainDate[] => {
    const last = addMonths(addDays(today, random.between(2, 40)), -12);
    if (random.chance(0.5) && last > job) return [last];
    return [0, 1, 2].map((year) => addMonths(job, 1 + 12 * year));
  };
  if (random.chance(0.12)) grant('training', addDays(registration.registeredOn, random.between(30, 120)));
  const job = file.employment.find((e) => e.from >= registration.registeredOn && e.to === null);
  if (job && file.hardshipMarks.length > 0 && random.chance(0.6))
    for (const from of years(job.from)) grant(job.type === '30' ? 'flexible' : 'employer', from);
  return benefits;
}

export async function loadBenefits(
  rows: CopyRows,
  benefits: readonly DemoBenefit[],
  whose: { districtId: number; residentId: string; worker: string | null; cause: string },
): Promise<void> {
  for (const one of benefits)
    await rows.add('policy_benefit', {
      district_id: whose.districtId,
      benefit_id: one.benefitId,
      resident_id: whose.residentId,
      policy: one.policy,
      policy_name: one.name,
      document: one.document,
      from_on: one.from,
      to_on: one.to,
      end_known_on: one.endKnownOn,
      amount_fen: one.fen,
      note: '区人社局发放名单',
      created_at: noon(one.from),
      created_by: whose.worker,
      cause: whose.cause,
    });
}
