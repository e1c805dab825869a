import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { lights } from '@renshe/domain/plan/plan-light.ts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Select, Skeleton, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { IndicatorDrawer } from './IndicatorDrawer.tsx';
import { IndicatorPanel } from './IndicatorPanel.tsx';
import { IndicatorTable } from './IndicatorTable.tsx';
import { LightTag } from './LightTag.tsx';
import { PasteIndicatorsDrawer } from './PasteIndicatorsDrawer.tsx';
import { PlanEvaluations } from './PlanEvaluations.tsx';
import { PlanDrawer } from './PlanListPage.tsx';
import { PlanTasks } from './PlanTasks.tsx';
import './plan.css';

const tabs = ['indicators', 'tasks', 'evaluations'] as const;
interface PlanSearch {
  tab?: string | undefined;
  year?: string | number | undefined;
  indicator?: string | undefined;
}

/** One plan, as it stands in an area and a year. */
export function PlanPage(): ReactNode {
  const { t } = useTexts();
  const { planId } = useParams({ strict: false }) as { planId: string };
  const search = useSearch({ strict: false }) as PlanSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const [drawer, setDrawer] = useState<'plan' | 'indicator' | 'paste' | null>(null);
  const xlsx = useFile(planContracts.exportXlsx);
  const pdf = useFile(planContracts.exportPdf);
  const year = Number(search.year) || undefined;
  const read = useRead(
    planContracts.get,
    { params: { planId }, query: { area: area.code, ...(year ? { year } : {}) } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (next: PlanSearch) => patchSearch(next);
  const detail = read.data;
  if (!detail)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <Skeleton active paragraph={{ rows: 8 }} />
    );
  const tab = tabs.find((one) => one === search.tab) ?? 'indicators';
  const chosen = detail.indicators.find((one) => one.indicatorId === search.indicator);
  const body = { area: detail.area.code, year: detail.year };
  const count = (light: (typeof lights)[number]) =>
    detail.indicators.filter((one) => one.standing.judgement.light === light).length;
  return (
    <>
      <PageHeader
        title={detail.plan.name}
        note={
          <>
            {shortAreaName(detail.area.name)} · {t('plan.period', { from: detail.plan.from, to: detail.plan.to })}
            {detail.plan.sourceDocument ? ` · ${detail.plan.sourceDocument}` : ''}
          </>
        }
        primary={
          <>
            <Button loading={xlsx.busy} onClick={() => void xlsx.get({ params: { planId }, body })}>
              {t('plan.export')}
            </Button>
            <Button loading={pdf.busy} onClick={() => void pdf.print({ params: { planId }, body })}>
              {t('plan.print')}
            </Button>
            {detail.mayManage ? (
              <Button type="primary" onClick={() => setDrawer('indicator')}>
                {t('plan.addIndicator')}
              </Button>
            ) : null}
          </>
        }
        more={
          detail.mayManage
            ? [
                { key: 'paste', label: t('plan.paste'), onClick: () => setDrawer('paste') },
                { key: 'change', label: t('plan.change'), onClick: () => setDrawer('plan') },
              ]
            : []
        }
      />
      <div className="plan-bar">
        <Select
          aria-label={t('plan.year')}
          value={detail.year}
          onChange={(next: number) => change({ year: next })}
          options={detail.years.map((one) => ({ value: one, label: String(one) }))}
        />
        <span>
          {detail.through === null ? t('plan.noMonth') : t('plan.through', { month: detail.through })} ·{' '}
          {t('plan.elapsed', { percent: Math.round(detail.elapsed * 100) })}
          {detail.years.length > 1
            ? ` · ${t('plan.planElapsed', { percent: Math.round(detail.planElapsed * 100) })}`
            : null}
        </span>
        <span className="plan-lights">
          {lights.map((light) => (
            <LightTag key={light} light={light} count={count(light)} />
          ))}
        </span>
      </div>
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next === 'indicators' ? undefined : next })}
        items={[
          {
            key: 'indicators',
            label: `${t('plan.tabs.indicators')} ${detail.indicators.length}`,
            children: <IndicatorTable detail={detail} onOpen={(one) => change({ indicator: one.indicatorId })} />,
          },
          {
            key: 'tasks',
            label: `${t('plan.tabs.tasks')} ${detail.tasks.length}`,
            children: <PlanTasks detail={detail} />,
          },
          {
            key: 'evaluations',
            label: `${t('plan.tabs.evaluations')} ${detail.evaluations.length}`,
            children: <PlanEvaluations detail={detail} />,
          },
        ]}
      />
      {chosen ? (
        <IndicatorPanel detail={detail} indicator={chosen} onClose={() => change({ indicator: undefined })} />
      ) : null}
      {drawer === 'plan' ? (
        <PlanDrawer plan={detail.plan} area={detail.plan.area.code} onClose={() => setDrawer(null)} />
      ) : null}
      {drawer === 'indicator' ? (
        <IndicatorDrawer detail={detail} indicator={null} onClose={() => setDrawer(null)} />
      ) : null}
      {drawer === 'paste' ? <PasteIndicatorsDrawer planId={planId} onClose={() => setDrawer(null)} /> : null}
    </>
  );
}
