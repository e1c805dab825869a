import { setupContracts } from '@renshe/domain/account/account.contract.ts';
import { Link, Navigate } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { SignInForm } from './SignInForm.tsx';
import './account.css';

/** Stands in place of the page that was asked for; the address stays, so that she lands where she wanted. */
export function SignInPage(): ReactNode {
  const { t } = useTexts();
  const state = useRead(setupContracts.state, {}, { freshFor: 60_000 });
  useEffect(() => {
    document.title = `${t('account.signIn')} · ${t('app.name')}`;
  }, [t]);
  if (state.data && !state.data.ready) return <Navigate to="/setup" />;
  return (
    <PublicFrame help="/sign-in">
      <h1>{t('account.welcome')}</h1>
      <p className="quiet">
        {state.data?.cityName ? t('account.city', { city: state.data.cityName }) : t('account.subtitle')}
      </p>
      {state.data?.demo ? <p className="demo-note">{t('account.demoHint')}</p> : null}
      <SignInForm />
      <p className="quiet public-foot">{t('account.forgotten')}</p>
      <p className="quiet">
        <Link to="/verify">{t('account.verifyLink')}</Link>
      </p>
    </PublicFrame>
  );
}
