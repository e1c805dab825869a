import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { dismissFirstDay, firstDaySteps, isFirstDayOver, useFirstDay } from './first-day.ts';
import { isPractice, openPractice } from './practice-mode.ts';
import './practice.css';

/** Whoever records people is offered the first day until she has done it or said no. */
export function FirstDayOffer(): ReactNode {
  const { t } = useTexts();
  const records = useCan('resident.write');
  const progress = useFirstDay();
  if (!records || isFirstDayOver(progress) || progress.dismissed || isPractice()) return null;
  const { done } = progress;
  return (
    <section className="card first-day" aria-labelledby="first-day">
      <div>
        <h2 id="first-day">{t('practice.offer.title')}</h2>
        <p>{t('practice.offer.what')}</p>
        {done.length > 0 ? (
          <p className="quiet">{t('practice.offer.done', { done: done.length, count: firstDaySteps.length })}</p>
        ) : null}
      </div>
      <div className="practice-buttons">
        <Button type="primary" onClick={openPractice}>
          {t('practice.offer.start')}
        </Button>
        <Button onClick={dismissFirstDay}>{t('practice.offer.later')}</Button>
      </div>
    </section>
  );
}
