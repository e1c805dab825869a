import { surveyedUnemploymentRate } from '@renshe/domain/external/external.indicators.ts';
import {
  addDays,
  firstDayAfter,
  formatMonth,
  listMonths,
  type Month,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import type { Kysely } from 'kysely';
import { newId } from '../platform/id.ts';
import type { DB } from '../platform/schema.gen.ts';
import { DemoRandom } from './demo-random.ts';

/** Published in the middle of the following month, as the statistics office does. */
const publishedAfterDays = 15;
/** Higher after the Spring Festival and when schools end, in tenths of a per cent, by calendar month. */
const seasonal = [1, 4, 3, 1, 0, 0, 3, 4, 2, 0, -1, 0] as const;

/**
 * Surveyed urban unemployment rate of the demo city (C05), month by month. The figures are invented and every one says so in its source:
 * nobody must take them for a publication.
 */
export async function publishSurveyedRate(
  db: Kysely<DB>,
  city: { areaId: number; from: Month; today: PlainDate; seed: string; at: Date },
): Promise<void> {
  const random = new DemoRandom(`${city.seed} surveyed rate`);
  let trend = 51;
  const rows = listMonths(city.from, monthOf(city.today)).flatMap((month) => {
    trend = Math.min(54, Math.max(47, trend + random.between(-1, 1)));
    const publishedOn = addDays(firstDayAfter(month), publishedAfterDays);
    if (publishedOn > city.today) return [];
    return [
      {
        district_id: 0,
        value_id: newId(city.at.getTime()),
        area_id: city.areaId,
        indicator: surveyedUnemploymentRate.key,
        period: formatMonth(month),
        value: String((trend + (seasonal[(month % 100) - 1] ?? 0)) / 10),
        document: `演示数据，非官方发布：${formatMonth(month)} 城镇调查失业率`,
        publisher: '演示来源（虚构）',
        published_on: publishedOn,
        note: '虚构数字，仅供演示。',
        entered_at: city.at,
      },
    ];
  });
  if (rows.length > 0) await db.insertInto('external_value').values(rows).execute();
}
