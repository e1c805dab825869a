import { analysisContracts, type LeadershipBoard } from '@renshe/domain/analysis/analysis.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { BoardChart } from '../kit/Chart.tsx';
import type { ChartModel } from '../kit/chart-option.ts';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { AreaMap } from './AreaMap.tsx';
import { mapAreas } from './MapTab.tsx';
import { trendModel } from './TrendTab.tsx';

/** More areas than this cannot be read across a room. */
const mostTiles = 30;
const mostRanks = 7;
/** From so many on they stand closer together. */
const manyRanks = 6;

/** Two years: the rate against its target, and new employment by month. */
export function BoardTrends(props: { board: LeadershipBoard; size: number; look: 'light' | 'dark' }): ReactNode {
  const { t, language } = useTexts();
  const { board, size, look } = props;
  const months = board.trend.months.length;
  const models = useMemo(() => {
    const words = { open: t('analysis.openShort'), adjusted: t('analysis.trend.adjusted') };
    const of = (key: string): ChartModel => {
      const index = board.trend.indicators.findIndex((one) => one.key === key);
      const model = trendModel(board.trend, index, language, words);
      // The heading names the unit; late entries are for those who work with the numbers, not for the room.
      return { ...model, unit: '', series: model.series.map(({ marked: _, markName: __, ...series }) => series) };
    };
    const { target } = board.figures.find((one) => one.target !== null) ?? {};
    const rate: ChartModel = of('registered-unemployment-rate');
    return {
      rate: target
        ? {
            ...rate,
            targets: [
              { name: t('analysis.board.target', { value: formatNumber(target.value, 1) }), value: target.value },
            ],
          }
        : rate,
      employment: of('new-urban-employment'),
    };
  }, [board, language, t]);
  return (
    <section className="board-trends">
      <div className="board-panel">
        <h2>
          {t('analysis.board.trend', { count: months })}
          {models.rate.targets?.map((target) => (
            <span className="board-target" key={target.name}>
              {target.name}
            </span>
          ))}
        </h2>
        <BoardChart
          title={t('analysis.board.trend', { count: months })}
          model={models.rate}
          size={size}
          look={look}
          height="100%"
          categoryName={t('analysis.trend.month')}
        />
      </div>
      <div className="board-panel">
        <h2>{t('analysis.board.trendNew', { count: months })}</h2>
        <BoardChart
          title={t('analysis.board.trendNew', { count: months })}
          model={models.employment}
          size={size}
          look={look}
          height="100%"
          categoryName={t('analysis.trend.month')}
        />
      </div>
    </section>
  );
}

const levels = ['red', 'orange', 'yellow', 'blue'] as const;

/** What no register gives, with its source, and the warnings that wait. */
export function BoardStrip(props: { board: LeadershipBoard }): ReactNode {
  const { t, language } = useTexts();
  const { surveyed, warnings } = props.board;
  const open = levels.filter((level) => warnings[level] > 0);
  const kept = surveyed !== null && surveyed.value <= surveyed.target;
  return (
    <div className="board-strip figures">
      <span>
        {t('analysis.board.surveyed')}{' '}
        {surveyed ? (
          <>
            <strong>{formatNumber(surveyed.value, 1)}%</strong>{' '}
            <span className={kept ? 'board-kept' : 'board-missed'}>
              {t('analysis.board.target', { value: formatNumber(surveyed.target, 1) })} ·{' '}
              {t(kept ? 'analysis.board.within' : 'analysis.board.beyond')}
            </span>{' '}
            <small>
              {t('analysis.board.surveyedSource', {
                area: shortAreaName(surveyed.area.name),
                month: surveyed.period,
                publisher: surveyed.publisher,
                document: surveyed.document,
              })}
            </small>
          </>
        ) : (
          t('analysis.board.notEntered')
        )}
      </span>
      <span>
        {t('analysis.board.warnings')}{' '}
        {open.length === 0 ? (
          t('analysis.board.noWarnings')
        ) : (
          <strong>
            {open
              .map((level) => t(`analysis.board.levels.${level}`, { count: warnings[level] }))
              .join(language === 'zh' ? '，' : ', ')}
          </strong>
        )}
      </span>
    </div>
  );
}

