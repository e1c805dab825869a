import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useShortcuts } from '../kit/shortcuts.ts';
import { ResidentFile } from './ResidentFile.tsx';
import { useResidentFile } from './resident-reads.ts';

/** A person's file over the list; the arrow keys and buttons go to the next row. */
export function ResidentDrawer(props: {
  residentId: string;
  rows: readonly ResidentRow[];
  onOpen: (residentId: string) => void;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const { rows, residentId, onOpen } = props;
  const read = useResidentFile(residentId);
  const at = rows.findIndex((row) => row.residentId === residentId);
  const previous = at > 0 ? rows[at - 1] : undefined;
  const next = at >= 0 ? rows[at + 1] : undefined;
  // Only while no form stands over the file.
  const free = () => document.querySelector('.action-drawer, .ant-modal') === null;
  useShortcuts('resident.file.title', [
    {
      keys: ['ArrowDown'],
      words: 'resident.list.next',
      overDialog: true,
      when: () => next !== undefined && free(),
      run: () => next && onOpen(next.residentId),
    },
    {
      keys: ['ArrowUp'],
      words: 'resident.list.previous',
      overDialog: true,
      when: () => previous !== undefined && free(),
      run: () => previous && onOpen(previous.residentId),
    },
  ]);
  return (
    <Drawer
      open
      onClose={props.onClose}
      size={narrow ? '100%' : 880}
      title={<span className="drawer-title">{t('resident.file.title')}</span>}
      extra={
        <span className="file-steps">
          <Button size="small" disabled={!previous} onClick={() => previous && onOpen(previous.residentId)}>
            {t('resident.list.previous')}
          </Button>
          <Button size="small" disabled={!next} onClick={() => next && onOpen(next.residentId)}>
            {t('resident.list.next')}
          </Button>
          <Link to="/residents/$residentId" params={{ residentId }}>
            {t('resident.list.openFull')}
          </Link>
        </span>
      }
    >
      {read.data ? (
        <ResidentFile key={residentId} file={read.data} inDrawer />
      ) : read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <Spin />
      )}
    </Drawer>
  );
}
