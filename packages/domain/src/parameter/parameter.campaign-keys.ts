import type { CodeSet } from '../code/code-set.ts';
import type { ParameterKeyRow } from './parameter.keys.ts';

/** Of survey drives. */
export const campaignParameterKeys = [
  {
    code: 'campaign.recheck_percent',
    zh: '调查登记复查比例(每人已完成户数中)',
    en: 'Surveys: share of the done households of each worker that is asked again',
    value: 'number',
    unit: '%',
  },
  {
    code: 'campaign.behind_points',
    zh: '调查进度落后时间进度多少百分点算落后',
    en: 'Surveys: percentage points behind the calendar from which somebody lags',
    value: 'number',
    unit: '%',
  },
] as const satisfies CodeSet<ParameterKeyRow>;
