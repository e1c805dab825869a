import { roleIsHigh, roleNames } from '@renshe/domain/access/permissions.ts';
import { type Account, accountContracts } from '@renshe/domain/account/account.contract.ts';
import { officeContracts } from '@renshe/domain/area/area.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ConsentFields, useAskGrant } from '../grant/ConsentFields.tsx';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { PasswordField, PostFields, type PostValues } from './PostFields.tsx';
import { findExclusion, holdsHighPost, proposePassword } from './post-rules.ts';

interface ActProps {
  account: Account;
  onClose: () => void;
}
const reads = [accountContracts.list, officeContracts.list];

/** A further post; excluded roles are explained before anything is sent. */
export function GrantPostDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { account } = props;
  const [form] = Form.useForm<PostValues & { fromOn: string | null }>();
  const ask = useAskGrant();
  const role = (Form.useWatch('role', form) as PostValues['role'] | undefined) ?? 'community-worker';
  const grant = useCommand(accountContracts.grantPost, { invalidates: reads });
  return (
    <ActionDrawer<PostValues & { fromOn: string | null }>
      open
      form={form}
      title={t('accountAdmin.grantTitle', { name: account.name })}
      submitLabel={t(roleIsHigh(role) ? 'grant.ask' : 'accountAdmin.grant')}
      draftKey={`account:grant:${account.accountId}`}
      initialValues={{ role: 'community-worker', officeId: null, fromOn: today, reason: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.officeId === null || values.fromOn === null) return;
        const { accountId } = account;
        const post = { role: values.role, officeId: values.officeId, fromOn: values.fromOn };
        if (roleIsHigh(post.role)) await ask({ kind: 'post', accountId, ...post }, values.reason);
        else {
          await grant.run({ params: { accountId }, body: post });
          toast.saved(t('accountAdmin.granted'));
        }
        props.onClose();
      }}
    >
      <PostFields form={form} exclusionOf={(role) => findExclusion(account.posts, role, today)} />
      <Form.Item
        name="fromOn"
        label={t('accountAdmin.fromOn')}
        rules={[{ required: true, message: t('accountAdmin.required') }, dateRule(t('kit.date.invalid'))]}
      >
        <DateField today={today} />
      </Form.Item>
      {roleIsHigh(role) ? <ConsentFields /> : null}
    </ActionDrawer>
  );
}

export function EndPostDrawer(props: ActProps & { post: Account['posts'][number] }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { account, post } = props;
  const end = useCommand(accountContracts.endPost, { invalidates: reads });
  return (
    <ActionDrawer<{ toOn: string | null }>
      open
      title={t('accountAdmin.endPostTitle', { name: account.name, role: roleNames[post.role][language] })}
      note={t('accountAdmin.endPostText')}
      submitLabel={t('accountAdmin.endPost')}
      danger
      draftKey={`account:end:${post.postId}`}
      initialValues={{ toOn: today }}
      onClose={props.onClose}
      onSubmit={async ({ toOn }) => {
        if (toOn === null) return;
        await end.run({ params: { accountId: account.accountId, postId: post.postId }, body: { toOn } });
        toast.saved(t('accountAdmin.ended'));
        props.onClose();
      }}
    >
      <Form.Item
        name="toOn"
        label={t('accountAdmin.toOn')}
        rules={[{ required: true, message: t('accountAdmin.required') }, dateRule(t('kit.date.invalid'))]}
      >
        <DateField today={today} />
      </Form.Item>
    </ActionDrawer>
  );
}

/** Suspend an active account or resume a suspended one; both owe a reason. */
export function SuspensionDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { account } = props;
  const suspend = useCommand(accountContracts.suspend, { invalidates: reads });
  const resume = useCommand(accountContracts.resume, { invalidates: reads });
  const ask = useAskGrant();
  const act = account.status === 'active' ? 'suspend' : 'resume';
  const high = useHigh(account) && act === 'resume';
  const command = act === 'suspend' ? suspend : resume;
  return (
    <ActionDrawer<{ reason: string }>
      open
      title={t(`accountAdmin.${act}Title`, { name: account.name })}
      note={act === 'suspend' ? t('accountAdmin.suspendText') : undefined}
      submitLabel={t(high ? 'grant.ask' : `accountAdmin.${act}`)}
      danger={act === 'suspend'}
      draftKey={`account:${act}:${account.accountId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        const { accountId, name, version } = account;
        if (high) await ask({ kind: 'resumption', accountId }, reason);
        else {
          await command.run({ params: { accountId }, body: { version, reason } });
          toast.saved(t(act === 'suspend' ? 'accountAdmin.suspended' : 'accountAdmin.resumed', { name }));
        }
        props.onClose();
      }}
    >
      {high ? <ConsentFields withoutReason /> : null}
      <ReasonField />
    </ActionDrawer>
  );
}

/** Everybody but the administrator signs in anew: keys or cookies may be in the wrong hands. */
export function EndAllSessionsDrawer(props: { onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const end = useCommand(accountContracts.endAllSessions, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string; cityName: string }>
      open
      title={t('accountAdmin.everybodyOut')}
      note={t('accountAdmin.everybodyText')}
      submitLabel={t('accountAdmin.everybodyOut')}
      danger
      draftKey="account:everybody-out"
      initialValues={{ reason: '', cityName: '' }}
      onClose={props.onClose}
      onSubmit={async (body) => {
        const { ended } = await end.run({ body });
        toast.saved(t('accountAdmin.everybodyDone', { ended }));
        props.onClose();
      }}
    >
      <ReasonField />
      <Form.Item
        name="cityName"
        label={t('accountAdmin.cityName')}
        extra={t('accountAdmin.cityNameHint')}
        rules={[{ required: true, whitespace: true, message: t('accountAdmin.required') }]}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
    </ActionDrawer>
  );
}

/** Phone or key are lost: the owner signs in with the password and sets up another one. */
export function ResetFactorsDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { account } = props;
  const ask = useAskGrant();
  const high = useHigh(account);
  const reset = useCommand(accountContracts.resetFactors, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string }>
      open
      title={t('accountAdmin.factorsTitle', { name: account.name })}
      note={t('accountAdmin.factorsText')}
      submitLabel={t(high ? 'grant.ask' : 'accountAdmin.factorsReset')}
      danger={!high}
      draftKey={`account:factors:${account.accountId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        const { accountId, name } = account;
        if (high) await ask({ kind: 'factors', accountId }, reason);
        else {
          await reset.run({ params: { accountId }, body: { reason } });
          toast.saved(t('accountAdmin.factorsDone', { name }));
        }
        props.onClose();
      }}
    >
      {high ? <ConsentFields withoutReason /> : null}
      <ReasonField />
    </ActionDrawer>
  );
}

