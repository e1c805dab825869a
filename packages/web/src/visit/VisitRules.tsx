import { articlesOf } from '@renshe/domain/ledger/ledger.words.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { visitGroups, visitLevels } from '@renshe/domain/visit/visit.policy.ts';
import type { ReactNode } from 'react';
import { useArea } from '../app/use-area.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** 跟踪走访制度 as it holds in this area: group, risk, contact that counts, interval, source. */
export function VisitRules(): ReactNode {
  const { t, language } = useTexts();
  const area = useArea();
  const read = useRead(visitContracts.list, { query: { area: area.code, limit: 1 } }, { freshFor: 600_000 });
  const rule = read.data;
  if (!rule) return null;
  const daysOf = (group: string) => rule.policy.find((row) => row.group === group)?.days ?? 0;
  return (
    <details className="card visit-rules">
      <summary>{t('visit.rules.title')}</summary>
      <p className="quiet">{t('visit.rules.note')}</p>
      <div className="visit-rules-table">
        <table>
          <thead>
            <tr>
              {(['level', 'group', 'contact', 'interval', 'source'] as const).map((head) => (
                <th key={head} scope="col">
                  {t(`visit.rules.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visitGroups.map((group) => (
              <tr key={group.code}>
                <td>{visitLevels.find((level) => level.code === group.level)![language]}</td>
                <td>{group[language]}</td>
                <td>{t(`visit.rules.counts.${group.contact}`)}</td>
                <td>
                  {daysOf(group.code) === 0
                    ? t('visit.rules.none')
                    : t(group.code === 'new' ? 'visit.rules.within' : 'visit.rules.days', {
                        count: daysOf(group.code),
                      })}
                </td>
                <td>{articlesOf(group.source[language], language)}</td>
              </tr>
            ))}
            <tr>
              <td>{t('visit.rules.all')}</td>
              <td>{t('visit.rules.monthly')}</td>
              <td>{t('visit.rules.counts.any')}</td>
              <td>{t('visit.rules.months', { count: rule.contactMonths })}</td>
              <td>{t('visit.rules.monthlySource')}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </details>
  );
}
