import { type Task, taskContracts } from '@renshe/domain/task/task.contract.ts';
import { Button, Progress } from 'antd';
import i18next from 'i18next';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorLine } from './ErrorPage.tsx';
import { formatNumber, formatSeconds } from './format.ts';
import { useTexts } from './i18n.ts';
import { useCommand, useRead } from './use-api.ts';

export function isOver(task: Task): boolean {
  return task.status === 'done' || task.status === 'failed' || task.status === 'cancelled';
}

/** One background task, polled until it is over. It can be left at any time and stopped; `onOver` is called once. */
export function TaskProgress(props: { taskId: string; onOver?: (task: Task) => void; quiet?: boolean }): ReactNode {
  const { t } = useTexts();
  const args = { params: { taskId: props.taskId } };
  const read = useRead(taskContracts.get, args, {
    freshFor: 0,
    everyMs: (last) => (last !== undefined && isOver(last as Task) ? false : 1000),
  });
  const over = read.data !== undefined && isOver(read.data);
  const stop = useCommand(taskContracts.cancel, { invalidates: [taskContracts.get, taskContracts.list] });
  const told = useRef(false);
  const { onOver } = props;
  useEffect(() => {
    if (!over || told.current || !read.data) return;
    told.current = true;
    onOver?.(read.data);
  }, [over, read.data, onOver]);
  const task = read.data;
  if (!task)
    return read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : t('kit.loading');
  return <TaskLine task={task} quiet={props.quiet ?? false} onStop={() => void stop.run(args).catch(() => {})} />;
}

/** How far a task is, in words and as a bar. */
export function TaskLine(props: { task: Task; quiet?: boolean; onStop?: () => void }): ReactNode {
  const { t } = useTexts();
  const { task } = props;
  const kind = `kit.task.kind.${task.kind}`;
  const title = i18next.exists(kind) ? t(kind, { title: task.title }) : task.title;
  const percent = task.status === 'done' ? 100 : task.total > 0 ? Math.floor((task.done / task.total) * 100) : 0;
  return (
    <div className="task-line">
      <div className="task-words" aria-live="polite">
        <strong>{title}</strong>
        <span>{t(`kit.task.${task.status}`)}</span>
        {task.total > 0 && task.status !== 'done' ? (
          <span className="figures">
            {t('kit.task.progress', { done: formatNumber(task.done), total: formatNumber(task.total) })}
          </span>
        ) : null}
        {task.status === 'running' && task.secondsLeft !== null ? (
          <span>{t('kit.task.left', { time: formatSeconds(task.secondsLeft) })}</span>
        ) : null}
      </div>
      <Progress
        percent={percent}
        aria-label={title}
        status={task.status === 'failed' ? 'exception' : task.status === 'done' ? 'success' : 'normal'}
      />
      {task.message ? <p className="task-message">{task.message}</p> : null}
      {isOver(task) ? null : (
        <div className="task-foot">
          {props.quiet ? null : <span>{t('kit.task.leave')}</span>}
          {props.onStop ? (
            <Button size="small" onClick={props.onStop}>
              {t('kit.task.cancel')}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}
