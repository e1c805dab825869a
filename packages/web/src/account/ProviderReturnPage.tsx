import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError, call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import './account.css';

/** Kept in this tab while its reader is at the identity provider: what the server needs again, and where she wanted to go. */
const STORED = 'renshe.provider';

/** Goes to the identity provider, to sign in there `again` even if she has; the page is left. Throws ApiError. */
export async function goToProvider(again: boolean): Promise<void> {
  const { address, ticket } = await call(accountContracts.beginByProvider, { query: again ? { again: 'yes' } : {} });
  const { pathname, search } = window.location;
  sessionStorage.setItem(STORED, JSON.stringify({ ticket, back: pathname + search }));
  window.location.assign(address);
}

/** Where the identity provider sends people back to. */
export function ProviderReturnPage(): ReactNode {
  const { t } = useTexts();
  const [problem, setProblem] = useState<string>();
  const begun = useRef(false);
  useEffect(() => {
    document.title = `${t('account.signIn')} · ${t('app.name')}`;
    // The answer is good once; development runs effects twice.
    if (begun.current) return;
    begun.current = true;
    const answer = window.location.search;
    // Neither the history nor a look over the shoulder needs the code.
    window.history.replaceState(null, '', window.location.pathname);
    const { ticket = '', back = '/' } = storedTicket();
    call(accountContracts.signInByProvider, { body: { ticket, answer } }).then(
      () => window.location.replace(back.startsWith('/') && !back.startsWith('//') ? back : '/'),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setProblem(error.message);
      },
    );
  }, [t]);
  return (
    <PublicFrame>
      <h1>{t('account.welcome')}</h1>
      {problem === undefined ? (
        <p className="quiet">{t('kit.loading')}</p>
      ) : (
        <div className="provider-sign-in">
          <ErrorSummary problems={[{ field: null, message: problem }]} />
          <Button type="primary" block href="/">
            {t('account.backToSignIn')}
          </Button>
        </div>
      )}
    </PublicFrame>
  );
}

function storedTicket(): { ticket?: string; back?: string } {
  const stored = sessionStorage.getItem(STORED);
  sessionStorage.removeItem(STORED);
  return stored === null ? {} : (JSON.parse(stored) as { ticket?: string; back?: string });
}
