import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import { Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import { NameField, SetupButtons } from './AppSetup.tsx';
import { makeKey, securityKeysWork } from './security-key.ts';
import './account.css';

/** A name, then the browser's own dialog. */
export function KeySetup(props: { onDone: () => void; onBack: () => void }): ReactNode {
  const { t } = useTexts();
  const add = useCommand(factorContracts.addWebauthn, { invalidates: [factorContracts.list] });
  const [problem, setProblem] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const submit = async ({ name }: { name: string }) => {
    setProblem(null);
    setWaiting(true);
    try {
      await add.run({ body: await makeKey(name) });
      props.onDone();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t('factor.keyFailed'));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ name: t('factor.keyName') }} onFinish={submit}>
      <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
      <p>{t(securityKeysWork() ? 'factor.keyBindHelp' : 'factor.keyUnknown')}</p>
      <NameField />
      <SetupButtons busy={waiting} onBack={props.onBack} />
    </Form>
  );
}
