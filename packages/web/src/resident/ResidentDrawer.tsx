import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Spin } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
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
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Only while nothing is being typed and no form stands over the file.
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="listbox"], .action-drawer, .ant-modal')
      )
        return;
      if (event.key === 'ArrowDown' && next) onOpen(next.residentId);
      else if (event.key === 'ArrowUp' && previous) onOpen(previous.residentId);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [next, previous, onOpen]);
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
