import { type ImportBatch, type ImportRow, rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { rejectedCount, sortedReasons } from './roster-mapping.ts';
import { TabBar } from './TabBar.tsx';
import { TransferDrawer } from './TransferDrawer.tsx';

export const rowTabs = ['accepted', 'repaired', 'warned', 'rejected'] as const;
export type RowTab = (typeof rowTabs)[number];
const PAGE = 50;

export interface RowsPlace {
  tab?: string | undefined;
  code?: string | undefined;
  offset?: string | number | undefined;
}

/** 逐行结果: four tabs, the reasons grouped and counted, and what importing would do to each row. */
export function RowsStep(props: {
  batch: ImportBatch;
  place: RowsPlace;
  onPlace: (place: RowsPlace) => void;
}): ReactNode {
  const { t, say } = useTexts();
  const { batch, place } = props;
  const { counts } = batch;
  const mayAsk = useCan('transfer.ask');
  const file = useFile(rosterContracts.file);
  const narrow = useNarrow();
  const [asking, setAsking] = useState<ImportRow>();
  const rejected = rejectedCount(counts);
  const tab = rowTabs.find((one) => one === place.tab) ?? (rejected > 0 ? 'rejected' : 'accepted');
  const offset = Number(place.offset ?? 0) || 0;
  const params = { batchId: batch.batchId };
  const read = useRead(
    rosterContracts.rows,
    { params, query: { tab, ...(place.code ? { code: place.code } : {}), limit: PAGE, offset } },
    { keepPrevious: true },
  );
  // A row may carry two warnings, so the sum of the reasons is not the number of rows.
  const warned = useRead(rosterContracts.rows, { params, query: { tab: 'warned', limit: 1, offset: 0 } });
  const numbers = { accepted: counts.accepted, repaired: counts.repaired, warned: warned.data?.count, rejected };
  const reasons = sortedReasons(tab === 'rejected' ? counts.rejected : tab === 'warned' ? counts.warned : {});
  const words = (code: string) => t(`roster.reasons.${code}`, { defaultValue: t('roster.reasons.other') });
  const applied = batch.status === 'applied';

  const nameOf = (row: ImportRow) =>
    row.name === '' ? (
      <span className="quiet">{t('roster.row.noName')}</span>
    ) : applied && row.residentId !== null ? (
      <a href={`/residents/${row.residentId}`}>{row.name}</a>
    ) : (
      <span>{row.name}</span>
    );
  const table = (
    <DataTable
      name="roster.rows"
      label={t(`roster.tabs.${tab}`)}
      rows={read.data?.rows}
      rowKey={(row) => String(row.rowNo)}
      count={read.data?.count}
      error={read.error}
      onRetry={() => void read.refetch()}
      paging={{ offset, limit: PAGE, onOffset: (next) => props.onPlace({ ...place, tab, offset: next || undefined }) }}
      empty={{ title: t('roster.row.none') }}
      columns={[
        ...(narrow
          ? [
              {
                title: t('roster.row.name'),
                key: 'who',
                render: (_: unknown, row: ImportRow) => (
                  <span className="row-who">
                    {nameOf(row)}
                    <span className="quiet">{t('roster.row.placeText', { sheet: row.sheet, row: row.sheetRow })}</span>
                  </span>
                ),
              },
            ]
          : [
              {
                title: t('roster.row.place'),
                key: 'place',
                render: (_: unknown, row: ImportRow) => (
                  <span className="roster-place">
                    {t('roster.row.placeText', { sheet: row.sheet, row: row.sheetRow })}
                  </span>
                ),
              },
              { title: t('roster.row.name'), key: 'name', render: (_: unknown, row: ImportRow) => nameOf(row) },
              {
                title: t('roster.row.citizenId'),
                key: 'citizenId',
                render: (_: unknown, row: ImportRow) => (
                  <span className="figures nowrap">{row.citizenIdMasked || t('roster.row.noName')}</span>
                ),
              },
            ]),
        {
          title: t('roster.row.result'),
          key: 'result',
          className: 'roster-result',
          render: (_, row) => (
            <>
              {row.code !== null ? (
                <span className="roster-rejected">{row.sentence ? say(row.sentence) : words(row.code)}</span>
              ) : null}
              {row.warned.map((code) => (
                <span key={code} className="roster-warned">
                  {words(code)}
                </span>
              ))}
              {row.repaired.map((code) => (
                <span key={code} className="roster-repaired">
                  {words(code)}
                </span>
              ))}
              {row.code === null && row.warned.length === 0 && row.repaired.length === 0 ? (
                <span className="quiet">{t('roster.tabs.accepted')}</span>
              ) : null}
              {row.code === 'registered-elsewhere' && mayAsk ? (
                <Button size="small" onClick={() => setAsking(row)}>
                  {t('roster.transfer.ask')}
                </Button>
              ) : null}
            </>
          ),
        },
        ...(tab === 'rejected' || narrow
          ? []
          : [
              {
                title: t('roster.row.action'),
                key: 'action',
                render: (_: unknown, row: ImportRow) => (row.action === null ? '—' : t(`roster.actions.${row.action}`)),
              },
            ]),
      ]}
    />
  );
  return (
    <div className="roster-rows">
      <TabBar
        label={t('roster.steps.rows')}
        panelId="rows-panel"
        active={tab}
        onChange={(key) => props.onPlace({ tab: key })}
        tabs={rowTabs.map((one) => ({
          key: one,
          label: (
            <>
              {t(`roster.tabs.${one}`)}{' '}
              <span className="figures">{numbers[one] === undefined ? '' : formatNumber(numbers[one])}</span>
            </>
          ),
        }))}
      />
      <div id="rows-panel" role="tabpanel" aria-label={t(`roster.tabs.${tab}`)}>
        <p className="quiet">{t(`roster.tabHint.${tab}`)}</p>
        {tab === 'rejected' && rejected > 0 ? (
          <p className="roster-download">
            <Button loading={file.busy} onClick={() => void file.get({ params })}>
              {t('roster.download')}
            </Button>
            <span className="quiet">{t('roster.downloadHint')}</span>
          </p>
        ) : null}
        <div className={reasons.length > 0 ? 'roster-split' : ''}>
          {reasons.length > 0 ? (
            <ul className="roster-reasons" aria-label={t('roster.reasonsLabel')}>
              {[
                { code: '', label: t('roster.allReasons', { count: numbers[tab] ?? 0 }), count: null },
                ...reasons.map((reason) => ({ ...reason, label: words(reason.code) })),
              ].map((reason) => (
                <li key={reason.code}>
                  <button
                    type="button"
                    aria-pressed={(place.code ?? '') === reason.code}
                    onClick={() => props.onPlace({ tab, code: reason.code || undefined })}
                  >
                    <span>{reason.label}</span>
                    {reason.count === null ? null : <span className="figures">{formatNumber(reason.count)}</span>}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          {table}
        </div>
      </div>
      {asking ? <TransferDrawer row={asking} area={batch.area} onClose={() => setAsking(undefined)} /> : null}
    </div>
  );
}
