import type { PlanDetail, PlanIndicator } from '@renshe/domain/plan/plan.contract.ts';
import { directionNames, indicatorKindNames } from '@renshe/domain/plan/plan.rules.ts';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { LightTag } from './LightTag.tsx';
import { forecastWords, valueWords } from './plan-words.ts';

/** The indicators of a plan with target, actual, forecast, light and the gap in words; a row opens its trend and division. */
export function IndicatorTable(props: { detail: PlanDetail; onOpen: (one: PlanIndicator) => void }): ReactNode {
  const { t, say, language } = useTexts();
  const narrow = useNarrow();
  const { detail } = props;
  const name = (one: PlanIndicator) => (
    <span className="plan-name">
      <button
        type="button"
        className="link-button"
        aria-label={t('plan.indicator.open', { name: one.name })}
        onClick={() => props.onOpen(one)}
      >
        {one.name}
      </button>
      <small>
        {[
          say(indicatorKindNames[one.kind]),
          say(directionNames[one.direction]),
          one.unit,
          t(`plan.indicator.source.${one.source}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      {one.baselineValue === null ? null : (
        <small>
          {one.baselineYear === null
            ? t('plan.indicator.baselinePlain', { value: valueWords(one.baselineValue, one.unit) })
            : t('plan.indicator.baseline', {
                year: one.baselineYear,
                value: valueWords(one.baselineValue, one.unit),
              })}
        </small>
      )}
    </span>
  );
  const words = (one: PlanIndicator) => (
    <div className="plan-words">
      {say(one.standing.words)}
      {one.standing.forecast ? <small>{forecastWords(one.standing.forecast, language)}</small> : null}
      {one.totalTarget !== null && one.totalDone !== null && one.totalTarget !== 0 ? (
        <small>
          {t('plan.indicator.totalDone', {
            done: valueWords(one.totalDone, one.unit),
            total: valueWords(one.totalTarget, one.unit),
            percent: Math.round((one.totalDone / one.totalTarget) * 100),
          })}
        </small>
      ) : null}
    </div>
  );
  const owner = (one: PlanIndicator) => (
    <span className="plan-name">
      {one.owner.officeName || one.owner.person || '—'}
      {one.owner.officeName && one.owner.person ? <small>{one.owner.person}</small> : null}
    </span>
  );
  return (
    <DataTable<PlanIndicator>
      name="plan.tabs.indicators"
      label={t('plan.tabs.indicators')}
      rows={detail.indicators}
      rowKey={(one) => one.indicatorId}
      count={detail.indicators.length}
      onOpen={props.onOpen}
      empty={{ title: t('plan.indicator.empty'), help: t('plan.indicator.emptyHelp') }}
      columns={
        narrow
          ? [
              {
                key: 'name',
                title: t('plan.indicator.name'),
                className: 'wrapping',
                render: (_, one) => (
                  <span className="stacked">
                    {name(one)}
                    <span>
                      <LightTag light={one.standing.judgement.light} />{' '}
                      <span className="figures">
                        {valueWords(one.standing.actual, one.unit, t('plan.indicator.noData'))} /{' '}
                        {valueWords(one.standing.target, one.unit, t('plan.indicator.none'))}
                      </span>
                    </span>
                    {words(one)}
                  </span>
                ),
              },
            ]
          : [
              { key: 'name', title: t('plan.indicator.name'), className: 'wrapping', render: (_, one) => name(one) },
              {
                key: 'target',
                title: t('plan.indicator.target'),
                align: 'right',
                render: (_, one) => valueWords(one.standing.target, one.unit, t('plan.indicator.none')),
              },
              {
                key: 'actual',
                title: t('plan.indicator.actual'),
                align: 'right',
                render: (_, one) => valueWords(one.standing.actual, one.unit, t('plan.indicator.noData')),
              },
              {
                key: 'share',
                title: t('plan.indicator.share'),
                align: 'right',
                render: (_, one) => formatPercent(one.standing.judgement.share),
              },
              {
                key: 'forecast',
                title: t('plan.indicator.forecast'),
                align: 'right',
                render: (_, one) => valueWords(one.standing.forecast?.value, one.unit),
              },
              {
                key: 'light',
                title: t('plan.indicator.light'),
                className: 'after-figures',
                render: (_, one) => <LightTag light={one.standing.judgement.light} />,
              },
              { key: 'words', title: t('plan.indicator.words'), className: 'wrapping', render: (_, one) => words(one) },
              { key: 'owner', title: t('plan.indicator.owner'), className: 'wrapping', render: (_, one) => owner(one) },
            ]
      }
    />
  );
}
