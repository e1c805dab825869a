import { roleNames, roles } from '@renshe/domain/access/permissions.ts';
import { type Account, accountContracts, roleSchema } from '@renshe/domain/account/account.contract.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { GrantNote } from '../grant/GrantWaiting.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { EndAllSessionsDrawer } from './AccountActDrawers.tsx';
import { AccountDrawer } from './AccountDrawer.tsx';
import { CreateAccountDrawer } from './CreateAccountDrawer.tsx';
import { currentPosts } from './post-rules.ts';
import './account-admin.css';

interface AccountSearch {
  text?: string | undefined;
  role?: string | undefined;
  offset?: string | number | undefined;
  account?: string | undefined;
}
const PAGE = 50;

/** Accounts and their posts, for the security administrator. The open account stands in the address. */
export function AccountAdminPage(): ReactNode {
  const { t, language } = useTexts();
  const mayManage = useCan('account.manage');
  const today = useToday();
  const search = useSearch({ strict: false }) as AccountSearch;
  const patchSearch = useSearchPatch();
  const [creating, setCreating] = useState(false);
  const [ending, setEnding] = useState(false);
  const role = roleSchema.options.find((one) => one === search.role);
  const offset = Number(search.offset ?? 0) || 0;
  const change = (next: AccountSearch) => patchSearch(next, true);
  const read = useRead(
    accountContracts.list,
    {
      query: {
        ...(search.text ? { text: search.text } : {}),
        ...(role ? { role } : {}),
        limit: PAGE,
        offset,
      },
    },
    { keepPrevious: true },
  );
  const open = read.data?.accounts.find((one) => one.accountId === search.account);
  return (
    <>
      <PageHeader
        title={t('accountAdmin.title')}
        makesNew
        primary={
          mayManage ? (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('accountAdmin.create')}
            </Button>
          ) : null
        }
        more={
          mayManage
            ? [{ key: 'out', label: t('accountAdmin.everybodyOut'), danger: true, onClick: () => setEnding(true) }]
            : []
        }
      />
      <GrantNote />
      <section>
        <div className="filter-bar account-filters">
          <Input.Search
            key={search.text ?? ''}
            allowClear
            aria-label={t('accountAdmin.search')}
            placeholder={t('accountAdmin.search')}
            defaultValue={search.text ?? ''}
            onSearch={(text) => change({ text: text.trim() || undefined, offset: undefined })}
          />
          <Select
            aria-label={t('accountAdmin.role')}
            value={role ?? ''}
            onChange={(next) => change({ role: next || undefined, offset: undefined })}
            options={[
              { value: '', label: t('accountAdmin.anyRole') },
              ...roles.map((one) => ({ value: one, label: roleNames[one][language] })),
            ]}
          />
        </div>
        <DataTable
          name="accountAdmin.title"
          label={t('accountAdmin.title')}
          rows={read.data?.accounts}
          rowKey={(account) => account.accountId}
          count={read.data?.count}
          error={read.error}
          onRetry={() => void read.refetch()}
          onOpen={(account) => change({ account: account.accountId })}
          openKey={search.account}
          paging={{ offset, limit: PAGE, onOffset: (next) => change({ offset: next || undefined }) }}
          empty={{ title: t('accountAdmin.empty') }}
          columns={[
            {
              title: t('accountAdmin.columns.name'),
              key: 'name',
              render: (_, account) => <strong>{account.name}</strong>,
            },
            {
              title: t('accountAdmin.columns.login'),
              key: 'login',
              responsive: ['md' as const],
              render: (_, account) => account.login,
            },
            {
              title: t('accountAdmin.columns.posts'),
              key: 'posts',
              render: (_, account) => <PostNames account={account} today={today} />,
            },
            {
              title: t('accountAdmin.columns.status'),
              key: 'status',
              render: (_, account) => <AccountStatus account={account} />,
            },
            {
              title: t('accountAdmin.columns.seen'),
              key: 'seen',
              responsive: ['md' as const],
              render: (_, account) =>
                account.lastSeenAt === null ? (
                  <span className="quiet">{t('accountAdmin.never')}</span>
                ) : (
                  <span className="figures nowrap">{formatInstant(account.lastSeenAt)}</span>
                ),
            },
          ]}
        />
      </section>
      {open ? <AccountDrawer account={open} onClose={() => change({ account: undefined })} /> : null}
      {ending ? <EndAllSessionsDrawer onClose={() => setEnding(false)} /> : null}
      {creating ? <CreateAccountDrawer onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function PostNames(props: { account: Account; today: string }): ReactNode {
  const { t, language } = useTexts();
  const posts = currentPosts(props.account.posts, props.today);
  if (posts.length === 0) return <span className="quiet">{t('accountAdmin.noPosts')}</span>;
  return posts.map((post) => (
    <div key={post.postId}>
      {t('accountAdmin.postText', { role: roleNames[post.role][language], office: post.officeName })}
    </div>
  ));
}

export function AccountStatus(props: { account: Account }): ReactNode {
  const { t } = useTexts();
  const { account } = props;
  const status = account.status === 'suspended' ? 'suspended' : account.locked ? 'locked' : 'active';
  return <span className={`account-chip account-chip-${status}`}>{t(`accountAdmin.statuses.${status}`)}</span>;
}
