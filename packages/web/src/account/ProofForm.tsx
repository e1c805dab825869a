import type { Me } from '@renshe/domain/account/account.contract.ts';
import { factorContracts, type Proof, type ProofKind } from '@renshe/domain/account/factor.contract.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { ProviderButton } from './ProviderButton.tsx';
import { askKey, securityKeysWork } from './security-key.ts';
import './account.css';

/** Shows once more who is there, in the way that the account has: a code, a key, a recovery code, or the password. */
export function ProofForm(props: { onProved: (me: Me) => void }): ReactNode {
  const { t } = useTexts();
  const options = useRead(factorContracts.proofOptions, {}, { freshFor: 0 });
  const prove = useCommand(factorContracts.prove, { invalidates: [] });
  const [chosen, setChosen] = useState<ProofKind>();
  const [problem, setProblem] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [form] = Form.useForm<{ proof: string }>();
  if (options.error) return <ErrorLine error={options.error} onRetry={() => void options.refetch()} />;
  const kinds = options.data?.kinds ?? [];
  const kind = chosen ?? kinds[0];
  if (kind === undefined) return <p className="quiet">{t('kit.loading')}</p>;

  const send = async (make: () => Proof | Promise<Proof>) => {
    setProblem(null);
    setWaiting(true);
    try {
      props.onProved(await prove.run({ body: { proof: await make() } }));
    } catch (error) {
      // Whatever the browser throws at a key means that the person or the key did not confirm.
      setProblem(error instanceof ApiError ? error.message : t('factor.keyFailed'));
      form.setFieldValue('proof', '');
      form.getFieldInstance('proof')?.focus();
    } finally {
      setWaiting(false);
    }
  };
  const proofOf = (text: string): Proof =>
    kind === 'password'
      ? { kind, password: text }
      : kind === 'recovery'
        ? { kind, code: text }
        : { kind: 'totp', code: text };
  const others = kinds.filter((one) => one !== kind);
  return (
    <>
      <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
      {kind === 'webauthn' ? (
        <>
          <p>{t(securityKeysWork() ? 'factor.keyHelp' : 'factor.keyUnknown')}</p>
          <Button
            type="primary"
            size="large"
            block
            loading={waiting}
            disabled={!securityKeysWork()}
            onClick={() => void send(askKey)}
          >
            {t('factor.useKey')}
          </Button>
        </>
      ) : (
        <Form
          key={kind}
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ proof: '' }}
          onFinish={({ proof }) => void send(() => proofOf(proof))}
        >
          <ProofField kind={kind} />
          <Button type="primary" htmlType="submit" size="large" block loading={waiting}>
            {t('factor.confirm')}
          </Button>
        </Form>
      )}
      {options.data?.provider ? (
        <>
          <ProviderButton label={t('factor.providerAgain', { name: options.data.provider })} again />
          <p className="quiet">{t('factor.providerLeave')}</p>
        </>
      ) : null}
      {others.length > 0 ? (
        <p className="proof-others">
          {others.map((one) => (
            <Button
              key={one}
              type="link"
              onClick={() => {
                setProblem(null);
                setChosen(one);
              }}
            >
              {t(`factor.kinds.${one}`)}
            </Button>
          ))}
        </p>
      ) : null}
    </>
  );
}

function ProofField(props: { kind: 'password' | 'totp' | 'recovery' }): ReactNode {
  const { t } = useTexts();
  if (props.kind === 'password')
    return (
      <Form.Item
        name="proof"
        label={t('factor.password')}
        rules={[{ required: true, message: t('account.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
    );
  if (props.kind === 'totp')
    return (
      <Form.Item
        name="proof"
        label={t('factor.code')}
        rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t('factor.codeMissing') }]}
        validateTrigger="onSubmit"
      >
        <Input
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={9}
          autoFocus
          className="figures proof-code"
        />
      </Form.Item>
    );
  return (
    <Form.Item
      name="proof"
      label={t('factor.recovery')}
      rules={[{ required: true, whitespace: true, message: t('factor.recoveryMissing') }]}
    >
      <Input autoComplete="off" maxLength={20} autoFocus className="figures proof-code" />
    </Form.Item>
  );
}
