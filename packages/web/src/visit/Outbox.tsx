import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { dropRecord, type OutboxRecord, setState } from './along-store.ts';

/** One line a record: what it says, where it stands, and what can be done about it. Nothing leaves it by itself before it was saved. */
export function Outbox(props: {
  records: readonly OutboxRecord[];
  /** The account whose page this is; records of somebody else are locked. */
  accountId: string | undefined;
  online: boolean;
  sending: boolean;
  onSend: () => void;
  onEdit: (record: OutboxRecord) => void;
  onCompare: (record: OutboxRecord) => void;
}): ReactNode {
  const { t } = useTexts();
  const { records } = props;
  if (records.length === 0) return null;
  const unsaved = records.filter((record) => record.state !== 'saved').length;
  const waiting = records.some((record) => record.state === 'waiting');
  return (
    <section className="card" aria-labelledby="outbox">
      <div className="between">
        <h2 id="outbox">
          {t('visit.outbox.title')}
          <span className="group-count" role="status">
            {unsaved === 0 ? t('visit.outbox.allSaved') : t('visit.outbox.unsaved', { count: unsaved })}
          </span>
        </h2>
        {waiting ? (
          <Button loading={props.sending} disabled={!props.online} onClick={props.onSend}>
            {t('visit.outbox.send')}
          </Button>
        ) : null}
      </div>
      <ul className="outbox">
        {records.map((record) => (
          <OutboxLine key={record.key} record={record} {...props} />
        ))}
      </ul>
    </section>
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
  if (props.accountId !== undefined && record.accountId !== props.accountId)
    return (
      <li className={`outbox-line state-${state}`}>
        <span className="quiet">{t('visit.outbox.ofSomebodyElse', { at: formatInstant(record.at) })}</span>
      </li>
    );
  return (
    <li className={`outbox-line state-${state}`}>
      <div>
        <b>{person.name}</b> {codeName(contactWays, words.way, language)} ·{' '}
        {codeName(contactOutcomes, words.outcome, language)}
        <div className="quiet">
          {formatInstant(record.at)}
          {words.note === '' ? '' : ` · ${words.note}`}
        </div>
        {record.why ? <div className="form-problem">{record.why}</div> : null}
      </div>
      <span className={`state-word ${state}`}>{t(`visit.outbox.state.${state}`)}</span>
      {state === 'saved' || state === 'sending' ? null : (
        <div className="outbox-acts">
          {state === 'conflict' ? (
            <Button type="primary" disabled={!props.online} onClick={() => props.onCompare(record)}>
              {t('visit.outbox.compare')}
            </Button>
          ) : (
            <Button onClick={() => props.onEdit(record)}>{t('visit.outbox.edit')}</Button>
          )}
          {state === 'refused' ? (
            <Button onClick={() => void setState(key, 'waiting')}>{t('visit.outbox.again')}</Button>
          ) : null}
          <Popconfirm
            title={t('visit.outbox.dropTitle', { name: person.name })}
            okText={t('visit.outbox.drop')}
            cancelText={t('kit.cancel')}
            okButtonProps={{ danger: true }}
            onConfirm={() => dropRecord(key)}
          >
            <Button type="text" danger aria-label={`${t('visit.outbox.drop')}: ${person.name}`}>
              {t('visit.outbox.drop')}
            </Button>
          </Popconfirm>
        </div>
      )}
    </li>
  );
}
