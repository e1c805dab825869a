import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { DoorConflictDrawer } from './DoorConflictDrawer.tsx';
import { DoorDrawer } from './DoorDrawer.tsx';
import { nameOf } from './door-answers.ts';
import { changeWords, type DoorRecord, dropDoor, setDoorState } from './door-store.ts';
import { saidAt } from './door-words.ts';
import { DropButton, OutboxFrame } from './OutboxFrame.tsx';

/** The lines of the outbox that were recorded at doors, with what can be done about each. */
export function DoorLines(props: {
  doors: readonly DoorRecord[];
  /** Who stands there; records of anybody else are locked. */
  accountId: string | undefined;
  online: boolean;
  today: string;
}): ReactNode {
  const [editing, setEditing] = useState<DoorRecord | null>(null);
  const [comparing, setComparing] = useState<DoorRecord | null>(null);
  // A record is open to its author alone, and while it is on the phone.
  const isOpen = (record: DoorRecord | null) =>
    record !== null && record.accountId === props.accountId && props.doors.some((one) => one.key === record.key);
  const [editingGone, comparingGone] = [!isOpen(editing), !isOpen(comparing)];
  useEffect(() => {
    if (editingGone) setEditing(null);
    if (comparingGone) setComparing(null);
  }, [editingGone, comparingGone]);
  return (
    <>
      {props.doors.map((record) => (
        <DoorLine
          key={record.key}
          record={record}
          accountId={props.accountId}
          online={props.online}
          onEdit={() => setEditing(record)}
          onCompare={() => setComparing(record)}
        />
      ))}
      {editing && isOpen(editing) ? (
        <DoorDrawer
          household={editing.household}
          campaign={editing.campaign}
          today={props.today}
          draftKey={`${editing.accountId}:record:${editing.key}`}
          initial={editing.words}
          results={props.doors.find((one) => one.key === editing.key)?.results ?? {}}
          onSubmit={async (words) => {
            await changeWords(editing.key, words);
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {comparing && isOpen(comparing) ? (
        <DoorConflictDrawer record={comparing} onClose={() => setComparing(null)} />
      ) : null}
    </>
  );
}

function DoorLine(props: {
  record: DoorRecord;
  accountId: string | undefined;
  online: boolean;
  onEdit: () => void;
  onCompare: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { record } = props;
  const { key, state } = record;
  const name = nameOf(record.household);
  // Not one of its answers but all of it: the drive has ended, perhaps. How it stands there says more than the sentence.
  const isWholeRefused = state === 'refused' && Object.keys(record.results).length === 0;
  return (
    <OutboxFrame
      record={record}
      accountId={props.accountId}
      said={
        <>
          <b>{name}</b> {saidAt(record, t)}
          <div className="quiet">{[formatInstant(record.at), record.words.note].filter(Boolean).join(' · ')}</div>
          {record.why ? (
            <div className={state === 'saved' ? 'quiet door-why' : 'form-problem door-why'}>{record.why}</div>
          ) : null}
        </>
      }
      acts={
        <>
          {state === 'conflict' || isWholeRefused ? (
            <Button
              {...(state === 'conflict' ? { type: 'primary' } : {})}
              disabled={!props.online}
              onClick={props.onCompare}
            >
              {t('visit.outbox.compare')}
            </Button>
          ) : null}
          {state === 'conflict' ? null : <Button onClick={props.onEdit}>{t('visit.outbox.edit')}</Button>}
          {state === 'refused' ? (
            <Button onClick={() => void setDoorState(key, 'waiting')}>{t('visit.outbox.again')}</Button>
          ) : null}
          <DropButton name={name} title={t('door.dropTitle', { name })} onDrop={() => dropDoor(key)} />
        </>
      }
    />
  );
}
