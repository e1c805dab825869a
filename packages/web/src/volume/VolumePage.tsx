import { type Period, parsePeriod, periodOf } from '@renshe/domain/kernel/period.ts';
import { type VolumeLedger, type VolumeTable, volumeContracts } from '@renshe/domain/volume/volume.contract.ts';
import { ledgerHead } from '@renshe/domain/volume/volume.words.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea, useChangeArea } from '../app/use-area.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { useAreas } from '../kit/area-names.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { LedgerPeriod } from '../ledger/LedgerPeriod.tsx';
import { LedgerChoice } from './LedgerChoice.tsx';
import { VolumeDifferences } from './VolumeDifferences.tsx';
import { VolumeDrawer } from './VolumeDrawer.tsx';
import './volume.css';

const kinds = ['month', 'day'] as const;

/** 一街一册: what the ledgers of each community count, beside what the ledger of the street counts; every number opens its people. */
export function VolumePage(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const area = useArea();
  const changeArea = useChangeArea();
  const { byCode } = useAreas();
  const mayExport = useCan('resident.export');
  const patch = useSearchPatch();
  const search = useSearch({ strict: false }) as { period?: string; ledgers?: string };
  const [making, setMaking] = useState(false);
  const asked = search.period === undefined ? undefined : parsePeriod(search.period);
  const period = asked && kinds.some((kind) => kind === asked.kind) ? asked : periodOf('month', today);
  const kind = byCode.get(area.code)?.kind;
  const tooHigh = kind === 'city' || kind === 'province';
  const question = { area: area.code, period: period.text };
  const read = useRead(
    volumeContracts.table,
    { query: { ...question, ...(search.ledgers && { ledgers: search.ledgers }) } },
    { keepPrevious: true, enabled: kind !== undefined && !tooHigh },
  );
  const table = read.data;
  const level = kind === 'community' || kind === 'district' ? kind : 'street';
  return (
    <>
      <PageHeader
        title={t(`volume.title.${level}`)}
        tabTitle={`${byCode.get(area.code)?.name ?? ''} ${t(`volume.title.${level}`)}`.trim()}
        note={t(`volume.note.${level}`)}
        primary={
          mayExport && table && !tooHigh ? (
            <Button onClick={() => setMaking(true)}>{t('volume.make')}</Button>
          ) : undefined
        }
      />
      {tooHigh ? (
        <section className="card">
          <EmptyState
            title={t('volume.choose')}
            help={t('volume.chooseHelp')}
            action={
              <AreaPicker
                kinds={['district', 'street']}
                aria-label={t('volume.choose')}
                className="volume-area"
                onChange={changeArea}
              />
            }
          />
        </section>
      ) : (
        <>
          <search className="filter-bar">
            <LedgerPeriod
              kinds={kinds}
              period={period}
              today={today}
              onChange={(next: Period) => patch({ period: next.text, ledgers: undefined }, true)}
            />
            <LedgerChoice
              period={period}
              chosen={search.ledgers?.split(',')}
              onChange={(next) => patch({ ledgers: next?.join(',') }, true)}
            />
          </search>
          {read.error ? (
            <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
          ) : table === undefined ? (
            <Skeleton active paragraph={{ rows: 10 }} />
          ) : (
            <>
              {table.level === 'community' ? <CommunityTable table={table} /> : <SummaryTable table={table} />}
              <Absorbed table={table} />
              {making ? <VolumeDrawer table={table} ledgers={search.ledgers} onClose={() => setMaking(false)} /> : null}
            </>
          )}
        </>
      )}
    </>
  );
}

