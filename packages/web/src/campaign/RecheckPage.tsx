import { campaignRecheckContracts } from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { campaignVisitContracts, type RecheckTask } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useMe } from '../app/session.ts';
import { EntryGrid } from '../grid/EntryGrid.tsx';
import { keepRows, readRows } from '../grid/entry-draft.ts';
import type { EditBatch } from '../grid/grid.model.ts';
import { applyEdits } from '../grid/grid-edit.ts';
import { useSpellings } from '../grid/use-spellings.ts';
import { ApiError, newKey } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { surveyWords } from '../survey/survey-columns.ts';
import { readsOfCampaigns } from './campaign-reads.ts';
import { bodyOf, type RecheckRow, recheckColumns, rowsAsLeft, viewOfRows } from './recheck-sheet.ts';
import './campaign.css';

/** 复查: a household asked again, without the first answers. */
export function RecheckPage(): ReactNode {
  const { t } = useTexts();
  const { recheckId } = useParams({ strict: false }) as { recheckId: string };
  const read = useRead(campaignVisitContracts.mine, {});
  if (!read.data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  const task = read.data.rechecks.find((one) => one.recheckId === recheckId);
  return task ? (
    <RecheckSheet key={task.recheckId} task={task} />
  ) : (
    <section className="card">
      <EmptyState
        title={t('campaign.recheck.gone')}
        action={<Link to="/campaigns/own">{t('campaign.own.title')}</Link>}
      />
    </section>
  );
}

const ownColumns: ReadonlySet<string> = new Set(['name', 'present', 'relation']);

function RecheckSheet(props: { task: RecheckTask }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const navigate = useNavigate();
  const { task } = props;
  const { accountId } = useMe();
  const spellings = useSpellings(surveyWords);
  const { recheckId } = task;
  const [rows, setRows] = useState<readonly RecheckRow[]>(() =>
    rowsAsLeft(task, readRows('recheck', accountId, recheckId) ?? [], newKey),
  );
  const [isTyped, setTyped] = useState(false);
  useEffect(() => {
    if (isTyped) keepRows('recheck', accountId, recheckId, rows);
  }, [isTyped, accountId, recheckId, rows]);
  const [tried, setTried] = useState(false);
  const submit = useCommand(campaignRecheckContracts.submitRecheck, { invalidates: readsOfCampaigns });
  const columns = useMemo(() => recheckColumns(t, language, spellings), [t, language, spellings]);
  const view = useMemo(() => viewOfRows(rows, tried, t), [rows, tried, t]);
  const edit = useCallback((batch: EditBatch) => {
    setTyped(true);
    setRows((before) => applyEdits(before, batch, (id): RecheckRow => ({ id, residentId: null, cells: {} })));
  }, []);
  const send = async () => {
    setTried(true);
    const body = bodyOf(rows);
    if (!body) return toast.problem(t('campaign.recheck.incomplete'));
    try {
      const { compared, differences } = await submit.run({ params: { recheckId: task.recheckId }, body });
      setTyped(false);
      keepRows('recheck', accountId, recheckId, []);
      toast.saved(t('campaign.recheck.submitted', { compared, count: differences }));
      void navigate({ to: '/campaigns/own' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <div className="sheet-page">
      <PageHeader
        title={t('campaign.recheck.title', { address: task.address })}
        note={t('campaign.recheck.note')}
        primary={
          <Button type="primary" loading={submit.isPending} onClick={() => void send()}>
            {t('campaign.recheck.submit')}
          </Button>
        }
      />
      <EntryGrid
        name="recheck"
        label={t('campaign.recheck.grid')}
        columns={columns}
        rows={view}
        frozen={1}
        ownColumns={ownColumns}
        newRowId={newKey}
        onEdit={edit}
        onActive={() => {}}
        onSave={() => void send()}
      />
    </div>
  );
}
