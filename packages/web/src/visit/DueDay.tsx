import type { VisitRow } from '@renshe/domain/visit/visit.contract.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

/** How late it is, or how many days are left. */
export function DueDay(props: { row: Pick<VisitRow, 'overdueDays'>; days: number }): ReactNode {
  const { t } = useTexts();
  if (props.row.overdueDays > 0)
    return <b className="overdue-mark">{t('worklist.overdueDays', { count: props.row.overdueDays })}</b>;
  return (
    <span className="due-mark">
      {props.days <= 0 ? t('worklist.dueToday') : t('worklist.dueIn', { count: props.days })}
    </span>
  );
}
