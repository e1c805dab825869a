import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { CadenceEntry, CadenceRecord } from '@renshe/domain/cadence/cadence.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { periodWords } from './cadence-words.ts';
import { RecordWorkDrawer, VoidWorkDrawer } from './RecordWorkDrawer.tsx';

type Act =
  | { what: 'record'; entry: CadenceEntry }
  | { what: 'change' | 'void'; entry: CadenceEntry; record: CadenceRecord };

/** What was due, how it stands, what proves it; what is missing can be recorded here. */
export function EntryList(props: { entries: readonly CadenceEntry[]; withOffice?: boolean }): ReactNode {
  const { t, language } = useTexts();
  const [act, setAct] = useState<Act | null>(null);
  return (
    <>
      <ul className="cadence-entries">
        {props.entries.map((entry) => (
          <li key={`${entry.office.officeId}-${entry.rule.key}-${entry.period}`}>
            <span className={`state-${entry.state}`}>{t(`cadence.state.${entry.state}`)}</span>
            <span className="cadence-entry-words">
              {props.withOffice ? (
                <>
                  <Link
                    to="/cadence/$officeId"
                    params={{ officeId: entry.office.officeId }}
                    search={((old: object) => ({ ...old, offset: undefined, rule: entry.rule.key })) as never}
                  >
                    {shortAreaName(entry.office.area.name)}
                  </Link>{' '}
                </>
              ) : null}
              <strong>{entry.rule[language]}</strong> {periodWords(entry.period, entry.from, entry.last)}
              <small>
                {t('cadence.due')} <span className="figures">{entry.dueOn}</span>
                {entry.doneOn ? (
                  <>
                    {' · '}
                    {t('cadence.doneOn')} <span className="figures">{entry.doneOn}</span>
                  </>
                ) : null}
                {entry.wanted ? ` · ${t('cadence.counted', { wanted: entry.wanted, done: entry.done ?? 0 })}` : ''}
                {' · '}
                {t(`cadence.evidence.${entry.rule.evidence}`)} ·{' '}
                {t('cadence.source', { text: entry.rule.source[language] })}
              </small>
              {entry.records.map((record) => (
                <small key={record.recordId}>
                  {[
                    record.heldOn,
                    record.place,
                    record.people > 0 ? t('cadence.peopleWords', { count: record.people }) : '',
                  ]
                    .filter(Boolean)
                    .join(' ')}
                  {record.note ? ` · ${record.note}` : ''}
                  {record.enteredBy ? ` · ${t('cadence.by', { name: record.enteredBy })}` : ''}{' '}
                  {record.mayChange ? (
                    <>
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => setAct({ what: 'change', entry, record })}
                      >
                        {t('cadence.change')}
                      </button>{' '}
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => setAct({ what: 'void', entry, record })}
                      >
                        {t('cadence.void')}
                      </button>
                    </>
                  ) : null}
                </small>
              ))}
            </span>
            {entry.mayRecord && (entry.state === 'missing' || entry.state === 'pending') ? (
              <Button
                size="small"
                aria-label={`${t('cadence.record')}: ${entry.rule[language]} ${periodWords(entry.period, entry.from, entry.last)}`}
                onClick={() => setAct({ what: 'record', entry })}
              >
                {t('cadence.record')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {act?.what === 'record' ? (
        <RecordWorkDrawer entry={act.entry} record={null} onClose={() => setAct(null)} />
      ) : act?.what === 'change' ? (
        <RecordWorkDrawer entry={act.entry} record={act.record} onClose={() => setAct(null)} />
      ) : act?.what === 'void' ? (
        <VoidWorkDrawer record={act.record} onClose={() => setAct(null)} />
      ) : null}
    </>
  );
}
