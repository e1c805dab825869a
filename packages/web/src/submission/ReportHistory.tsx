import type { PointedCell } from '@renshe/domain/report/report.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { Drawer, Timeline } from 'antd';
import type { ReactNode } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { NamedKey } from './AskCorrectionDrawer.tsx';
import './submission.css';

const colours = { submit: 'blue', return: 'red', accept: 'green', close: 'gray', remind: 'orange' } as const;

/** 报表经过: every transition and reminder of a form, oldest first. */
export function ReportHistory(props: {
  area: string;
  form: string;
  period: string;
  rows: readonly NamedKey[];
  columns: readonly NamedKey[];
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { area, form, period } = props;
  const read = useRead(submissionContracts.history, { query: { area, form, period } });
  const events = read.data?.events;
  return (
    <Drawer
      open
      size={480}
      onClose={props.onClose}
      title={<h2 className="drawer-title">{t('submission.history.title')}</h2>}
    >
      {read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : events === undefined ? (
        t('kit.loading')
      ) : events.length === 0 ? (
        <p className="quiet">{t('submission.history.empty')}</p>
      ) : (
        <Timeline
          items={events.map((event) => ({
            color: colours[event.action],
            content: (
              <>
                <strong>{t(`submission.history.actions.${event.action}`)}</strong>{' '}
                <span className="quiet">
                  {event.by === '' ? t('submission.history.system') : t('submission.history.by', event)} ·{' '}
                  {formatInstant(event.at)}
                </span>
                {event.reason === '' ? null : <p>{t('submission.history.reason', { reason: event.reason })}</p>}
                <PointedCells cells={event.cells} rows={props.rows} columns={props.columns} />
              </>
            ),
          }))}
        />
      )}
    </Drawer>
  );
}

/** Cells with what was said of each. */
export function PointedCells(props: {
  cells: readonly PointedCell[];
  rows: readonly NamedKey[];
  columns: readonly NamedKey[];
}): ReactNode {
  const { language } = useTexts();
  if (props.cells.length === 0) return null;
  const name = (list: readonly NamedKey[], key: string) => list.find((one) => one.key === key)?.[language] ?? key;
  return (
    <ul className="submission-cells">
      {props.cells.map((cell) => (
        <li key={`${cell.row}~${cell.column}`}>
          <strong>
            {name(props.rows, cell.row)} · {name(props.columns, cell.column)}
          </strong>
          {cell.remark === '' ? null : ` ${cell.remark}`}
        </li>
      ))}
    </ul>
  );
}
