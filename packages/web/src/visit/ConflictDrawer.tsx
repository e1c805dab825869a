import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { dropRecord, keepRecord, type OutboxRecord } from './along-store.ts';

/** Mine beside theirs: what was recorded without network, and what the file says since. Nothing is merged; the worker decides. */
export function ConflictDrawer(props: { record: OutboxRecord; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const narrow = useNarrow();
  const { record, onClose } = props;
  const { words, person } = record;
  const file = useRead(residentContracts.file, { params: { residentId: person.residentId } }, { freshFor: 0 });
  const theirs = file.data?.timeline
    .filter((entry) => entry.kind === 'contact-recorded')
    .toSorted((a, b) => (a.recordedAt > b.recordedAt ? -1 : 1))
    .slice(0, 3);
  const sentenceOf = (way: unknown, outcome: unknown) =>
    `${codeName(contactWays, String(way), language)} · ${codeName(contactOutcomes, String(outcome), language)}`;
  const keepMine = async () => {
    // The same key: what was refused has used none up.
    await keepRecord({ ...record, state: 'waiting', why: null, seen: undefined });
    onClose();
  };
  const takeTheirs = async () => {
    await dropRecord(record.key);
    onClose();
  };
  return (
    <Drawer
      open
      size={narrow ? '100%' : 640}
      title={<h2 className="drawer-title">{t('visit.conflict.title', { name: person.name })}</h2>}
      onClose={onClose}
      footer={
        <div className="conflict-acts">
          <Button type="primary" onClick={() => void keepMine()}>
            {t('visit.conflict.keepMine')}
          </Button>
          <Button danger onClick={() => void takeTheirs()}>
            {t('visit.conflict.takeTheirs')}
          </Button>
          <Button onClick={onClose}>{t('visit.conflict.later')}</Button>
        </div>
      }
    >
      <p role="alert" className="form-problem">
        {record.why}
      </p>
      <div className="conflict-sides">
        <section aria-labelledby="mine">
          <h3 id="mine">{t('visit.conflict.mine')}</h3>
          <p>
            {words.contactedOn} {sentenceOf(words.way, words.outcome)}
          </p>
          {words.note === '' ? null : <p>{words.note}</p>}
          <p className="quiet">{t('visit.conflict.made', { at: formatInstant(record.at) })}</p>
        </section>
        <section aria-labelledby="theirs">
          <h3 id="theirs">{t('visit.conflict.theirs')}</h3>
          {file.error ? <ErrorLine error={file.error} onRetry={() => void file.refetch()} /> : null}
          {file.data ? (
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
          ) : file.error ? null : (
            <p>{t('kit.loading')}</p>
          )}
        </section>
      </div>
    </Drawer>
  );
}
