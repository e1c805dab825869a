import type { QualityMonth } from '@renshe/domain/quality/quality.contract.ts';
import type { ReactNode } from 'react';
import { Chart } from '../kit/Chart.tsx';
import { useTexts } from '../kit/i18n.ts';

/** How files stood at the closings of the last months: the score, and beside it what a score near a hundred hides, the files to mend. */
export function ScoreTrend(props: { months: readonly QualityMonth[]; area: string }): ReactNode {
  const { t } = useTexts();
  const { months, area } = props;
  const marks = {
    marked: new Set(months.flatMap((one, at) => (one.communities < one.of ? [at] : []))),
    markName: t('quality.trendPart'),
  };
  const common = { categoryName: t('quality.month'), height: 220 };
  const categories = months.map((one) => one.month);
  return (
    <div className="quality-trend">
      <Chart
        {...common}
        title={`${area} ${t('quality.trend')}`}
        note={t('quality.trendNote')}
        model={{
          kind: 'line',
          categories,
          series: [{ key: 'all', name: t('quality.score'), values: months.map((one) => one.scores.all), ...marks }],
          unit: t('quality.points'),
          decimals: 1,
        }}
      />
      <Chart
        {...common}
        title={`${area} ${t('quality.trendFlawed')}`}
        model={{
          kind: 'bar',
          categories,
          series: [{ key: 'flawed', name: t('quality.toMend'), values: months.map((one) => one.flawed), ...marks }],
          unit: t('quality.filesUnit'),
          decimals: 0,
        }}
      />
    </div>
  );
}
