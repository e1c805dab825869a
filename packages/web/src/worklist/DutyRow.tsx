import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useTexts } from '../kit/i18n.ts';
import { buttonOf, fileActionOf, isContactDuty, reasonOf, sentenceOf } from './duty-words.ts';

/** One sentence with a verb, why, since when, and the one button that does it. */
export function DutyRow(props: {
  item: WorklistItem;
  open: boolean;
  onContact: () => void;
  more?: ReactNode;
}): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const navigate = useNavigate();
  const area = useArea();
  const mayContact = useCan('contact.write');
  const { item } = props;
  const file = item.subjectKind === 'resident' ? `/residents/${item.subjectId}` : `/households/${item.subjectId}`;
  const action = fileActionOf(item.kind);
  const inDrawer = isContactDuty(item.kind);
  return (
    <div className={props.open ? 'duty-row open' : 'duty-row'}>
      <span className="duty-when">
        <DueMark item={item} today={today} />
      </span>
      <span className="duty-words">
        <Link to={file as '/'} className="duty-sentence">
          {sentenceOf(item, t, language)}
        </Link>
        <span className="duty-why">
          {reasonOf(item, today, t, language)}
          {item.area.code === area.code ? null : ` · ${shortAreaName(item.area.name)}`}
        </span>
        {props.more}
      </span>
      {inDrawer && !mayContact ? null : (
        <Button
          className="duty-button"
          aria-label={`${buttonOf(item.kind, t)}: ${item.name}`}
          onClick={() => {
            if (inDrawer) props.onContact();
            else void navigate({ to: file as '/', search: (action ? { action } : {}) as never });
          }}
        >
          {buttonOf(item.kind, t)}
        </Button>
      )}
    </div>
  );
}

function DueMark(props: { item: WorklistItem; today: PlainDate }): ReactNode {
  const { t } = useTexts();
  const { item, today } = props;
  if (item.overdueDays > 0) {
    return <b className="overdue-mark">{t('worklist.overdueDays', { count: item.overdueDays })}</b>;
  }
  const days = daysBetween(today, item.dueOn);
  return <span className="due-mark">{days <= 0 ? t('worklist.dueToday') : t('worklist.dueIn', { count: days })}</span>;
}
