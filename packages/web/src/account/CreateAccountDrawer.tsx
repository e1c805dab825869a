import { roleIsHigh } from '@renshe/domain/access/permissions.ts';
import { accountContracts, loginSchema } from '@renshe/domain/account/account.contract.ts';
import { officeContracts } from '@renshe/domain/area/area.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ConsentFields, useAskGrant } from '../grant/ConsentFields.tsx';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { PasswordField, PostFields, type PostValues } from './PostFields.tsx';
import { proposePassword } from './post-rules.ts';

interface CreateValues extends PostValues {
  name: string;
  login: string;
  password: string;
}

/** A new account with its first post. */
export function CreateAccountDrawer(props: { onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const [form] = Form.useForm<CreateValues>();
  const ask = useAskGrant();
  const role = (Form.useWatch('role', form) as CreateValues['role'] | undefined) ?? 'community-worker';
  const create = useCommand(accountContracts.create, { invalidates: [accountContracts.list, officeContracts.list] });
  return (
    <ActionDrawer<CreateValues>
      open
      form={form}
      title={t('accountAdmin.createTitle')}
      submitLabel={t(roleIsHigh(role) ? 'grant.ask' : 'accountAdmin.create')}
      draftKey="account:create"
      initialValues={{
        name: '',
        login: '',
        password: proposePassword(),
        role: 'community-worker',
        officeId: null,
        reason: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.officeId === null) return;
        const { reason, ...account } = { ...values, officeId: values.officeId };
        if (roleIsHigh(account.role)) await ask({ kind: 'account', ...account }, reason);
        else {
          await create.run({ body: account });
          toast.saved(t('accountAdmin.created', { name: values.name }));
        }
        props.onClose();
      }}
    >
      <Form.Item
        name="name"
        label={t('accountAdmin.name')}
        rules={[{ required: true, whitespace: true, message: t('accountAdmin.required') }]}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="login"
        label={t('accountAdmin.login')}
        extra={t('accountAdmin.loginHint')}
        required
        rules={[
          {
            validator: (_, login: string) =>
              loginSchema.safeParse(login).success
                ? Promise.resolve()
                : Promise.reject(new Error(t('accountAdmin.badLogin'))),
          },
        ]}
      >
        <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <PostFields form={form} />
      <PasswordField form={form} label={t('accountAdmin.password')} />
      {roleIsHigh(role) ? <ConsentFields /> : null}
    </ActionDrawer>
  );
}
