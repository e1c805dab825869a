import { codeName } from '@renshe/domain/code/code-set.ts';
import { confirmationResults, confirmationWays, livingStates, pensionKinds } from '@renshe/domain/code/retiree-care.ts';
import type { ResidentAction } from '@renshe/domain/resident/resident.actions.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { VoidConfirmationDrawer } from './ConfirmationDrawers.tsx';
import { type Care, careOf } from './care-of.ts';
import './retiree.css';

const shownConfirmations = 3;

/** 社区管理 on the file: what the card says, when the next confirmation is due, the last ones. Nothing for who was never in care. */
export function RetireeCard(props: {
  file: ResidentFileView;
  may: (action: ResidentAction) => boolean;
  onAction: (action: ResidentAction, recordId?: string) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [voiding, setVoiding] = useState<string>();
  const { file, may, onAction } = props;
  const care = careOf(file);
  const last = file.retireeCare[0];
  if (!last) return null;
  const due = file.duties.find((duty) => duty.kind === 'eligibility-confirmation' && duty.doneOn === null);
  const line = (label: string, value: string) =>
    value === '' ? null : (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    );
  const livingText = ({ living, livingOn, handedOverOn }: Care) => {
    if (living === null) return '';
    const name = codeName(livingStates, living, language);
    // As the card of handing over said: nothing has changed since.
    return livingOn === null || livingOn <= handedOverOn ? name : t('retiree.card.livingSince', { name, on: livingOn });
  };
  const marks = [
    ...(last.disabled ? [t('retiree.mark.disabled')] : []),
    ...(last.partyMember ? [t('retiree.mark.partyMember')] : []),
  ];
  return (
    <section className="file-card retiree-card">
      <header>
        <h2>{t('retiree.card.title')}</h2>
        {care && may('retiree.confirm') ? (
          <Button size="small" onClick={() => onAction('retiree.confirm')}>
            {t('resident.action.retiree.confirm')}
          </Button>
        ) : null}
      </header>
      <p className="retiree-state">
        {care ? (
          <span>{t('retiree.card.since', { on: care.handedOverOn })}</span>
        ) : (
          <span>{t('retiree.card.ended', { on: last.endedOn ?? '' })}</span>
        )}
        {marks.map((mark) => (
          <Tag key={mark} variant="outlined">
            {mark}
          </Tag>
        ))}
      </p>
      {care && due ? (
        <p className={due.overdueDays > 0 ? 'overdue' : 'quiet'}>
          {due.overdueDays > 0
            ? t('retiree.card.overdue', { on: due.dueOn, count: due.overdueDays })
            : t('retiree.card.due', { on: due.dueOn })}
        </p>
      ) : null}
      <dl className="facts">
        {[
          line(t('retiree.field.formerEmployer'), last.formerEmployer),
          line(t('retiree.field.retiredOn'), last.retiredOn),
          line(t('retiree.field.pension'), codeName(pensionKinds, last.pension, language)),
          line(t('retiree.field.living'), livingText(last)),
          line(t('retiree.field.filePlace'), [last.filePlace, last.fileNumber].filter(Boolean).join(' ')),
          line(t('retiree.field.note'), last.note),
        ]}
      </dl>
      {file.confirmations.length > 0 ? (
        <ul className="retiree-confirmations">
          {file.confirmations.slice(0, shownConfirmations).map((one) => (
            <li key={one.confirmationId}>
              <span>
                <span className="figures">{one.confirmedOn}</span> {codeName(confirmationWays, one.way, language)} ·{' '}
                {codeName(confirmationResults, one.result, language)}
              </span>
              {may('retiree.confirm') ? (
                <Button
                  size="small"
                  type="text"
                  danger
                  aria-label={`${t('retiree.voidConfirmation.submit')} ${one.confirmedOn}`}
                  onClick={() => setVoiding(one.confirmationId)}
                >
                  {t('retiree.card.void')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {voiding ? <VoidConfirmationDrawer file={file} recordId={voiding} onClose={() => setVoiding(undefined)} /> : null}
    </section>
  );
}
