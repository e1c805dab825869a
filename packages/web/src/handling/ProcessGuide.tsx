import type { ProcessView } from '@renshe/domain/handling/handling.contract.ts';
import { parameterCertainties } from '@renshe/domain/parameter/parameter.keys.ts';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { daysWords } from './handling-words.ts';

/** 办事指南: steps, papers, time allowed with who says so, and how it is measured. */
export function ProcessGuide(props: { process: ProcessView; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const { process } = props;
  const { promise } = process;
  return (
    <Drawer
      open
      size={560}
      onClose={props.onClose}
      title={<h2 className="drawer-title">{t('handling.guideOf', { name: process[language] })}</h2>}
    >
      <div className="handling-guide-words">
        <h3>{t('handling.steps')}</h3>
        <ol>
          {process.steps.map((step) => (
            <li key={step.en}>{step[language]}</li>
          ))}
        </ol>
        <h3>{t('handling.materials')}</h3>
        <ul>
          {process.materials.map((material) => (
            <li key={material.en}>{material[language]}</li>
          ))}
        </ul>
        <h3>{t('handling.promise')}</h3>
        <p>
          {promise
            ? t('handling.promiseSource', {
                days: daysWords(promise.days, process.unit),
                source: promise.source,
                certainty: parameterCertainties.find((one) => one.code === promise.certainty)?.[language] ?? '',
              })
            : t('handling.promiseNone')}
        </p>
        <h3>{t('handling.measured')}</h3>
        <p>{t(`handling.measuredOf.${process.key}`)}</p>
        <h3>{t('handling.source')}</h3>
        <p>{process.source[language]}</p>
      </div>
    </Drawer>
  );
}
