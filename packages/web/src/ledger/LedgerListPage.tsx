import { type LedgerView, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Input, Skeleton, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { AddOwnLedger, OwnLedgerMenu } from './OwnLedgers.tsx';
import './ledger.css';

const groups = ['standing', 'changes', 'household', 'record'] as const;

function groupOf(ledger: LedgerView): (typeof groups)[number] {
  if (ledger.rows === 'records') return 'record';
  if (ledger.of === 'household') return 'household';
  return ledger.rows === 'stock' ? 'standing' : 'changes';
}

/** 台账目录: all ledgers by what they list. */
export function LedgerListPage(): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const mayDefine = useCan('ledger.define');
  const read = useRead(ledgerContracts.list, {});
  const mayReview = useCan('ledger.review');
  const retired = (read.data?.ledgers ?? []).filter((one) => one.retired).length;
  const shown = (read.data?.ledgers ?? []).filter(
    (one) => !one.retired && one[language].toLowerCase().includes(typed.trim().toLowerCase()),
  );
  return (
    <div className="page">
      <PageHeader
        title={t('ledger.title')}
        note={
          <>
            {t('ledger.note')}
            {retired > 0 ? ` ${t('ledger.use.retiredCount', { count: retired })}` : ''}{' '}
            {mayReview ? <Link to="/ledger-use">{t('ledger.use.title')}</Link> : null}
          </>
        }
        primary={
          <>
            <Button onClick={() => void navigate({ to: '/ledgers/volume' })}>{t('volume.open')}</Button>
            {mayDefine ? <AddOwnLedger /> : null}
          </>
        }
      />
      <Input
        className="ledger-find"
        type="search"
        allowClear
        aria-label={t('ledger.find')}
        placeholder={t('ledger.find')}
        maxLength={40}
        onChange={(event) => setTyped(event.target.value)}
      />
      {read.data && read.data.problems.length > 0 ? (
        <Alert
          className="ledger-problems"
          type="warning"
          title={t('ledger.problems', { count: read.data.problems.length })}
          description={
            <ul>
              {read.data.problems.map((one) => (
                <li key={`${one.file} ${one.where}`}>
                  {one.file} {one.where} {one[language]}
                </li>
              ))}
            </ul>
          }
        />
      ) : null}
      {read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data === undefined ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : shown.length === 0 ? (
        <EmptyState title={t('ledger.emptyList')} />
      ) : (
        groups.map((group) => {
          const listed = shown.filter((one) => groupOf(one) === group);
          return listed.length === 0 ? null : (
            <section key={group} className="card ledger-group" aria-labelledby={`ledgers-${group}`}>
              <h2 id={`ledgers-${group}`}>{t(`ledger.group.${group}`)}</h2>
              <ul className="ledger-tiles">
                {listed.map((one) => (
                  <li key={one.key}>
                    <Link to="/ledgers/$ledger" params={{ ledger: one.key }}>
                      {one[language]}
                    </Link>
                    {one.own ? (
                      <span className="ledger-own">
                        <Tag>{t('ledger.own')}</Tag>
                        {mayDefine ? <OwnLedgerMenu ledger={one.key} name={one[language]} /> : null}
                      </span>
                    ) : null}
                    <p className="quiet">{one.about[language]}</p>
                  </li>
                ))}
              </ul>
            </section>
          );
        })
      )}
    </div>
  );
}
