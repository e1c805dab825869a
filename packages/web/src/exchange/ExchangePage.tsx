import { useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { ReachableScroll } from '../kit/ReachableScroll.tsx';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { TabBar } from '../roster/TabBar.tsx';
import '../roster/roster.css';
import { CheckFile } from './CheckFile.tsx';
import { DeliveryDrawer } from './DeliveryDrawer.tsx';
import { DeliveryList } from './DeliveryList.tsx';
import './exchange.css';
import { MappingView } from './MappingView.tsx';
import { NewDelivery } from './NewDelivery.tsx';
import { useEditions } from './use-editions.ts';

const tabs = ['deliveries', 'mapping', 'check'] as const;
type Tab = (typeof tabs)[number];
type Search = {
  tab?: string | undefined;
  open?: string | undefined;
  edition?: string | undefined;
  table?: string | undefined;
  offset?: string | number | undefined;
};

/** 数据交换: deliveries of the monitoring tables, the mapping files they follow, and a check of anybody's file. */
export function ExchangePage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const patchSearch = useSearchPatch();
  const editions = useEditions();
  const [preparing, setPreparing] = useState(false);
  const tab = tabs.find((one) => one === search.tab) ?? 'deliveries';
  const today = useToday();
  const change = (next: Search) => patchSearch(next);
  return (
    <>
      <PageHeader
        title={t('exchange.title')}
        note={t('exchange.note')}
        makesNew
        primary={
          <Button type="primary" disabled={!editions.data} onClick={() => setPreparing(true)}>
            {t('exchange.new')}
          </Button>
        }
      />
      <TabBar<Tab>
        label={t('exchange.tabs.label')}
        tabs={tabs.map((key) => ({ key, label: t(`exchange.tabs.${key}`) }))}
        active={tab}
        panelId="exchange-panel"
        onChange={(key) => change({ tab: key === 'deliveries' ? undefined : key, open: undefined, offset: undefined })}
      />
      <div id="exchange-panel" role="tabpanel" aria-label={t(`exchange.tabs.${tab}`)}>
        <ReachableScroll>
          {tab === 'deliveries' ? (
            <DeliveryList
              offset={Number(search.offset ?? 0) || 0}
              open={search.open}
              onOffset={(offset) => change({ offset: offset || undefined })}
              onOpen={(open) => change({ open })}
              onNew={() => setPreparing(true)}
            />
          ) : tab === 'mapping' ? (
            <MappingView
              edition={search.edition}
              table={search.table}
              onChange={(next) => change({ edition: next.edition, table: next.table })}
            />
          ) : (
            <CheckFile today={today} />
          )}
        </ReachableScroll>
      </div>
      {search.open ? (
        <DeliveryDrawer key={search.open} deliveryId={search.open} onClose={() => change({ open: undefined })} />
      ) : null}
      {preparing && editions.data ? (
        <NewDelivery
          editions={editions.data}
          today={today}
          onClose={() => setPreparing(false)}
          onPrepared={(open) => {
            setPreparing(false);
            change({ tab: undefined, open });
          }}
        />
      ) : null}
    </>
  );
}
