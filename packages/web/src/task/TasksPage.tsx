import { type Task, taskContracts } from '@renshe/domain/task/task.contract.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { ApiError } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { isOver, TaskLine, TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { ExportDownload } from '../ledger/ExportDownload.tsx';

/** Long work of mine: what runs, with its progress, and what has ended. */
export function TasksPage(): ReactNode {
  const { t } = useTexts();
  const mayImport = useCan('roster.import');
  const list = useRead(taskContracts.list, { query: { limit: 50 } }, { freshFor: 2000 });
  const retry = useCommand(taskContracts.retry, { invalidates: [taskContracts.get, taskContracts.list] });
  const toast = useToast();
  const again = async (task: Task) => {
    try {
      await retry.run({ params: { taskId: task.taskId } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  if (list.error && !list.data) return <ErrorPage error={list.error} onRetry={() => void list.refetch()} />;
  const tasks = list.data?.tasks ?? [];
  const running = tasks.filter((task) => !isOver(task));
  const over = tasks.filter(isOver);
  return (
    <>
      <PageHeader title={t('task.title')} note={t('task.note')} />
      {list.data && tasks.length === 0 ? (
        <section className="card">
          <EmptyState
            title={t('task.empty')}
            help={t('task.emptyHelp')}
            action={mayImport ? <Button href="/rosters">{t('task.toRosters')}</Button> : null}
          />
        </section>
      ) : null}
      {running.length > 0 ? (
        <section className="card" aria-labelledby="running">
          <h2 id="running">{t('task.running')}</h2>
          <ul className="task-list">
            {running.map((task) => (
              <li key={task.taskId}>
                <TaskProgress taskId={task.taskId} quiet onOver={() => void list.refetch()} />
                <TaskTimes task={task} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {over.length > 0 ? (
        <section className="card" aria-labelledby="over">
          <h2 id="over">{t('task.over')}</h2>
          <ul className="task-list">
            {over.map((task) => (
              <li key={task.taskId}>
                <TaskLine task={task} />
                <TaskTimes task={task} />
                <ExportDownload task={task} />
                {task.canRetry ? (
                  <Button size="small" loading={retry.isPending} onClick={() => void again(task)}>
                    {t('task.retry')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function TaskTimes(props: { task: Task }): ReactNode {
  const { t } = useTexts();
  return (
    <p className="quiet figures">
      {t('task.startedAt', { at: formatInstant(props.task.createdAt) })}
      {props.task.endedAt === null ? null : ` · ${t('task.endedAt', { at: formatInstant(props.task.endedAt) })}`}
    </p>
  );
}
