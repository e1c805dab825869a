import { fileTasks } from '@renshe/domain/ledger/file-task.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import type { Task } from '@renshe/domain/task/task.contract.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';

/** The file of a finished export, until its days are over. */
export function ExportDownload({ task }: { task: Task }): ReactNode {
  const { t } = useTexts();
  const file = useFile(ledgerContracts.downloadExport);
  if (!fileTasks.includes(task.kind) || task.status !== 'done' || !task.result?.file) return null;
  return (
    <p>
      <Button size="small" loading={file.busy} onClick={() => void file.get({ params: { taskId: task.taskId } })}>
        {t('ledger.download')}
      </Button>{' '}
      <span className="quiet">{t('ledger.expires', { on: String(task.result.expiresOn) })}</span>
    </p>
  );
}
