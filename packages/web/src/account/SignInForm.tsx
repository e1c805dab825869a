import { accountContracts, type Me, setupContracts } from '@renshe/domain/account/account.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey, useCommand, useRead } from '../kit/use-api.ts';
import { ProofForm } from './ProofForm.tsx';
import { ProviderButton } from './ProviderButton.tsx';

/** Name and password, or the city's identity provider where there is one. The page behind it stays as it is; `login` is filled in when a session ran out. */
export function SignInForm(props: { login?: string; onSignedIn?: (me: Me) => void }): ReactNode {
  const { t } = useTexts();
  const client = useQueryClient();
  const provider = useRead(setupContracts.state, {}, { freshFor: 60_000 }).data?.identityProvider;
  const signIn = useCommand(accountContracts.signIn, { invalidates: [] });
  const [problem, setProblem] = useState<string | null>(null);
  const [form] = Form.useForm<{ login: string; password: string }>();
  // Over a page with work on it the second step stands in the same place, so that the page is not taken away.
  const [half, setHalf] = useState(false);
  const signedIn = (me: Me) => {
    client.setQueryData(readKey(accountContracts.me, {}), me);
    props.onSignedIn?.(me);
  };
  const submit = async (values: { login: string; password: string }) => {
    setProblem(null);
    try {
      const me = await signIn.run({ body: { login: values.login.trim().toLowerCase(), password: values.password } });
      if (me.step === 'second-factor' && props.login !== undefined) setHalf(true);
      else signedIn(me);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
      form.setFieldValue('password', '');
      form.getFieldInstance('password')?.focus();
    }
  };
  if (half) return <ProofForm onProved={signedIn} />;
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ login: props.login ?? '', password: '' }}
        onFinish={submit}
      >
        <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
        <Form.Item
          name="login"
          label={t('account.login')}
          rules={[{ required: true, message: t('account.loginMissing') }]}
        >
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!props.login} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('account.password')}
          rules={[{ required: true, message: t('account.passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus={Boolean(props.login)} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('account.signIn')}
        </Button>
      </Form>
      {provider ? (
        <>
          <ProviderButton label={t('account.signInBy', { name: provider })} />
          {props.login ? <p className="quiet">{t('account.providerLeave')}</p> : null}
        </>
      ) : null}
    </>
  );
}
