/**
 * 调查登记 (capability B08): a survey drive over chosen communities. What it consists of, in which state what may be done, how its progress is
 * judged. What becomes of a household is derived from entries and visits.
 */
import { daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';

/** full: everybody of the household is entered or confirmed; changes: what has changed since the last time, one entry is enough. */
export const campaignKinds = ['full', 'changes'] as const;
export type CampaignKind = (typeof campaignKinds)[number];
export const campaignKindNames = {
  full: { zh: '全项登记', en: 'Full card' },
  changes: { zh: '变动登记', en: 'Changes since last' },
} as const satisfies Record<CampaignKind, { zh: string; en: string }>;

export const campaignStates = ['drafted', 'running', 'ended'] as const;
export type CampaignState = (typeof campaignStates)[number];
export const campaignStateNames = {
  drafted: { zh: '未开始', en: 'Drafted' },
  running: { zh: '进行中', en: 'Running' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<CampaignState, { zh: string; en: string }>;

/** What came of one way to a household; `confirmed`: everything known of it is still so. */
export const visitOutcomes = ['confirmed', 'no-one-home', 'refused', 'vacant', 'moved'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

/** How a household of a campaign stands. `begun`: some of its people are entered, not all. */
export const entryStatuses = ['todo', 'no-one-home', 'begun', 'done', 'refused', 'vacant', 'moved'] as const;
export type EntryStatus = (typeof entryStatuses)[number];
export const entryStatusNames = {
  todo: { zh: '待走访', en: 'To do' },
  'no-one-home': { zh: '无人在家', en: 'Nobody home' },
  begun: { zh: '录了一部分', en: 'Partly entered' },
  done: { zh: '已完成', en: 'Done' },
  refused: { zh: '拒访', en: 'Refused' },
  vacant: { zh: '空户', en: 'Vacant' },
  moved: { zh: '已搬走', en: 'Moved away' },
} as const satisfies Record<EntryStatus, { zh: string; en: string }>;

/** Nobody has to go there again. */
export const settledStatuses = ['done', 'refused', 'vacant', 'moved'] as const satisfies readonly EntryStatus[];
export const openStatuses = ['todo', 'no-one-home', 'begun'] as const satisfies readonly EntryStatus[];

export type EntryCounts = Record<EntryStatus, number>;
export const noEntries: EntryCounts = {
  todo: 0,
  'no-one-home': 0,
  begun: 0,
  done: 0,
  refused: 0,
  vacant: 0,
  moved: 0,
};
export function totalOf(counts: EntryCounts): number {
  return entryStatuses.reduce((sum, status) => sum + counts[status], 0);
}
export function settledOf(counts: EntryCounts): number {
  return settledStatuses.reduce((sum, status) => sum + counts[status], 0);
}
export function addCounts(a: EntryCounts, b: EntryCounts): EntryCounts {
  return Object.fromEntries(entryStatuses.map((status) => [status, a[status] + b[status]])) as EntryCounts;
}

export const campaignActs = ['change', 'delete', 'start', 'assign', 'visit', 'draw', 'check', 'decide', 'end'] as const;
export type CampaignAct = (typeof campaignActs)[number];
/** A draft is nobody's work yet and may go; while the drive runs it is worked on; after its end differences may still be decided. */
const actsOf = {
  drafted: ['change', 'delete', 'start'],
  running: ['change', 'assign', 'visit', 'draw', 'check', 'decide', 'end'],
  ended: ['decide'],
} as const satisfies Record<CampaignState, readonly CampaignAct[]>;

export function campaignMay(state: CampaignState, act: CampaignAct): boolean {
  return (actsOf[state] as readonly CampaignAct[]).includes(act);
}

/** Longer than this is a standing task, not a drive. */
export const longestCampaignDays = 366;
const article = 'B08 调查登记';

export function campaignRefusals(fields: { startsOn: PlainDate; endsOn: PlainDate; communities: number }): Refusal[] {
  const refusals: Refusal[] = [];
  if (fields.endsOn < fields.startsOn) refusals.push({ code: 'campaign.dates', article, field: 'endsOn' });
  else if (daysBetween(fields.startsOn, fields.endsOn) > longestCampaignDays)
    refusals.push({ code: 'campaign.too-long', article, field: 'endsOn', details: { most: longestCampaignDays } });
  if (fields.communities === 0) refusals.push({ code: 'campaign.no-communities', article, field: 'communities' });
  return refusals;
}

/** A community that another running campaign of the same kind covers: people would be asked twice, so somebody has to mean it. */
export function startRefusals(
  campaign: { startsOn: PlainDate; endsOn: PlainDate },
  overlaps: readonly { campaign: string; community: string }[],
  today: PlainDate,
  confirmed: boolean,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (today < campaign.startsOn)
    refusals.push({ code: 'campaign.too-early', article, details: { date: campaign.startsOn } });
  if (today > campaign.endsOn) refusals.push({ code: 'campaign.over', article, details: { date: campaign.endsOn } });
  const [first] = overlaps;
  if (first && !confirmed)
    refusals.push({
      code: 'campaign.overlaps',
      article,
      details: { campaign: first.campaign, community: first.community, count: overlaps.length },
    });
  return refusals;
}

/** A visit is on a day of the drive, up to today; who was not at home is tried again from today on. */
export function visitRefusals(
  visit: { outcome: VisitOutcome; visitedOn: PlainDate; nextOn: PlainDate | null; hasHousehold: boolean },
  startedOn: PlainDate,
  today: PlainDate,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (visit.visitedOn > today || visit.visitedOn < startedOn)
    refusals.push({ code: 'campaign.visit-day', article, field: 'visitedOn', details: { from: startedOn, to: today } });
  if (visit.nextOn !== null && visit.nextOn < visit.visitedOn)
    refusals.push({ code: 'campaign.next-day', article, field: 'nextOn' });
  if (visit.outcome === 'confirmed' && !visit.hasHousehold)
    refusals.push({ code: 'campaign.nothing-known', article, field: 'outcome' });
  return refusals;
}

export interface Pace {
  /** Share of the days that have passed, today included, 0 to 1. */
  elapsed: number;
  /** Settled households by all; null without any. */
  share: number | null;
  /** Households that should be settled by now and are not. */
  missing: number;
  behind: boolean;
}

/** @param tolerance percentage points that somebody may lag behind the calendar (parameter `campaign.behind_points`) */
export function paceOf(
  campaign: { startsOn: PlainDate; endsOn: PlainDate; state: CampaignState },
  counts: EntryCounts,
  today: PlainDate,
  tolerance: number,
): Pace {
  const days = daysBetween(campaign.startsOn, campaign.endsOn) + 1;
  const passed = Math.min(days, Math.max(0, daysBetween(campaign.startsOn, today) + 1));
  const elapsed = campaign.state === 'ended' ? 1 : passed / days;
  const total = totalOf(counts);
  if (total === 0) return { elapsed, share: null, missing: 0, behind: false };
  const settled = settledOf(counts);
  const missing = Math.max(0, Math.floor(total * elapsed + 1e-9) - settled);
  return { elapsed, share: settled / total, missing, behind: (elapsed - settled / total) * 100 > tolerance };
}
