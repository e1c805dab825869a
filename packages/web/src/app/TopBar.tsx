import { DownOutlined, SearchOutlined } from '@ant-design/icons';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { noticeContracts } from '@renshe/domain/notice/notice.contract.ts';
import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Tooltip } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { GrantCount } from '../grant/GrantWaiting.tsx';
import { useOpenHelp } from '../help/help-context.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { useOwnAreas } from '../kit/area-names.ts';
import { changeLanguage, useTexts } from '../kit/i18n.ts';
import { readKey, useRead } from '../kit/use-api.ts';
import { NoticeBell } from '../notice/NoticeBell.tsx';
import { useLookEntries } from './LookMenu.tsx';
import { useLook } from './preferences.ts';
import { useMe } from './session.ts';
import { useArea, useChangeArea } from './use-area.ts';
import { useSignOut } from './use-sign-out.ts';

export function TopBar(props: { narrow: boolean; onSearch: (() => void) | null }): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const area = useArea();
  const changeArea = useChangeArea();
  const choices = useOwnAreas();
  return (
    <header className="top-bar">
      <Link to="/" className="brand" search={{}}>
        {t('app.name')}
      </Link>
      {choices.length > 1 ? (
        <AreaPicker
          className="area-switch"
          variant="borderless"
          value={area.code}
          onChange={changeArea}
          aria-label={t('app.bar.area')}
        />
      ) : (
        <span className="city-name">{area.root ? shortAreaName(area.root.name) : me.cityName}</span>
      )}
      {me.demo ? (
        <Tooltip title={t('app.bar.demoHelp')}>
          <span className="demo-mark">{t('app.bar.demo')}</span>
        </Tooltip>
      ) : null}
      <div className="top-space" />
      {props.onSearch && !props.narrow ? (
        <button type="button" className="search-box" onClick={props.onSearch}>
          <SearchOutlined aria-hidden />
          <span>{t('search.box')}</span>
          <kbd>Ctrl K</kbd>
        </button>
      ) : null}
      <div className="top-space" />
      {props.narrow ? (
        <>
          <NoticeBell />
          <HelpButton />
        </>
      ) : (
        <div className="top-links">
          <DutyCount />
          <GrantCount />
          <TaskLink />
          <NoticeBell />
          <HelpButton />
          <KeysButton />
          <LookSwitches />
          <UserMenu />
        </div>
      )}
    </header>
  );
}

function DutyCount(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const area = useArea();
  const works = me.permissions.includes('worklist.read');
  const list = useRead(
    worklistContracts.list,
    { query: { area: area.code, limit: 1 } },
    { enabled: works, everyMs: 120_000, keepPrevious: true },
  );
  if (!works) return null;
  const counts = list.data?.counts;
  const sum = counts ? counts.overdue + counts.soon : null;
  return (
    <Link
      to="/"
      search={{}}
      className="top-link"
      {...(counts ? { title: t('app.bar.dutiesLabel', { count: sum ?? 0, overdue: counts.overdue }) } : {})}
    >
      {t('app.bar.duties')}
      {sum === null ? null : <b className={counts && counts.overdue > 0 ? 'count late' : 'count'}>{sum}</b>}
    </Link>
  );
}

function TaskLink(): ReactNode {
  const { t } = useTexts();
  const list = useRead(
    taskContracts.list,
    { query: { limit: 20 } },
    {
      everyMs: (last) =>
        (last as { tasks: { status: string }[] } | undefined)?.tasks.some((task) => isUnderWay(task.status))
          ? 3000
          : 60_000,
    },
  );
  const running = list.data?.tasks.filter((task) => isUnderWay(task.status)).length ?? 0;
  const client = useQueryClient();
  const before = useRef(running);
  useEffect(() => {
    // What has just ended is a notice at once.
    if (running < before.current) void client.invalidateQueries({ queryKey: readKey(noticeContracts.list) });
    before.current = running;
  }, [running, client]);
  return (
    <Link
      to="/tasks"
      className="top-link"
      {...(running > 0 ? { title: t('app.bar.tasksRunning', { count: running }) } : {})}
    >
      {t('app.bar.tasks')}
      {running > 0 ? <b className="count">{running}</b> : null}
    </Link>
  );
}

function isUnderWay(status: string): boolean {
  return status === 'waiting' || status === 'running';
}

/** F1 for the pointer. */
export function HelpButton(): ReactNode {
  const { t } = useTexts();
  const openHelp = useOpenHelp();
  return (
    <Button type="text" className="top-button" title="F1" onClick={() => openHelp('page')}>
      {t('help.button')}
    </Button>
  );
}

function KeysButton(): ReactNode {
  const { t } = useTexts();
  const openHelp = useOpenHelp();
  return (
    <Button type="text" className="top-button keys-button" title="?" onClick={() => openHelp('keys')}>
      {t('help.keys.button')}
    </Button>
  );
}

/** 长辈版 and 中/EN. */
export function LookSwitches(): ReactNode {
  const { t, language } = useTexts();
  const { look, change } = useLook();
  const large = look.textSize !== 'standard';
  return (
    <>
      <Button type="text" className="top-button" onClick={() => change({ textSize: large ? 'standard' : 'large' })}>
        {large ? t('app.bar.normal') : t('app.bar.large')}
      </Button>
      <Button
        type="text"
        className="top-button"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        title={t('app.bar.languageLabel')}
        onClick={() => void changeLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {t('app.bar.language')}
      </Button>
    </>
  );
}

function UserMenu(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const looks = useLookEntries();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'account', label: t('app.bar.account'), onClick: () => void navigate({ to: '/account' }) },
          ...looks,
          { type: 'divider' },
          { key: 'out', label: t('app.bar.signOut'), onClick: signOut },
        ],
      }}
    >
      <Button type="text" className="top-button" aria-label={t('app.bar.userMenu', { name: me.name })}>
        {me.name} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
