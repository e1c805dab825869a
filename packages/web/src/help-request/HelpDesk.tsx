import { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import '../warning/warning.css';

/** A line above the work list while somebody waits for an answer. */
export function HelpDesk(): ReactNode {
  const handles = useCan('help.handle');
  return handles ? <Waiting /> : null;
}

function Waiting(): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const read = useRead(
    helpRequestContracts.list,
    { query: { area: area.code, limit: 1 } },
    { enabled: area.code !== '' },
  );
  if (!read.data || read.data.open === 0) return null;
  const { open, overdue } = read.data;
  return (
    <section className="warning-desk" aria-label={t('helpRequest.desk')}>
      <p className={`warning-card ${overdue > 0 ? 'level-red' : 'level-blue'}`}>
        <span>
          <strong>{t('helpRequest.desk')}</strong> · {t('helpRequest.deskLine', { count: open })}
          {overdue > 0 ? (
            <strong className="late-word"> · {t('helpRequest.deskOverdue', { count: overdue })}</strong>
          ) : null}{' '}
          <Link to="/help-requests" search={{ area: area.code } as never}>
            {t('helpRequest.deskOpen')}
          </Link>
        </span>
      </p>
    </section>
  );
}
