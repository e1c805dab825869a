import type { ReactNode } from 'react';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';

/** Settled of all households: a bar with its figures beside it, never colour alone. */
export function ProgressBar(props: { settled: number; total: number; behind: boolean }): ReactNode {
  const { t } = useTexts();
  const { settled, total } = props;
  const share = total === 0 ? null : settled / total;
  return (
    <span className={`campaign-bar${props.behind ? ' behind' : ''}`}>
      <span className="campaign-bar-line" aria-hidden>
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className="figures">
        {formatPercent(share, 0)}{' '}
        <small>{t('campaign.settled', { settled: formatNumber(settled), total: formatNumber(total) })}</small>
      </span>
    </span>
  );
}
