import type { IndicatorFigures } from '@renshe/domain/indicator/indicator.contract.ts';
import type { Declared } from '@renshe/domain/kernel/indicator.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { formatValue } from './indicator-text.ts';

/** The line and, in words beside the colour, whether the value keeps it. */
export function TargetText(props: { declared: Declared; target: NonNullable<IndicatorFigures['target']> }): ReactNode {
  const { t, language } = useTexts();
  const { target, declared: d } = props;
  const value = `${formatValue(d, target.value)}${language === 'en' && d.unit.en !== '%' ? ' ' : ''}${d.unit[language]}`;
  return (
    <>
      {t(target.direction === 'at-most' ? 'indicator.atMost' : 'indicator.atLeast', { value })}
      {target.met === null ? null : (
        <span className={target.met ? 'indicator-met' : 'indicator-missed'}>
          {t(target.met ? 'indicator.met' : 'indicator.missed')}
        </span>
      )}
    </>
  );
}
