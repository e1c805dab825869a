import { BellOutlined } from '@ant-design/icons';
import { type Notice, noticeContracts, noticeDays } from '@renshe/domain/notice/notice.contract.ts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Tag } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { isPractice } from '../practice/practice-mode.ts';
import { keepPreference, usePreference } from '../preference/preference-store.ts';
import { newestShown } from './notice-seen.ts';
import { noticeWords } from './notice-words.ts';
import './notice.css';

/** 消息 in the top bar: how many are new, and the list behind it. Nothing pops up unasked. */
export function NoticeBell(): ReactNode {
  return isPractice() ? null : <Bell />;
}

const minute = 60_000;

function Bell(): ReactNode {
  const { t } = useTexts();
  const read = useRead(noticeContracts.list, {}, { everyMs: 5 * minute, freshFor: minute, keepPrevious: true });
  const seen = usePreference('notices-seen') ?? '';
  // What was new when the list was opened stays marked as long as it is open.
  const [opened, setOpened] = useState<{ seen: string; at: number } | null>(null);
  const notices = read.data?.notices ?? [];
  const unseen = notices.filter((one) => one.at > seen).length;
  const open = () => {
    setOpened({ seen, at: Date.now() });
    void read.refetch();
  };
  const newest = newestShown({ notices, openedAt: opened?.at ?? null, fetchedAt: read.dataUpdatedAt, seen });
  useEffect(() => {
    if (newest !== undefined) keepPreference('notices-seen', newest);
  }, [newest]);
  return (
    <>
      <Button
        type="text"
        className="top-button notice-bell"
        icon={<BellOutlined aria-hidden />}
        {...(unseen > 0 ? { title: t('notice.unseen', { count: unseen }) } : {})}
        onClick={open}
      >
        {t('notice.bar')}
        {unseen > 0 ? <b className="count">{unseen}</b> : null}
      </Button>
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        size={460}
        title={<h2 className="drawer-title">{t('notice.title')}</h2>}
      >
        <p className="quiet">{t('notice.note', { days: noticeDays })}</p>
        {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
        {read.data && notices.length === 0 ? (
          <EmptyState title={t('notice.none')} help={t('notice.noneHelp')} />
        ) : (
          <ul className="notice-list">
            {notices.map((one) => (
              <NoticeLine
                key={one.key}
                notice={one}
                isNew={opened !== null && one.at > opened.seen}
                onFollow={() => setOpened(null)}
              />
            ))}
          </ul>
        )}
      </Drawer>
    </>
  );
}

function NoticeLine(props: { notice: Notice; isNew: boolean; onFollow: () => void }): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const { text, href } = noticeWords(props.notice, t, language);
  return (
    <li>
      <a
        href={href}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          props.onFollow();
          void navigate({ href });
        }}
      >
        {text}
      </a>
      <p className="quiet figures">
        {formatInstant(props.notice.at)} {props.isNew ? <Tag color="processing">{t('notice.fresh')}</Tag> : null}
      </p>
    </li>
  );
}
