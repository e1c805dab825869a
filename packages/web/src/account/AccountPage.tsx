import { roleNames } from '@renshe/domain/access/permissions.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { NavigationList } from '../app/LeftColumn.tsx';
import { LookCard } from '../app/LookMenu.tsx';
import { visibleEntries } from '../app/navigation.ts';
import { useMe } from '../app/session.ts';
import { LookSwitches } from '../app/TopBar.tsx';
import { useNarrow } from '../app/use-narrow.ts';
import { useSignOut } from '../app/use-sign-out.ts';
import { formatDate } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';
import { FactorsCard } from './FactorsCard.tsx';
import { SessionsCard } from './SessionsCard.tsx';

/** Who I am here, what I may do and where, my password. On a phone also everything that the left column holds elsewhere. */
export function AccountPage(): ReactNode {
  const { t, language } = useTexts();
  const me = useMe();
  const narrow = useNarrow();
  const toast = useToast();
  const signOut = useSignOut();
  const [formNumber, setFormNumber] = useState(0);
  return (
    <>
      <PageHeader title={t('account.title')} primary={<Button onClick={signOut}>{t('app.bar.signOut')}</Button>} />
      {narrow ? (
        <section className="card">
          <div className="phone-switches">
            <LookSwitches />
          </div>
          <nav aria-label={t('app.nav.label')}>
            <NavigationList entries={visibleEntries(me.permissions)} />
          </nav>
        </section>
      ) : null}
      <section className="card" aria-labelledby="who">
        <h2 id="who">{me.name}</h2>
        <dl className="facts">
          <dt>{t('account.login')}</dt>
          <dd>{me.login}</dd>
          {me.posts.map((post) => (
            <PostLine
              key={post.postId}
              role={roleNames[post.role][language]}
              office={post.officeName}
              area={post.area.pathName || post.area.name}
              from={formatDate(post.fromOn)}
              to={post.toOn === null ? null : formatDate(post.toOn)}
            />
          ))}
        </dl>
      </section>
      <section className="card" aria-labelledby="password">
        <h2 id="password">{t('account.changePassword')}</h2>
        <ChangePasswordForm
          key={formNumber}
          login={me.login}
          name={me.name}
          least={me.passwordLength}
          onDone={() => {
            setFormNumber(formNumber + 1);
            toast.saved(t('account.passwordChanged'));
          }}
        />
      </section>
      <LookCard />
      <FactorsCard />
      <SessionsCard />
    </>
  );
}

function PostLine(props: { role: string; office: string; area: string; from: string; to: string | null }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <dt>{props.role}</dt>
      <dd>
        {props.office} · {props.area}
        <div className="quiet">
          {props.to === null
            ? t('account.since', { from: props.from })
            : t('account.span', { from: props.from, to: props.to })}
        </div>
      </dd>
    </>
  );
}
