import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { ConflictFrame } from './ConflictFrame.tsx';
import { nameOf } from './door-answers.ts';
import { type DoorRecord, dropDoor, keepMine } from './door-store.ts';
import { saidAt, wordsOfAnswer } from './door-words.ts';

/** Mine beside theirs: what was recorded at the door, and how the household stands by now. Nothing is merged; the worker decides. */
export function DoorConflictDrawer(props: { record: DoorRecord; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const { record } = props;
  const { words, household, results } = record;
  const now = useRead(
    campaignVisitContracts.entry,
    { params: { entryId: household.entryId } },
    {
      freshFor: 0,
    },
  );
  const theirs = now.data;
  const comma = t('survey.comma');
  return (
    <ConflictFrame
      name={nameOf(household)}
      record={record}
      mayKeepMine={theirs?.open === true}
      keepMine={() => keepMine(record.key, theirs!.area.code)}
      takeTheirs={() => dropDoor(record.key)}
      onClose={props.onClose}
      mine={
        <>
          <p>
            {words.visitedOn} {saidAt(record, t)}
          </p>
          {words.note === '' ? null : <p>{words.note}</p>}
          <ul>
            {words.answers.map((answer) => (
              <li key={answer.rowKey}>
                <b>{answer.name}</b> {wordsOfAnswer(answer, record, t, language).join(comma)}
                {results[answer.rowKey]?.outcome === 'waiting' ? (
                  <div>
                    {t('door.updates', {
                      fields: results[answer.rowKey]!.changed.map((field) => t(`survey.changed.${field}`)).join(comma),
                    })}
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      }
      theirsTitle={t('door.theirs')}
      reading={now}
      theirs={
        theirs ? (
          <>
            {theirs.open ? null : <p className="form-problem">{t('survey.entry.closed')}</p>}
            <p>
              {theirs.area.name} {theirs.address} · {t(`campaign.status.${theirs.status}`)}
            </p>
            <p className="quiet">
              {[
                t('door.worker', { name: theirs.worker?.name ?? t('door.nobody') }),
                theirs.lastVisitOn ? t('door.lastVisit', { date: theirs.lastVisitOn }) : '',
                theirs.note,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <ul>
              {theirs.people.map((person) => (
                <li key={person.residentId}>
                  <b>{person.name}</b>{' '}
                  {[
                    person.employmentStatus && codeName(employmentStatuses, person.employmentStatus, language),
                    person.employer,
                    person.phoneMasked,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </li>
              ))}
            </ul>
          </>
        ) : undefined
      }
    />
  );
}
