import {
  analysisBases,
  analysisContracts,
  analysisLevels,
  analysisTabs,
  mostIndicators,
  trendLengths,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { analysedIndicators } from '@renshe/domain/analysis/analysis-indicator.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Segmented, Select, Skeleton, Tabs } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useAreas } from '../kit/area-names.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { AreaTrail } from '../report/AreaTrail.tsx';
import { type AnalysisSearch, type AnalysisView, stateOf, viewOf } from './analysis-address.ts';
import { ComparisonTab } from './ComparisonTab.tsx';
import { MapTab } from './MapTab.tsx';
import { OutliersTab } from './OutliersTab.tsx';
import { RankingTab } from './RankingTab.tsx';
import { SaveAnalysisDrawer, SavedAnalysesDrawer } from './SavedAnalyses.tsx';
import { TrendTab } from './TrendTab.tsx';
import './analysis.css';

type Asked = Parameters<ReturnType<typeof useFile<typeof analysisContracts.exportXlsx>>['get']>[0] extends {
  body?: { asked: infer A };
}
  ? A
  : never;

/** What every tab gets: where, which month, how, and ways on. */
export interface TabProps {
  area: string;
  areaName: string;
  month: string;
  first: string;
  view: AnalysisView;
  /** Change what stands in the address. */
  change: (next: AnalysisSearch) => void;
  /** The same view of another area. */
  hrefOf: (area: string) => string;
  onExport: ((asked: Asked) => void) | undefined;
}

/** 比较分析: numbers of an area against time, neighbours and themselves; everything chosen stands in the address. */
export function AnalysisPage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as AnalysisSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const { byCode } = useAreas();
  const mayExport = useCan('report.export');
  const xlsx = useFile(analysisContracts.exportXlsx);
  const [dialog, setDialog] = useState<'save' | 'list'>();
  const view = viewOf(search);
  const period = useRead(analysisContracts.period, { query: { area: area.code } }, { enabled: area.code !== '' });
  const change = (next: AnalysisSearch) => patchSearch(next);
  const hrefOf = (code: string) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...search, area: code })) if (value) query.set(name, value);
    return `/analysis?${query}`;
  };
  const areaName = shortAreaName(byCode.get(area.code)?.name ?? '');
  const month = view.month ?? period.data?.closed ?? period.data?.current;
  const closed = period.data?.closed !== null && month !== undefined && month <= (period.data?.closed ?? '');
  const several = view.tab === 'comparison' || view.tab === 'trend';
  return (
    <div className="page analysis-page">
      <PageHeader
        title={t('analysis.title')}
        tabTitle={`${areaName} ${t(`analysis.tabs.${view.tab}`)}`}
        note={<AreaTrail code={area.code} hrefOf={hrefOf} onOpen={(code) => change({ area: code })} />}
        primary={
          <>
            <Button href={`/board?area=${area.code}`}>{t('analysis.board.open')}</Button>
            <Button onClick={() => setDialog('list')}>{t('analysis.saved.open')}</Button>
            <Button onClick={() => window.print()}>{t('analysis.print')}</Button>
            <Button type="primary" disabled={month === undefined} onClick={() => setDialog('save')}>
              {t('analysis.saved.save')}
            </Button>
          </>
        }
      />
      <section className="card analysis-paper">
        <Tabs
          className="analysis-tabs"
          aria-label={t('analysis.tabsLabel')}
          activeKey={view.tab}
          items={analysisTabs.map((tab) => ({ key: tab, label: t(`analysis.tabs.${tab}`) }))}
          onChange={(tab) => change({ tab })}
        />
        <div className="filter-bar analysis-choices">
          <IndicatorChoice view={view} several={several} change={change} />
          {month === undefined ? null : (
            <DatePicker
              picker="month"
              allowClear={false}
              aria-label={t('analysis.month')}
              value={dayjs(`${month}-01`)}
              minDate={dayjs(`${period.data?.first ?? month}-01`)}
              maxDate={dayjs(`${period.data?.current ?? month}-01`)}
              onChange={(chosen) => change({ month: chosen?.format('YYYY-MM') })}
            />
          )}
          {view.month !== undefined ? (
            <Button type="link" onClick={() => change({ month: undefined })}>
              {t('analysis.newest')}
            </Button>
          ) : null}
          {view.tab === 'trend' ? (
            <Segmented
              aria-label={t('analysis.months')}
              value={view.months}
              options={trendLengths.map((count) => ({ value: count, label: t('analysis.monthsOption', { count }) }))}
              onChange={(months) => change({ months: String(months) })}
            />
          ) : null}
          {view.tab === 'ranking' || view.tab === 'map' ? (
            <Segmented
              aria-label={t('analysis.level')}
              value={view.tab === 'map' && view.level === 'community' ? 'below' : view.level}
              options={analysisLevels
                .filter((level) => view.tab === 'ranking' || level !== 'community')
                .map((level) => ({ value: level, label: t(`analysis.levels.${level}`) }))}
              onChange={(level) => change({ level })}
            />
          ) : null}
          {view.tab === 'outliers' ? null : (
            <Segmented
              aria-label={t('analysis.basis')}
              value={view.basis}
              options={analysisBases.map((basis) => ({ value: basis, label: t(`analysis.bases.${basis}`) }))}
              onChange={(basis) => change({ basis })}
            />
          )}
        </div>
        {period.error ? (
          <ErrorLine error={period.error} onRetry={() => void period.refetch()} />
        ) : month === undefined ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : (
          <>
            <p className="analysis-state">
              <strong>{areaName}</strong> {t(closed ? 'analysis.closed' : 'analysis.open', { month })}
              {' · '}
              {t(`analysis.basisWords.${view.tab === 'outliers' ? 'booked' : view.basis}`)}
            </p>
            <ShownTab
              area={area.code}
              areaName={areaName}
              month={month}
              first={period.data?.first ?? month}
              view={view}
              change={change}
              hrefOf={hrefOf}
              onExport={mayExport ? (asked) => void xlsx.get({ body: { asked } }) : undefined}
            />
          </>
        )}
      </section>
      {month === undefined ? null : (
        <SaveAnalysisDrawer
          open={dialog === 'save'}
          state={stateOf(area.code, view)}
          month={month}
          onClose={() => setDialog(undefined)}
        />
      )}
      <SavedAnalysesDrawer
        open={dialog === 'list'}
        onClose={() => setDialog(undefined)}
        onOpen={(state) => {
          setDialog(undefined);
          change(state);
        }}
      />
    </div>
  );
}

