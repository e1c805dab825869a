import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import type { ReactNode } from 'react';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { OpenLink } from '../kit/OpenLink.tsx';
import { useRead } from '../kit/use-api.ts';
import { formatFigure, sortBoard } from './report-grid.ts';

/** The areas below with the state of their reports, the late ones first; a row leads down a level. */
export function ReportBoard(props: {
  area: string;
  month: string;
  hrefOf: (area: string) => string;
  onOpen: (area: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    reportContracts.board,
    { query: { area: props.area, month: props.month } },
    { keepPrevious: true },
  );
  const children = read.data ? sortBoard(read.data.children) : undefined;
  if (children?.length === 0) return null;
  const count = (state: string) => children?.filter((child) => child.state === state).length ?? 0;
  const late = children?.filter((child) => child.overdue).length ?? 0;
  return (
    <div className="table-block report-board">
      <h2>{t('report.board')}</h2>
      {children ? (
        <p className="report-board-summary">
          {t('report.boardSummary', {
            total: children.length,
            closed: count('closed'),
            accepted: count('accepted'),
            submitted: count('submitted'),
            draft: count('draft'),
          })}
          {late > 0 ? <strong className="report-late"> · {t('report.boardLate', { count: late })}</strong> : null}
        </p>
      ) : null}
      <DataTable
        name="report.board"
        label={t('report.board')}
        rows={children}
        rowKey={(child) => child.area.code}
        count={children?.length}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(child) => props.onOpen(child.area.code)}
        hrefOf={(child) => props.hrefOf(child.area.code)}
        columns={[
          {
            title: t('report.boardColumns.area'),
            key: 'area',
            render: (_, child) => (
              <OpenLink
                href={props.hrefOf(child.area.code)}
                label={t('report.boardOpen', { area: shortAreaName(child.area.name) })}
                onOpen={() => props.onOpen(child.area.code)}
              >
                {shortAreaName(child.area.name)}
              </OpenLink>
            ),
          },
          {
            title: t('report.boardColumns.state'),
            key: 'state',
            render: (_, child) => (
              <span className="nowrap">
                <span className={`report-chip report-chip-${child.state}`}>{t(`report.states.${child.state}`)}</span>
                {child.overdue ? <strong className="report-late"> {t('report.overdue')}</strong> : null}
              </span>
            ),
          },
          {
            title: t('report.boardColumns.due'),
            key: 'due',
            responsive: ['md' as const],
            render: (_, child) => <span className="figures nowrap">{child.dueOn}</span>,
          },
          ...(['registeredUnemployed', 'newlyRegistered', 'newUrbanEmployment'] as const).map((key) => ({
            title: t(`report.boardColumns.${key}`),
            key,
            ...(key === 'registeredUnemployed' ? {} : { responsive: ['md' as const] }),
            align: 'right' as const,
            render: (_: unknown, child: Record<typeof key, number>) => (
              <span className="figures">{formatFigure(child[key], 'person')}</span>
            ),
          })),
        ]}
      />
    </div>
  );
}
