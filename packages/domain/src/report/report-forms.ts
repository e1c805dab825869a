import type { ReportForm } from './form.ts';
import { campaignDailyForm } from './forms/campaign-daily.ts';
import { dailyBriefForm } from './forms/daily-brief.ts';
import { monthlyReportForm } from './forms/monthly.ts';
import { quarterlyAnalysisForm } from './forms/quarterly-analysis.ts';
import { weeklyMarketForm } from './forms/weekly-market.ts';

/** The forms that come with the system; a city adds or changes forms by files (`form-file.ts`). */
export const builtInForms: readonly ReportForm[] = [
  dailyBriefForm,
  campaignDailyForm,
  weeklyMarketForm,
  monthlyReportForm,
  quarterlyAnalysisForm,
];
