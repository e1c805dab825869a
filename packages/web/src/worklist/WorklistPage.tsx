import { catalogue } from '@renshe/domain/statistics/indicators.ts';
import { countingContactOf } from '@renshe/domain/visit/visit.policy.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { firstPage } from '../app/navigation.ts';
import { useCan, useMe } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { OfficeWork } from '../cadence/OfficeWork.tsx';
import { CampaignDesk } from '../campaign/CampaignDesk.tsx';
import { HelpDesk } from '../help-request/HelpDesk.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { FirstDayOffer } from '../practice/FirstDayOffer.tsx';
import { MentionDesk } from '../remark/MentionDesk.tsx';
import { OwedReports } from '../submission/OwedReports.tsx';
import { WarningDesk } from '../warning/WarningDesk.tsx';
import { DutyGroups } from './DutyGroups.tsx';
import { kindName } from './duty-words.ts';

/** Home: what to do now. Who has no work list starts on the first page that she may see. */
export function WorklistPage(): ReactNode {
  const me = useMe();
  const works = useCan('worklist.read');
  return works ? <Worklist /> : <Navigate to={firstPage(me.permissions) as '/account'} replace />;
}

function Worklist(): ReactNode {
  const { t, language } = useTexts();
  const { kind } = useSearch({ strict: false }) as { kind?: string };
  const navigate = useNavigate();
  const mayContact = useCan('contact.write');
  return (
    <>
      <PageHeader
        title={t('worklist.title')}
        primary={
          <>
            {mayContact && kind !== undefined && countingContactOf(kind) !== undefined ? (
              <Link
                to="/visits/results"
                search={{ ...(countingContactOf(kind) === 'any' ? { list: 'calls' } : {}) } as never}
                className="link-as-button"
              >
                {t('visit.results.button')}
              </Link>
            ) : null}
            <Select
              aria-label={t('worklist.kindLabel')}
              className="kind-filter"
              value={kind ?? ''}
              popupMatchSelectWidth={false}
              onChange={(next: string) =>
                void navigate({
                  to: '/',
                  search: (previous) => ({ ...previous, kind: next === '' ? undefined : next }),
                })
              }
              options={[
                { value: '', label: t('worklist.allKinds') },
                ...catalogue.duties.map((duty) => ({ value: duty.kind, label: kindName(duty.kind, t, language) })),
              ]}
            />
          </>
        }
      />
      <div className="worklist-columns">
        <div className="worklist-main">
          <FirstDayOffer />
          {kind === undefined ? <OwedReports /> : null}
          <div className="desk-notices">
            <WarningDesk />
            <HelpDesk />
            <CampaignDesk />
          </div>
          {kind === undefined ? <MentionDesk /> : null}
          <DutyGroups kind={kind} />
          {/* People first: what the office owes by plan and by rule waits below them. */}
          {kind === undefined ? <OfficeWork /> : null}
        </div>
        <Figures />
      </div>
    </>
  );
}

/** Three numbers that matter here, with last month's in grey. */
function Figures(): ReactNode {
  const { t, language } = useTexts();
  const area = useArea();
  const list = useRead(worklistContracts.list, { query: { area: area.code, limit: 1 } }, { keepPrevious: true });
  const figures = list.data?.figures ?? [];
  if (figures.length === 0) return null;
  return (
    <aside className="figures-card card" aria-labelledby="figures">
      <h2 id="figures">{t('worklist.figures')}</h2>
      <dl>
        {figures.map((figure) => (
          <div key={figure.indicator}>
            <dt>{catalogue.indicators.find((one) => one.key === figure.indicator)?.[language] ?? figure.indicator}</dt>
            <dd>
              <span className="figure-now">{formatNumber(figure.now)}</span>
              <span className="figure-before">
                {t('worklist.figureBefore', { formatted: formatNumber(figure.lastMonth) })}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
