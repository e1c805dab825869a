import { roleNames } from '@renshe/domain/access/permissions.ts';
import {
  type GrantRequest,
  type GrantStatus,
  grantContracts,
  grantStatuses,
} from '@renshe/domain/grant/grant.contract.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Drawer, Select, type TableColumnsType, Tag } from 'antd';
import { Fragment, type ReactNode, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { type Decision, DecisionDrawer } from './GrantDecisionDrawer.tsx';
import './grant.css';

const limit = 50;
const colours = {
  asked: 'warning',
  consented: 'success',
  refused: 'error',
  withdrawn: 'default',
  lapsed: 'default',
} as const;

/** 授权申请: what waits for a second person, and what became of the others. */
export function GrantsPage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ from: '/frame/admin/grants' });
  const patch = useSearchPatch();
  const narrow = useNarrow();
  const [open, setOpen] = useState<string>();
  const [deciding, setDeciding] = useState<{ request: GrantRequest; how: Decision }>();
  const offset = search.offset ?? 0;
  // What waits, unless another state is chosen.
  const status: GrantStatus | 'all' =
    search.status === 'all' ? 'all' : (grantStatuses.find((one) => one === search.status) ?? 'asked');
  const read = useRead(
    grantContracts.list,
    { query: { ...(status === 'all' ? {} : { status }), limit, offset } },
    { keepPrevious: true },
  );
  const wordsOf = useGrantWords();
  const tag = (request: GrantRequest) => (
    <Tag color={colours[request.status]} variant="outlined">
      {t(`grant.status.${request.status}`)}
    </Tag>
  );
  const columns: TableColumnsType<GrantRequest> = [
    {
      key: 'receiver',
      title: t('grant.column.receiver'),
      render: (_, request) => <strong>{request.receiver.name}</strong>,
    },
    {
      key: 'what',
      title: t('grant.column.what'),
      className: 'grant-wrapping',
      render: (_, request) => (
        <>
          {t(`grant.kind.${request.kind}`)}
          {request.role ? <div className="quiet">{wordsOf(request)}</div> : null}
        </>
      ),
    },
    { title: t('grant.column.reason'), className: 'grant-wrapping', width: 220, dataIndex: 'reason' },
    { key: 'askedBy', title: t('grant.column.askedBy'), render: (_, request) => request.askedBy.name },
    {
      title: status === 'asked' ? t('grant.column.until') : t('grant.column.askedAt'),
      className: 'figures',
      render: (_, request) => formatInstant(status === 'asked' ? request.expiresAt : request.askedAt),
    },
    { key: 'status', title: t('grant.column.status'), render: (_, request) => tag(request) },
  ];
  const stacked: TableColumnsType<GrantRequest> = [
    {
      key: 'title',
      title: t('grant.title'),
      className: 'grant-wrapping',
      render: (_, request) => (
        <span className="grant-row">
          <span>
            <strong>{request.receiver.name}</strong> · {t(`grant.kind.${request.kind}`)} {tag(request)}
          </span>
          {request.role ? <span>{wordsOf(request)}</span> : null}
          <span>{request.reason}</span>
          <small className="quiet figures">
            {request.askedBy.name} · {formatInstant(request.askedAt)}
          </small>
        </span>
      ),
    },
  ];
  const shown = read.data?.requests.find((one) => one.requestId === open);
  return (
    <>
      <PageHeader title={t('grant.title')} />
      <search className="filter-bar">
        <Select
          aria-label={t('grant.filter')}
          value={status}
          onChange={(next) => patch({ status: next === 'asked' ? undefined : next, offset: undefined }, true)}
          options={[
            ...grantStatuses.map((value) => ({ value: value as string, label: t(`grant.status.${value}`) })),
            { value: 'all', label: t('grant.anyStatus') },
          ]}
          popupMatchSelectWidth={false}
        />
      </search>
      <DataTable<GrantRequest>
        name="grant.title"
        label={t('grant.title')}
        columns={narrow ? stacked : columns}
        rows={read.data?.requests}
        rowKey={(request) => request.requestId}
        count={read.data?.count}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(request) => setOpen(request.requestId)}
        openKey={open}
        paging={{ offset, limit, onOffset: (next) => patch({ offset: next || undefined }, true) }}
        empty={
          status === 'asked'
            ? { title: t('grant.empty'), help: t('grant.emptyHint') }
            : { title: t('grant.emptyFiltered') }
        }
      />
      {shown ? (
        <RequestDrawer
          request={shown}
          onDecide={(how) => setDeciding({ request: shown, how })}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      {deciding ? (
        <DecisionDrawer
          {...deciding}
          words={wordsOf(deciding.request)}
          onClose={() => setDeciding(undefined)}
          onDone={() => setOpen(undefined)}
        />
      ) : null}
    </>
  );
}

