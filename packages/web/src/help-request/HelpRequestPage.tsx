import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { helpNeeds } from '@renshe/domain/code/help-need.ts';
import {
  helpRequestContracts as contracts,
  type HelpRequest,
} from '@renshe/domain/help-request/help-request.contract.ts';
import { helpMay } from '@renshe/domain/help-request/help-request.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { ApiError, call } from '../kit/api.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useAskPurpose } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { HelpActDrawer, ReceiveDrawer } from './HelpDrawers.tsx';
import '../resident/resident.css';
import '../warning/warning.css';

interface HelpSearch {
  area?: string;
  show?: string;
  offset?: number;
}
const shows = ['open', 'overdue', 'all'] as const;
const limit = 50;

/** 求助: what people without work ask for, with its clock. */
export function HelpRequestPage(): ReactNode {
  const { t, language } = useTexts();
  const area = useArea();
  const toast = useToast();
  const patchSearch = useSearchPatch();
  const search = useSearch({ strict: false }) as HelpSearch;
  const [receiving, setReceiving] = useState(false);
  const [acting, setActing] = useState<{ request: HelpRequest; act: 'answer' | 'forward' | 'close' }>();
  const show = shows.find((one) => one === search.show) ?? 'open';
  const offset = search.offset ?? 0;
  const change = (next: HelpSearch) => patchSearch({ offset: undefined, ...next }, true);
  const read = useRead(
    contracts.list,
    { query: { area: area.code, show, limit, offset } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const take = useCommand(contracts.take, { invalidates: [contracts.list] });
  const takeOne = async (request: HelpRequest) => {
    try {
      await take.run({ params: { requestId: request.requestId }, body: { version: request.version } });
      toast.saved(t('helpRequest.taken'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <div className="page">
      <PageHeader
        title={t('helpRequest.title')}
        note={t('helpRequest.note')}
        makesNew
        primary={
          <Button type="primary" onClick={() => setReceiving(true)}>
            {t('helpRequest.actions.receive')}
          </Button>
        }
      />
      <div className="warning-tools">
        <Select
          aria-label={t('helpRequest.filter')}
          value={show}
          popupMatchSelectWidth={false}
          options={shows.map((one) => ({ value: one, label: t(`helpRequest.show.${one}`) }))}
          onChange={(one) => change({ show: one === 'open' ? undefined : one } as HelpSearch)}
        />
        {read.data ? (
          <span className={read.data.overdue > 0 ? 'late-word' : 'quiet'}>
            {t('helpRequest.summary', { open: read.data.open, overdue: read.data.overdue })}
          </span>
        ) : null}
      </div>
      <DataTable<HelpRequest>
        name="helpRequest.title"
        label={t('helpRequest.title')}
        rows={read.data?.requests}
        rowKey={(row) => row.requestId}
        count={read.data?.count}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next }) }}
        empty={{ title: t('helpRequest.empty') }}
        columns={[
          {
            title: t('helpRequest.column.who'),
            key: 'who',
            render: (_, row) => (
              <span className="stacked">
                <span>
                  <strong>{row.name}</strong> <RequestPhone request={row} />
                </span>
                <small className="quiet">
                  <span className="figures">{row.number}</span> · {t(`helpRequest.channel.${row.channel}`)} ·{' '}
                  {shortAreaName(row.area.name)} · {formatInstant(row.receivedAt)}
                </small>
              </span>
            ),
          },
          {
            title: t('helpRequest.column.need'),
            key: 'need',
            className: 'wrapping',
            width: 340,
            render: (_, row) => (
              <span className="stacked">
                <span>
                  {codeName(helpNeeds, row.need, language)}
                  {row.detail ? ` · ${row.detail}` : ''}
                </span>
                {[
                  row.answer ? t('helpRequest.answer', { text: row.answer }) : '',
                  row.forwardedTo ? t('helpRequest.forwardedTo', { text: row.forwardedTo }) : '',
                  row.result ? t('helpRequest.result', { text: row.result }) : '',
                ]
                  .filter(Boolean)
                  .map((line) => (
                    <small key={line} className="quiet">
                      {line}
                    </small>
                  ))}
              </span>
            ),
          },
          {
            title: t('helpRequest.column.due'),
            key: 'due',
            render: (_, row) => (
              <span className="nowrap">
                <span className="figures">{row.dueOn}</span>{' '}
                {row.overdue ? <strong className="late-word">{t('helpRequest.overdue')}</strong> : null}
              </span>
            ),
          },
          {
            title: t('helpRequest.column.state'),
            key: 'state',
            render: (_, row) => (
              <span className="stacked">
                <span>{t(`helpRequest.state.${row.state}`)}</span>
                {row.takenBy ? (
                  <small className="quiet">{t('helpRequest.takenBy', { name: row.takenBy })}</small>
                ) : null}
              </span>
            ),
          },
          {
            title: t('helpRequest.column.act'),
            key: 'act',
            render: (_, row) => (
              <span className="row-buttons">
                {helpMay(row.state, 'take') ? (
                  <Button size="small" type="primary" loading={take.isPending} onClick={() => void takeOne(row)}>
                    {t('helpRequest.actions.take')}
                  </Button>
                ) : null}
                {(['answer', 'forward', 'close'] as const).map((act) =>
                  helpMay(row.state, act) ? (
                    <Button key={act} size="small" onClick={() => setActing({ request: row, act })}>
                      {t(`helpRequest.actions.${act}`)}
                    </Button>
                  ) : null,
                )}
              </span>
            ),
          },
        ]}
      />
      {receiving ? <ReceiveDrawer area={area.code} onClose={() => setReceiving(false)} /> : null}
      {acting ? <HelpActDrawer request={acting.request} act={acting.act} onClose={() => setActing(undefined)} /> : null}
    </div>
  );
}

/** The masked number; shown in full for a purpose, for this screen only. */
function RequestPhone(props: { request: HelpRequest }): ReactNode {
  const { t } = useTexts();
  const ask = useAskPurpose();
  const toast = useToast();
  const [full, setFull] = useState<string | null>(null);
  const reveal = async () => {
    const purpose = await ask({ title: t('kit.purpose.title'), submitLabel: t('kit.purpose.reveal') });
    if (purpose === null) return;
    try {
      const { phone } = await call(contracts.reveal, {
        params: { requestId: props.request.requestId },
        body: { purpose },
      });
      setFull(phone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <span className="masked-value">
      {full ? <a href={`tel:${full}`}>{full}</a> : <span className="figures">{props.request.phoneMasked}</span>}
      <Button
        type="link"
        size="small"
        aria-label={full ? t('kit.masked.hide') : t('helpRequest.actions.reveal')}
        onClick={() => (full ? setFull(null) : void reveal())}
      >
        {full ? t('kit.masked.hide') : t('kit.masked.show')}
      </Button>
    </span>
  );
}
