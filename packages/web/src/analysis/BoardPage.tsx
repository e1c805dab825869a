import { analysisContracts, type LeadershipBoard } from '@renshe/domain/analysis/analysis.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Spin } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { SignInPage } from '../account/SignInPage.tsx';
import { MeContext, useMe, useSession } from '../app/session.ts';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useShortcuts } from '../kit/shortcuts.ts';
import { useRead } from '../kit/use-api.ts';
import { BoardFigures } from './BoardFigures.tsx';
import { BoardAreas, BoardProgress, BoardStrip, BoardTrends } from './BoardPanels.tsx';
import './board.css';

/** Minutes between two looks at the server: figures of a month do not move faster. */
const everyMinutes = 5;

/** 领导看板: one screen for the whole room, for whom is signed in. */
export function BoardPage(): ReactNode {
  const session = useSession();
  const { t } = useTexts();
  if (session.data)
    return (
      <MeContext value={session.data}>
        <Board />
      </MeContext>
    );
  if (session.error?.kind === 'unauthenticated') return <SignInPage />;
  if (session.error) return <ErrorPage error={session.error} onRetry={() => void session.refetch()} />;
  return (
    <div className="whole-page">
      <Spin description={t('kit.loading')}>
        <div className="spin-room" />
      </Spin>
    </div>
  );
}

/** As board.css has it: a narrow window shows a page that scrolls, with a unit of its own. */
const boardUnit = () =>
  window.innerWidth <= 900 ? 0.62 : Math.min(window.innerWidth / 1920, window.innerHeight / 1080);

/** px of one 1080th of the board, so that drawn text grows with the rest. */
function useBoardUnit(): number {
  const [unit, setUnit] = useState(boardUnit);
  useEffect(() => {
    const onResize = () => setUnit(boardUnit());
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  return unit;
}

/** True while the board is being printed: paper is white. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}

function Board(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { area?: string };
  const area = search.area && /^\d{12}$/.test(search.area) ? search.area : (me.areas[0]?.code ?? '');
  const read = useRead(
    analysisContracts.board,
    { query: { area } },
    { everyMs: everyMinutes * 60_000, freshFor: 60_000, keepPrevious: true, enabled: area !== '' },
  );
  const unit = useBoardUnit();
  const printing = usePrinting();
  const [full, setFull] = useState(document.fullscreenElement !== null);
  const board = read.data;
  const name = shortAreaName(board?.area.name ?? '');
  useEffect(() => {
    document.title = `${name} ${t('analysis.board.title')}`;
  }, [name, t]);
  useEffect(() => {
    const onFull = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onFull);
    return () => document.removeEventListener('fullscreenchange', onFull);
  }, []);
  useShortcuts('analysis.board.title', [
    {
      keys: ['Escape'],
      words: 'analysis.board.back',
      // In full screen the browser takes Escape for itself.
      when: () => document.fullscreenElement === null,
      run: () => void navigate({ to: '/analysis', search: (area ? { area } : {}) as never }),
    },
  ]);
  if (!board) {
    if (read.error) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
    return <div className="board" aria-busy />;
  }
  const look = printing ? 'light' : 'dark';
  // Nobody reads smaller letters than these.
  const size = Math.max(20 * unit, 12);
  return (
    <main className={`board board-${look}`} data-parts={board.areas.rows.length > 0 ? 'areas' : 'none'}>
      <BoardHead board={board} name={name}>
        <button type="button" onClick={() => void navigate({ to: '/analysis', search: { area } as never })}>
          {t('analysis.board.back')}
        </button>
        <button type="button" onClick={() => window.print()}>
          {t('analysis.board.print')}
        </button>
        <button
          type="button"
          onClick={() => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen())}
        >
          {t(full ? 'analysis.board.leaveFull' : 'analysis.board.full')}
        </button>
      </BoardHead>
      <BoardFigures board={board} />
      <BoardStrip board={board} />
      <BoardTrends board={board} size={size} look={look} />
      <BoardAreas board={board} look={look} />
      <BoardProgress board={board} />
      <footer className="board-foot">
        <span>{t('analysis.board.basis')}</span>
        <span className={read.error ? 'board-stale' : ''}>
          {read.error
            ? t('analysis.board.stale', { at: formatInstant(board.at) })
            : t('analysis.board.updated', { at: formatInstant(board.at), minutes: everyMinutes })}
        </span>
      </footer>
    </main>
  );
}

function BoardHead(props: { board: LeadershipBoard; name: string; children: ReactNode }): ReactNode {
  const { t, language } = useTexts();
  const { board } = props;
  const [year = '', month = ''] = board.month.split('-');
  const shown = language === 'zh' ? String(Number(month)) : month;
  return (
    <header className="board-head">
      <h1>{t('analysis.board.heading', { area: props.name })}</h1>
      <p className="board-month">
        <strong>{t('analysis.board.month', { year, month: shown })}</strong>
        <span className={board.sealed ? 'board-sealed' : 'board-not-sealed'}>
          {t(board.sealed ? 'analysis.board.sealed' : 'analysis.board.notSealed')}
        </span>
      </p>
      <nav className="board-buttons" aria-label={t('analysis.board.title')}>
        {props.children}
      </nav>
    </header>
  );
}
