import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import {
  type DivisionView,
  type PlanDetail,
  type PlanIndicator,
  planContracts,
} from '@renshe/domain/plan/plan.contract.ts';
import { Button, Drawer, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { Chart } from '../kit/Chart.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant, formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { WhyField } from '../resident/WhyField.tsx';
import { IndicatorDrawer } from './IndicatorDrawer.tsx';
import { LightTag } from './LightTag.tsx';
import { forecastWords, numberRule, readNumber, valueWords } from './plan-words.ts';

/** What scrolls sideways and holds nothing to focus must itself be reachable by keyboard (WCAG 2.1.1). */
const reachable = { tabIndex: 0 };
const reads = [planContracts.get, planContracts.division];

/** An indicator in one area and year: sentence, path, months, what the areas below have, values by hand. */
export function IndicatorPanel(props: {
  detail: PlanDetail;
  indicator: PlanIndicator;
  onClose: () => void;
}): ReactNode {
  const { t, say, language } = useTexts();
  const { detail, indicator } = props;
  const { planId } = detail.plan;
  const { indicatorId } = indicator;
  const [open, setOpen] = useState<'change' | 'targets' | 'enter' | null>(null);
  const [voiding, setVoiding] = useState<DivisionView['manual'][number] | null>(null);
  const read = useRead(planContracts.division, {
    params: { planId, indicatorId },
    query: { area: detail.area.code, year: detail.year },
  });
  const view = read.data;
  const { standing } = indicator;
  return (
    <Drawer
      open
      size={760}
      title={<h2 className="drawer-title">{indicator.name}</h2>}
      onClose={props.onClose}
      extra={detail.mayManage ? <Button onClick={() => setOpen('change')}>{t('plan.panel.change')}</Button> : null}
    >
      <div className="plan-panel">
        <section>
          <p>
            <LightTag light={standing.judgement.light} /> {say(standing.words)}
          </p>
          <p className="quiet">
            {forecastWords(standing.forecast, language)}
            {indicator.note ? ` ${indicator.note}` : ''}
          </p>
        </section>
        <section>
          <h3>{t('plan.panel.path')}</h3>
          <Path indicator={indicator} />
        </section>
        {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
        {view ? (
          <>
            {view.series.length > 0 ? (
              <section>
                <Months view={view} />
              </section>
            ) : null}
            {indicator.source === 'manual' ? (
              <section>
                <div className="between">
                  <h3>{t('plan.panel.manual')}</h3>
                  {view.mayEnter ? (
                    <Button size="small" onClick={() => setOpen('enter')}>
                      {t('plan.panel.enter')}
                    </Button>
                  ) : null}
                </div>
                <ul>
                  {view.manual.map((one) => (
                    <li key={one.actualId}>
                      <span className="figures">
                        {one.period} <strong>{valueWords(one.value, view.unit)}</strong>
                      </span>{' '}
                      {one.source}{' '}
                      <span className="quiet">
                        {t('plan.panel.by', { name: one.enteredBy })} {formatInstant(one.enteredAt)}
                      </span>{' '}
                      {view.mayEnter ? (
                        <button type="button" className="link-button" onClick={() => setVoiding(one)}>
                          {t('plan.panel.void')}
                        </button>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
            <section>
              <div className="between">
                <h3>{t('plan.panel.division')}</h3>
                {view.children.some((child) => child.maySet) ? (
                  <Button size="small" onClick={() => setOpen('targets')}>
                    {t('plan.panel.set')}
                  </Button>
                ) : null}
              </div>
              <Children view={view} />
            </section>
          </>
        ) : null}
      </div>
      {open === 'change' ? (
        <IndicatorDrawer detail={detail} indicator={indicator} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'targets' && view ? <TargetsDrawer planId={planId} view={view} onClose={() => setOpen(null)} /> : null}
      {open === 'enter' && view ? <EnterDrawer planId={planId} view={view} onClose={() => setOpen(null)} /> : null}
      {voiding ? <VoidDrawer planId={planId} actual={voiding} onClose={() => setVoiding(null)} /> : null}
    </Drawer>
  );
}

function Path(props: { indicator: PlanIndicator }): ReactNode {
  const { t } = useTexts();
  const { path, unit } = props.indicator;
  return (
    <section className="plan-scroll" aria-label={t('plan.panel.path')} {...reachable}>
      <table>
        <thead>
          <tr>
            <th>{t('plan.panel.pathYear')}</th>
            {path.map((step) => (
              <th key={step.year}>{step.year}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['target', 'actual'] as const).map((what) => (
            <tr key={what}>
              <td>{t(what === 'target' ? 'plan.panel.pathTarget' : 'plan.panel.pathActual')}</td>
              {path.map((step) => (
                <td key={step.year}>{valueWords(step[what], unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** This year's months beside those of the year before. */
function Months(props: { view: DivisionView }): ReactNode {
  const { t } = useTexts();
  const { view } = props;
  const values = new Map(view.series.map((point) => [point.month, point.value]));
  const months = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
  const of = (year: number) => months.map((month) => values.get(`${year}-${month}`) ?? null);
  const isRate = view.unit === '%' || view.unit === '‰';
  return (
    <Chart
      title={`${t('plan.panel.months')} · ${shortAreaName(view.area.name)}`}
      note={t('plan.panel.monthsNote')}
      categoryName={t('plan.panel.month')}
      height={240}
      model={{
        kind: 'line',
        categories: months.map((month) => t(`plan.panel.monthNames.${Number(month)}`)),
        unit: view.unit,
        decimals: isRate ? 2 : 0,
        series: [view.year, view.year - 1].map((year) => ({
          key: String(year),
          name: String(year),
          values: of(year),
        })),
      }}
    />
  );
}

function Children(props: { view: DivisionView }): ReactNode {
  const { t } = useTexts();
  const { view } = props;
  if (view.children.length === 0) return <p className="quiet">{t('plan.panel.noChildren')}</p>;
  const { sum, difference, missing } = view.division;
  const scored = view.children.some((child) => child.score);
  const off = (difference ?? 0) !== 0;
  return (
    <>
      {sum === null || difference === null ? null : (
        <p className={off ? 'plan-division-gap off' : 'plan-division-gap'}>
          {t('plan.panel.divisionSum', { sum: valueWords(sum, view.unit) })}
          {difference === 0
            ? t('plan.panel.adds')
            : difference < 0
              ? t('plan.panel.short', { value: valueWords(-difference, view.unit) })
              : t('plan.panel.over', { value: valueWords(difference, view.unit) })}
          {missing > 0 ? ` ${t('plan.panel.missing', { count: missing })}` : null}
        </p>
      )}
      <section className="plan-scroll" aria-label={t('plan.panel.division')} {...reachable}>
        <table>
          <thead>
            <tr>
              <th>{t('plan.panel.area')}</th>
              <th>{t('plan.panel.target')}</th>
              <th>{t('plan.panel.actual')}</th>
              <th>{t('plan.panel.score')}</th>
              {scored ? <th>{t('plan.panel.amount')}</th> : null}
              <th>{t('plan.panel.light')}</th>
            </tr>
          </thead>
          <tbody>
            {view.children.map((child) => (
              <tr key={child.area.code}>
                <td>{shortAreaName(child.area.name)}</td>
                <td>{valueWords(child.standing.target, view.unit, t('plan.indicator.none'))}</td>
                <td>{valueWords(child.standing.actual, view.unit, t('plan.indicator.noData'))}</td>
                <td>{formatPercent(child.standing.judgement.share)}</td>
                {scored ? (
                  <td>
                    {child.score ? `${child.score.amount > 0 ? '+' : ''}${formatNumber(child.score.amount)}` : '—'}
                  </td>
                ) : null}
                <td>
                  <LightTag light={child.standing.judgement.light} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {scored ? (
        <p className="quiet">
          {t('plan.panel.amountNote', { over: view.amounts.perOver, under: view.amounts.perUnder })}
        </p>
      ) : null}
    </>
  );
}

function TargetsDrawer(props: { planId: string; view: DivisionView; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { view, planId } = props;
  const { run } = useCommand(planContracts.setTargets, { invalidates: reads });
  const mine = view.children.filter((child) => child.maySet);
  const [form] = Form.useForm<Record<string, string>>();
  const typed = Form.useWatch([], form) as Record<string, string> | undefined;
  const sum = view.children.reduce((total, child) => {
    const value = child.maySet && typed ? readNumber(typed[child.area.code]) : child.standing.target;
    return total + (value ?? 0);
  }, 0);
  return (
    <ActionDrawer<Record<string, string>>
      open
      form={form}
      title={t('plan.panel.setTitle', { name: view.name, year: view.year })}
      note={
        <>
          {t('plan.panel.setHint')}
          <br />
          {t('plan.panel.target')} {valueWords(view.standing.target, view.unit, t('plan.indicator.none'))}
          {view.unit === '%' ? null : <> · {t('plan.panel.divisionSum', { sum: valueWords(sum, view.unit) })}</>}
        </>
      }
      submitLabel={t('plan.panel.setSubmit')}
      draftKey={`plan.targets:${view.indicatorId}:${view.year}:${view.area.code}`}
      initialValues={Object.fromEntries(
        mine.map((child) => [child.area.code, child.standing.target === null ? '' : String(child.standing.target)]),
      )}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({
          params: { planId, indicatorId: view.indicatorId },
          body: {
            year: view.year,
            targets: mine.map((child) => ({
              areaCode: child.area.code,
              before: child.standing.target,
              value: readNumber(values[child.area.code]) ?? null,
            })),
          },
        });
        toast.saved(t('plan.panel.setDone'));
        props.onClose();
      }}
    >
      {mine.map((child) => (
        <Form.Item
          key={child.area.code}
          name={child.area.code}
          label={shortAreaName(child.area.name)}
          rules={[numberRule(t('plan.panel.targetWrong'))]}
        >
          <Input inputMode="decimal" suffix={view.unit} />
        </Form.Item>
      ))}
    </ActionDrawer>
  );
}

function EnterDrawer(props: { planId: string; view: DivisionView; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { view } = props;
  const { run } = useCommand(planContracts.recordActual, { invalidates: reads });
  return (
    <ActionDrawer<{ period: string; value: string; source: string }>
      open
      title={t('plan.panel.enter')}
      note={shortAreaName(view.area.name)}
      submitLabel={t('plan.panel.enter')}
      draftKey={`plan.actual:${view.indicatorId}:${view.area.code}`}
      initialValues={{}}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({
          params: { planId: props.planId, indicatorId: view.indicatorId },
          body: {
            areaCode: view.area.code,
            period: values.period,
            value: readNumber(values.value) ?? 0,
            source: values.source,
          },
        });
        toast.saved(t('plan.panel.enterDone'));
        props.onClose();
      }}
    >
      <Form.Item
        name="period"
        label={t('plan.panel.enterPeriod')}
        extra={t('plan.panel.enterPeriodHint')}
        rules={[
          {
            required: true,
            pattern: /^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/,
            message: t('plan.panel.enterPeriodWrong'),
          },
        ]}
      >
        <Input maxLength={7} />
      </Form.Item>
      <Form.Item
        name="value"
        label={t('plan.panel.enterValue')}
        rules={[{ required: true, message: t('plan.panel.targetWrong') }, numberRule(t('plan.panel.targetWrong'))]}
      >
        <Input inputMode="decimal" suffix={view.unit} />
      </Form.Item>
      <Form.Item
        name="source"
        label={t('plan.panel.enterSource')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('plan.panel.enterSourceMissing') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}

function VoidDrawer(props: { planId: string; actual: DivisionView['manual'][number]; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { run } = useCommand(planContracts.voidActual, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string }>
      open
      danger
      title={t('plan.panel.voidTitle', { period: props.actual.period })}
      submitLabel={t('plan.panel.void')}
      draftKey={`plan.void-actual:${props.actual.actualId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        await run({ params: { planId: props.planId, actualId: props.actual.actualId }, body: { reason } });
        toast.saved(t('plan.panel.voidDone'));
        props.onClose();
      }}
    >
      <WhyField name="reason" label={t('plan.panel.reason')} />
    </ActionDrawer>
  );
}
