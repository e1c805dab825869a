import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { CellPeople, PartSwitch, type RatioPart } from './CellPeople.tsx';
import { type FormAnswer, type FormColumn, type FormRow, type FormView, formatValue, valueWords } from './form-grid.ts';
import { type CellKey, spokenPath, spokenRatio } from './report-grid.ts';

const PAGE = 50;

/** What stands behind a number of any form: in words, the definition, then the people, or who entered it. */
export function FormCellPanel(props: {
  answer: FormAnswer;
  areaName: string;
  view: FormView;
  cell: CellKey | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { answer, cell } = props;
  const row = answer.rows.find((one) => one.key === cell?.line);
  const column = answer.columns.find((one) => one.key === cell?.column);
  return (
    <Drawer
      open={cell !== undefined && row !== undefined && column !== undefined}
      onClose={props.onClose}
      mask={false}
      size="var(--report-panel)"
      rootClassName="report-panel"
      title={
        row && column ? (
          <h2 className="drawer-title">{t('report.cell.title', { line: row[language], column: column[language] })}</h2>
        ) : null
      }
    >
      {cell && row && column ? (
        <Body
          key={`${cell.line}~${cell.column}~${answer.period.text}~${props.view}`}
          {...props}
          row={row}
          column={column}
        />
      ) : null}
    </Drawer>
  );
}

function Body(props: {
  answer: FormAnswer;
  areaName: string;
  view: FormView;
  row: FormRow;
  column: FormColumn;
}): ReactNode {
  const { t, language } = useTexts();
  const { answer, row, column, view } = props;
  const [offset, setOffset] = useState(0);
  const [part, setPart] = useState<RatioPart>('numerator');
  const periods = { period: answer.period.text, previous: answer.previousPeriod, yearAgo: answer.yearAgoPeriod };
  const period = periods[view];
  const read = useRead(
    reportFormContracts.people,
    {
      params: { form: answer.form.key },
      query: {
        area: answer.area.code,
        period: period ?? '',
        row: row.key,
        column: column.key,
        ...(row.divided && { part }),
        limit: PAGE,
        offset,
      },
    },
    { keepPrevious: true, enabled: period !== null },
  );
  const value = read.data?.value ?? row[view][column.key] ?? null;
  // A locked form keeps its number; the list and the path are of what is known now.
  const locked = view === 'period' && answer.state === 'closed' ? (row.period[column.key] ?? null) : null;
  const moved = read.data !== undefined && locked !== null && value !== locked;
  const words =
    value === null
      ? t(row.kind === 'ratio' && !row.waits ? 'report.noObject' : 'reportForm.missing')
      : valueWords(row, column, value);
  const unit = column.measure === 'changeRate' ? '%' : row.unit[language];
  const { path = [], divisor } = read.data ?? {};
  return (
    <div className="cell-panel">
      <p className="cell-where">
        {t('reportForm.where', {
          area: props.areaName,
          period: view === 'period' ? answer.period[language] : (period ?? ''),
        })}
      </p>
      <p className="cell-figure">
        <strong className="figures">{moved ? valueWords(row, column, locked) : words}</strong>
        {value === null ? null : <span> {unit}</span>}
      </p>
      {moved ? <p>{t('reportForm.movedSince', { now: words })}</p> : null}
      {value === null && row.kind === 'ratio' && !row.waits ? <p>{t('report.noObjectLong')}</p> : null}
      {path.length > 0 ? (
        <section>
          <h3>{t('report.cell.path')}</h3>
          <p className="cell-path figures">
            {divisor
              ? spokenRatio(
                  path,
                  divisor,
                  language,
                  value === null ? null : `${valueWords(row, column, value)}${unit === '%' ? '\u00a0%' : ''}`,
                )
              : spokenPath(path, language, value)}
          </p>
        </section>
      ) : null}
      <section>
        <h3>{t('report.cell.definition')}</h3>
        <p>{row.definition[language]}</p>
        <p className="cell-source">{t('report.cell.source', { source: row.definition.source[language] })}</p>
      </section>
      {read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : row.opens === 'entries' ? (
        <Entries entries={read.data?.entries} decimals={row.decimals} />
      ) : row.opens === 'people' || row.opens === 'households' ? (
        <section>
          <h3>{t(row.opens === 'households' ? 'report.cell.households' : 'report.cell.people')}</h3>
          {row.divided ? (
            <PartSwitch
              part={part}
              onPart={(next) => {
                setPart(next);
                setOffset(0);
              }}
            />
          ) : null}
          <CellPeople
            answer={read.data}
            loading={read.isFetching}
            paging={{ offset, limit: PAGE, onOffset: setOffset }}
          />
        </section>
      ) : row.opens === 'source' ? (
        <section>
          <h3>{t('reportForm.publication')}</h3>
          <p>{t('reportForm.fromOutside')}</p>
          {read.data?.publication ? (
            <p>
              {t('reportForm.published', {
                document: read.data.publication.document,
                publisher: read.data.publication.publisher,
                on: read.data.publication.publishedOn,
                area: shortAreaName(read.data.publication.area.name),
                period: read.data.publication.period,
              })}
              <br />
              <span className="cell-source">
                {t('reportForm.written', {
                  by: read.data.publication.enteredBy,
                  at: formatInstant(read.data.publication.enteredAt),
                })}
              </span>
            </p>
          ) : null}
        </section>
      ) : path.length === 0 ? (
        <p>{t('reportForm.opensNothing')}</p>
      ) : null}
    </div>
  );
}

type Entry = { area: { code: string; name: string }; value: number | null; enteredBy: string; enteredAt: string };

/** Which unit entered how much, who and when. */
function Entries(props: { entries: Entry[] | undefined; decimals: number }): ReactNode {
  const { t } = useTexts();
  return (
    <section>
      <h3>{t('reportForm.enteredBy')}</h3>
      <Table
        size="small"
        pagination={false}
        rowKey={(entry) => entry.area.code}
        {...(props.entries && { dataSource: props.entries })}
        loading={props.entries === undefined}
        locale={{ emptyText: t('reportForm.entriesNone') }}
        columns={[
          {
            title: t('reportForm.entryColumns.area'),
            key: 'area',
            render: (_, entry) => shortAreaName(entry.area.name),
          },
          {
            title: t('reportForm.entryColumns.value'),
            key: 'value',
            align: 'right',
            className: 'figures',
            render: (_, entry) =>
              entry.value === null ? t('reportForm.missing') : formatValue(entry.value, props.decimals),
          },
          { title: t('reportForm.entryColumns.by'), key: 'by', render: (_, entry) => entry.enteredBy },
          {
            title: t('reportForm.entryColumns.at'),
            key: 'at',
            className: 'figures nowrap',
            render: (_, entry) => formatInstant(entry.enteredAt),
          },
        ]}
      />
    </section>
  );
}
