import { type Delivery, exchangeContracts, type TableCount } from '@renshe/domain/exchange/exchange.contract.ts';
import { Alert, Button, Drawer, Table } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, call } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatDate, formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { ReachableScroll } from '../kit/ReachableScroll.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { DeliveryState } from './DeliveryList.tsx';
import { FindingGroups } from './FindingGroups.tsx';
import { editionName, useEditions } from './use-editions.ts';

const sizeOf = (bytes: number) =>
  bytes < 1024 * 1024 ? `${formatNumber(Math.ceil(bytes / 1024))} KB` : `${formatNumber(bytes / 1024 / 1024, 1)} MB`;

/** One delivery: what the check said, making the file, taking it away, and who did. */
export function DeliveryDrawer(props: { deliveryId: string; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const params = { deliveryId: props.deliveryId };
  const read = useRead(exchangeContracts.delivery, { params });
  const one = read.data;
  return (
    <Drawer
      open
      onClose={props.onClose}
      size={760}
      title={
        <h2 className="drawer-title">
          {one?.number ? t('exchange.detail.title', { number: one.number }) : t('exchange.detail.titleUnnumbered')}
        </h2>
      }
    >
      {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
      {one ? (
        <DeliveryDetail delivery={one} onChanged={() => void read.refetch()} />
      ) : read.error ? null : (
        t('kit.loading')
      )}
    </Drawer>
  );
}

type Detail = NonNullable<ReturnType<typeof useRead<typeof exchangeContracts.delivery>>['data']>;

function DeliveryDetail(props: { delivery: Detail; onChanged: () => void }): ReactNode {
  const { t, language } = useTexts();
  const one = props.delivery;
  const editions = useEditions();
  const running = one.state === 'checking' || one.state === 'making';
  const facts: [string, ReactNode][] = [
    [t('exchange.columns.state'), <DeliveryState key="state" state={one.state} />],
    [t('exchange.columns.area'), one.area.pathName],
    [t('exchange.columns.edition'), editionName(editions.data, one.edition, language)],
    [t('exchange.columns.asOf'), formatDate(one.asOf)],
    [
      t('exchange.columns.mode'),
      one.since
        ? `${t('exchange.mode.changes')} · ${t('exchange.detail.since', { number: one.since.number, at: formatInstant(one.since.readAt) })}`
        : t(`exchange.mode.${one.mode}`),
    ],
    [t('exchange.detail.format'), t(`exchange.format.${one.format}`)],
    [t('exchange.detail.purpose'), one.purpose],
    [t('exchange.columns.created'), [formatInstant(one.createdAt), one.createdBy].filter(Boolean).join(' ')],
  ];
  if (one.bytes !== null) facts.push([t('exchange.detail.size'), sizeOf(one.bytes)]);
  if (one.sha256 !== null)
    facts.push([
      t('exchange.detail.digest'),
      <span key="digest" className="exchange-digest">
        {one.sha256}
      </span>,
    ]);
  return (
    <ReachableScroll>
      {running && one.taskId ? <TaskProgress taskId={one.taskId} onOver={props.onChanged} /> : null}
      {one.message ? <Alert type="warning" showIcon title={one.message} /> : null}
      <MakeButtons delivery={one} onChanged={props.onChanged} />
      <dl className="exchange-facts">
        {facts.map(([term, value]) => (
          <div key={term} style={{ display: 'contents' }}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {one.counts.length > 0 ? (
        <>
          <TableCounts delivery={one} />
          <FindingGroups
            groups={one.groups}
            errors={one.errors}
            warnings={one.warnings}
            day={one.asOf}
            rows={async () =>
              (await call(exchangeContracts.findings, { params: { deliveryId: one.deliveryId } })).findings
            }
          />
        </>
      ) : null}
      {one.number !== null ? <Downloads delivery={one} /> : null}
    </ReachableScroll>
  );
}

/** Before the file: how to treat faulty rows. After it: the download, which asks the purpose. */
function MakeButtons(props: { delivery: Detail; onChanged: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const one = props.delivery;
  const make = useCommand(exchangeContracts.make, {
    invalidates: [exchangeContracts.list, exchangeContracts.delivery],
  });
  const file = useFile(exchangeContracts.download);
  const params = { deliveryId: one.deliveryId };
  const start = async (onError: 'leave-out' | 'stop') => {
    try {
      await make.run({ params, body: { version: one.version, onError } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
      props.onChanged();
    }
  };
  if (one.state === 'ready')
    return (
      <div className="exchange-make">
        <Button type="primary" loading={file.busy} onClick={() => void file.get({ params }).then(props.onChanged)}>
          {t('exchange.detail.download')}
        </Button>
        {one.expiresOn ? <span>{t('exchange.detail.expires', { on: formatDate(one.expiresOn) })}</span> : null}
      </div>
    );
  if (one.state === 'expired') return <Alert type="info" showIcon title={t('exchange.detail.expired')} />;
  if (one.state !== 'checked' && one.state !== 'stopped' && one.state !== 'failed') return null;
  const leftOut = one.counts.reduce((sum, count) => sum + count.leftOut, 0);
  return (
    <div className="exchange-make">
      <Button type="primary" loading={make.isPending} onClick={() => void start('leave-out')}>
        {leftOut > 0
          ? t('exchange.detail.makeLeaveOut', { count: leftOut })
          : t(one.state === 'checked' ? 'exchange.detail.make' : 'exchange.detail.makeAgain')}
      </Button>
      {leftOut > 0 ? (
        <Button disabled={make.isPending} onClick={() => void start('stop')}>
          {t('exchange.detail.makeStop')}
        </Button>
      ) : null}
      <span>{t('exchange.detail.makeHelp')}</span>
    </div>
  );
}

function TableCounts(props: { delivery: Delivery }): ReactNode {
  const { t, language } = useTexts();
  const editions = useEditions();
  const tables = editions.data?.editions.find((one) => one.edition === props.delivery.edition)?.tables ?? [];
  const number = (key: 'rows' | 'added' | 'changed' | 'deleted' | 'leftOut') => ({
    title: t(`exchange.detail.${key}`),
    key,
    align: 'right' as const,
    render: (_: unknown, count: TableCount) => formatNumber(count[key]),
  });
  return (
    <section className="exchange-section">
      <h3>{t('exchange.detail.counts')}</h3>
      <Table<TableCount>
        size="small"
        pagination={false}
        {...(props.delivery.mode === 'changes' ? { scroll: { x: 'max-content' } } : {})}
        dataSource={[...props.delivery.counts]}
        rowKey={(count) => count.table}
        columns={[
          {
            title: t('exchange.detail.table'),
            key: 'table',
            render: (_, count) => {
              const table = tables.find((one) => one.code === count.table);
              return (
                <>
                  {count.table} {table?.[language]}
                  {count.rows === 0 && count.leftOut === 0 ? (
                    <span className="exchange-field-source">
                      {table?.note?.[language] ?? t('exchange.detail.noRows')}
                    </span>
                  ) : null}
                </>
              );
            },
          },
          number('rows'),
          ...(props.delivery.mode === 'changes' ? [number('added'), number('changed'), number('deleted')] : []),
          number('leftOut'),
        ]}
      />
    </section>
  );
}

function Downloads(props: { delivery: Detail }): ReactNode {
  const { t } = useTexts();
  const { downloadedBy } = props.delivery;
  return (
    <section className="exchange-section">
      <h3>{t('exchange.detail.downloadedBy')}</h3>
      {downloadedBy.length === 0 ? (
        <p>{t('exchange.detail.nobody')}</p>
      ) : (
        <ul>
          {downloadedBy.map((one) => (
            <li key={one.at}>
              {formatInstant(one.at)} {one.name} · {one.purpose}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
