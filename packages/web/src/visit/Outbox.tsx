import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { saveAs } from '../kit/PurposeDialog.tsx';
import { countPhotosOf, tryPhotosAgain } from './along-photos.ts';
import { dropRecord, type OutboxRecord, setState } from './along-store.ts';
import type { Who } from './along-sync.ts';
import { DoorLines } from './DoorLines.tsx';
import type { DoorRecord } from './door-store.ts';
import { DropButton, OutboxFrame } from './OutboxFrame.tsx';
import { rescueText } from './rescue-text.ts';

/** One line a record: what it says, where it stands, and what can be done about it. Nothing leaves it by itself before it was saved. */
export function Outbox(props: {
  records: readonly OutboxRecord[];
  /** What was recorded at doors of survey drives. */
  doors: readonly DoorRecord[];
  today: string;
  /** Who stands there, as the kept list or the server says; records of anybody else are locked, all of them while nobody says. */
  owner: Who | undefined;
  /** No network, or no server behind it. */
  unreachable: boolean;
  online: boolean;
  sending: boolean;
  onSend: () => void;
  onEdit: (record: OutboxRecord) => void;
  onCompare: (record: OutboxRecord) => void;
}): ReactNode {
  const { t } = useTexts();
  const { records, doors, owner } = props;
  const all = [...records, ...doors];
  if (all.length === 0) return null;
  const unsaved = all.filter((record) => record.state !== 'saved').length;
  const waiting = all.some((record) => record.state === 'waiting' || record.state === 'photos');
  return (
    <section className="card" aria-labelledby="outbox">
      <div className="between">
        <h2 id="outbox">
          {t('visit.outbox.title')}
          <span className="group-count" role="status">
            {unsaved === 0 ? t('visit.outbox.allSaved') : t('visit.outbox.unsaved', { count: unsaved })}
          </span>
        </h2>
        <span className="outbox-acts">
          {owner ? <Rescue records={records} doors={doors} owner={owner} unreachable={props.unreachable} /> : null}
          {waiting ? (
            <Button loading={props.sending} disabled={!props.online} onClick={props.onSend}>
              {t('visit.outbox.send')}
            </Button>
          ) : null}
        </span>
      </div>
      <ul className="outbox">
        {records.map((record) => (
          <OutboxLine key={record.key} record={record} {...props} accountId={owner?.accountId} />
        ))}
        <DoorLines doors={doors} accountId={owner?.accountId} online={props.online} today={props.today} />
      </ul>
    </section>
  );
}

/** When the server takes her records no more, or is not there: a file of her own, from which they can be entered by hand. */
function Rescue(props: {
  records: readonly OutboxRecord[];
  doors: readonly DoorRecord[];
  owner: Who;
  unreachable: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const hers = props.records.filter((one) => one.accountId === props.owner.accountId && one.state !== 'saved');
  // What waits for its photos alone is saved.
  const own = hers.filter((one) => one.contactId === undefined);
  const doors = props.doors.filter((one) => one.accountId === props.owner.accountId && one.state !== 'saved');
  const count = own.length + doors.length;
  if (count === 0 || !(props.unreachable || [...own, ...doors].some((one) => one.state === 'refused'))) return null;
  const save = async () => {
    const at = new Date().toISOString();
    const waiting = await countPhotosOf(hers.filter((one) => one.contactId !== undefined));
    const text = rescueText(own, waiting, props.owner, at, t, language, doors);
    const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: 'text/plain;charset=utf-8' }));
    saveAs(address, `${t('visit.outbox.rescueName')}-${formatInstant(at).replace(/\D/g, '')}.txt`);
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return (
    <Popconfirm
      title={t('visit.outbox.rescueTitle', { count })}
      description={t('visit.outbox.rescueHelp')}
      okText={t('visit.outbox.rescue')}
      cancelText={t('kit.cancel')}
      onConfirm={save}
    >
      <Button type="link">{t('visit.outbox.rescue')}</Button>
    </Popconfirm>
  );
}

function OutboxLine(props: {
  record: OutboxRecord;
  accountId: string | undefined;
  online: boolean;
  onEdit: (record: OutboxRecord) => void;
  onCompare: (record: OutboxRecord) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { record } = props;
  const { key, state, words, person } = record;
  return (
    <OutboxFrame
      record={record}
      accountId={props.accountId}
      said={
        <>
          <b>{person.name}</b> {codeName(contactWays, words.way, language)} ·{' '}
          {codeName(contactOutcomes, words.outcome, language)}
          <div className="quiet">
            {formatInstant(record.at)}
            {words.note === '' ? '' : ` · ${words.note}`}
            {record.photos ? ` · ${t('visit.photos.taken', { count: record.photos })}` : ''}
          </div>
          {record.why ? <div className="form-problem">{record.why}</div> : null}
        </>
      }
      acts={
        <>
          {state === 'conflict' ? (
            <Button type="primary" disabled={!props.online} onClick={() => props.onCompare(record)}>
              {t('visit.outbox.compare')}
            </Button>
          ) : record.contactId === undefined ? (
            <Button onClick={() => props.onEdit(record)}>{t('visit.outbox.edit')}</Button>
          ) : null}
          {state === 'photos-refused' ? (
            <Button onClick={() => void tryPhotosAgain(key)}>{t('visit.outbox.again')}</Button>
          ) : null}
          {state === 'refused' ? (
            <Button onClick={() => void setState(key, 'waiting')}>{t('visit.outbox.again')}</Button>
          ) : null}
          <DropButton
            name={person.name}
            title={t(record.contactId === undefined ? 'visit.outbox.dropTitle' : 'visit.photos.dropTitle', {
              name: person.name,
            })}
            onDrop={() => dropRecord(key)}
          />
        </>
      }
    />
  );
}
