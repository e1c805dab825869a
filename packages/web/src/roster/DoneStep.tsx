import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type ImportBatch, rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { Templates } from './ImportPage.tsx';
import { rejectedCount } from './roster-mapping.ts';

/** 完成: what will happen or has happened, the progress meanwhile, undo, and the file with reasons. */
export function DoneStep(props: { batch: ImportBatch; onApply: () => void; applying: boolean }): ReactNode {
  const { t } = useTexts();
  const client = useQueryClient();
  const file = useFile(rosterContracts.file);
  const [undoing, setUndoing] = useState(false);
  const { batch } = props;
  const rejected = rejectedCount(batch.counts);
  const { create, update, skip } = batch.actions;
  const figures = {
    create: formatNumber(create),
    update: formatNumber(update),
    skip: formatNumber(skip),
    rejected: formatNumber(rejected),
  };
  const busy = !batch.canGoOn && (batch.status === 'applying' || batch.status === 'undoing');
  const undo = useCommand(rosterContracts.undo, { invalidates: [rosterContracts.batch, rosterContracts.list] });
  const toast = useToast();
  const goOnUndoing = async () => {
    try {
      await undo.run({ params: { batchId: batch.batchId }, body: { version: batch.version } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const refresh = () => {
    for (const read of [rosterContracts.batch, rosterContracts.rows, rosterContracts.list, worklistContracts.list]) {
      void client.invalidateQueries({ queryKey: readKey(read) });
    }
  };
  return (
    <div className="roster-done">
      {batch.status === 'judged' ? (
        <>
          <p className="roster-will">{t('roster.willDo', figures)}</p>
          {create + update === 0 ? (
            <p className="note-warning">{t(skip > 0 ? 'roster.nothingNew' : 'roster.nothingToApply')}</p>
          ) : (
            <Button type="primary" size="large" loading={props.applying} onClick={props.onApply}>
              {t('roster.apply', { count: create + update })}
            </Button>
          )}
        </>
      ) : null}
      {busy ? <p>{t(batch.status === 'applying' ? 'roster.applying' : 'roster.undoing')}</p> : null}
      {busy && batch.taskId ? <TaskProgress key={batch.taskId} taskId={batch.taskId} quiet onOver={refresh} /> : null}
      {batch.status === 'applied' ? (
        <>
          <dl className="roster-outcome">
            {(['create', 'update', 'skip'] as const).map((key) => (
              <div key={key}>
                <dt>{t(`roster.outcome.${key}`)}</dt>
                <dd className="figures">{figures[key]}</dd>
              </div>
            ))}
            <div>
              <dt>{t('roster.outcome.rejected')}</dt>
              <dd className="figures">{figures.rejected}</dd>
            </div>
          </dl>
          <p>
            <a href={`/residents?area=${batch.area.code}`}>
              {t('roster.toResidents', { area: shortAreaName(batch.area.name) })}
            </a>
          </p>
        </>
      ) : null}
      {batch.status === 'undone' ? <p>{t('roster.undoneText')}</p> : null}
      {batch.status === 'failed' ? (
        <p className="error-line" role="alert">
          {t('roster.failedText', { message: batch.message })}
        </p>
      ) : null}
      {batch.canGoOn ? (
        <>
          {batch.status === 'failed' ? null : (
            <p className="note-warning">
              {t(batch.status === 'undoing' ? 'roster.undoingBrokeOff' : 'roster.brokeOff')}
            </p>
          )}
          {batch.status === 'undoing' ? (
            <Button type="primary" loading={undo.isPending} onClick={() => void goOnUndoing()}>
              {t('roster.goOnUndoing')}
            </Button>
          ) : (
            <Button type="primary" loading={props.applying} onClick={props.onApply}>
              {t('roster.goOn')}
            </Button>
          )}
        </>
      ) : null}
      {batch.status === 'read' ? <p>{t('roster.notJudged')}</p> : null}
      {busy || batch.status === 'read' ? null : (
        <p className="roster-download">
          <Button loading={file.busy} onClick={() => void file.get({ params: { batchId: batch.batchId } })}>
            {t('roster.download')}
          </Button>
          <span className="quiet">{t('roster.downloadHint')}</span>
        </p>
      )}
      {batch.status === 'applied' ? (
        <p className="roster-download">
          <Button danger disabled={!batch.canUndo} onClick={() => setUndoing(true)}>
            {t('roster.undo')}
          </Button>
          {batch.canUndo ? null : <span className="quiet">{t('roster.cannotUndo')}</span>}
        </p>
      ) : null}
      <Templates />
      <UndoDialog batch={batch} open={undoing} onClose={() => setUndoing(false)} />
    </div>
  );
}

/** Names what goes before it goes. */
function UndoDialog(props: { batch: ImportBatch; open: boolean; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const { batch } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const undo = useCommand(rosterContracts.undo, { invalidates: [rosterContracts.batch, rosterContracts.list] });
  const run = async () => {
    setProblem(null);
    try {
      await undo.run({ params: { batchId: batch.batchId }, body: { version: batch.version } });
      props.onClose();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <Modal
      open={props.open}
      title={t('roster.undoTitle', { file: batch.fileName })}
      okText={t('roster.undo')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true, loading: undo.isPending }}
      onOk={() => void run()}
      onCancel={props.onClose}
    >
      <p>
        {t('roster.undoWhat', {
          create: formatNumber(batch.actions.create),
          update: formatNumber(batch.actions.update),
          skip: formatNumber(batch.actions.skip),
        })}
      </p>
      <p>{t('roster.undoKeep')}</p>
      {problem === null ? null : (
        <p className="error-line" role="alert">
          {problem}
        </p>
      )}
    </Modal>
  );
}
