import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { ApiError } from '../kit/api.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './warning.css';

/** Above the work list: warnings that this office was told of, until somebody here takes note. */
export function WarningDesk(): ReactNode {
  const reads = useCan('report.read');
  return reads ? <Notices /> : null;
}

function Notices(): ReactNode {
  const { t, say } = useTexts();
  const toast = useToast();
  const read = useRead(warningContracts.notices, {});
  const confirm = useCommand(warningContracts.confirmNotice, { invalidates: [warningContracts.notices] });
  const notices = read.data?.notices ?? [];
  if (notices.length === 0) return null;
  const take = async (noticeId: string) => {
    try {
      await confirm.run({ params: { noticeId } });
      toast.saved(t('warning.confirmed'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <section className="warning-desk" aria-labelledby="warning-desk">
      <h2 id="warning-desk" className="visually-hidden">
        {t('warning.desk')}
      </h2>
      <ul className="warning-list">
        {notices.map((notice) => (
          <li key={notice.noticeId} className={`warning-card level-${notice.level}`}>
            <p>
              <span className={`warning-chip level-${notice.level}`}>{t(`warning.level.${notice.level}`)}</span>{' '}
              <strong>{shortAreaName(notice.area.name)}</strong> {notice.month} · {say(notice.sentence)}
              {notice.note ? ` ${notice.note}` : ''}{' '}
              <small className="quiet">
                {t('warning.deskLine', { name: notice.toldBy ?? '', at: formatInstant(notice.toldAt) })}
              </small>
            </p>
            <div className="warning-buttons">
              <Button size="small" loading={confirm.isPending} onClick={() => void take(notice.noticeId)}>
                {t('warning.actions.confirm')}
              </Button>
              {notice.inScope ? (
                <Link to="/warnings" search={{ area: notice.area.code, month: notice.month } as never}>
                  {t('warning.deskOpen')}
                </Link>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
