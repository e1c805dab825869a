import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { addToMonth, formatMonth, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useAreas } from '../kit/area-names.ts';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { ChangeRegister, SeriesTable, SuccessionLine, VersionTable } from './AreaHistory.tsx';
import { SplitAreaDrawer } from './SplitAreaDrawer.tsx';
import './area.css';

const spans = [12, 24, 36] as const;

/** 沿革: where an area came from and went, and its figures under the boundary of then and of now. For everybody whose scope has it. */
export function AreaHistoryPage(): ReactNode {
  const { t } = useTexts();
  const { code } = useParams({ strict: false }) as { code: string };
  const search = useSearch({ strict: false }) as { months?: string };
  const patchSearch = useSearchPatch();
  const today = useToday();
  const maySeeFigures = useCan('report.read');
  const mayAssign = useCan('area.assign');
  const { byCode } = useAreas();
  const [splitting, setSplitting] = useState(false);
  const [task, setTask] = useState<string>();
  const read = useRead(areaChangeContracts.history, { params: { code } });
  if (read.error) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active />;
  const history = read.data;
  const { current } = history;
  const months = spans.find((span) => String(span) === search.months) ?? 12;
  const from = formatMonth(addToMonth(monthOf(today), 1 - months));
  const street = byCode.get(current.parentCode ?? '');
  const splits = mayAssign && current.kind === 'community' && history.absorbedBy === null;
  return (
    <>
      <PageHeader
        title={t('areaChange.pageTitle', { area: shortAreaName(current.name) })}
        note={
          <span className="figures">
            {current.code}
            {history.absorbedBy ? ` · ${t('areaChange.absorbedBy', { into: history.absorbedBy.name })}` : ''}
          </span>
        }
        primary={splits ? <Button onClick={() => setSplitting(true)}>{t('areaChange.split')}</Button> : null}
      />
      {task ? (
        <section className="card">
          <TaskProgress key={task} taskId={task} quiet onOver={() => void read.refetch()} />
        </section>
      ) : null}
      <section className="card">
        <h2>{t('areaChange.line')}</h2>
        <SuccessionLine line={history.line} areaId={current.areaId} />
      </section>
      <section className="card">
        <h2>{t('areaChange.register')}</h2>
        <ChangeRegister changes={history.changes} onTask={setTask} />
      </section>
      <section className="card">
        <h2>{t('areaChange.versions')}</h2>
        <VersionTable history={history} />
      </section>
      {maySeeFigures ? (
        <section className="card">
          <div className="area-head">
            <h2>{t('areaChange.series')}</h2>
            <Segmented
              aria-label={t('areaChange.span')}
              value={months}
              options={spans.map((span) => ({ value: span, label: t('areaChange.spanMonths', { count: span }) }))}
              onChange={(span) => patchSearch({ months: String(span) }, true)}
            />
          </div>
          <SeriesTable code={code} from={from} gone={history.absorbedBy !== null} />
        </section>
      ) : null}
      {splitting ? (
        <SplitAreaDrawer
          area={current}
          district={street?.parentCode ?? undefined}
          onClose={() => setSplitting(false)}
          onTask={setTask}
        />
      ) : null}
    </>
  );
}
