import { codeName } from '@renshe/domain/code/code-set.ts';
import { layoffReasons } from '@renshe/domain/code/layoff-reason.ts';
import {
  monitoredEmployerContracts as contracts,
  type Layoff,
} from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DataTable, type DataTableProps } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { employerReads, useUndoToast } from './EmployerDrawers.tsx';

const limit = 50;

/** Layoff reports, the open and the large ones first, each with what was done about it. */
export function LayoffList(props: { area: string; offset: number; onOffset: (offset: number) => void }): ReactNode {
  const read = useRead(
    contracts.layoffs,
    { query: { area: props.area, limit, offset: props.offset } },
    { keepPrevious: true, enabled: props.area !== '' },
  );
  return (
    <LayoffTable
      rows={read.data?.layoffs}
      count={read.data?.count}
      error={read.error}
      onRetry={() => void read.refetch()}
      paging={{ offset: props.offset, limit, onOffset: props.onOffset }}
    />
  );
}

/** Layoff reports of an area or of one employer. */
export function LayoffTable(
  props: Pick<DataTableProps<Layoff>, 'rows' | 'count' | 'error' | 'onRetry' | 'paging'>,
): ReactNode {
  const { t, language } = useTexts();
  const [following, setFollowing] = useState<Layoff>();
  return (
    <>
      <DataTable<Layoff>
        name="monitoredEmployer.views.reports"
        {...props}
        label={t('monitoredEmployer.views.reports')}
        rowKey={(row) => row.layoffId}
        empty={{ title: t('monitoredEmployer.emptyLayoffs') }}
        columns={[
          {
            title: t('monitoredEmployer.column.name'),
            key: 'name',
            render: (_, row) => (
              <span className="stacked">
                <Link to={`/monitored-employers/${row.employerId}` as never}>{row.employerName}</Link>
                <small className="quiet">{codeName(layoffReasons, row.reason, language)}</small>
              </span>
            ),
          },
          {
            title: t('monitoredEmployer.layoffColumn.planned'),
            key: 'planned',
            render: (_, row) => <span className="figures nowrap">{row.plannedOn}</span>,
          },
          {
            title: t('monitoredEmployer.layoffColumn.persons'),
            key: 'persons',
            render: (_, row) => (
              <span className="stacked">
                <span className="figures nowrap">
                  {t('monitoredEmployer.ofStaff', { persons: row.persons, staff: row.staff })}
                </span>
                <small className="late-word">
                  {[
                    row.large ? t('monitoredEmployer.large') : '',
                    row.noticeTooShort ? t('monitoredEmployer.short') : '',
                    row.planFiled ? '' : t('monitoredEmployer.notFiled'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
            ),
          },
          {
            title: t('monitoredEmployer.layoffColumn.state'),
            key: 'state',
            render: (_, row) => t(`monitoredEmployer.state.${row.state}`),
          },
          {
            title: t('monitoredEmployer.layoffColumn.follow'),
            key: 'follow',
            className: 'wrapping',
            width: 320,
            render: (_, row) => (
              <>
                {row.followUp}
                {row.result ? <small className="quiet block">{row.result}</small> : null}
              </>
            ),
          },
          {
            title: t('monitoredEmployer.column.act'),
            key: 'act',
            render: (_, row) =>
              row.state === 'closed' ? null : (
                <Button size="small" onClick={() => setFollowing(row)}>
                  {t('monitoredEmployer.actions.follow')}
                </Button>
              ),
          },
        ]}
      />
      {following ? <FollowDrawer layoff={following} onClose={() => setFollowing(undefined)} /> : null}
    </>
  );
}

function FollowDrawer(props: { layoff: Layoff; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const undoToast = useUndoToast();
  const { layoff } = props;
  const { run } = useCommand(contracts.followLayoff, { invalidates: employerReads });
  return (
    <ActionDrawer<{ followUp: string; result: string }>
      open
      title={t('monitoredEmployer.followTitle', { name: layoff.employerName })}
      submitLabel={t('monitoredEmployer.actions.follow')}
      draftKey={`monitored-employer.follow:${layoff.layoffId}`}
      initialValues={{ followUp: layoff.followUp, result: '' }}
      onClose={props.onClose}
      onSubmit={async ({ followUp, result }) => {
        const { changeId } = await run({
          params: { layoffId: layoff.layoffId },
          body: { version: layoff.version, followUp, result: result ?? '' },
        });
        undoToast(t('monitoredEmployer.followed'), layoff.employerId, changeId);
        props.onClose();
      }}
    >
      <Form.Item
        name="followUp"
        label={t('monitoredEmployer.field.followUp')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('monitoredEmployer.required') }]}
      >
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
      <Form.Item name="result" label={t('monitoredEmployer.field.result')}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </ActionDrawer>
  );
}
