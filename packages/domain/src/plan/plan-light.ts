/**
 * The traffic light of an indicator in a year, and the sentence beside it: colour never stands alone. A year that is over is judged by what
 * was reached, a running one by where it is heading.
 */
import type { Sentence } from '../kernel/app-error.ts';
import { type Direction, type IndicatorKind, type Measure, round, shareOf } from './plan.rules.ts';

export const lights = ['green', 'amber', 'red', 'grey'] as const;
export type Light = (typeof lights)[number];
export const lightNames = {
  green: { zh: '正常', en: 'On course' },
  amber: { zh: '预警', en: 'Watch' },
  red: { zh: '滞后', en: 'Behind' },
  grey: { zh: '无数据', en: 'No data' },
} as const satisfies Record<Light, Sentence>;

export type LightReason =
  | 'no-target'
  | 'no-data'
  | 'met'
  | 'nearly-met'
  | 'missed'
  | 'reached'
  | 'on-course'
  | 'slightly-behind'
  | 'behind'
  | 'within'
  | 'near-limit'
  | 'over-limit'
  | 'will-exceed'
  | 'slipping';

export interface Judgement {
  light: Light;
  reason: LightReason;
  /** actual ÷ target; null for a missing or zero target. */
  share: number | null;
  /** What is still missing (at least) or left below the limit (at most); negative once it is passed. Null without actual or target. */
  gap: number | null;
}

export interface JudgeInput {
  measure: Measure;
  direction: Direction;
  kind: IndicatorKind;
  target: number | null;
  /** Reached so far: of a flow since the year began, of a level the latest value. */
  actual: number | null;
  /** 0 to 1; 1 means that the year is over. */
  elapsed: number;
  /** Where the year will end; null when nothing can be said. */
  forecast: number | null;
  /** Parameter `plan.amber_share` as a share: a forecast of at least this part of the target is amber, less is red. */
  amberShare: number;
}

export function judgeIndicator(input: JudgeInput): Judgement {
  const { target, actual, direction } = input;
  if (target === null) return { light: 'grey', reason: 'no-target', share: null, gap: null };
  if (actual === null) return { light: 'grey', reason: 'no-data', share: null, gap: null };
  const rest = { share: shareOf(actual, target), gap: round(target - actual) };
  const least = direction === 'at-least';
  const meets = (value: number) => (least ? value >= target : value <= target);
  const nearly = (value: number) =>
    least ? value >= target * input.amberShare : value <= target * (2 - input.amberShare);
  const say = (light: Light, reason: LightReason): Judgement => ({ light, reason, ...rest });
  if (input.elapsed >= 1) {
    if (meets(actual)) return say('green', 'met');
    return input.kind === 'expected' && nearly(actual) ? say('amber', 'nearly-met') : say('red', 'missed');
  }
  const outlook = input.forecast ?? (input.measure === 'level' ? actual : null);
  if (input.measure === 'flow') {
    // What has happened cannot un-happen: a reached target stays reached, a passed limit stays passed.
    if (least && meets(actual)) return say('green', 'reached');
    if (!least && !meets(actual)) return say('red', 'over-limit');
  } else if (meets(actual) && outlook !== null) {
    return meets(outlook) ? say('green', least ? 'reached' : 'within') : say('amber', 'slipping');
  }
  if (outlook === null) return { light: 'grey', reason: 'no-data', ...rest };
  if (meets(outlook)) return say('green', least ? 'on-course' : 'within');
  if (nearly(outlook)) return say('amber', least ? 'slightly-behind' : 'near-limit');
  return say('red', least ? 'behind' : 'will-exceed');
}

/** Numbers as a sentence writes them: thousands, at most two decimals. */
export function figureWords(value: number): string {
  const [whole = '', part] = Math.abs(round(value))
    .toFixed(2)
    .replace(/\.?0+$/, '')
    .split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${value < 0 ? '−' : ''}${grouped}${part ? `.${part}` : ''}`;
}

/** The gap in words, with the unit of the indicator ('' where it has none). */
export function gapSentence(judgement: Judgement, forecast: number | null, unit: string): Sentence {
  const gap = judgement.gap ?? 0;
  const zhUnit = unit === '' || unit === '%' ? unit : ` ${unit}`;
  const enUnit = unit === '%' ? '%' : '';
  const zh = (value: number) => `${figureWords(value)}${zhUnit}`;
  const en = (value: number) => `${figureWords(value)}${enUnit}`;
  const will = forecast ?? 0;
  const sentences: Record<LightReason, Sentence> = {
    'no-target': { zh: '本级没有下达目标。', en: 'No target has been set for this area.' },
    'no-data': { zh: '还没有数据，不作判断。', en: 'No data yet, so no judgement.' },
    met: { zh: '全年完成目标。', en: 'The year’s target was met.' },
    'nearly-met': {
      zh: `全年差 ${zh(Math.abs(gap))}，接近目标。`,
      en: `Missed the year’s target by ${en(Math.abs(gap))}, close to it.`,
    },
    missed: {
      zh: `全年未完成，差 ${zh(Math.abs(gap))}。`,
      en: `The year’s target was missed by ${en(Math.abs(gap))}.`,
    },
    reached: {
      zh: gap === 0 ? '已达到全年目标。' : `已达到全年目标，超出 ${zh(-gap)}。`,
      en: gap === 0 ? 'The year’s target is reached.' : `The year’s target is reached, ${en(-gap)} above it.`,
    },
    'on-course': {
      zh: `还差 ${zh(gap)}，照此进度全年约 ${zh(will)}，可以完成。`,
      en: `${en(gap)} still to go; at this pace the year ends at about ${en(will)}, which is enough.`,
    },
    'slightly-behind': {
      zh: `还差 ${zh(gap)}，照此进度全年约 ${zh(will)}，略有不足，需要加快。`,
      en: `${en(gap)} still to go; at this pace the year ends at about ${en(will)}, slightly short.`,
    },
    behind: {
      zh: `还差 ${zh(gap)}，照此进度全年只有约 ${zh(will)}，完不成目标。`,
      en: `${en(gap)} still to go; at this pace the year ends at only about ${en(will)}, short of the target.`,
    },
    within: {
      zh: `在控制数以内，还有 ${zh(gap)} 余地。`,
      en: `Within the limit, with ${en(gap)} to spare.`,
    },
    'near-limit': {
      zh: `照此走势年末约 ${zh(will)}，略超控制数。`,
      en: `At this pace the year ends at about ${en(will)}, slightly above the limit.`,
    },
    'over-limit': {
      zh: `已超出控制数 ${zh(-gap)}。`,
      en: `The limit is exceeded by ${en(-gap)}.`,
    },
    'will-exceed': {
      zh: `照此走势年末约 ${zh(will)}，将超出控制数。`,
      en: `At this pace the year ends at about ${en(will)}, above the limit.`,
    },
    slipping: {
      zh: `目前达标，但照此走势年末约 ${zh(will)}，有失守的风险。`,
      en: `On target now, but heading for about ${en(will)} at the end of the year.`,
    },
  };
  return sentences[judgement.reason];
}
