import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { formHref } from './form-address.ts';
import './submission.css';

/** On the work list: the reports that this office still has to hand in, overdue ones in red, with who asked for them. */
export function OwedReports(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const area = useArea();
  const owes = useCan('report.submit');
  const read = useRead(submissionContracts.obligations, {}, { enabled: owes });
  const owed = read.data?.obligations ?? [];
  if (owed.length === 0) return null;
  const late = owed.some((one) => one.overdueDays > 0);
  return (
    <section className={`card duty-group${late ? ' group-overdue' : ''}`} aria-labelledby="owed-reports">
      <h2 id="owed-reports">
        {t('submission.owed.title')}
        <span className="group-count">
          {t('kit.table.count', { count: owed.length, formatted: String(owed.length) })}
        </span>
      </h2>
      <ul className="duty-list">
        {owed.map((one) => {
          const href = formHref(one.form, one.area.code, one.period);
          const why = [
            one.returnReason === '' ? '' : t('submission.owed.returned', { reason: one.returnReason }),
            one.returnedCells === 0 ? '' : t('submission.owed.returnedCells', { count: one.returnedCells }),
            one.reminders === 0
              ? ''
              : t('submission.owed.reminded', {
                  by: one.remindedBy,
                  count: one.reminders,
                  date: one.remindedOn ?? '',
                }),
            today < one.opensOn ? t('submission.owed.opensLater', { date: one.opensOn }) : '',
            one.area.code === area.code ? '' : shortAreaName(one.area.name),
          ].filter(Boolean);
          return (
            <li key={`${one.form}|${one.area.code}|${one.period}`} className="duty-row">
              <span className="duty-when">
                {one.overdueDays > 0 ? (
                  <b className="overdue-mark">{t('submission.owed.overdue', { count: one.overdueDays })}</b>
                ) : (
                  <span className="due-mark">
                    {one.dueOn === today
                      ? t('submission.owed.dueToday')
                      : t('submission.owed.due', { date: one.dueOn.slice(5) })}
                    {one.dueTime ? ` ${one.dueTime}` : ''}
                  </span>
                )}
              </span>
              <span className="duty-words">
                <a href={href} className="duty-sentence">
                  {t('submission.owed.row', { period: one.periodName[language], form: one.formName[language] })}
                </a>
                {why.length === 0 ? null : <span className="duty-why">{why.join(' · ')}</span>}
              </span>
              <Button className="duty-button" href={href}>
                {t('submission.owed.open')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
