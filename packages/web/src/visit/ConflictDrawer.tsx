import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import type { ReactNode } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { changeRecord, dropRecord, type OutboxRecord } from './along-store.ts';
import { ConflictFrame } from './ConflictFrame.tsx';

/** Mine beside theirs: what was recorded without network, and what the file says since. Nothing is merged; the worker decides. */
export function ConflictDrawer(props: { record: OutboxRecord; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const { record, onClose } = props;
  const { words, person } = record;
  const file = useRead(residentContracts.file, { params: { residentId: person.residentId } }, { freshFor: 0 });
  const theirs = file.data?.timeline
    .filter((entry) => entry.kind === 'contact-recorded')
    .toSorted((a, b) => (a.recordedAt > b.recordedAt ? -1 : 1))
    .slice(0, 3);
  const sentenceOf = (way: unknown, outcome: unknown) =>
    `${codeName(contactWays, String(way), language)} · ${codeName(contactOutcomes, String(outcome), language)}`;
  // The same key: what was refused has used none up.
  const keepMine = () =>
    changeRecord(record.key, (now) =>
      now?.state === 'conflict' ? { ...now, state: 'waiting', why: null, seen: undefined } : undefined,
    );
  return (
    <ConflictFrame
      name={person.name}
      record={record}
      mayKeepMine
      keepMine={keepMine}
      takeTheirs={() => dropRecord(record.key)}
      onClose={onClose}
      mine={
        <>
          <p>
            {words.contactedOn} {sentenceOf(words.way, words.outcome)}
          </p>
          {words.note === '' ? null : <p>{words.note}</p>}
        </>
      }
      theirsTitle={t('visit.conflict.theirs')}
      reading={file}
      theirs={
        file.data ? (
          <>
            <p>{t('visit.conflict.livesIn', { area: file.data.area.pathName, address: file.data.address })}</p>
            {theirs?.length === 0 ? <p>{t('visit.never')}</p> : null}
            <ul>
              {theirs?.map((entry) => (
                <li key={entry.entryId}>
                  <span className={entry.voided ? 'voided-line' : ''}>
                    {entry.on} {sentenceOf(entry.data.way, entry.data.outcome)}
                  </span>
                  {entry.voided ? ` (${t('resident.file.voided')})` : ''}
                  {entry.data.note ? <div>{String(entry.data.note)}</div> : null}
                  <div className="quiet">
                    {t('resident.file.recorded', {
                      who: entry.recordedBy ?? t('resident.file.unknownPerson'),
                      at: formatInstant(entry.recordedAt),
                    })}
                  </div>
                </li>
              ))}
            </ul>
          </>
        ) : undefined
      }
    />
  );
}
