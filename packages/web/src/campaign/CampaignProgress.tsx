import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { type EntryCounts, entryStatuses, settledOf, totalOf } from '@renshe/domain/campaign/campaign.rules.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { AssignDrawer } from './AssignDrawer.tsx';
import { ProgressBar } from './ProgressBar.tsx';

export type Progress = z.output<typeof campaignContracts.progress.output>;
export type HouseholdFilter = { status?: string | undefined; worker?: string | undefined; area?: string | undefined };

/** Who is how far, by community, worker and day; every number opens its households. */
export function CampaignProgress(props: {
  progress: Progress;
  area: string;
  onOpen: (filter: HouseholdFilter) => void;
}): ReactNode {
  const { t } = useTexts();
  const { progress, onOpen } = props;
  const [leaving, setLeaving] = useState<Progress['workers'][number] | null>(null);
  const mayAssign = progress.may.includes('assign');
  return (
    <>
      <section className="card">
        <h2>{t('campaign.byCommunity')}</h2>
        <CountTable
          label={t('campaign.byCommunity')}
          first={t('campaign.households.area')}
          lines={progress.communities.map((one) => ({
            key: one.area.code,
            name: shortAreaName(one.area.name),
            counts: one.counts,
            pace: one.pace,
          }))}
          onOpen={(code, status) => onOpen({ area: code, status })}
        />
      </section>
      <section className="card">
        <h2>{t('campaign.byWorker')}</h2>
        {progress.workers.length === 0 ? (
          <EmptyState title={t('campaign.unassigned', { count: progress.unassigned })} />
        ) : (
          <CountTable
            label={t('campaign.byWorker')}
            first={t('campaign.worker')}
            lines={progress.workers.map((one) => ({
              key: one.worker.accountId,
              name: one.worker.name,
              counts: one.counts,
              pace: one.pace,
              beside: one.left ? (
                <>
                  <span className="overdue-words">{t('campaign.left')}</span>
                  {mayAssign ? (
                    <Button
                      size="small"
                      aria-label={`${t('campaign.reassign')}: ${one.worker.name}`}
                      onClick={() => setLeaving(one)}
                    >
                      {t('campaign.reassign')}
                    </Button>
                  ) : null}
                </>
              ) : mayAssign && totalOf(one.counts) > settledOf(one.counts) ? (
                <button
                  type="button"
                  className="link-button"
                  aria-label={`${t('campaign.reassign')}: ${one.worker.name}`}
                  onClick={() => setLeaving(one)}
                >
                  {t('campaign.reassign')}
                </button>
              ) : null,
            }))}
            onOpen={(worker, status) => onOpen({ worker, status })}
          />
        )}
      </section>
      <section className="card">
        <h2>{t('campaign.byDay')}</h2>
        <Days days={progress.days} />
      </section>
      {leaving ? (
        <AssignDrawer
          campaignId={progress.campaign.campaignId}
          area={props.area}
          what={{ how: 'open-of', accountId: leaving.worker.accountId }}
          title={t('campaign.assign.moveTitle', { name: leaving.worker.name })}
          onClose={() => setLeaving(null)}
          onDone={() => setLeaving(null)}
        />
      ) : null}
    </>
  );
}

interface Line {
  key: string;
  name: string;
  counts: EntryCounts;
  pace: Progress['pace'];
  beside?: ReactNode;
}

function CountTable(props: {
  label: string;
  first: string;
  lines: readonly Line[];
  onOpen: (key: string, status: string | undefined) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways is reached by keyboard (WCAG 2.1.1)
    <section aria-label={props.label} className="campaign-scroll" tabIndex={0}>
      <table className="campaign-table">
        <thead>
          <tr>
            <th scope="col">{props.first}</th>
            <th scope="col">{t('campaign.share')}</th>
            <th scope="col">{t('campaign.pace')}</th>
            <th scope="col" className="number-cell">
              {t('campaign.total')}
            </th>
            {entryStatuses.map((status) => (
              <th scope="col" key={status} className="number-cell">
                {t(`campaign.status.${status}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                {line.name} {line.beside}
              </th>
              <td>
                <ProgressBar settled={settledOf(line.counts)} total={totalOf(line.counts)} behind={line.pace.behind} />
              </td>
              <td>
                {line.pace.behind ? (
                  <span className="overdue-words">{t('campaign.behind', { count: line.pace.missing })}</span>
                ) : (
                  t('campaign.onTime')
                )}
              </td>
              <td className="number-cell">
                <Count
                  count={totalOf(line.counts)}
                  label={t('campaign.open', { name: line.name, status: t('campaign.total') })}
                  onOpen={() => props.onOpen(line.key, undefined)}
                />
              </td>
              {entryStatuses.map((status) => (
                <td key={status} className="number-cell">
                  <Count
                    count={line.counts[status]}
                    label={t('campaign.open', { name: line.name, status: t(`campaign.status.${status}`) })}
                    onOpen={() => props.onOpen(line.key, status)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A number that opens the households behind it. */
function Count(props: { count: number; label: string; onOpen: () => void }): ReactNode {
  return props.count === 0 ? (
    <span className="quiet">0</span>
  ) : (
    <button type="button" className="link-button" aria-label={`${props.label}: ${props.count}`} onClick={props.onOpen}>
      {formatNumber(props.count)}
    </button>
  );
}

function Days(props: { days: Progress['days'] }): ReactNode {
  const { t } = useTexts();
  const most = Math.max(1, ...props.days.map((one) => one.settled));
  if (props.days.length === 0) return <p className="quiet">{t('campaign.nothingSettled')}</p>;
  return (
    <ul className="campaign-days">
      {props.days.map((one) => (
        <li key={one.on}>
          <span className="figures">{one.on.slice(5)}</span>
          <span className="campaign-bar-line" aria-hidden>
            <span style={{ width: `${(one.settled / most) * 100}%` }} />
          </span>
          <strong className="figures">{formatNumber(one.settled)}</strong>
        </li>
      ))}
    </ul>
  );
}