/** Which person at the city's identity provider this account is. */
export function IdentityDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { account } = props;
  const ask = useAskGrant();
  const [form] = Form.useForm<{ subject: string; reason: string }>();
  const typed = ((Form.useWatch('subject', form) as string | undefined) ?? account.identity ?? '').trim();
  // Taking a binding away needs nobody else.
  const high = useHigh(account) && typed !== '';
  const bind = useCommand(accountContracts.bindIdentity, { invalidates: reads });
  return (
    <ActionDrawer<{ subject: string; reason: string }>
      open
      form={form}
      title={t('accountAdmin.identityTitle', { name: account.name })}
      note={t('accountAdmin.identityText')}
      submitLabel={t(high ? 'grant.ask' : 'accountAdmin.save')}
      draftKey={`account:identity:${account.accountId}`}
      initialValues={{ subject: account.identity ?? '', reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ subject, reason }) => {
        const { accountId } = account;
        if (high) await ask({ kind: 'identity', accountId, subject }, reason);
        else {
          await bind.run({ params: { accountId }, body: { subject } });
          toast.saved(t('accountAdmin.identityDone'));
        }
        props.onClose();
      }}
    >
      <Form.Item name="subject" label={t('accountAdmin.identity')}>
        <Input maxLength={255} autoComplete="off" className="figures" />
      </Form.Item>
      {high ? <ConsentFields /> : null}
    </ActionDrawer>
  );
}

/** Too many wrong passwords locked the account somewhere; its owner has shown who she is. */
export function UnlockDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { account } = props;
  const unlock = useCommand(accountContracts.unlock, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string }>
      open
      title={t('accountAdmin.unlockTitle', { name: account.name })}
      note={t('accountAdmin.unlockText')}
      submitLabel={t('accountAdmin.unlock')}
      draftKey={`account:unlock:${account.accountId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        await unlock.run({ params: { accountId: account.accountId }, body: { reason } });
        toast.saved(t('accountAdmin.unlocked', { name: account.name }));
        props.onClose();
      }}
    >
      <ReasonField />
    </ActionDrawer>
  );
}

export function ResetPasswordDrawer(props: ActProps): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { account } = props;
  const [form] = Form.useForm<{ password: string; reason: string }>();
  const ask = useAskGrant();
  const high = useHigh(account);
  const reset = useCommand(accountContracts.resetPassword, { invalidates: reads });
  return (
    <ActionDrawer<{ password: string; reason: string }>
      open
      form={form}
      title={t('accountAdmin.resetTitle', { name: account.name })}
      note={high ? undefined : t('accountAdmin.resetText')}
      submitLabel={t(high ? 'grant.ask' : 'accountAdmin.reset')}
      danger={!high}
      draftKey={`account:reset:${account.accountId}`}
      initialValues={{ password: proposePassword(), reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ password, reason }) => {
        const { accountId, name, version } = account;
        if (high) await ask({ kind: 'password', accountId, password }, reason);
        else {
          await reset.run({ params: { accountId }, body: { password, version } });
          toast.saved(t('accountAdmin.resetDone', { name }));
        }
        props.onClose();
      }}
    >
      <PasswordField form={form} label={t('accountAdmin.newPassword')} />
      {high ? <ConsentFields /> : null}
    </ActionDrawer>
  );
}

/** Whoever is let into this account gets high rights: two people let her in. */
function useHigh(account: Account): boolean {
  return holdsHighPost(account.posts, useToday());
}

function ReasonField(): ReactNode {
  const { t } = useTexts();
  return (
    <Form.Item
      name="reason"
      label={t('accountAdmin.reason')}
      extra={t('accountAdmin.reasonHint')}
      rules={[{ required: true, whitespace: true, min: 2, message: t('accountAdmin.reasonHint') }]}
    >
      <Input.TextArea rows={3} maxLength={200} showCount />
    </Form.Item>
  );
}
