/**
 * What follows from community care: who is counted in it, whose confirmation is due. A confirmation holds for the months of a parameter
 * (handbook §8.4: the last success and twelve months); the community has the name on its list some months before.
 */
import { livesAlone } from '../code/retiree-care.ts';
import { duty } from '../kernel/duty.ts';
import type { Id, ResidentFile, RetireeCare } from '../kernel/file.ts';
import { flow, type Interval, stock, units } from '../kernel/indicator.ts';
import { intersect, type Span } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addMonths, addYears, maxDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { confirmationsIn, livingsInOrder } from './retiree.rules.ts';

/** The days of a care; a death or a departure ends it. */
function careSpan(file: ResidentFile, care: RetireeCare): Span {
  return { from: care.from, to: minEnd(care.to, presenceEnd(file)) };
}

/** The days of a care on which its visits are asked for. */
function visitedSpan(file: ResidentFile, care: RetireeCare): Span {
  return { from: maxDate(care.from, care.visitsFrom), to: careSpan(file, care).to };
}

/** Days in care from the birthday on that makes somebody one of the oldest. */
export function oldInCare(file: ResidentFile, parameters: SubjectParameters): Interval[] {
  return file.retireeCare.flatMap((care) =>
    parameters.segments('visit.retiree_old_age').flatMap((segment) => {
      const reached = { from: addYears(file.birthOn, Number(segment.value)), to: null };
      const held = intersect({ ...visitedSpan(file, care), record: care.careId }, reached);
      return (held && intersect(held, segment)) ?? [];
    }),
  );
}

/** Days in care on which somebody is known to live alone. */
export function aloneInCare(file: ResidentFile): Interval[] {
  const livings = livingsInOrder(file);
  return file.retireeCare.flatMap((care) =>
    livings.flatMap((one, i) => {
      if (one.living !== livesAlone) return [];
      const alone = { from: maxDate(one.from, one.knownOn), to: livings[i + 1]?.from ?? null, record: one.livingId };
      return intersect(alone, visitedSpan(file, care)) ?? [];
    }),
  );
}

interface Round {
  /** The care, or the confirmation that began the round. */
  anchor: Id;
  appearsOn: PlainDate;
  dueOn: PlainDate;
  doneOn: PlainDate | null;
  doneBy: Id | null;
}

/** The rounds of a care: each from a confirmation to the next one. The last one is open while the care is. */
function roundsOf(file: ResidentFile, care: RetireeCare, parameters: SubjectParameters): Round[] {
  const end = careSpan(file, care).to;
  const rounds: Round[] = [];
  let anchor = care.careId;
  let since = care.confirmedOn ?? care.from;
  const round = (doneOn: PlainDate | null, doneBy: Id | null): Round => {
    const dueOn = addMonths(since, parameters.number('retiree.confirmation_months', since));
    const notice = addMonths(dueOn, -parameters.number('retiree.confirmation_notice_months', since));
    return { anchor, appearsOn: maxDate(notice, care.from), dueOn, doneOn, doneBy };
  };
  for (const one of confirmationsIn(file, care)) {
    if (!one.confirmed || (end !== null && one.on > end)) continue;
    rounds.push(round(one.on, one.confirmationId));
    anchor = one.confirmationId;
    since = one.on;
  }
  if (end === null) rounds.push(round(null, null));
  return rounds;
}

export const eligibilityConfirmation = duty('eligibility-confirmation', {
  of: 'resident',
  zh: '养老待遇领取资格认证',
  en: 'Confirm that the pension is still due',
  source: '社会保险经办条例第26条；领域手册 §8.4',
  duties: (file, parameters) =>
    file.retireeCare.flatMap((care) =>
      roundsOf(file, care, parameters).map(({ anchor, appearsOn, dueOn, doneOn, doneBy }) => ({
        anchor,
        // Confirmed earlier than asked for: the round never stood on the list.
        appearsOn: doneOn !== null && doneOn < appearsOn ? doneOn : appearsOn,
        dueOn,
        doneOn,
        doneByRecord: doneBy,
      })),
    ),
});

