import type { LeadershipBoard } from '@renshe/domain/analysis/analysis.contract.ts';
import { changeOf } from '@renshe/domain/analysis/analysis.rules.ts';
import type { ReactNode } from 'react';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { decimalsOf, figure, isRate, signedFigure, unitWords } from './analysis-words.ts';

type Figure = LeadershipBoard['figures'][number];

/** The main figures of the month: large, with what has changed, the target, and the open month beside it. */
export function BoardFigures(props: { board: LeadershipBoard }): ReactNode {
  return (
    <ul className="board-figures">
      {props.board.figures.map((one) => (
        <li key={one.indicator.key}>
          <FigureTile figure={one} board={props.board} />
        </li>
      ))}
    </ul>
  );
}

function FigureTile(props: { figure: Figure; board: LeadershipBoard }): ReactNode {
  const { t, language } = useTexts();
  const { figure: one, board } = props;
  const { unit } = one.indicator;
  return (
    <>
      <h2>{one.indicator[language]}</h2>
      <p className="board-value figures">
        {figure(one.value, unit)}
        {one.value === null ? null : <small>{unitWords(unit)}</small>}
      </p>
      <p className="board-changes figures">
        <Changed words={t('analysis.board.versus')} now={one.value} then={one.lastMonth} unit={unit} />
        <Changed words={t('analysis.board.versusYear')} now={one.value} then={one.lastYear} unit={unit} />
      </p>
      <p className="board-more figures">
        {one.target && one.value !== null ? <Target figure={one} target={one.target} /> : null}
        {one.yearToDate === null ? null : (
          <span>{t('analysis.board.ytd', { value: formatNumber(one.yearToDate) })}</span>
        )}
        {board.openMonth === null ? null : <OpenMonth board={board} value={one.open} unit={unit} />}
      </p>
    </>
  );
}

function Changed(props: {
  words: string;
  now: number | null;
  then: number | null;
  unit: Figure['indicator']['unit'];
}): ReactNode {
  const { t } = useTexts();
  const { difference } = changeOf(props.now, props.then, isRate(props.unit));
  const digits = decimalsOf(props.unit);
  const zero = difference !== null && Number(difference.toFixed(digits)) === 0;
  const arrow = difference === null || zero ? '' : difference > 0 ? '▲' : '▼';
  return (
    <span>
      {props.words}{' '}
      <strong>
        {arrow ? <span aria-hidden>{arrow} </span> : null}
        {zero ? t('analysis.board.same') : signedFigure(difference, digits)}
      </strong>
    </span>
  );
}

function Target(props: { figure: Figure; target: NonNullable<Figure['target']> }): ReactNode {
  const { t } = useTexts();
  const { value, direction } = props.target;
  const now = props.figure.value ?? 0;
  const kept = direction === 'at-most' ? now <= value : now >= value;
  return (
    <span className={kept ? 'board-kept' : 'board-missed'}>
      {t(direction === 'at-most' ? 'analysis.board.target' : 'analysis.board.targetLeast', {
        value: formatNumber(value, 1),
      })}
      {' · '}
      {t(kept ? 'analysis.board.within' : direction === 'at-most' ? 'analysis.board.beyond' : 'analysis.board.below')}
    </span>
  );
}

function OpenMonth(props: {
  board: LeadershipBoard;
  value: number | null;
  unit: Figure['indicator']['unit'];
}): ReactNode {
  const { t, language } = useTexts();
  const text = props.board.openMonth ?? '';
  const month = language === 'zh' ? String(Number(text.slice(5))) : text;
  return (
    <span className="board-open">
      {t(props.board.openMonthOver ? 'analysis.board.openMonth' : 'analysis.board.runningMonth', { month })}{' '}
      <strong>{figure(props.value, props.unit)}</strong>
    </span>
  );
}
