import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { daysBetween } from '@renshe/domain/kernel/plain-date.ts';
import { type VisitRow, visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import type { CountingContact, VisitLevel } from '@renshe/domain/visit/visit.policy.ts';
import { findVisitGroup } from '@renshe/domain/visit/visit.policy.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { DueDay } from './DueDay.tsx';
import { RecordVisitDrawer } from './RecordVisitDrawer.tsx';
import { type VisitRule, whyDue } from './visit-words.ts';

const step = 50;
const most = 200;
const groups = ['overdue', 'soon', 'later'] as const;
type Group = (typeof groups)[number];

const keyOf = (row: VisitRow) => `${row.subjectId}:${row.dutyKind}:${row.anchor}`;

/** People and families to visit, overdue ones first; each says of which risk and why. */
export function VisitList(props: { contact: CountingContact; level: VisitLevel | undefined }): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const [limits, setLimits] = useState<Record<Group, number>>({ overdue: step, soon: step, later: 0 });
  const [current, setCurrent] = useState<VisitRow | null>(null);
  const query = (group: Group) => ({
    query: {
      area: area.code,
      contact: props.contact,
      group,
      limit: Math.max(1, limits[group]),
      ...(props.level ? { level: props.level } : {}),
    },
  });
  const overdue = useRead(visitContracts.list, query('overdue'), { keepPrevious: true });
  const soon = useRead(visitContracts.list, query('soon'), { keepPrevious: true });
  const later = useRead(visitContracts.list, query('later'), { enabled: limits.later > 0, keepPrevious: true });
  const reads = { overdue, soon, later };
  const rowsOf = (group: Group) => (limits[group] === 0 ? [] : (reads[group].data?.rows ?? []));
  const first = overdue.data;
  if (overdue.error && !first) return <ErrorLine error={overdue.error} onRetry={() => void overdue.refetch()} />;
  if (!first) return <div className="card">{t('kit.loading')}</div>;
  const { counts } = first;
  if (counts.overdue + counts.soon + counts.later === 0)
    return (
      <div className="card">
        <EmptyState title={t('visit.empty')} help={t('visit.emptyHelp')} />
      </div>
    );
  const nextAfter = (done: VisitRow): VisitRow | null => {
    const shown = groups.flatMap(rowsOf);
    const at = shown.findIndex((row) => keyOf(row) === keyOf(done));
    return shown.slice(at + 1).find((row) => row.residentId !== null && row.residentId !== done.residentId) ?? null;
  };
  return (
    <>
      {groups.map((group) => {
        const rows = rowsOf(group);
        const left = counts[group] - rows.length;
        if (counts[group] === 0) return null;
        return (
          <section key={group} className={`card duty-group group-${group}`} aria-labelledby={`visits-${group}`}>
            <h2 id={`visits-${group}`}>
              {t(`worklist.group.${group}`, { days: first.soonDays })}
              <span className="group-count">
                {t('worklist.groupCount', { count: counts[group], formatted: formatNumber(counts[group]) })}
              </span>
            </h2>
            {reads[group].error ? (
              <ErrorLine error={reads[group].error} onRetry={() => void reads[group].refetch()} />
            ) : null}
            <ul className="duty-list">
              {rows.map((row) => (
                <li key={keyOf(row)}>
                  <VisitLine
                    row={row}
                    rule={first}
                    open={current !== null && keyOf(current) === keyOf(row)}
                    onRecord={() => setCurrent(row)}
                  />
                </li>
              ))}
            </ul>
            {left <= 0 ? null : rows.length >= most ? (
              <p className="quiet">{t('worklist.narrow', { shown: rows.length })}</p>
            ) : (
              <Button
                type="link"
                className="duty-more"
                onClick={() => setLimits({ ...limits, [group]: Math.min(limits[group] + step, most) })}
              >
                {limits[group] === 0
                  ? t('worklist.showLater', { count: left })
                  : t('worklist.showMore', { count: Math.min(left, step) })}
              </Button>
            )}
          </section>
        );
      })}
      {current?.residentId ? (
        <RecordVisitDrawer
          key={keyOf(current)}
          row={{ ...current, residentId: current.residentId }}
          rule={first}
          onDone={() => setCurrent(nextAfter(current))}
          onClose={() => setCurrent(null)}
        />
      ) : null}
    </>
  );
}

function VisitLine(props: { row: VisitRow; rule: VisitRule; open: boolean; onRecord: () => void }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const area = useArea();
  const mayContact = useCan('contact.write');
  const { row } = props;
  const file = row.subjectKind === 'resident' ? `/residents/${row.subjectId}` : `/households/${row.subjectId}`;
  const level = findVisitGroup(row.group)?.level;
  return (
    <div className={props.open ? 'duty-row open' : 'duty-row'}>
      <span className="duty-when">
        <DueDay row={row} days={daysBetween(today, row.dueOn)} />
      </span>
      <span className="duty-words">
        <Link to={file as '/'} className="duty-sentence">
          {t(row.subjectKind === 'household' ? 'visit.family' : 'visit.person', { name: row.name })}
          {row.sex === null ? null : (
            <span className="visit-who">
              {t(`kit.sex.${row.sex}`)} {row.age}
            </span>
          )}
        </Link>
        <span className={level ? `duty-why level-${level}` : 'duty-why'}>{whyDue(row, props.rule, t, language)}</span>
        <span className="duty-why">
          {row.address}
          {row.area.code === area.code ? null : ` · ${shortAreaName(row.area.name)}`}
          {' · '}
          {row.lastContact ? t('visit.last', { on: row.lastContact.on }) : t('visit.never')}
        </span>
      </span>
      {mayContact && row.residentId !== null ? (
        <Button className="duty-button" aria-label={`${t('visit.record')}: ${row.name}`} onClick={props.onRecord}>
          {t('visit.record')}
        </Button>
      ) : null}
    </div>
  );
}
