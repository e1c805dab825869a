import { loginSchema, setupContracts } from '@renshe/domain/account/account.contract.ts';
import { PASSWORD_MIN_LENGTH } from '@renshe/domain/account/password.rules.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { newPasswordRule } from '../account/ChangePasswordForm.tsx';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand, useRead } from '../kit/use-api.ts';

const kinds = ['system', 'security', 'audit'] as const;
interface Person {
  login: string;
  name: string;
  password: string;
}
type Values = Record<(typeof kinds)[number], Person> & { code: string };

/** A real city's first minute: three administrators who exclude each other, with the code from the console. */
export function SetupPage(): ReactNode {
  const { t, language } = useTexts();
  const state = useRead(setupContracts.state, {}, { freshFor: 0 });
  const create = useCommand(setupContracts.firstAdministrators, { invalidates: [setupContracts.state] });
  const [form] = Form.useForm<Values>();
  const [problems, setProblems] = useState<{ field: string | null; message: string }[]>([]);
  const [done, setDone] = useState(false);
  useEffect(() => {
    document.title = `${t('setup.title')} · ${t('app.name')}`;
  }, [t]);
  const least = state.data?.passwordLength ?? PASSWORD_MIN_LENGTH;
  const submit = async (values: Values) => {
    setProblems([]);
    try {
      await create.run({ body: values });
      setDone(true);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      form.setFields(error.fields.map((one) => ({ name: one.path.split('.') as never, errors: [one.message] })));
      setProblems(
        error.fields.length > 0
          ? error.fields.map((one) => ({ field: one.path.replaceAll('.', '_'), message: one.message }))
          : [{ field: null, message: error.message }],
      );
    }
  };
  if (done || state.data?.ready) {
    return (
      <PublicFrame>
        <h1>{t('setup.title')}</h1>
        <EmptyState
          title={done ? t('setup.done') : t('setup.already')}
          action={
            <Button type="primary" href="/">
              {t('setup.toSignIn')}
            </Button>
          }
        />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame wide>
      <h1>{t('setup.title')}</h1>
      <p className="quiet">{t('setup.intro')}</p>
      <ErrorSummary problems={problems} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={submit}
        scrollToFirstError
        onFinishFailed={({ errorFields }) =>
          setProblems(
            errorFields.map((one) => ({
              field: one.name.join('_'),
              message:
                one.name.length > 1 ? `${t(`setup.${one.name[0]}.title`)}: ${one.errors[0]}` : (one.errors[0] ?? ''),
            })),
          )
        }
      >
        <Form.Item
          name="code"
          className="narrow-form"
          label={t('setup.code')}
          extra={t('setup.codeHelp')}
          rules={[{ required: true, message: t('setup.codeMissing') }]}
        >
          <Input autoComplete="off" spellCheck={false} autoFocus />
        </Form.Item>
        <div className="setup-columns">
          {kinds.map((kind) => (
            <fieldset key={kind} className="setup-person">
              <legend>{t(`setup.${kind}.title`)}</legend>
              <p className="quiet">{t(`setup.${kind}.help`)}</p>
              <Form.Item
                name={[kind, 'name']}
                label={t('setup.name')}
                rules={[{ required: true, whitespace: true, message: t('setup.nameMissing') }]}
              >
                <Input autoComplete="off" />
              </Form.Item>
              <Form.Item
                name={[kind, 'login']}
                label={t('setup.login')}
                validateTrigger="onBlur"
                rules={[
                  {
                    validator: (_, login: string | undefined) => {
                      if (!loginSchema.safeParse(login ?? '').success) {
                        return Promise.reject(new Error(t('setup.loginBad')));
                      }
                      const twice = kinds.some(
                        (other) => other !== kind && form.getFieldValue([other, 'login']) === login,
                      );
                      return twice ? Promise.reject(new Error(t('setup.loginTwice'))) : Promise.resolve();
                    },
                  },
                ]}
              >
                <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
              </Form.Item>
              <Form.Item
                name={[kind, 'password']}
                label={t('setup.password')}
                validateTrigger="onBlur"
                rules={[
                  {
                    validator: (rule: unknown, value: string | undefined) =>
                      newPasswordRule(
                        {
                          login: (form.getFieldValue([kind, 'login']) as string | undefined) ?? '',
                          name: (form.getFieldValue([kind, 'name']) as string | undefined) ?? '',
                        },
                        least,
                        language,
                        t('account.passwordMissing'),
                      ).validator(rule, value),
                  },
                ]}
              >
                <Input.Password autoComplete="new-password" />
              </Form.Item>
            </fieldset>
          ))}
        </div>
        <p className="quiet">
          {t('setup.loginHelp')} {t('account.passwordHelp', { least })}
        </p>
        <Button type="primary" size="large" htmlType="submit" loading={create.isPending}>
          {t('setup.submit')}
        </Button>
      </Form>
    </PublicFrame>
  );
}
