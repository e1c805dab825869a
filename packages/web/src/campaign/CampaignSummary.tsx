import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import {
  addCounts,
  type EntryCounts,
  entryStatuses,
  noEntries,
  settledOf,
  totalOf,
} from '@renshe/domain/campaign/campaign.rules.ts';
import { errorRate } from '@renshe/domain/campaign/campaign-recheck.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import type { Progress } from './CampaignProgress.tsx';

/** 小结: the figures at the end on one page, with its paper. */
export function CampaignSummary(props: { progress: Progress; area: string }): ReactNode {
  const { t } = useTexts();
  const { progress, area } = props;
  const { campaign } = progress;
  const print = useFile(campaignContracts.printSummary);
  return (
    <>
      <div className="filter-bar">
        {campaign.state === 'running' ? <span className="quiet">{t('campaign.summary.running')}</span> : null}
        <Button
          loading={print.busy}
          onClick={() => void print.print({ params: { campaignId: campaign.campaignId }, body: { area } })}
        >
          {t('campaign.summary.print')}
        </Button>
      </div>
      <section className="card">
        <h2>{t('campaign.byCommunity')}</h2>
        <Figures
          label={t('campaign.byCommunity')}
          first={t('campaign.households.area')}
          lines={progress.communities.map((one) => [shortAreaName(one.area.name), one.counts])}
          sum={progress.communities.reduce((sum, one) => addCounts(sum, one.counts), noEntries)}
        />
      </section>
      <section className="card">
        <h2>{t('campaign.byWorker')}</h2>
        <Figures
          label={t('campaign.byWorker')}
          first={t('campaign.worker')}
          lines={progress.workers.map((one) => [one.worker.name, one.counts])}
        />
      </section>
      <ErrorRates workers={progress.workers} />
      <p className="quiet">{t('campaign.summary.rates')}</p>
    </>
  );
}

function Figures(props: {
  label: string;
  first: string;
  lines: readonly (readonly [string, EntryCounts])[];
  sum?: EntryCounts;
}): ReactNode {
  const { t } = useTexts();
  const cells = (counts: EntryCounts) => {
    const total = totalOf(counts);
    return (
      <>
        <td className="number-cell">{formatNumber(total)}</td>
        {entryStatuses.map((status) => (
          <td key={status} className="number-cell">
            {formatNumber(counts[status])}
          </td>
        ))}
        <td className="number-cell">{formatPercent(total === 0 ? null : settledOf(counts) / total)}</td>
      </>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways is reached by keyboard (WCAG 2.1.1)
    <section className="campaign-scroll" tabIndex={0} aria-label={props.label}>
      <table className="campaign-table">
        <thead>
          <tr>
            <th scope="col">{props.first}</th>
            <th scope="col" className="number-cell">
              {t('campaign.total')}
            </th>
            {entryStatuses.map((status) => (
              <th scope="col" key={status} className="number-cell">
                {t(`campaign.status.${status}`)}
              </th>
            ))}
            <th scope="col" className="number-cell">
              {t('campaign.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.lines.map(([name, counts]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells(counts)}
            </tr>
          ))}
        </tbody>
        {props.sum ? (
          <tfoot>
            <tr>
              <th scope="row">{t('campaign.sum')}</th>
              {cells(props.sum)}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}

/** Mistakes of the first survey by answers compared, a worker a row; nothing where nobody was checked. */
export function ErrorRates(props: { workers: Progress['workers'] }): ReactNode {
  const { t } = useTexts();
  const checked = props.workers.filter((one) => one.recheck.compared > 0);
  if (checked.length === 0) return null;
  const keys = ['compared', 'differences', 'undecided', 'errors'] as const;
  return (
    <section className="card">
      <h2>{t('campaign.recheck.workers')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways is reached by keyboard (WCAG 2.1.1) */}
      <section className="campaign-scroll" tabIndex={0} aria-label={t('campaign.recheck.workers')}>
        <table className="campaign-table">
          <thead>
            <tr>
              <th scope="col">{t('campaign.worker')}</th>
              {keys.map((key) => (
                <th scope="col" key={key} className="number-cell">
                  {t(`campaign.recheck.${key}`)}
                </th>
              ))}
              <th scope="col" className="number-cell">
                {t('campaign.recheck.rate')}
              </th>
            </tr>
          </thead>
          <tbody>
            {checked.map((one) => {
              const rate = errorRate(one.recheck);
              return (
                <tr key={one.worker.accountId}>
                  <th scope="row">{one.worker.name}</th>
                  {keys.map((key) => (
                    <td key={key} className="number-cell">
                      {formatNumber(one.recheck[key])}
                    </td>
                  ))}
                  <td className="number-cell">{rate === null ? t('campaign.recheck.noRate') : formatPercent(rate)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
