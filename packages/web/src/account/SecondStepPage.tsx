import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { useSignOut } from '../app/use-sign-out.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { AppSetup } from './AppSetup.tsx';
import { KeySetup } from './KeySetup.tsx';
import { ProofForm } from './ProofForm.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

/** Between the password and the work: the second factor, or setting up the first one. The address stays. */
export function SecondStepPage(props: { me: Me }): ReactNode {
  const { t } = useTexts();
  const signOut = useSignOut();
  const client = useQueryClient();
  const enrol = props.me.step === 'enrol';
  const title = t(enrol ? 'factor.enrolTitle' : 'factor.stepTitle');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <PublicFrame help="/sign-in">
      <h1>{title}</h1>
      <p className="quiet">{t(enrol ? 'factor.enrolHelp' : 'factor.stepHelp', { name: props.me.name })}</p>
      {enrol ? (
        <FirstFactor onDone={() => void client.invalidateQueries()} />
      ) : (
        <>
          <ProofForm onProved={(me) => client.setQueryData(readKey(accountContracts.me, {}), me)} />
          <p className="quiet public-foot">{t('factor.lostHelp')}</p>
        </>
      )}
      <p className="public-foot">
        <Button type="link" onClick={signOut}>
          {t('app.bar.signOut')}
        </Button>
      </p>
    </PublicFrame>
  );
}

/** An app or a key, then the codes for the day on which it is lost. */
function FirstFactor(props: { onDone: () => void }): ReactNode {
  const { t } = useTexts();
  const [way, setWay] = useState<'app' | 'key' | 'codes'>();
  if (way === 'app') return <AppSetup onDone={() => setWay('codes')} onBack={() => setWay(undefined)} />;
  if (way === 'key') return <KeySetup onDone={() => setWay('codes')} onBack={() => setWay(undefined)} />;
  if (way === 'codes') return <RecoveryCodes doneLabel={t('factor.finish')} onDone={props.onDone} />;
  return (
    <div className="factor-ways">
      {(['app', 'key'] as const).map((one) => (
        <button key={one} type="button" className="factor-way" onClick={() => setWay(one)}>
          <strong>{t(one === 'app' ? 'factor.chooseApp' : 'factor.chooseKey')}</strong>
          <span className="quiet">{t(one === 'app' ? 'factor.chooseAppHelp' : 'factor.chooseKeyHelp')}</span>
        </button>
      ))}
    </div>
  );
}
