import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';

/** A line of the outbox, whatever was recorded: to its author what it says, its state and what can be done; to anybody else that it is locked. */
export function OutboxFrame(props: {
  record: { accountId: string; state: string; at: string };
  /** Who stands there; undefined while nobody says. */
  accountId: string | undefined;
  said: ReactNode;
  /** Not while it is being sent, and no more when it is saved. */
  acts: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const { accountId, state, at } = props.record;
  if (accountId !== props.accountId)
    return (
      <li className={`outbox-line state-${state}`}>
        <span className="quiet">
          {t(props.accountId === undefined ? 'visit.outbox.locked' : 'visit.outbox.ofSomebodyElse', {
            at: formatInstant(at),
          })}
        </span>
      </li>
    );
  return (
    <li className={`outbox-line state-${state}`}>
      <div>{props.said}</div>
      <span className={`state-word ${state}`}>{t(`visit.outbox.state.${state}`)}</span>
      {state === 'saved' || state === 'sending' ? null : <div className="outbox-acts">{props.acts}</div>}
    </li>
  );
}

/** Throws a record away, once its author has said so twice. */
export function DropButton(props: { name: string; title: string; onDrop: () => Promise<unknown> }): ReactNode {
  const { t } = useTexts();
  return (
    <Popconfirm
      title={props.title}
      okText={t('visit.outbox.drop')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true }}
      onConfirm={() => props.onDrop()}
    >
      <Button type="text" danger aria-label={`${t('visit.outbox.drop')}: ${props.name}`}>
        {t('visit.outbox.drop')}
      </Button>
    </Popconfirm>
  );
}
