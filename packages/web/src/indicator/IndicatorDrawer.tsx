import { dimensionName, groupName } from '@renshe/domain/indicator/indicator.breakdowns.ts';
import { type IndicatorFigures, indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import type { Declared, Ratio } from '@renshe/domain/kernel/indicator.ts';
import { findLine } from '@renshe/domain/report/monthly-form.ts';
import { findIndicator } from '@renshe/domain/statistics/indicators.ts';
import { Link } from '@tanstack/react-router';
import { Drawer, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { ExternalValues } from './ExternalValues.tsx';
import { formatValue } from './indicator-text.ts';
import { TargetText } from './TargetText.tsx';

type Detail = z.output<typeof indicatorContracts.detail.output>;
type Place = { areaCode: string; areaName: string; month: string };

/** What an indicator means, how it is made, and how its number of this area and month breaks down. */
export function IndicatorDrawer(
  props: Place & { declared: Declared | undefined; figures: IndicatorFigures | undefined; onClose: () => void },
): ReactNode {
  const { language } = useTexts();
  const { declared: d } = props;
  return (
    <Drawer
      open={d !== undefined}
      onClose={props.onClose}
      size={620}
      destroyOnHidden
      title={d ? <h2 className="drawer-title">{d[language]}</h2> : null}
    >
      {d ? <Body key={d.key} {...props} declared={d} /> : null}
    </Drawer>
  );
}

function Body(props: Place & { declared: Declared; figures: IndicatorFigures | undefined }): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, figures: f, areaCode, areaName, month } = props;
  const read = useRead(
    indicatorContracts.detail,
    { params: { key: d.key }, query: { area: areaCode, month } },
    { keepPrevious: true },
  );
  const unit = `${d.unit.en === '%' ? '' : ' '}${d.unit[language]}`;
  const value =
    f?.value == null
      ? t(d.type === 'external' ? 'indicator.notPublished' : 'indicator.noObject')
      : `${formatValue(d, f.value)}${unit}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a drawer that scrolls and holds no control must be reachable by keyboard (WCAG 2.1.1).
    <section className="indicator-detail" aria-label={d[language]} tabIndex={0}>
      <p className="quiet">
        {t('indicator.detail.where', { area: areaName, month })} · {t(`indicator.typesLong.${d.type}`)}
      </p>
      <p className="indicator-figure figures">{value}</p>
      {f && (f.adjustment !== 0 || f.priorYear !== 0) ? (
        <p className="quiet">
          {t('indicator.detail.adjustment', { value: formatNumber(f.adjustment), prior: formatNumber(f.priorYear) })}
        </p>
      ) : null}
      {findLine(d.key) ? (
        <p>
          <Link to="/reports" search={{ area: areaCode, month, cell: `${d.key}~total` } as never}>
            {t('indicator.detail.people')}
          </Link>{' '}
          <span className="quiet">{t('indicator.detail.peopleHelp')}</span>
        </p>
      ) : null}
      <dl className="indicator-words">
        {(['definition', 'formula'] as const).map((part) => (
          <Said key={part} term={t(`indicator.detail.${part}`)}>
            {d[part][language]}
          </Said>
        ))}
        {d.type === 'ratio' ? (
          <Said term={t('indicator.detail.denominator')}>{d.denominatorName[language]}</Said>
        ) : null}
        <Said term={t('indicator.detail.source')}>{d.source[language]}</Said>
        {f?.target ? (
          <Said term={t('indicator.detail.target')}>
            <TargetText declared={d} target={f.target} />{' '}
            <span className="quiet">{t('indicator.detail.targetFrom')}</span>
          </Said>
        ) : null}
      </dl>
      {d.type === 'external' ? <ExternalValues declared={d} areaCode={areaCode} areaName={areaName} /> : null}
      {read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data === undefined ? (
        <Skeleton active />
      ) : (
        <Numbers declared={d} detail={read.data} />
      )}
    </section>
  );
}

function Said(props: { term: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Numbers(props: { declared: Declared; detail: Detail }): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, detail } = props;
  const breakdowns = detail.breakdowns.filter((b) => b.groups.length > 0);
  return (
    <>
      {d.type === 'ratio' ? <Parts ratio={d} detail={detail} /> : null}
      {d.type === 'external' ? null : (
        <section>
          <h3>{t('indicator.detail.breakdowns')}</h3>
          {breakdowns.length === 0 ? <p className="quiet">{t('indicator.detail.noGroups')}</p> : null}
          {breakdowns.map((b) => (
            <Groups key={b.dimension} declared={d} title={dimensionName(b.dimension, language)} breakdown={b} />
          ))}
        </section>
      )}
      {d.type === 'external' ? null : <Months declared={d} months={detail.months} />}
    </>
  );
}

/** 城镇登记失业率 = 41 ÷ (1,200 + 41), with the name of every part. */
function Parts(props: { ratio: Ratio; detail: Detail }): ReactNode {
  const { t, language } = useTexts();
  return (
    <section>
      <h3>{t('indicator.detail.parts')}</h3>
      <table className="indicator-small">
        <tbody>
          {props.detail.parts.map((part, i) => (
            <tr key={`${part.indicator} ${part.measure}`}>
              <td className="quiet">{t(i === 0 ? 'indicator.detail.numerator' : 'indicator.detail.divisor')}</td>
              <th scope="row">
                {findIndicator(part.indicator)?.[language]}{' '}
                <span className="quiet">{t(`indicator.detail.measures.${part.measure}`)}</span>
              </th>
              <td className="number-cell">
                {part.value === null ? t('indicator.detail.unknown') : formatNumber(part.value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Groups(props: { declared: Declared; title: string; breakdown: Detail['breakdowns'][number] }): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, breakdown } = props;
  const ratio = d.type === 'ratio';
  const flow = d.type === 'flow';
  // Where attrition outweighs what is new a group is negative, and shares would not add up.
  const shares = !ratio && breakdown.groups.every((group) => (group.value ?? 0) >= 0);
  const total = breakdown.groups.reduce((sum, group) => sum + (group.value ?? 0), 0);
  const most = Math.max(...breakdown.groups.map((group) => Math.abs(group.value ?? 0)), 0);
  return (
    <table className="indicator-small">
      <caption>{props.title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('indicator.detail.group')}</th>
          <th scope="col" className="number-cell">
            {flow ? t('indicator.detail.month') : d.unit[language]}
          </th>
          {flow ? (
            <th scope="col" className="number-cell">
              {t('indicator.detail.ytd')}
            </th>
          ) : null}
          {shares ? (
            <th scope="col" className="number-cell">
              {t('indicator.detail.share')}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {breakdown.groups.map((group) => (
          <tr key={group.group}>
            <th scope="row">
              {groupName(breakdown.dimension, group.group, language)}
              <Bar value={group.value} most={most} />
            </th>
            <td className="number-cell">
              {group.value === null ? t('indicator.noObject') : formatValue(d, group.value)}
            </td>
            {flow ? <td className="number-cell">{group.ytd === null ? '' : formatNumber(group.ytd)}</td> : null}
            {shares ? (
              <td className="number-cell">{formatPercent(total > 0 ? (group.value ?? 0) / total : null)}</td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The length of a number, for the eye alone: the number stands beside it. */
function Bar(props: { value: number | null; most: number }): ReactNode {
  const share = props.value === null || props.most === 0 ? 0 : Math.max(0, props.value) / props.most;
  return (
    <span className="indicator-bar" aria-hidden="true">
      <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
    </span>
  );
}

function Months(props: { declared: Declared; months: Detail['months'] }): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, months } = props;
  const flow = d.type === 'flow';
  const most = Math.max(...months.map((m) => Math.abs(m.value ?? 0)), 0);
  return (
    <section>
      <h3>{t('indicator.detail.months')}</h3>
      <table className="indicator-small">
        <thead>
          <tr>
            <th scope="col">{t('indicator.month')}</th>
            <th scope="col" className="number-cell">
              {flow ? t('indicator.detail.month') : d.unit[language]}
            </th>
            {flow ? (
              <th scope="col" className="number-cell">
                {t('indicator.detail.ytd')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((m) => (
            <tr key={m.month}>
              <th scope="row" className="figures">
                {m.month}
                <Bar value={m.value} most={most} />
              </th>
              <td className="number-cell">{m.value === null ? '—' : formatValue(d, m.value)}</td>
              {flow ? <td className="number-cell">{m.ytd === null ? '—' : formatNumber(m.ytd)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
