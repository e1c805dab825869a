import { type CadenceEntry, cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { daysBetween } from '@renshe/domain/kernel/plain-date.ts';
import { type PlanTask, planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { ProgressDrawer } from '../plan/TaskDrawers.tsx';
import { periodWords } from './cadence-words.ts';
import { RecordWorkDrawer } from './RecordWorkDrawer.tsx';
import './cadence.css';

/** On the work list: what the own office has to do by rule, and its tasks under plans. Nothing is shown when nothing is due. */
export function OfficeWork(): ReactNode {
  const { t } = useTexts();
  const mayRecord = useCan('cadence.record');
  const mayWork = useCan('plan.work');
  const [recording, setRecording] = useState<CadenceEntry | null>(null);
  const [reporting, setReporting] = useState<PlanTask | null>(null);
  const cadence = useRead(cadenceContracts.own, {}, { enabled: mayRecord });
  const plans = useRead(planWorkContracts.ownTasks, {}, { enabled: mayWork });
  // Owed reports and the people to contact have lists of their own beside this one.
  const entries = (cadence.data?.entries ?? []).filter(
    (entry) => entry.rule.evidence === 'manual' || entry.rule.evidence === 'analysis-sheet',
  );
  const tasks = plans.data?.tasks ?? [];
  const [office] = entries.map((entry) => entry.office);
  return (
    <>
      {tasks.length > 0 ? (
        <section className="card" aria-labelledby="own-tasks">
          <h2 id="own-tasks">{t('plan.ownTasks')}</h2>
          <ul className="cadence-entries">
            {tasks.map((task) => (
              <li key={task.taskId}>
                <Due on={task.dueOn} />
                <span className="cadence-entry-words">
                  <Link to="/plans/$planId" params={{ planId: task.planId }} search={{ tab: 'tasks' } as never}>
                    {task.title}
                  </Link>
                  <small>{task.planName}</small>
                </span>
                <Button
                  size="small"
                  aria-label={`${t('plan.task.report')}: ${task.title}`}
                  onClick={() => setReporting(task)}
                >
                  {t('plan.task.report')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {entries.length > 0 && office ? (
        <section className="card" aria-labelledby="own-cadence">
          <h2 id="own-cadence">{t('cadence.own')}</h2>
          <ul className="cadence-entries">
            {entries.slice(0, 5).map((entry) => (
              <OwnEntry key={`${entry.rule.key}-${entry.period}`} entry={entry} onRecord={() => setRecording(entry)} />
            ))}
          </ul>
          <Link to="/cadence/$officeId" params={{ officeId: office.officeId }}>
            {t('cadence.ownMore')}
          </Link>
        </section>
      ) : null}
      {recording ? <RecordWorkDrawer entry={recording} record={null} onClose={() => setRecording(null)} /> : null}
      {reporting ? <ProgressDrawer task={reporting} onClose={() => setReporting(null)} /> : null}
    </>
  );
}

function OwnEntry(props: { entry: CadenceEntry; onRecord: () => void }): ReactNode {
  const { t, language } = useTexts();
  const { entry } = props;
  const words = periodWords(entry.period, entry.from, entry.last);
  return (
    <li>
      <Due on={entry.dueOn} />
      <span className="cadence-entry-words">
        {entry.rule[language]}
        <small>
          {words} · {t(`cadence.evidence.${entry.rule.evidence}`)}
          {entry.wanted ? ` · ${t('cadence.counted', { wanted: entry.wanted, done: entry.done ?? 0 })}` : ''}
        </small>
      </span>
      {entry.mayRecord ? (
        <Button
          size="small"
          aria-label={`${t('cadence.record')}: ${entry.rule[language]} ${words}`}
          onClick={props.onRecord}
        >
          {t('cadence.record')}
        </Button>
      ) : null}
    </li>
  );
}

function Due(props: { on: string }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const late = daysBetween(props.on, today);
  return late > 0 ? (
    <b className="state-missing">{t('cadence.ownOverdue', { count: late })}</b>
  ) : (
    <span className="state-pending">{t('cadence.ownDue', { on: props.on })}</span>
  );
}
