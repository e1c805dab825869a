import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** How many requests wait, of those that the reader may see; nothing for whoever may not consent. */
function useWaiting() {
  const may = useMe().permissions.includes('account.consent');
  const read = useRead(
    grantContracts.list,
    { query: { status: 'asked', limit: 1, offset: 0 } },
    { enabled: may, everyMs: 60_000, keepPrevious: true },
  );
  return may ? read.data : undefined;
}

/** In the top bar: what waits for one's own consent. */
export function GrantCount(): ReactNode {
  const { t } = useTexts();
  const waiting = useWaiting()?.waiting ?? 0;
  if (waiting === 0) return null;
  return (
    <Link to="/admin/grants" search={{}} className="top-link" title={t('grant.waiting', { count: waiting })}>
      {t('grant.bar')}
      <b className="count">{waiting}</b>
    </Link>
  );
}

/** Above the list of accounts: what waits, for whom it is to consent. */
export function GrantNote(): ReactNode {
  const { t } = useTexts();
  const data = useWaiting();
  if (!data || data.count === 0) return null;
  return (
    <p className="note-warning" role="status">
      <Link to="/admin/grants" search={{}}>
        {data.waiting > 0 ? t('grant.waiting', { count: data.waiting }) : t('grant.open', { count: data.count })}
      </Link>
    </p>
  );
}
