import { analysisSheetContracts } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { ReactNode } from 'react';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { OpenLink } from '../kit/OpenLink.tsx';
import { useRead } from '../kit/use-api.ts';

/** Who has signed the month and who has not, the late ones first. */
export function AnalysisBoard(props: {
  area: string;
  month: string;
  hrefOf: (area: string) => string;
  onOpen: (area: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    analysisSheetContracts.board,
    { query: { area: props.area, month: props.month } },
    { keepPrevious: true, enabled: props.area !== '' },
  );
  const areas = read.data?.areas.toSorted((a, b) => Number(b.overdue) - Number(a.overdue));
  if (areas && areas.length < 2) return null;
  const signed = areas?.filter((one) => one.state === 'signed').length ?? 0;
  const late = areas?.filter((one) => one.overdue).length ?? 0;
  return (
    <div className="table-block">
      <h2>{t('analysisSheet.board')}</h2>
      {areas ? (
        <p>
          {t('analysisSheet.boardSummary', { total: areas.length, signed, missing: areas.length - signed })}
          {late > 0 ? <strong className="sheet-late"> · {t('analysisSheet.boardLate', { count: late })}</strong> : null}
        </p>
      ) : null}
      <DataTable
        name="analysisSheet.board"
        label={t('analysisSheet.board')}
        rows={areas}
        rowKey={(one) => one.area.code}
        count={areas?.length}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(one) => props.onOpen(one.area.code)}
        hrefOf={(one) => props.hrefOf(one.area.code)}
        columns={[
          {
            title: t('analysisSheet.column.area'),
            key: 'area',
            render: (_, one) => (
              <OpenLink
                href={props.hrefOf(one.area.code)}
                label={t('analysisSheet.openSheet', { area: shortAreaName(one.area.name) })}
                onOpen={() => props.onOpen(one.area.code)}
              >
                {shortAreaName(one.area.name)}
              </OpenLink>
            ),
          },
          {
            title: t('analysisSheet.column.state'),
            key: 'state',
            render: (_, one) => (
              <span className="nowrap">
                <span className={`sheet-chip sheet-chip-${one.state}`}>{t(`analysisSheet.state.${one.state}`)}</span>
                {one.revision > 1 ? ` ${t('analysisSheet.version', { revision: one.revision })}` : ''}
                {one.overdue ? <strong className="sheet-late"> {t('analysisSheet.overdue')}</strong> : null}
                {one.late ? <span className="sheet-late"> {t('analysisSheet.late')}</span> : null}
              </span>
            ),
          },
          {
            title: t('analysisSheet.column.due'),
            key: 'due',
            responsive: ['md' as const],
            render: (_, one) => <span className="figures nowrap">{one.dueOn}</span>,
          },
          {
            title: t('analysisSheet.column.signed'),
            key: 'signed',
            render: (_, one) =>
              one.signedAt ? (
                <span className="nowrap">
                  {one.signedName} <span className="figures">{formatInstant(one.signedAt)}</span>
                </span>
              ) : (
                t('analysisSheet.none')
              ),
          },
          {
            title: t('analysisSheet.column.remarks'),
            key: 'remarks',
            align: 'right' as const,
            responsive: ['md' as const],
            render: (_, one) => <span className="figures">{one.remarks}</span>,
          },
        ]}
      />
    </div>
  );
}
