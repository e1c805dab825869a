import type { Me } from '@renshe/domain/account/account.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { useSignOut } from '../app/use-sign-out.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';

/** First sign-in, or after a reset: nothing else is possible before the password is her own. */
export function ChangePasswordPage(props: { me: Me }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const signOut = useSignOut();
  useEffect(() => {
    document.title = `${t('account.mustChange')} · ${t('app.name')}`;
  }, [t]);
  return (
    <PublicFrame help="/sign-in">
      <h1>{t('account.mustChange')}</h1>
      <p className="quiet">{t('account.mustChangeHelp', { name: props.me.name })}</p>
      <ChangePasswordForm
        login={props.me.login}
        name={props.me.name}
        least={props.me.passwordLength}
        onDone={() => toast.saved(t('account.passwordChanged'))}
      />
      <p className="public-foot">
        <Button type="link" onClick={signOut}>
          {t('app.bar.signOut')}
        </Button>
      </p>
    </PublicFrame>
  );
}
