import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { firstDaySteps, restartFirstDay, useFirstDay } from './first-day.ts';
import { leavePractice } from './practice-mode.ts';
import { practiceNewcomer, practicePeople } from './practice-people.ts';
import './practice.css';

/** Over every page of the practice: that it is one, the step to do now, and the way out. */
export function PracticeGuide(): ReactNode {
  const { t } = useTexts();
  const { done: steps } = useFirstDay();
  const step = firstDaySteps.find((one) => !steps.includes(one));
  const words = {
    name: practicePeople[0]!.name,
    initials: practicePeople[0]!.pinyin.split(' ').at(-1) ?? '',
    newcomer: practiceNewcomer.name,
    number: practiceNewcomer.citizenId,
  };
  return (
    <section className="practice-guide" aria-label={t('practice.title')}>
      <p className="practice-mark">
        <strong>{t('practice.title')}</strong> {t('practice.nothingSaved')}
      </p>
      <ol className="practice-steps">
        {firstDaySteps.map((one) => (
          <li
            key={one}
            className={steps.includes(one) ? 'practice-done' : one === step ? 'practice-now' : ''}
            {...(one === step ? { 'aria-current': 'step' as const } : {})}
          >
            {t(`practice.step.${one}.title`)}
            {steps.includes(one) ? <span> ✓</span> : null}
          </li>
        ))}
      </ol>
      <p className="practice-what" aria-live="polite">
        {step === undefined ? t('practice.over') : t(`practice.step.${step}.what`, words)}
      </p>
      <div className="practice-buttons">
        {steps.length > 0 ? (
          <Button
            size="small"
            onClick={() => {
              restartFirstDay();
              window.location.assign('/');
            }}
          >
            {t('practice.again')}
          </Button>
        ) : null}
        <Button size="small" type={step === undefined ? 'primary' : 'default'} onClick={leavePractice}>
          {t('practice.leave')}
        </Button>
      </div>
    </section>
  );
}
