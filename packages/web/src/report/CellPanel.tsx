import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { CellPeople, PartSwitch, type RatioPart } from './CellPeople.tsx';
import { signed } from './ReportGrid.tsx';
import {
  askedFor,
  type CellKey,
  cellValue,
  formatFigure,
  type ReportView,
  spokenPath,
  spokenRatio,
} from './report-grid.ts';

const PAGE = 50;

/** What stands behind one number: the number in words, how it comes about, its definition with source, then the people. */
export function CellPanel(props: {
  report: MonthlyReport;
  areaName: string;
  view: ReportView;
  cell: CellKey | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { report, cell } = props;
  const line = report.lines.find((one) => one.key === cell?.line);
  const column = report.columns.find((one) => one.key === cell?.column);
  return (
    <Drawer
      open={cell !== undefined && line !== undefined && column !== undefined}
      onClose={props.onClose}
      mask={false}
      size="var(--report-panel)"
      rootClassName="report-panel"
      title={
        line && column ? (
          <h2 className="drawer-title">{t('report.cell.title', { line: line[language], column: column[language] })}</h2>
        ) : null
      }
    >
      {cell && line && column ? (
        <CellBody key={`${cell.line}~${cell.column}~${cell.mark}`} {...props} cell={cell} line={line} />
      ) : null}
    </Drawer>
  );
}

function CellBody(props: {
  report: MonthlyReport;
  areaName: string;
  view: ReportView;
  cell: CellKey;
  line: MonthlyReport['lines'][number];
}): ReactNode {
  const { t, language } = useTexts();
  const { report, cell, line, view } = props;
  const [offset, setOffset] = useState(0);
  const [part, setPart] = useState<RatioPart>('numerator');
  const asked = askedFor(report.month, view, cell.mark);
  const read = useRead(
    reportContracts.people,
    {
      query: {
        area: report.area.code,
        month: asked.month,
        line: cell.line,
        column: cell.column,
        measure: asked.measure,
        ...(line.unit === 'percent' && { part }),
        limit: PAGE,
        offset,
      },
    },
    { keepPrevious: true, enabled: line.drill },
  );
  const shown = cell.mark === null ? cellValue(line, cell.column, view) : line[cell.mark][cell.column];
  const value = read.data ? read.data.value : shown;
  const words =
    value === null || value === undefined
      ? t('report.noObject')
      : cell.mark !== null
        ? signed(value, line.unit)
        : formatFigure(value, line.unit);
  const path = read.data?.path ?? [];
  const period = cell.mark === null ? t(`report.views.${view}`) : t(`report.cell.marks.${cell.mark}`);
  return (
    <div className="cell-panel">
      <p className="cell-where">{t('report.cell.where', { area: props.areaName, month: asked.month, view: period })}</p>
      <p className="cell-figure">
        <strong className="figures">{words}</strong>
        {line.unit === 'percent' && value !== null ? <span> %</span> : null}
        {line.unit === 'household' ? <span> {t('report.unitHousehold')}</span> : null}
      </p>
      {value === null ? <p>{t('report.noObjectLong')}</p> : null}
      {path.length > 0 ? (
        <section>
          <h3>{t('report.cell.path')}</h3>
          <p className="cell-path figures">
            {read.data?.divisor
              ? spokenRatio(path, read.data.divisor, language, typeof value === 'number' ? `${words} %` : null)
              : spokenPath(path, language, value ?? null)}
          </p>
        </section>
      ) : null}
      <section>
        <h3>{t('report.cell.definition')}</h3>
        <p>{line.definition[language]}</p>
        {line.unit === 'percent' ? <p>{t('report.denominator', { text: report.denominator[language] })}</p> : null}
        <p className="cell-source">{t('report.cell.source', { source: line.definition.source[language] })}</p>
      </section>
      <section>
        <h3>{line.unit === 'household' ? t('report.cell.households') : t('report.cell.people')}</h3>
        {line.unit === 'percent' ? (
          <PartSwitch
            part={part}
            onPart={(next) => {
              setPart(next);
              setOffset(0);
            }}
          />
        ) : null}
        {!line.drill ? (
          <p>{t('report.cell.notDrill')}</p>
        ) : read.error ? (
          <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
        ) : (
          <CellPeople
            answer={read.data}
            loading={read.isFetching}
            paging={{ offset, limit: PAGE, onOffset: setOffset }}
          />
        )}
      </section>
    </div>
  );
}
