import { daysBetween } from '@renshe/domain/kernel/plain-date.ts';
import type { PlanDetail } from '@renshe/domain/plan/plan.contract.ts';
import { taskStateNames } from '@renshe/domain/plan/plan.rules.ts';
import type { PlanTask } from '@renshe/domain/plan/plan-work.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { ProgressDrawer, TaskDrawer } from './TaskDrawers.tsx';

type Act = { what: 'change' | 'report'; task: PlanTask } | { what: 'add'; parent: PlanTask | null };

/** 任务分解: the tree of tasks, what is overdue in red, each with its road map and the latest progress. */
export function PlanTasks(props: { detail: PlanDetail }): ReactNode {
  const { t } = useTexts();
  const { detail } = props;
  const [act, setAct] = useState<Act | null>(null);
  const roots = detail.tasks.filter((task) => !detail.tasks.some((other) => other.taskId === task.parentTaskId));
  return (
    <>
      {detail.mayManage ? (
        <p>
          <Button onClick={() => setAct({ what: 'add', parent: null })}>{t('plan.task.add')}</Button>
        </p>
      ) : null}
      {roots.length === 0 ? (
        <div className="card">
          <EmptyState title={t('plan.task.empty')} help={t('plan.task.emptyHelp')} />
        </div>
      ) : (
        <TaskList tasks={roots} detail={detail} onAct={setAct} />
      )}
      {act?.what === 'add' ? (
        <TaskDrawer detail={detail} task={null} onClose={() => setAct(null)} />
      ) : act?.what === 'change' ? (
        <TaskDrawer detail={detail} task={act.task} onClose={() => setAct(null)} />
      ) : act?.what === 'report' ? (
        <ProgressDrawer task={act.task} onClose={() => setAct(null)} />
      ) : null}
    </>
  );
}

function TaskList(props: { tasks: readonly PlanTask[]; detail: PlanDetail; onAct: (act: Act) => void }): ReactNode {
  const { detail } = props;
  return (
    <ul className="plan-tasks">
      {props.tasks.map((task) => {
        const below = detail.tasks.filter((other) => other.parentTaskId === task.taskId);
        return (
          <li key={task.taskId}>
            <TaskCard task={task} detail={detail} onAct={props.onAct} />
            {below.length > 0 ? <TaskList tasks={below} detail={detail} onAct={props.onAct} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function TaskCard(props: { task: PlanTask; detail: PlanDetail; onAct: (act: Act) => void }): ReactNode {
  const { t, say } = useTexts();
  const today = useToday();
  const { task, detail } = props;
  const indicator = detail.indicators.find((one) => one.indicatorId === task.indicatorId);
  const [latest] = task.progress;
  return (
    <article className={`task-card${task.overdue ? ' overdue' : ''}${task.state === 'done' ? ' done' : ''}`}>
      <div className="task-head">
        <strong>{task.title}</strong>
        {task.overdue ? (
          <span className="overdue-words">{t('plan.task.overdueDays', { count: daysBetween(task.dueOn, today) })}</span>
        ) : (
          <span>{say(taskStateNames[task.state])}</span>
        )}
        <span className="figures">
          {task.startOn} – {task.dueOn}
        </span>
        {task.mayWork && task.state !== 'cancelled' ? (
          <Button size="small" onClick={() => props.onAct({ what: 'report', task })}>
            {t('plan.task.report')}
          </Button>
        ) : null}
        {detail.mayManage ? (
          <Button size="small" type="text" onClick={() => props.onAct({ what: 'change', task })}>
            {t('plan.task.change')}
          </Button>
        ) : null}
      </div>
      <div className="task-meta">
        {[task.ownerOffice, task.ownerName, indicator?.name].filter(Boolean).join(' · ')}
        {task.doneOn ? ` · ${t('plan.task.done', { on: task.doneOn })}` : ''}
      </div>
      {task.body ? <div>{task.body}</div> : null}
      {task.milestones.length > 0 ? (
        <ul className="task-milestones" aria-label={t('plan.task.milestones')}>
          {task.milestones.map((milestone) => (
            <li
              key={`${milestone.name}-${milestone.dueOn}`}
              className={milestone.doneOn === null && milestone.dueOn < today ? 'overdue-words' : ''}
            >
              {milestone.doneOn ? '✓' : '○'} {milestone.name}{' '}
              <span className="figures">
                {milestone.doneOn
                  ? t('plan.task.done', { on: milestone.doneOn })
                  : t('plan.task.dueOn', { on: milestone.dueOn })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {latest ? (
        <p className="task-progress">
          {t('plan.task.progress', {
            at: formatInstant(latest.at),
            by: latest.by,
            note: latest.note,
            percent: latest.percent,
          })}
        </p>
      ) : null}
    </article>
  );
}
