import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import {
  boardFilters,
  type SubmissionRow,
  submissionContracts,
} from '@renshe/domain/submission/submission.contract.ts';
import type { SubmissionForm } from '@renshe/domain/submission/submission.rules.ts';
import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { ApiError } from '../kit/api.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { formHref } from './form-address.ts';
import type { SubmissionSearch } from './SubmissionsPage.tsx';

/** The reports below: counts that open their lists, the late ones first, one press to remind one or all. */
export function SubmissionBoard(props: {
  area: string;
  areaName: string;
  form: SubmissionForm;
  period: Period;
  search: SubmissionSearch;
  change: (next: SubmissionSearch) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { area, form, period, search, change } = props;
  const mayRemind = useCan('report.accept');
  const mayExport = useCan('report.export');
  const filter = boardFilters.find((one) => one === search.filter);
  const below = search.below === 'all' ? 'all' : 'children';
  const asked = { area, form: form.key, period: period.text };
  const chosen = { ...asked, below, ...(filter ? { filter } : {}) } as const;
  const read = useRead(submissionContracts.board, { query: chosen }, { keepPrevious: true, enabled: area !== '' });
  const remind = useCommand(submissionContracts.remind, {
    invalidates: [submissionContracts.board, submissionContracts.history],
  });
  const xlsx = useFile(submissionContracts.exportBoard);
  const board = read.data;
  const send = async (areas: string[] | undefined) => {
    try {
      const { reminded } = await remind.run({ body: { ...asked, ...(areas ? { areas } : {}) } });
      toast.saved(t('submission.remindDone', { count: reminded }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const late = board?.counts.overdue ?? 0;

  return (
    <>
      <fieldset className="submission-counts" aria-label={t('submission.filterLabel')}>
        <Count
          label={t('submission.filters.all')}
          count={board?.total}
          chosen={filter === undefined}
          onChoose={() => change({ filter: undefined })}
        />
        {boardFilters.map((one) => (
          <Count
            key={one}
            label={t(`submission.filters.${one}`)}
            count={board?.counts[one]}
            chosen={filter === one}
            bad={one === 'overdue'}
            onChoose={() => change({ filter: filter === one ? undefined : one })}
          />
        ))}
      </fieldset>
      <section className="card submission-card">
        <div className="submission-card-tools">
          {below === 'all' || board?.rows.some((row) => row.hasBelow) ? (
            <Segmented
              aria-label={t('submission.belowLabel')}
              value={below}
              options={(['children', 'all'] as const).map((one) => ({
                value: one,
                label: t(`submission.below.${one}`),
              }))}
              onChange={(one) => change({ below: one })}
            />
          ) : null}
          <span className="quiet">
            {board ? t('submission.opens', { date: board.opensOn }) : ''}
            {board?.dueTime ? ` · ${t('submission.dueTime', { time: board.dueTime })}` : ''}
          </span>
          <span className="submission-card-buttons">
            {mayExport ? (
              <Button loading={xlsx.busy} onClick={() => void xlsx.get({ body: chosen })}>
                {t('submission.export')}
              </Button>
            ) : null}
            {mayRemind && late > 0 ? (
              <Button type="primary" loading={remind.isPending} onClick={() => void send(undefined)}>
                {t('submission.remindAll', { count: late })}
              </Button>
            ) : null}
          </span>
        </div>
        <DataTable<SubmissionRow>
          name="submission.boardLabel"
          label={t('submission.boardLabel', { area: props.areaName })}
          rows={board?.rows}
          rowKey={(row) => row.area.code}
          count={board?.rows.length}
          error={read.error}
          onRetry={() => void read.refetch()}
          empty={{ title: t('submission.boardEmpty'), help: t('submission.boardEmptyHelp') }}
          columns={[
            {
              title: t('submission.columns.area'),
              key: 'area',
              render: (_, row) => (
                <span className="submission-area">
                  <a
                    href={formHref(form.key, row.area.code, period.text)}
                    aria-label={t('submission.open', { area: shortAreaName(row.area.name) })}
                  >
                    {shortAreaName(row.area.name)}
                  </a>
                  {row.hasBelow && below === 'children' ? (
                    <Button
                      type="link"
                      size="small"
                      aria-label={t('submission.goBelow', { area: shortAreaName(row.area.name) })}
                      onClick={() => change({ area: row.area.code, filter: undefined })}
                    >
                      ›
                    </Button>
                  ) : null}
                </span>
              ),
            },
            {
              title: t('submission.columns.state'),
              key: 'state',
              render: (_, row) => (
                <span className="nowrap">
                  <span className={`submission-chip submission-${row.state}`}>
                    {t(`submission.states.${row.state}`)}
                  </span>
                  {row.overdue ? (
                    <strong className="submission-late"> {t('submission.overdue', { count: row.lateDays })}</strong>
                  ) : row.lateDays > 0 ? (
                    <span className="submission-late"> {t('submission.late', { count: row.lateDays })}</span>
                  ) : null}
                </span>
              ),
            },
            {
              title: t('submission.columns.due'),
              key: 'due',
              render: (_, row) => <span className="figures nowrap">{row.dueOn}</span>,
            },
            {
              title: t('submission.columns.submitted'),
              key: 'submitted',
              responsive: ['md' as const],
              render: (_, row) =>
                row.submittedAt ? (
                  <span className="nowrap">
                    {formatInstant(row.submittedAt)} {row.submittedBy}
                  </span>
                ) : (
                  t('submission.never')
                ),
            },
            {
              title: t('submission.columns.returns'),
              key: 'returns',
              responsive: ['md' as const],
              render: (_, row) =>
                row.returns > 0 ? t('submission.returns', { count: row.returns }) : t('submission.never'),
            },
            {
              title: t('submission.columns.reminders'),
              key: 'reminders',
              render: (_, row) =>
                row.reminders > 0 ? (
                  <span className="nowrap">
                    {t('submission.reminded', { count: row.reminders, date: row.remindedOn ?? '' })}
                  </span>
                ) : (
                  t('submission.never')
                ),
            },
            ...(mayRemind
              ? [
                  {
                    title: t('submission.columns.action'),
                    key: 'action',
                    render: (_: unknown, row: SubmissionRow) =>
                      row.mayRemind ? (
                        <Button
                          size="small"
                          aria-label={t('submission.remindArea', { area: shortAreaName(row.area.name) })}
                          onClick={() => void send([row.area.code])}
                        >
                          {t('submission.remind')}
                        </Button>
                      ) : null,
                  },
                ]
              : []),
          ]}
        />
      </section>
    </>
  );
}

function Count(props: {
  label: string;
  count: number | undefined;
  chosen: boolean;
  bad?: boolean;
  onChoose: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={props.bad && props.count ? 'submission-count submission-count-bad' : 'submission-count'}
      aria-pressed={props.chosen}
      onClick={props.onChoose}
    >
      <strong>{props.count ?? '…'}</strong>
      <span>{props.label}</span>
    </button>
  );
}
