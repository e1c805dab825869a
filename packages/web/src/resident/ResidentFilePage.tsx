import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { ResidentFile } from './ResidentFile.tsx';
import { useResidentFile } from './resident-reads.ts';

/** A person's file as a page. */
export function ResidentFilePage(): ReactNode {
  const { t } = useTexts();
  const { residentId } = useParams({ from: '/frame/residents/$residentId' });
  const { action, field } = useSearch({ from: '/frame/residents/$residentId' });
  const read = useResidentFile(residentId);
  if (read.data) return <ResidentFile key={residentId} file={read.data} startWith={action} startField={field} />;
  if (read.error?.kind === 'notFound') {
    return (
      <div className="message-page">
        <h1>{t('resident.file.notFound')}</h1>
        <p>{t('resident.file.notFoundHint')}</p>
        <div className="message-actions">
          <Button type="primary" href="/residents">
            {t('resident.file.backToList')}
          </Button>
        </div>
      </div>
    );
  }
  if (read.error) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <Spin description={t('kit.loading')}>
      <div className="spin-room" />
    </Spin>
  );
}
