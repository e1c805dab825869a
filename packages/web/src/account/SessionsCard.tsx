import { accountContracts, type OwnSession } from '@renshe/domain/account/account.contract.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../app/session.ts';
import { leave, useAskUnsent } from '../app/use-sign-out.ts';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './account.css';

/** The browsers in which the own account is signed in; each can be signed out, and all of them at once. */
export function SessionsCard(): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { modal } = App.useApp();
  const { accountId } = useMe();
  const askUnsent = useAskUnsent();
  const read = useRead(accountContracts.listSessions, {});
  const end = useCommand(accountContracts.endSession, { invalidates: [accountContracts.listSessions] });
  const endAll = useCommand(accountContracts.endSessions, { invalidates: [] });
  const nameOf = (session: OwnSession) => session.device || t('account.unknownDevice');
  const signOutOf = async (session: OwnSession) => {
    try {
      await end.run({ params: { sessionId: session.sessionId } });
      toast.saved(t('account.sessionEnded'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const endEverywhere = async () => {
    try {
      await endAll.run({});
      await leave(accountId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const signOutEverywhere = () =>
    modal.confirm({
      title: t('account.endSessionsAsk'),
      content: t('account.endSessionsHelp'),
      okText: t('account.endSessions'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: () => askUnsent(accountId, endEverywhere),
    });
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      <p className="quiet">{t('account.sessionsHelp')}</p>
      {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
      <ul className="own-list">
        {(read.data?.sessions ?? []).map((session) => (
          <li key={session.sessionId}>
            <span>
              <strong>{nameOf(session)}</strong>
              {session.current ? <span className="own-mark">{t('account.thisSession')}</span> : null}
              <br />
              <span className="quiet figures">
                {t('account.signedInAt', { at: formatInstant(session.signedInAt) })} ·{' '}
                {t('account.seenAt', { at: formatInstant(session.seenAt) })}
              </span>
            </span>
            {session.current ? null : (
              <Button
                size="small"
                aria-label={t('account.endSessionOf', { device: nameOf(session) })}
                onClick={() => void signOutOf(session)}
              >
                {t('account.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button danger onClick={signOutEverywhere}>
        {t('account.endSessions')}
      </Button>
    </section>
  );
}
