import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { passwordProblems, passwordProblemText } from '@renshe/domain/account/password.rules.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';

interface Values {
  oldPassword: string;
  newPassword: string;
  again: string;
}

/** The same rules as on the server, told while she still types. */
export function ChangePasswordForm(props: {
  login: string;
  name: string;
  least: number;
  onDone: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<string | null>(null);
  const change = useCommand(accountContracts.changePassword, { invalidates: [accountContracts.me] });
  const submit = async (values: Values) => {
    setProblem(null);
    try {
      await change.run({ body: { oldPassword: values.oldPassword, newPassword: values.newPassword } });
      form.resetFields();
      props.onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.fields[0]?.message ?? error.message);
    }
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} className="narrow-form">
      <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
      <input type="text" name="username" autoComplete="username" value={props.login} readOnly hidden />
      <Form.Item
        name="oldPassword"
        label={t('account.oldPassword')}
        rules={[{ required: true, message: t('account.passwordMissing') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="newPassword"
        label={t('account.newPassword')}
        extra={t('account.passwordHelp', { least: props.least })}
        validateTrigger="onBlur"
        rules={[newPasswordRule(props, props.least, language, t('account.passwordMissing'))]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('account.again')}
        dependencies={['newPassword']}
        validateTrigger="onBlur"
        rules={[
          {
            validator: (_, value: string | undefined) =>
              value === form.getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('account.againDiffers'))),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('account.changePassword')}
      </Button>
    </Form>
  );
}

/** A rule for a new password: the first problem as a sentence, one thing to do at a time. */
export function newPasswordRule(
  owner: { login: string; name: string },
  least: number,
  language: 'zh' | 'en',
  missing: string,
) {
  return {
    validator: (_: unknown, value: string | undefined) => {
      if (!value) return Promise.reject(new Error(missing));
      const problems = passwordProblems(value, { login: owner.login, name: owner.name }, least);
      return problems.length === 0
        ? Promise.resolve()
        : Promise.reject(new Error(passwordProblemText(problems[0]!, language, least)));
    },
  };
}