/** Parts in rows, ledgers in columns; below them total, whole and difference. */
function SummaryTable({ table }: { table: VolumeTable }): ReactNode {
  const { t, language } = useTexts();
  const [different, setDifferent] = useState<VolumeLedger>();
  const someAway = table.ledgers.some((one) => one.away > 0);
  const agrees = table.ledgers.every((one) => one.difference === 0);
  return (
    <>
      <p className={agrees ? 'volume-agrees' : 'volume-differs'} role="status">
        {t(agrees ? 'volume.agrees' : 'volume.differs')}
      </p>
      <div className="volume-scroll">
        <table className="volume-table">
          <caption className="visually-hidden">{t(`volume.title.${table.level}`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`volume.part.${table.level}`)}</th>
              {table.ledgers.map((one) => (
                <th key={one.ledger} scope="col">
                  {ledgerHead(one, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.parts.map((part, index) => (
              <tr key={part.code}>
                <th scope="row">
                  {table.level === 'district' ? (
                    <Link to="/ledgers/volume" search={{ area: part.code, period: table.period }}>
                      {part.name}
                    </Link>
                  ) : (
                    part.name
                  )}
                  {part.absorbed.length > 0 ? <sup>{t('volume.absorbedMark')}</sup> : null}
                </th>
                {table.ledgers.map((one) => (
                  <td key={one.ledger}>
                    <NumberLink ledger={one} count={one.counts[index]!} code={part.code} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('volume.sum')}</th>
              {table.ledgers.map((one) => (
                <td key={one.ledger}>{formatNumber(one.sum)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t(`volume.whole.${table.level}`)}</th>
              {table.ledgers.map((one) => (
                <td key={one.ledger}>
                  <NumberLink ledger={one} count={one.whole} code={table.area.code} />
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t('volume.difference')}</th>
              {table.ledgers.map((one) => (
                <td key={one.ledger} className={one.difference === 0 ? 'volume-same' : 'volume-different'}>
                  {one.difference === 0 ? (
                    <span role="img" aria-label={t('volume.same')}>
                      ✓
                    </span>
                  ) : (
                    <Button
                      type="link"
                      size="small"
                      danger
                      aria-label={t('volume.openDifference', { ledger: one[language], count: one.difference })}
                      onClick={() => setDifferent(one)}
                    >
                      {one.difference > 0 ? `+${one.difference}` : one.difference}
                    </Button>
                  )}
                </td>
              ))}
            </tr>
            {someAway ? (
              <tr className="volume-away">
                <th scope="row">{t('volume.away')}</th>
                {table.ledgers.map((one) => (
                  <td key={one.ledger}>{one.away === 0 ? '' : formatNumber(one.away)}</td>
                ))}
              </tr>
            ) : null}
          </tfoot>
        </table>
      </div>
      {someAway ? <p className="quiet">{t('volume.awayNote')}</p> : null}
      {different ? (
        <VolumeDifferences table={table} ledger={different} onClose={() => setDifferent(undefined)} />
      ) : null}
    </>
  );
}

/** Of one community there is nothing to add up: a line a ledger. */
function CommunityTable({ table }: { table: VolumeTable }): ReactNode {
  const { t, language } = useTexts();
  return (
    <div className="volume-scroll volume-lines">
      <table className="volume-table">
        <caption className="visually-hidden">{t('volume.title.community')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('volume.ledger')}</th>
            <th scope="col">{table.parts[0]?.name}</th>
          </tr>
        </thead>
        <tbody>
          {table.ledgers.map((one) => (
            <tr key={one.ledger}>
              <th scope="row">{one[language]}</th>
              <td>
                <NumberLink ledger={one} count={one.whole} code={table.area.code} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A number that opens its ledger. */
function NumberLink(props: { ledger: VolumeLedger; count: number; code: string }): ReactNode {
  const { ledger, period } = props.ledger;
  return (
    <Link to="/ledgers/$ledger" params={{ ledger }} search={{ area: props.code, period }}>
      {formatNumber(props.count)}
    </Link>
  );
}

function Absorbed({ table }: { table: VolumeTable }): ReactNode {
  const { t } = useTexts();
  const absorbing = table.parts.filter((part) => part.absorbed.length > 0);
  if (absorbing.length === 0) return null;
  return (
    <ul className="quiet volume-absorbed">
      {absorbing.map((part) => (
        <li key={part.code}>
          {t('volume.absorbed', { name: part.name, others: part.absorbed.join(t('volume.and')) })}
        </li>
      ))}
    </ul>
  );
}