function useGrantWords(): (request: GrantRequest) => string {
  const { t, language } = useTexts();
  return (request) =>
    request.role === null
      ? ''
      : t('grant.post', { role: roleNames[request.role][language], office: request.officeName ?? '' });
}

/** One request: who asks, for whom, which rights, where, why, until when; and the acts that the reader has. */
function RequestDrawer(props: {
  request: GrantRequest;
  onDecide: (how: Decision) => void;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const wordsOf = useGrantWords();
  const { request } = props;
  const person = (who: { name: string; login: string }) => t('grant.person', who);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('grant.column.receiver'), person(request.receiver)],
    ...(request.role ? [[t('grant.column.what'), wordsOf(request)] as const] : []),
    ...(request.area ? [[t('grant.area'), request.area.pathName] as const] : []),
    ...(request.fromOn && request.kind === 'post'
      ? [
          [
            t('grant.fromOn'),
            <span key="from" className="figures">
              {request.fromOn}
            </span>,
          ] as const,
        ]
      : []),
    ...(request.subject ? [[t('grant.subject'), request.subject] as const] : []),
    ...(request.kind === 'account'
      ? []
      : [
          [
            t('grant.held'),
            request.held.length === 0
              ? t('grant.heldNone')
              : request.held.map((post) => (
                  <div key={`${post.role} ${post.officeName}`}>
                    {t('grant.post', { role: roleNames[post.role][language], office: post.officeName })}
                  </div>
                )),
          ] as const,
        ]),
    [t('grant.column.reason'), request.reason],
    [t('grant.column.askedBy'), person(request.askedBy)],
    [
      t('grant.column.askedAt'),
      <span key="at" className="figures">
        {formatInstant(request.askedAt)}
      </span>,
    ],
    [
      t('grant.column.until'),
      <span key="until" className="figures">
        {formatInstant(request.expiresAt)}
      </span>,
    ],
    ...(request.decidedAt
      ? [
          ...(request.status === 'lapsed'
            ? []
            : [[t('grant.decidedBy'), request.decidedBy ? person(request.decidedBy) : t('grant.operator')] as const]),
          [
            t('grant.decidedAt'),
            <span key="decided" className="figures">
              {formatInstant(request.decidedAt)}
            </span>,
          ] as const,
        ]
      : []),
    ...(request.decisionReason ? [[t('grant.decision'), request.decisionReason] as const] : []),
  ];
  return (
    <Drawer
      open
      onClose={props.onClose}
      size={560}
      title={<h2 className="drawer-title">{t(`grant.kind.${request.kind}`)}</h2>}
    >
      {request.hindrance ? <p className="note-warning">{t(`grant.hindrance.${request.hindrance}`)}</p> : null}
      <dl className="facts">
        {facts.map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="grant-acts">
        {request.mayDecide ? (
          <>
            <Button type="primary" onClick={() => props.onDecide('consent')}>
              {t('grant.consent.action')}
            </Button>
            <Button onClick={() => props.onDecide('refuse')}>{t('grant.refuse.action')}</Button>
          </>
        ) : null}
        {request.mayWithdraw ? (
          <Button onClick={() => props.onDecide('withdraw')}>{t('grant.withdraw.action')}</Button>
        ) : null}
      </p>
    </Drawer>
  );
}
