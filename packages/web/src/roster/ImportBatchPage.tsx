import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type ImportBatch, rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Skeleton, Steps } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { ApiError } from '../kit/api.ts';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { DoneStep } from './DoneStep.tsx';
import { StatusChip } from './ImportPage.tsx';
import { MappingStep } from './MappingStep.tsx';
import { RowsStep } from './RowsStep.tsx';
import { rejectedCount, stepOf } from './roster-mapping.ts';
import './roster.css';

interface BatchSearch {
  step?: string | undefined;
  tab?: string | undefined;
  code?: string | undefined;
  offset?: string | number | undefined;
}
const stepNames = ['file', 'mapping', 'rows', 'done'] as const;

/** One import in four steps. Everything that counts lives on the server under the number in the address, so leaving loses nothing. */
export function ImportBatchPage(): ReactNode {
  const { batchId = '' } = useParams({ strict: false }) as { batchId?: string };
  const [moving, setMoving] = useState(false);
  const read = useRead(
    rosterContracts.batch,
    { params: { batchId } },
    { keepPrevious: true, everyMs: moving ? 1500 : false },
  );
  const status = read.data?.status;
  const waiting = status === 'applying' || status === 'undoing' || isReading(read.data);
  useEffect(() => setMoving(waiting), [waiting]);
  if (read.error && !read.data) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active />;
  return <Batch key={batchId} batch={read.data} onRefresh={() => void read.refetch()} />;
}

/** The file is still being read and judged in the background. */
function isReading(batch: ImportBatch | undefined): boolean {
  return batch?.status === 'read' && batch.taskId !== null;
}

function Batch(props: { batch: ImportBatch; onRefresh: () => void }): ReactNode {
  const { t } = useTexts();
  const { batch } = props;
  const search = useSearch({ strict: false }) as BatchSearch;
  const patchSearch = useSearchPatch();
  const toast = useToast();
  const narrow = useNarrow();
  const apply = useCommand(rosterContracts.apply, { invalidates: [rosterContracts.batch, rosterContracts.list] });
  const chosen = (stepNames as readonly string[]).indexOf(search.step ?? '');
  const step = chosen < 0 ? stepOf(batch.status) : chosen;
  const rejected = rejectedCount(batch.counts);
  const writes = batch.actions.create + batch.actions.update;
  const go = (next: BatchSearch) => patchSearch(next, true);
  const toStep = (name: (typeof stepNames)[number] | undefined) =>
    go({ step: name, tab: undefined, code: undefined, offset: undefined });
  const run = async () => {
    try {
      await apply.run({ params: { batchId: batch.batchId }, body: { version: batch.version } });
      toStep(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const uploaded = formatInstant(batch.createdAt);
  const reading = isReading(batch);
  return (
    <div className="roster-batch">
      <PageHeader
        title={batch.fileName}
        note={
          <>
            {shortAreaName(batch.area.name)} · {t(`roster.kinds.${batch.kind}`)} ·{' '}
            {batch.createdBy === null
              ? t('roster.uploadedAt', { at: uploaded })
              : t('roster.uploadedBy', { by: batch.createdBy, at: uploaded })}{' '}
            <StatusChip status={batch.status} />
          </>
        }
        primary={
          batch.status === 'judged' && step === 2 && writes > 0 ? (
            <Button type="primary" loading={apply.isPending} onClick={() => void run()}>
              {t('roster.apply', { count: writes })}
            </Button>
          ) : null
        }
      />
      {batch.sameFileAppliedAt === null ? null : (
        <p className="note-warning">{t('roster.sameFile', { at: formatInstant(batch.sameFileAppliedAt) })}</p>
      )}
      {batch.status === 'judged' && writes === 0 && step === 2 ? (
        <p className="note-warning">{t(batch.actions.skip > 0 ? 'roster.nothingNew' : 'roster.nothingToApply')}</p>
      ) : null}
      <section className="card">
        <Steps
          current={step}
          responsive={false}
          titlePlacement={narrow ? 'vertical' : 'horizontal'}
          size="small"
          onChange={(next) => toStep(stepNames[next])}
          items={stepNames.map((name, index) => ({
            title: t(`roster.steps.${name}`),
            status: index === step ? 'process' : index <= stepOf(batch.status) ? 'finish' : 'wait',
            disabled: reading && index > 0,
          }))}
        />
        {reading ? null : (
          <p className="roster-balance">
            <strong className="figures">
              {t('roster.balance', {
                dataRows: formatNumber(batch.counts.dataRows),
                accepted: formatNumber(batch.counts.accepted),
                rejected: formatNumber(rejected),
              })}
            </strong>
            {batch.counts.repaired > 0 ? <span>{t('roster.repairedOf', { count: batch.counts.repaired })}</span> : null}
            {batch.counts.households === undefined ? null : (
              <span>{t('roster.households', { count: batch.counts.households })}</span>
            )}
            {batch.status === 'judged' ? (
              <span>
                {t('roster.willDo', {
                  create: formatNumber(batch.actions.create),
                  update: formatNumber(batch.actions.update),
                  skip: formatNumber(batch.actions.skip),
                  rejected: formatNumber(rejected),
                })}
              </span>
            ) : null}
          </p>
        )}
      </section>
      <section className="card" aria-label={t(`roster.steps.${stepNames[step] ?? 'file'}`)}>
        {reading ? (
          <>
            <p>{t('roster.reading')}</p>
            {batch.taskId ? <TaskProgress taskId={batch.taskId} quiet onOver={props.onRefresh} /> : null}
          </>
        ) : step === 0 ? (
          <FileStep batch={batch} onNext={() => toStep('mapping')} />
        ) : step === 1 ? (
          <MappingStep key={batch.version} batch={batch} onJudged={() => toStep('rows')} />
        ) : step === 2 ? (
          <RowsStep
            batch={batch}
            place={search}
            onPlace={(place) => go({ step: 'rows', tab: undefined, code: undefined, offset: undefined, ...place })}
          />
        ) : (
          <DoneStep batch={batch} applying={apply.isPending} onApply={() => void run()} />
        )}
      </section>
    </div>
  );
}

/** 选文件: what was uploaded, and the way to another file. */
function FileStep(props: { batch: ImportBatch; onNext: () => void }): ReactNode {
  const { t } = useTexts();
  const { batch } = props;
  return (
    <>
      <dl className="facts">
        <dt>{t('roster.columns.file')}</dt>
        <dd>{batch.fileName}</dd>
        <dt>{t('roster.columns.area')}</dt>
        <dd>{batch.area.pathName || batch.area.name}</dd>
        <dt>{t('roster.columns.kind')}</dt>
        <dd>{t(`roster.kinds.${batch.kind}`)}</dd>
        <dt>{t('roster.mapping.sheet')}</dt>
        <dd>
          {batch.sheets
            .map((sheet) => `${sheet.name} (${t('roster.mapping.dataRows', { count: sheet.dataRows })})`)
            .join(' · ')}
        </dd>
      </dl>
      <div className="roster-foot">
        <Button href="/rosters">{t('roster.uploadAnother')}</Button>
        <Button type="primary" onClick={props.onNext}>
          {t('roster.next', { step: t('roster.steps.mapping') })}
        </Button>
      </div>
    </>
  );
}
