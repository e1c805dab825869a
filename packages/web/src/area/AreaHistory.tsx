import { urbanRuralClasses } from '@renshe/domain/area/area.rules.ts';
import { type AreaChange, type AreaLine, areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { Button, Drawer, Segmented, Skeleton, Table, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { useCan } from '../app/session.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { ReachableScroll } from '../kit/ReachableScroll.tsx';
import { useRead } from '../kit/use-api.ts';
import { UndoMergeDrawer } from './UndoMergeDrawer.tsx';

export type History = z.output<(typeof areaChangeContracts.history)['output']>;
type Series = z.output<(typeof areaChangeContracts.series)['output']>;

/** A day before anybody kept books says nothing: the area was always there. */
const beforeBooks = '1950-01-01';

/** The areas of today with what went into each, nested; a part split off is named below what it belongs to now. */
export function SuccessionLine(props: { line: AreaLine; areaId: number }): ReactNode {
  const { t } = useTexts();
  const { line } = props;
  if (line.links.length === 0) return <p className="quiet">{t('areaChange.noLine')}</p>;
  const gone = new Set(line.links.filter((link) => link.kind === 'merged').map((link) => link.fromAreaId));
  const roots = line.areas.filter((area) => !gone.has(area.areaId));
  return (
    <>
      <p className="quiet">{t('areaChange.lineHint')}</p>
      <ul className="succession">
        {roots.map((root) => (
          <SuccessionNode key={root.areaId} line={line} areaId={root.areaId} self={props.areaId} above={[]} />
        ))}
      </ul>
    </>
  );
}

function SuccessionNode(props: {
  line: AreaLine;
  areaId: number;
  self: number;
  above: readonly number[];
  how?: string;
  leaf?: boolean;
}): ReactNode {
  const { t } = useTexts();
  const { line, areaId, above } = props;
  const area = line.areas.find((one) => one.areaId === areaId);
  if (!area) return null;
  const origins = props.leaf || above.includes(areaId) ? [] : line.links.filter((link) => link.intoAreaId === areaId);
  const from = area.fromOn < beforeBooks ? t('areaChange.always') : area.fromOn;
  return (
    <li>
      <div className="succession-area">
        {areaId === props.self ? <strong>{area.area.name}</strong> : <span>{area.area.name}</span>}
        <span className="figures quiet">{area.area.code}</span>
        <span className="figures quiet">
          {t('areaChange.lineSpan', { from, to: area.toOn ?? t('areaChange.still') })}
        </span>
        {props.how ? <Tag>{props.how}</Tag> : null}
      </div>
      {origins.length > 0 ? (
        <ul>
          {origins.map((link) => (
            <SuccessionNode
              key={`${link.kind} ${link.fromAreaId}`}
              line={line}
              areaId={link.fromAreaId}
              self={props.self}
              above={[...above, areaId]}
              leaf={link.kind === 'split'}
              how={t(link.kind === 'merged' ? 'areaChange.lineMerged' : 'areaChange.lineSplit', {
                on: link.effectiveOn,
              })}
            />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** The register of changes, newest first; of a split the list of its people. */
export function ChangeRegister(props: { changes: readonly AreaChange[]; onTask: (taskId: string) => void }): ReactNode {
  const { t } = useTexts();
  const mayRead = useCan('resident.read');
  const mayManage = useCan('area.manage');
  const [rowsOf, setRowsOf] = useState<AreaChange>();
  const [undoing, setUndoing] = useState<AreaChange>();
  if (props.changes.length === 0) return <p className="quiet">{t('areaChange.noChanges')}</p>;
  return (
    <>
      <ul className="area-history">
        {props.changes.map((change) => (
          <li key={change.changeId} className={change.undone ? 'area-undone' : ''}>
            <strong>
              {t(`areaChange.sentence.${change.kind}`, {
                area: change.area.name,
                code: change.area.code,
                into: change.intoArea?.name ?? '',
                intoCode: change.intoArea?.code ?? '',
              })}
            </strong>
            <span className="figures">{t('areaChange.effective', { on: change.effectiveOn })}</span>
            <span className="figures">{t('areaChange.booked', { month: change.bookedMonth })}</span>
            {change.documentNo === '' ? null : <span>{change.documentNo}</span>}
            {change.reason === '' ? null : <span>{change.reason}</span>}
            <span className="quiet">
              {change.madeBy === null
                ? t('areaChange.madeOn', { on: change.madeOn })
                : t('areaChange.madeBy', { on: change.madeOn, name: change.madeBy })}
            </span>
            {change.undone ? (
              <span className="area-undone-note">
                {t(change.undone.by === null ? 'areaChange.undoneOn' : 'areaChange.undoneBy', {
                  on: change.undone.on,
                  name: change.undone.by ?? '',
                  reason: change.undone.reason,
                })}
              </span>
            ) : null}
            {change.undoable && mayManage ? (
              <Button type="link" size="small" className="inline-link" onClick={() => setUndoing(change)}>
                {t('areaChange.undo')}
              </Button>
            ) : null}
            {change.kind === 'split' && mayRead ? (
              <Button type="link" size="small" className="inline-link" onClick={() => setRowsOf(change)}>
                {t('areaChange.splitRows')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {rowsOf ? <SplitRowsDrawer change={rowsOf} onClose={() => setRowsOf(undefined)} /> : null}
      {undoing ? (
        <UndoMergeDrawer change={undoing} onClose={() => setUndoing(undefined)} onTask={props.onTask} />
      ) : null}
    </>
  );
}

const outcomes = ['waiting', 'moved', 'elsewhere', 'gone'] as const;
type Shown = 'all' | (typeof outcomes)[number];

function SplitRowsDrawer(props: { change: AreaChange; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const [outcome, setOutcome] = useState<Shown>('all');
  const [offset, setOffset] = useState(0);
  const limit = 50;
  const query = { ...(outcome !== 'all' && { outcome }), limit, offset };
  const read = useRead(
    areaChangeContracts.splitRows,
    { params: { changeId: props.change.changeId }, query },
    { keepPrevious: true },
  );
  const counts = read.data?.counts;
  const title = t('areaChange.splitRowsTitle', {
    from: props.change.area.name,
    into: props.change.intoArea?.name ?? '',
  });
  return (
    <Drawer open onClose={props.onClose} size={860} title={<h2 className="drawer-title">{title}</h2>}>
      <Segmented<Shown>
        aria-label={t('areaChange.outcome')}
        value={outcome}
        options={[
          { value: 'all', label: t('areaChange.allOutcomes') },
          ...outcomes
            .filter((one) => (counts?.[one] ?? 0) > 0)
            .map((one) => ({ value: one, label: `${t(`areaChange.outcomes.${one}`)} ${formatNumber(counts![one])}` })),
        ]}
        onChange={(one) => {
          setOutcome(one);
          setOffset(0);
        }}
      />
      <DataTable
        name="area.series"
        label={title}
        rows={read.data?.rows}
        rowKey={(row) => row.residentId}
        count={read.data?.count}
        error={read.error}
        onRetry={() => void read.refetch()}
        hrefOf={(row) => `/residents/${row.residentId}`}
        paging={{ offset, limit, onOffset: setOffset }}
        empty={{ title: t('areaChange.noRows') }}
        columns={[
          { title: t('areaChange.household'), dataIndex: 'householdNumber', className: 'figures' },
          { title: t('areaChange.name'), dataIndex: 'name' },
          { title: t('areaChange.citizenId'), dataIndex: 'citizenIdMasked', className: 'figures' },
          { title: t('areaChange.address'), dataIndex: 'address' },
          {
            key: 'outcome',
            title: t('areaChange.outcome'),
            render: (_, row) => t(`areaChange.outcomes.${row.outcome}`),
          },
        ]}
      />
    </Drawer>
  );
}

export function VersionTable(props: { history: History }): ReactNode {
  const { t, language } = useTexts();
  const { versions, current } = props.history;
  return (
    <ReachableScroll>
      <Table
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="fromOn"
        dataSource={versions.toReversed()}
        columns={[
          { title: t('areaChange.versionName'), dataIndex: 'name' },
          { title: t('areaChange.versionCode'), dataIndex: 'code', className: 'figures' },
          {
            key: 'versionParent',
            title: t('areaChange.versionParent'),
            render: (_, version) => version.parentName ?? '—',
          },
          ...(current.kind === 'community'
            ? [
                {
                  key: 'versionClass',
                  title: t('areaChange.versionClass'),
                  render: (_: unknown, version: History['versions'][number]) =>
                    version.urbanRural === null
                      ? '—'
                      : `${version.urbanRural} ${codeName(urbanRuralClasses, version.urbanRural, language)}`,
                },
              ]
            : []),
          {
            key: 'versionFrom',
            title: t('areaChange.versionFrom'),
            className: 'figures',
            render: (_, version) => (version.fromOn < beforeBooks ? t('areaChange.always') : version.fromOn),
          },
          {
            key: 'versionTo',
            title: t('areaChange.versionTo'),
            className: 'figures',
            render: (_, version) => version.toOn ?? t('areaChange.still'),
          },
        ]}
      />
    </ReachableScroll>
  );
}

/** Main figures month by month, as reported then and by the boundary of now; what differs is bold. */
export function SeriesTable(props: { code: string; from: string; gone: boolean }): ReactNode {
  const { t, language } = useTexts();
  const read = useRead(
    areaChangeContracts.series,
    { params: { code: props.code }, query: { from: props.from } },
    { keepPrevious: true },
  );
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active />;
  const series = read.data;
  const figure = (value: number | null | undefined) => (typeof value === 'number' ? formatNumber(value) : '—');
  return (
    <ReachableScroll>
      <SeriesWords series={series} gone={props.gone} />
      <Table
        size="small"
        bordered
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="month"
        dataSource={series.months.toReversed()}
        columns={[
          { title: t('areaChange.month'), dataIndex: 'month', className: 'figures', fixed: 'left' as const },
          ...series.indicators.map((indicator, index) => ({
            title: `${indicator[language]}${language === 'zh' ? `（${indicator.unit.zh}）` : ''}`,
            children: [
              {
                title: t('areaChange.seriesThen'),
                align: 'right' as const,
                className: 'figures',
                key: `${indicator.key} then`,
                render: (_: unknown, month: Series['months'][number]) => figure(month.asReported[index]),
              },
              {
                title: t('areaChange.seriesNow'),
                align: 'right' as const,
                className: 'figures',
                key: `${indicator.key} now`,
                render: (_: unknown, month: Series['months'][number]) =>
                  month.asNow[index] === month.asReported[index] ? (
                    figure(month.asNow[index])
                  ) : (
                    <strong>{figure(month.asNow[index])}</strong>
                  ),
              },
            ],
          })),
        ]}
      />
    </ReachableScroll>
  );
}

function SeriesWords(props: { series: Series; gone: boolean }): ReactNode {
  const { t, language } = useTexts();
  const { series } = props;
  const names = (areas: Series['added']) => areas.map((area) => area.name).join(language === 'zh' ? '、' : ', ');
  const words = [
    ...(series.added.length > 0 ? [t('areaChange.seriesAdded', { areas: names(series.added) })] : []),
    ...(series.left.length > 0 ? [t('areaChange.seriesLeft', { areas: names(series.left) })] : []),
    ...(series.joined.length > 0 ? [t('areaChange.seriesJoined', { areas: names(series.joined) })] : []),
    ...(props.gone ? [t('areaChange.seriesGone')] : []),
  ];
  if (words.length === 0) return <p className="quiet">{t('areaChange.seriesSame')}</p>;
  return (
    <div className="quiet">
      <p>
        {t('areaChange.seriesThenHint')} {t('areaChange.seriesNowHint')}
      </p>
      <ul>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
    </div>
  );
}
