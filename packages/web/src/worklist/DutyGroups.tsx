import {
  worklistGroups as groups,
  type WorklistGroup,
  type WorklistItem,
  worklistContracts,
} from '@renshe/domain/worklist/worklist.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { ContactDrawer } from './ContactDrawer.tsx';
import { bySubject, keyOf } from './duty-subjects.ts';
import { isContactDuty } from './duty-words.ts';
import { SubjectDuties } from './SubjectDuties.tsx';

const STEP = 50;
const MOST = 200;

/** Groups by date, overdue first; benefits that are about to end stand by themselves. The contact drawer opens over them and moves to the next row after saving. */
export function DutyGroups(props: { kind?: string | undefined }): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const mayRegister = useCan('resident.write');
  const mayImport = useCan('roster.import');
  const [limits, setLimits] = useState<Record<WorklistGroup, number>>({
    overdue: STEP,
    soon: STEP,
    ending: STEP,
    later: 0,
  });
  const [current, setCurrent] = useState<WorklistItem | null>(null);
  const query = (group: WorklistGroup) => ({
    query: { area: area.code, group, limit: Math.max(1, limits[group]), ...(props.kind ? { kind: props.kind } : {}) },
  });
  const overdue = useRead(worklistContracts.list, query('overdue'), { keepPrevious: true });
  const soon = useRead(worklistContracts.list, query('soon'), { keepPrevious: true });
  const ending = useRead(worklistContracts.list, query('ending'), { keepPrevious: true });
  const later = useRead(worklistContracts.list, query('later'), { enabled: limits.later > 0, keepPrevious: true });
  const reads = { overdue, soon, ending, later };
  const itemsOf = (group: WorklistGroup) => (limits[group] === 0 ? [] : (reads[group].data?.items ?? []));
  const counts = overdue.data?.counts;

  if (overdue.error && !overdue.data) return <ErrorLine error={overdue.error} onRetry={() => void overdue.refetch()} />;
  if (!counts) return <div className="card">{t('kit.loading')}</div>;
  if (groups.every((group) => counts[group] === 0)) {
    return (
      <div className="card">
        <EmptyState
          title={t('worklist.empty')}
          help={mayRegister ? t('worklist.emptyHelp') : t('worklist.emptyArea')}
          action={
            mayRegister ? (
              <>
                <Button href="/residents/new">{t('worklist.emptyAction')}</Button>{' '}
                {mayImport ? <Button href="/rosters">{t('worklist.emptyImport')}</Button> : null}
              </>
            ) : null
          }
        />
      </div>
    );
  }

  const nextAfter = (done: WorklistItem): WorklistItem | null => {
    const shown = groups.flatMap((group) => bySubject(itemsOf(group)).flat());
    const at = shown.findIndex((item) => keyOf(item) === keyOf(done));
    const rest = [...shown.slice(at + 1), ...shown.slice(0, Math.max(at, 0))];
    return rest.find((item) => isContactDuty(item.kind) && item.subjectId !== done.subjectId) ?? null;
  };

  return (
    <>
      {groups.map((group) => {
        const items = itemsOf(group);
        const left = counts[group] - items.length;
        return counts[group] === 0 ? null : (
          <section key={group} className={`card duty-group group-${group}`} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>
              {t(`worklist.group.${group}`, {
                days: (group === 'ending' ? overdue.data?.endingDays : overdue.data?.soonDays) ?? '',
              })}
              <span className="group-count">
                {t('worklist.groupCount', { count: counts[group], formatted: formatNumber(counts[group]) })}
              </span>
            </h2>
            {reads[group].error ? (
              <ErrorLine error={reads[group].error} onRetry={() => void reads[group].refetch()} />
            ) : null}
            <ul className="duty-list">
              {bySubject(items).map((duties) => (
                <SubjectDuties key={keyOf(duties[0])} duties={duties} current={current} onContact={setCurrent} />
              ))}
            </ul>
            {left <= 0 ? null : items.length >= MOST ? (
              <p className="quiet">{t('worklist.narrow', { shown: items.length })}</p>
            ) : (
              <Button
                type="link"
                className="duty-more"
                loading={reads[group].isFetching && items.length === 0 && limits[group] > 0}
                onClick={() => setLimits({ ...limits, [group]: Math.min(limits[group] + STEP, MOST) })}
              >
                {limits[group] === 0
                  ? t('worklist.showLater', { count: left })
                  : t('worklist.showMore', { count: Math.min(left, STEP) })}
              </Button>
            )}
          </section>
        );
      })}
      {current ? (
        <ContactDrawer
          key={keyOf(current)}
          item={current}
          onDone={() => setCurrent(nextAfter(current))}
          onClose={() => setCurrent(null)}
        />
      ) : null}
    </>
  );
}
