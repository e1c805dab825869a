import { type Delivery, exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import { DataTable } from '../kit/DataTable.tsx';
import { formatDate, formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { editionName, useEditions } from './use-editions.ts';

const PAGE = 20;
const colours = { ready: 'green', checked: 'blue', stopped: 'red', failed: 'red', expired: 'default' } as const;

export function DeliveryState(props: { state: Delivery['state'] }): ReactNode {
  const { t } = useTexts();
  return (
    <Tag className="exchange-tag" color={colours[props.state as keyof typeof colours] ?? 'processing'}>
      {t(`exchange.state.${props.state}`)}
    </Tag>
  );
}

const moving = (one: Delivery) => one.state === 'checking' || one.state === 'making';

/** Every delivery that this office may see, the newest first. */
export function DeliveryList(props: {
  offset: number;
  open: string | undefined;
  onOffset: (offset: number) => void;
  onOpen: (deliveryId: string) => void;
  onNew: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const editions = useEditions();
  const read = useRead(
    exchangeContracts.list,
    { query: { limit: PAGE, offset: props.offset } },
    {
      keepPrevious: true,
      everyMs: (last) => ((last as { deliveries?: Delivery[] } | undefined)?.deliveries?.some(moving) ? 2000 : false),
    },
  );
  return (
    <DataTable<Delivery>
      name="exchange.deliveries"
      label={t('exchange.deliveries')}
      rows={read.data?.deliveries}
      count={read.data?.count}
      rowKey={(one) => one.deliveryId}
      openKey={props.open}
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      onOpen={(one) => props.onOpen(one.deliveryId)}
      paging={{ offset: props.offset, limit: PAGE, onOffset: props.onOffset }}
      empty={{
        title: t('exchange.empty'),
        help: t('exchange.emptyHelp'),
        action: (
          <Button type="primary" onClick={props.onNew}>
            {t('exchange.new')}
          </Button>
        ),
      }}
      columns={[
        {
          title: t('exchange.columns.number'),
          key: 'number',
          align: 'right',
          render: (_, one) => (one.number === null ? '' : formatNumber(one.number)),
        },
        { title: t('exchange.columns.area'), key: 'area', render: (_, one) => one.area.name },
        {
          title: t('exchange.columns.edition'),
          key: 'edition',
          render: (_, one) => editionName(editions.data, one.edition, language),
        },
        { title: t('exchange.columns.asOf'), key: 'asOf', render: (_, one) => formatDate(one.asOf) },
        { title: t('exchange.columns.mode'), key: 'mode', render: (_, one) => t(`exchange.mode.${one.mode}`) },
        { title: t('exchange.columns.state'), key: 'state', render: (_, one) => <DeliveryState state={one.state} /> },
        {
          title: t('exchange.columns.rows'),
          key: 'rows',
          align: 'right',
          render: (_, one) =>
            one.counts.length === 0 ? '' : formatNumber(one.counts.reduce((sum, count) => sum + count.rows, 0)),
        },
        {
          title: t('exchange.columns.errors'),
          key: 'errors',
          align: 'right',
          render: (_, one) => (one.counts.length === 0 ? '' : formatNumber(one.errors)),
        },
        {
          title: t('exchange.columns.downloads'),
          key: 'downloads',
          align: 'right',
          render: (_, one) => formatNumber(one.downloads),
        },
        {
          title: t('exchange.columns.created'),
          key: 'created',
          render: (_, one) => [formatInstant(one.createdAt), one.createdBy].filter(Boolean).join(' '),
        },
      ]}
    />
  );
}
