import { roleNames } from '@renshe/domain/access/permissions.ts';
import { type Account, setupContracts } from '@renshe/domain/account/account.contract.ts';
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useMe, useToday } from '../app/session.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import {
  EndPostDrawer,
  GrantPostDrawer,
  IdentityDrawer,
  ResetFactorsDrawer,
  ResetPasswordDrawer,
  SuspensionDrawer,
  UnlockDrawer,
} from './AccountActDrawers.tsx';
import { AccountStatus } from './AccountAdminPage.tsx';
import { currentPosts } from './post-rules.ts';

type Post = Account['posts'][number];
type Act = { kind: 'grant' | 'reset' | 'suspension' | 'unlock' | 'factors' | 'identity' } | { kind: 'end'; post: Post };

/** One account: its posts now and before, and what can be done with it. Nobody changes her own. */
export function AccountDrawer(props: { account: Account; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const mayManage = useCan('account.manage');
  const me = useMe();
  const today = useToday();
  const [act, setAct] = useState<Act>();
  const { account } = props;
  const own = me.accountId === account.accountId;
  const current = currentPosts(account.posts, today);
  const former = account.posts.filter((post) => !current.includes(post));
  const acts = mayManage && !own;
  const done = () => setAct(undefined);
  const provider = useRead(setupContracts.state, {}, { freshFor: 60_000 }).data?.identityProvider ?? null;
  return (
    <Drawer open onClose={props.onClose} size={560} title={<h2 className="drawer-title">{account.name}</h2>}>
      {own ? <p className="note-warning">{t('accountAdmin.self')}</p> : null}
      <dl className="facts">
        <dt>{t('accountAdmin.login')}</dt>
        <dd>{account.login}</dd>
        <dt>{t('accountAdmin.columns.status')}</dt>
        <dd>
          <AccountStatus account={account} />
        </dd>
        <dt>{t('accountAdmin.factors')}</dt>
        <dd>
          {account.factors > 0
            ? t('accountAdmin.factorsCount', { count: account.factors })
            : t('accountAdmin.factorsNone')}
        </dd>
        {provider ? (
          <>
            <dt>{t('accountAdmin.identity')}</dt>
            <dd>{account.identity ?? t('accountAdmin.identityNone')}</dd>
          </>
        ) : null}
        <dt>{t('accountAdmin.columns.seen')}</dt>
        <dd>{account.lastSeenAt === null ? t('accountAdmin.never') : formatInstant(account.lastSeenAt)}</dd>
      </dl>
      {acts ? (
        <p className="account-acts">
          <Button type="primary" onClick={() => setAct({ kind: 'grant' })}>
            {t('accountAdmin.grant')}
          </Button>
          {account.locked ? (
            <Button onClick={() => setAct({ kind: 'unlock' })}>{t('accountAdmin.unlock')}</Button>
          ) : null}
          {account.factors > 0 ? (
            <Button onClick={() => setAct({ kind: 'factors' })}>{t('accountAdmin.factorsReset')}</Button>
          ) : null}
          {provider ? (
            <Button onClick={() => setAct({ kind: 'identity' })}>{t('accountAdmin.identityBind')}</Button>
          ) : null}
          <Button onClick={() => setAct({ kind: 'reset' })}>{t('accountAdmin.reset')}</Button>
          <Button danger={account.status === 'active'} onClick={() => setAct({ kind: 'suspension' })}>
            {t(account.status === 'active' ? 'accountAdmin.suspend' : 'accountAdmin.resume')}
          </Button>
        </p>
      ) : null}
      <h3>{t('accountAdmin.currentPosts')}</h3>
      {current.length === 0 ? <p className="quiet">{t('accountAdmin.noPosts')}</p> : null}
      <ul className="account-posts">
        {current.map((post) => (
          <li key={post.postId}>
            <span>
              <strong>{roleNames[post.role][language]}</strong>
              <br />
              {post.officeName}
              <br />
              <span className="quiet figures">
                {post.toOn === null
                  ? t('accountAdmin.since', { from: post.fromOn })
                  : t('accountAdmin.period', { from: post.fromOn, to: post.toOn })}
              </span>
            </span>
            {acts && post.toOn === null ? (
              <Button
                size="small"
                aria-label={`${t('accountAdmin.endPost')}: ${roleNames[post.role][language]}, ${post.officeName}`}
                onClick={() => setAct({ kind: 'end', post })}
              >
                {t('accountAdmin.endPost')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {former.length > 0 ? (
        <>
          <h3>{t('accountAdmin.formerPosts')}</h3>
          <ul className="account-posts">
            {former.map((post) => (
              <li key={post.postId}>
                <span>
                  {t('accountAdmin.postText', { role: roleNames[post.role][language], office: post.officeName })}
                  <br />
                  <span className="quiet figures">
                    {t('accountAdmin.period', { from: post.fromOn, to: post.toOn ?? '' })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {act?.kind === 'grant' ? <GrantPostDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'reset' ? <ResetPasswordDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'unlock' ? <UnlockDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'identity' ? <IdentityDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'factors' ? <ResetFactorsDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'suspension' ? <SuspensionDrawer account={account} onClose={done} /> : null}
      {act?.kind === 'end' ? <EndPostDrawer account={account} post={act.post} onClose={done} /> : null}
    </Drawer>
  );
}
