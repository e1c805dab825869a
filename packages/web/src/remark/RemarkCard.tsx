import { CommentOutlined } from '@ant-design/icons';
import { type Remark, type RemarkAbout, remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { aboutKey } from '@renshe/domain/remark/remark.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { isPractice } from '../practice/practice-mode.ts';
import { SettleRemarkDrawer, VoidRemarkDrawer, WriteRemarkDrawer } from './RemarkDrawers.tsx';
import type { RemarkedFile } from './remarked-file.ts';
import './remark.css';

interface Remarks {
  /** How many open remarks are about a field or a line of the timeline. */
  openAbout: (about: RemarkAbout) => number;
  /** Opens the form about something of the file; undefined for whoever may not write. */
  write: ((about: RemarkAbout) => void) | undefined;
  show: () => void;
}
const RemarksContext = createContext<Remarks | null>(null);

/** Around a file: its fields and lines say that there are remarks on them, and offer to write one. */
export function RemarksOfFile(props: { file: RemarkedFile; children: ReactNode }): ReactNode {
  // The practice has no colleagues.
  return isPractice() ? props.children : <Around file={props.file}>{props.children}</Around>;
}

function useRemarks(file: RemarkedFile) {
  const resident = useRead(
    remarkContracts.ofResident,
    { params: { residentId: file.subjectId } },
    { enabled: file.kind === 'resident' },
  );
  const household = useRead(
    remarkContracts.ofHousehold,
    { params: { householdId: file.subjectId } },
    { enabled: file.kind === 'household' },
  );
  return file.kind === 'resident' ? resident : household;
}

function Around(props: { file: RemarkedFile; children: ReactNode }): ReactNode {
  const { file } = props;
  const mayWrite = useCan('remark.write');
  const read = useRemarks(file);
  const [about, setAbout] = useState<RemarkAbout | null>(null);
  const remarks = read.data?.remarks;
  const value = useMemo<Remarks>(() => {
    const open = new Map<string, number>();
    for (const remark of remarks ?? [])
      if (remark.status === 'open') {
        const key = aboutKey(remark.about);
        open.set(key, (open.get(key) ?? 0) + 1);
      }
    return {
      openAbout: (one) => open.get(aboutKey(one)) ?? 0,
      write: mayWrite ? setAbout : undefined,
      show: () => document.getElementById('remarks')?.scrollIntoView({ block: 'start' }),
    };
  }, [remarks, mayWrite]);
  return (
    <RemarksContext value={value}>
      {props.children}
      {about ? (
        <WriteRemarkDrawer
          file={file}
          about={about}
          colleagues={read.data?.colleagues ?? []}
          onClose={() => setAbout(null)}
        />
      ) : null}
    </RemarksContext>
  );
}

/** Beside a field: that a remark on it is open. */
export function RemarkMark(props: { about: RemarkAbout; name: string }): ReactNode {
  const { t } = useTexts();
  const remarks = useContext(RemarksContext);
  const count = remarks?.openAbout(props.about) ?? 0;
  if (count === 0) return null;
  return (
    <Button
      type="text"
      size="small"
      className="remark-mark"
      icon={<CommentOutlined aria-hidden />}
      aria-label={t('remark.onField', { field: props.name, count })}
      onClick={remarks?.show}
    >
      {count}
    </Button>
  );
}

/** In an opened line of the timeline. */
export function RemarkOnEvent(props: { about: RemarkAbout }): ReactNode {
  const { t } = useTexts();
  const remarks = useContext(RemarksContext);
  if (!remarks?.write) return null;
  return (
    <Button size="small" onClick={() => remarks.write?.(props.about)}>
      {t('remark.write')}
    </Button>
  );
}

const firstSettled = 3;

/** 批注: what colleagues write to each other on this file, the open ones first. */
export function RemarkCard(props: { file: RemarkedFile }): ReactNode {
  const { t } = useTexts();
  const { file } = props;
  const remarks = useContext(RemarksContext);
  const read = useRemarks(file);
  const [all, setAll] = useState(false);
  const { remark: wanted } = useSearch({ strict: false }) as { remark?: string };
  if (!remarks) return null;
  const list = read.data?.remarks ?? [];
  const open = list.filter((one) => one.status === 'open');
  const settled = list.filter((one) => one.status === 'settled');
  const shown = [...open, ...(all ? settled : settled.slice(0, firstSettled))];
  const chosen = settled.find((one) => one.remarkId === wanted);
  if (chosen && !shown.includes(chosen)) shown.push(chosen);
  return (
    <section className="file-card remarks" id="remarks" aria-labelledby="remarks-title">
      <header>
        <h2 id="remarks-title">
          {t('remark.title')}
          {open.length > 0 ? (
            <span className="group-count">{t('remark.openCount', { count: open.length })}</span>
          ) : null}
        </h2>
        {remarks.write ? (
          <Button size="small" onClick={() => remarks.write?.({ kind: 'file' })}>
            {t('remark.write')}
          </Button>
        ) : null}
      </header>
      {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.data && list.length === 0 ? <p className="quiet">{t('remark.none')}</p> : null}
      <ul>
        {shown.map((one) => (
          <RemarkLine key={one.remarkId} remark={one} file={file} wanted={one.remarkId === wanted} />
        ))}
      </ul>
      {settled.length > firstSettled && !all ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t('remark.moreSettled', { count: settled.length - firstSettled })}
        </Button>
      ) : null}
    </section>
  );
}

function RemarkLine(props: { remark: Remark; file: RemarkedFile; wanted: boolean }): ReactNode {
  const { t } = useTexts();
  const { remark, file, wanted } = props;
  const mayWrite = useCan('remark.write');
  const [form, setForm] = useState<'settle' | 'void' | null>(null);
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!wanted) return;
    line.current?.scrollIntoView({ block: 'center' });
    line.current?.focus({ preventScroll: true });
  }, [wanted]);
  const about = file.aboutWords(remark.about);
  return (
    <li
      ref={line}
      tabIndex={-1}
      className={`remark ${remark.status === 'settled' ? 'remark-settled' : ''} ${wanted ? 'remark-wanted' : ''}`}
    >
      <p className="remark-head">
        <strong>{remark.author}</strong> <span className="quiet">{remark.office}</span>{' '}
        <span className="quiet figures">{formatInstant(remark.writtenAt)}</span>
        {remark.status === 'settled' ? <Tag variant="outlined">{t('remark.settled')}</Tag> : null}
      </p>
      {about ? <p className="remark-about">{t('remark.about', { about })}</p> : null}
      <p className="remark-body">{remark.body}</p>
      {remark.status === 'settled' ? (
        <p className="quiet">
          {t('remark.settledBy', { name: remark.settledBy ?? '', at: formatInstant(remark.settledAt ?? '') })}
          {remark.answer ? ` ${t('remark.answered', { answer: remark.answer })}` : ''}
        </p>
      ) : mayWrite ? (
        <div className="entry-actions">
          <Button size="small" onClick={() => setForm('settle')}>
            {t('remark.settle')}
          </Button>
          {remark.mine ? (
            <Button size="small" danger onClick={() => setForm('void')}>
              {t('remark.void')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {form === 'settle' ? <SettleRemarkDrawer remark={remark} onClose={() => setForm(null)} /> : null}
      {form === 'void' ? <VoidRemarkDrawer remark={remark} onClose={() => setForm(null)} /> : null}
    </li>
  );
}
