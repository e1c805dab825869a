import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { CadenceMatrix } from '@renshe/domain/cadence/cadence.contract.ts';
import { rhythmNames } from '@renshe/domain/cadence/cadence.rules.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { countWords } from './cadence-words.ts';

type Level = CadenceMatrix['levels'][number];

/** Offices × rules; a cell opens what is behind it. */
export function CadenceTable(props: { level: Level; month: string; onArea: (code: string) => void }): ReactNode {
  const { t, say, language } = useTexts();
  const navigate = useNavigate();
  const { level, month } = props;
  return (
    <section className="cadence-scroll" aria-label={t(`cadence.levels.${level.level}`)} tabIndex={-1}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('cadence.office')}</th>
            <th scope="col">{t('cadence.share')}</th>
            {level.rules.map((rule) => (
              <th key={rule.key} scope="col">
                {rule[language]}
                <small className="rule-rhythm">{say(rhythmNames[rule.rhythm])}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {level.offices.map(({ office, cells, share, due, hasBelow }) => (
            <tr key={office.officeId}>
              <th scope="row">
                <Link
                  to="/cadence/$officeId"
                  params={{ officeId: office.officeId }}
                  search={((old: object) => ({ ...old, month })) as never}
                >
                  {shortAreaName(office.area.name)}
                </Link>
                <br />
                <small className="quiet">{office.name}</small>
                {hasBelow ? (
                  <>
                    <br />
                    <button type="button" className="link-button" onClick={() => props.onArea(office.area.code)}>
                      {t('cadence.below')}
                    </button>
                  </>
                ) : null}
              </th>
              <td className="figures nowrap">
                {share === null
                  ? t('cadence.none')
                  : t('cadence.shareOf', { done: Math.round(share * 100), count: due })}
              </td>
              {level.rules.map((rule, index) => {
                const counts = cells[index]!;
                const said = countWords(counts);
                const tone =
                  counts.missing > 0 ? 'missing' : counts.late > 0 ? 'late' : counts['on-time'] > 0 ? 'good' : '';
                return (
                  <td key={rule.key}>
                    {said.length === 0 ? (
                      <span className="quiet">{t('cadence.nothing')}</span>
                    ) : (
                      <button
                        type="button"
                        className={`cadence-cell ${tone}`}
                        onClick={() =>
                          void navigate({
                            to: '/cadence/$officeId',
                            params: { officeId: office.officeId },
                            search: ((old: object) => ({ ...old, month, rule: rule.key })) as never,
                          })
                        }
                      >
                        <span className="visually-hidden">
                          {t('cadence.cellLabel', { office: office.name, rule: rule[language] })}
                        </span>
                        {said.map((one) => (
                          <span key={one.state} className={`state-${one.state}`}>
                            {one.words}
                          </span>
                        ))}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