export const retireesInCare = stock('retirees-in-care', {
  of: 'resident',
  zh: '社区管理退休人员',
  en: 'Retirees in community care',
  subject: 'population',
  unit: units.person,
  definition: {
    zh: '期末由社区管理服务的企业退休人员；结束管理、去世、迁出之日起不再计入。',
    en: 'Retirees of enterprises in the care of the community at the end of the month; not from the day on which the care, the life or the residence ended.',
  },
  formula: { zh: '已移交社区且未结束管理的人数', en: 'People handed over whose care has not ended' },
  source: {
    zh: '国发〔2003〕16号；中办发〔2003〕16号；领域手册 §8.7',
    en: 'State Council notice 2003 no. 16; handbook §8.7',
  },
  dimensions: ['sex'],
  ages: true,
  intervals: (file) =>
    file.retireeCare
      .map((care) => ({ ...careSpan(file, care), record: care.careId }))
      .filter((one) => one.to === null || one.to > one.from),
});

export const eligibilityDue = stock('eligibility-due', {
  of: 'resident',
  zh: '待领取资格认证人数',
  en: 'Confirmation of eligibility due',
  subject: 'population',
  unit: units.person,
  definition: {
    zh: '期末社区管理退休人员中，距认证到期不足规定月数(默认3个月)或已逾期、尚未认证的人数。',
    en: 'Retirees in community care whose confirmation runs out within the months of the parameter (3 by default) or has run out.',
  },
  formula: {
    zh: '今天 ≥ 上次认证 + 认证有效月数 − 提前月数，且未再认证的人数',
    en: 'Last confirmation + months it holds − months of notice have come, and no confirmation since',
  },
  source: {
    zh: '社会保险经办条例第26条；领域手册 §8.4',
    en: 'Social Insurance Agency Regulation art. 26; handbook §8.4',
  },
  dimensions: ['sex'],
  intervals: (file, parameters) =>
    file.retireeCare.flatMap((care) => {
      const end = careSpan(file, care).to;
      const last = roundsOf(file, care, parameters);
      const open: Interval[] = last.map((round) => ({
        from: round.appearsOn,
        to: round.doneOn,
        record: round.anchor,
      }));
      // Ended without another confirmation: it was due until the end.
      if (end !== null) open.push(...unfinished(file, care, parameters, end));
      return open.filter((one) => one.to === null || one.to > one.from);
    }),
});

/** The round that the end of the care broke off. */
function unfinished(file: ResidentFile, care: RetireeCare, parameters: SubjectParameters, end: PlainDate): Interval[] {
  const last = confirmationsIn(file, care).findLast((one) => one.confirmed && one.on <= end);
  const since = last?.on ?? care.confirmedOn ?? care.from;
  const dueOn = addMonths(since, parameters.number('retiree.confirmation_months', since));
  const from = maxDate(addMonths(dueOn, -parameters.number('retiree.confirmation_notice_months', since)), care.from);
  return [{ from, to: end, record: last?.confirmationId ?? care.careId }];
}

export const eligibilityConfirmed = flow('eligibility-confirmed', {
  of: 'resident',
  zh: '本期领取资格认证人次',
  en: 'Confirmations of eligibility',
  subject: 'population',
  unit: units.person,
  definition: {
    zh: '本期社区管理退休人员认证通过的人次。',
    en: 'Confirmations of retirees in community care in the period.',
  },
  formula: {
    zh: '认证日期在本期内、结果为通过的记录数',
    en: 'Confirmations with success whose day lies in the period',
  },
  source: {
    zh: '社会保险经办条例第26条；领域手册 §8.4',
    en: 'Social Insurance Agency Regulation art. 26; handbook §8.4',
  },
  dimensions: ['sex', 'age'],
  events: (file) =>
    file.retireeCare.flatMap((care) =>
      confirmationsIn(file, care)
        .filter((one) => one.confirmed)
        .map((one) => ({ on: one.on, record: one.confirmationId })),
    ),
});