/** The areas below by colour, and their order. */
export function BoardAreas(props: { board: LeadershipBoard; look: 'light' | 'dark' }): ReactNode {
  const { t } = useTexts();
  const { areas } = props.board;
  const query = { area: areas.area.code, level: 'below' as const };
  const shapes = useRead(analysisContracts.shapes, { query }, { freshFor: 60 * 60_000 });
  const tiles = useMemo(() => mapAreas(areas, undefined, t('analysis.board.unranked')).slice(0, mostTiles), [areas, t]);
  if (areas.rows.length === 0) return null;
  // As many columns as make tiles a little wider than high.
  const columns = Math.max(2, Math.ceil(Math.sqrt(tiles.length * 1.1)));
  return (
    <>
      <section className="board-panel board-map" style={{ '--columns': columns } as CSSProperties}>
        <h2>{t('analysis.board.map')}</h2>
        <AreaMap
          label={t('analysis.board.map')}
          areas={tiles}
          shapes={shapes.data?.shapes ?? []}
          decimals={2}
          look={props.look}
        />
      </section>
      <section className="board-panel board-ranking">
        <h2>{t('analysis.board.areas')}</h2>
        <Ranking board={props.board} />
      </section>
    </>
  );
}

function Ranking(props: { board: LeadershipBoard }): ReactNode {
  const { t } = useTexts();
  const all = props.board.areas.rows;
  const ranked = all.filter((row) => row.rank !== null);
  const rest = ranked.length > 0 ? all.length - ranked.length : 0;
  const rows = (ranked.length > 0 ? ranked : all).slice(0, rest > 0 ? mostRanks - 1 : mostRanks);
  const most = Math.max(...rows.map((row) => row.rate ?? 0), 0.01);
  return (
    <>
      <ol className={rows.length >= manyRanks ? 'board-ranks-many' : ''}>
        {rows.map((row) => (
          <li key={row.area.code} className="board-rank-row">
            <span className="board-rank figures">{row.rank ?? ''}</span>
            <span className="board-rank-name">{shortAreaName(row.area.name)}</span>
            <span className="board-rank-value figures">
              {row.rate === null
                ? t('analysis.noObject')
                : `${formatNumber(row.rate, 2)}${row.unranked === 'small' ? ` · ${t('analysis.board.unranked')}` : ''}`}
            </span>
            <span className="board-rank-bar" aria-hidden>
              <span style={{ width: `${row.rank === null ? 0 : (100 * (row.rate ?? 0)) / most}%` }} />
            </span>
          </li>
        ))}
      </ol>
      {rest > 0 ? <p className="board-rank-rest">{t('analysis.board.rest', { count: rest })}</p> : null}
    </>
  );
}

const steps = ['closed', 'accepted', 'submitted', 'draft'] as const;

/** How many communities have sent the report of the month that is being reported. */
export function BoardProgress(props: { board: LeadershipBoard }): ReactNode {
  const { t, language } = useTexts();
  const { progress } = props.board;
  const total = steps.reduce((sum, step) => sum + progress[step], 0);
  const month = language === 'zh' ? String(Number(progress.month.slice(5))) : progress.month;
  return (
    <section className="board-panel board-progress">
      <h2>{t('analysis.board.progress', { month })}</h2>
      <p className="board-progress-words figures">
        {t('analysis.board.progressOf', { done: total - progress.draft, total })}
        {progress.overdue > 0 ? (
          <strong className="board-missed"> · {t('analysis.board.overdue', { count: progress.overdue })}</strong>
        ) : null}
      </p>
      <div className="board-progress-bar" aria-hidden>
        {steps.map((step) =>
          progress[step] > 0 ? (
            <span key={step} className={`board-${step}`} style={{ flexGrow: progress[step] }} />
          ) : null,
        )}
      </div>
      <ul>
        {steps.map((step) => (
          <li key={step}>
            <span className={`board-dot board-${step}`} aria-hidden />
            {t(`analysis.board.states.${step}`)} <strong className="figures">{formatNumber(progress[step])}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
