import { type VisitLevel, visitLevels } from '@renshe/domain/visit/visit.policy.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { CallList } from './CallList.tsx';
import { TakeAlong } from './TakeAlong.tsx';
import { VisitAreas } from './VisitAreas.tsx';
import { VisitList } from './VisitList.tsx';
import { VisitRules } from './VisitRules.tsx';
import './visit.css';

const views = ['visits', 'calls', 'areas'] as const;

/** 走访: whom to see by risk, whom to call, and how the communities stand. */
export function VisitsPage(): ReactNode {
  const { t, language } = useTexts();
  const search = useSearch({ strict: false }) as { view?: string; level?: string };
  const patchSearch = useSearchPatch();
  const mayContact = useCan('contact.write');
  const view = views.find((one) => one === search.view) ?? 'visits';
  const level = visitLevels.find((one) => one.code === search.level)?.code;
  return (
    <>
      <PageHeader
        title={t('visit.title')}
        note={t('visit.note')}
        primary={
          <>
            {mayContact && view !== 'areas' ? (
              <Link
                to="/visits/results"
                search={{ ...(view === 'calls' ? { list: 'calls' } : level ? { level } : {}) } as never}
                className="link-as-button"
              >
                {t('visit.results.button')}
              </Link>
            ) : null}
            <TakeAlong />
          </>
        }
      />
      <div className="visit-tools">
        <Segmented
          aria-label={t('visit.viewLabel')}
          value={view}
          options={views.map((one) => ({ value: one, label: t(`visit.views.${one}`) }))}
          onChange={(one) => patchSearch({ view: one === 'visits' ? undefined : one })}
        />
        {view === 'visits' ? (
          <Segmented<VisitLevel | 'all'>
            aria-label={t('visit.levelLabel')}
            value={level ?? 'all'}
            options={[
              { value: 'all', label: t('visit.allLevels') },
              ...visitLevels.map((one) => ({ value: one.code, label: one[language] })),
            ]}
            onChange={(one) => patchSearch({ level: one === 'all' ? undefined : one })}
          />
        ) : null}
      </div>
      {view === 'visits' ? <VisitList contact="visit" level={level} /> : null}
      {view === 'calls' ? <CallList /> : null}
      {view === 'areas' ? <VisitAreas /> : null}
      <VisitRules />
    </>
  );
}