function ShownTab(props: TabProps): ReactNode {
  switch (props.view.tab) {
    case 'comparison':
      return <ComparisonTab {...props} />;
    case 'trend':
      return <TrendTab {...props} />;
    case 'ranking':
      return <RankingTab {...props} />;
    case 'map':
      return <MapTab {...props} />;
    case 'outliers':
      return <OutliersTab {...props} />;
  }
}

/** Several indicators side by side, or one: the first of them. */
function IndicatorChoice(props: {
  view: AnalysisView;
  several: boolean;
  change: (next: AnalysisSearch) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { indicators, tab } = props.view;
  const options = (['ratio', 'stock', 'flow'] as const).map((kind) => ({
    label: t(`analysis.kinds.${kind}`),
    options: analysedIndicators
      .filter((one) => one.kind === kind)
      .map((one) => ({ value: one.key, label: one[language] })),
  }));
  const search = { optionFilterProp: 'label' as const };
  if (!props.several) {
    const [first = ''] = indicators;
    return (
      <Select
        className="analysis-indicator"
        aria-label={t('analysis.indicator')}
        value={first}
        options={options}
        showSearch={search}
        popupMatchSelectWidth={false}
        onChange={(key) =>
          props.change({
            indicators: [key, ...indicators.filter((one) => one !== key)].slice(0, mostIndicators).join(','),
          })
        }
      />
    );
  }
  return (
    <Select
      key={tab}
      className="analysis-indicators"
      mode="multiple"
      aria-label={t('analysis.indicators')}
      maxCount={mostIndicators}
      value={indicators}
      options={options}
      showSearch={search}
      placeholder={t('analysis.indicatorsHelp')}
      onChange={(keys) => {
        if (keys.length > 0) props.change({ indicators: keys.join(',') });
      }}
    />
  );
}
