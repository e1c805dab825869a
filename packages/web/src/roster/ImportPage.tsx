import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { rosterContracts, rosterKindSchema } from '@renshe/domain/roster/roster.contract.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { ApiError, callForFile } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { saveAs } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { FileDrop } from './FileDrop.tsx';
import { looksLikeRoster, type RosterKind, rejectedCount } from './roster-mapping.ts';
import './roster.css';

const PAGE = 20;

/** Drop the file that the community has; below it every import so far. */
export function ImportPage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as { offset?: string | number };
  const navigate = useNavigate();
  const patchSearch = useSearchPatch();
  const area = useArea();
  const { byCode } = useAreas();
  const atCommunity = byCode.get(area.code)?.kind === 'community';
  const [chosen, setChosen] = useState<string | null>(null);
  const [kind, setKind] = useState<RosterKind | 'auto'>('auto');
  const [problem, setProblem] = useState<string | null>(null);
  const [uploading, setUploading] = useState<string | null>(null);
  const offset = Number(search.offset ?? 0) || 0;
  const community = atCommunity ? area.code : chosen;
  const upload = useCommand(rosterContracts.upload, { invalidates: [rosterContracts.list] });
  const read = useRead(
    rosterContracts.list,
    { query: { area: area.code, limit: PAGE, offset } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const hrefOf = (batchId: string) => `/rosters/${batchId}`;
  const open = (batchId: string) => void navigate({ to: hrefOf(batchId) as never });

  const send = async (file: File) => {
    if (community === null) {
      setProblem(t('roster.areaMissing'));
      return;
    }
    if (!looksLikeRoster(file.name)) {
      setProblem(t('roster.notRoster', { name: file.name }));
      return;
    }
    setProblem(null);
    setUploading(file.name);
    try {
      const { batchId } = await upload.run({
        body: { areaCode: community, ...(kind === 'auto' ? {} : { kind }) },
        file,
      });
      open(batchId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setUploading(null);
    }
  };
  const kinds = rosterKindSchema.options.map((one) => ({ value: one, label: t(`roster.kinds.${one}`) }));

  return (
    <>
      <PageHeader title={t('roster.title')} />
      <section className="card roster-upload">
        <div className="roster-choices">
          {atCommunity ? null : (
            <label htmlFor="roster-area">
              <span>{t('roster.area')}</span>
              <AreaPicker
                id="roster-area"
                aria-label={t('roster.area')}
                kinds={['community']}
                within={area.code}
                value={chosen}
                onChange={(code) => {
                  setChosen(code);
                  setProblem(null);
                }}
              />
            </label>
          )}
          <label htmlFor="roster-kind">
            <span>{t('roster.kind')}</span>
            <Select
              id="roster-kind"
              className="wide"
              aria-label={t('roster.kind')}
              value={kind}
              onChange={setKind}
              options={[{ value: 'auto' as const, label: t('roster.kindAuto') }, ...kinds]}
            />
          </label>
        </div>
        <FileDrop
          busy={uploading}
          disabled={uploading !== null || byCode.size === 0}
          onFile={(file) => void send(file)}
        />
        {problem === null ? null : (
          <p className="error-line" role="alert">
            {problem}
          </p>
        )}
        <Templates />
      </section>
      <section className="table-block">
        <h2>{t('roster.list')}</h2>
        <DataTable
          name="roster.list"
          label={t('roster.list')}
          rows={read.data?.batches}
          rowKey={(batch) => batch.batchId}
          count={read.data?.count}
          error={read.error}
          onRetry={() => void read.refetch()}
          onOpen={(batch) => open(batch.batchId)}
          hrefOf={(batch) => hrefOf(batch.batchId)}
          paging={{
            offset,
            limit: PAGE,
            onOffset: (next) => patchSearch({ offset: next || undefined }),
          }}
          empty={{ title: t('roster.empty') }}
          columns={[
            {
              title: t('roster.columns.file'),
              key: 'file',
              render: (_, batch) => <span className="roster-file">{batch.fileName}</span>,
            },
            {
              title: t('roster.columns.area'),
              key: 'area',
              responsive: ['md' as const],
              render: (_, batch) => shortAreaName(batch.area.name),
            },
            {
              title: t('roster.columns.kind'),
              key: 'kind',
              responsive: ['md' as const],
              render: (_, batch) => t(`roster.kinds.${batch.kind}`),
            },
            {
              title: t('roster.columns.status'),
              key: 'status',
              render: (_, batch) => <StatusChip status={batch.status} />,
            },
            ...(['rows', 'accepted', 'rejected'] as const).map((key) => ({
              title: t(`roster.columns.${key}`),
              key,
              ...(key === 'rows' ? { responsive: ['md' as const] } : {}),
              align: 'right' as const,
              render: (
                _: unknown,
                { counts }: { counts: Parameters<typeof rejectedCount>[0] & { dataRows: number; accepted: number } },
              ) => (
                <span className="figures">
                  {formatNumber(
                    key === 'rows' ? counts.dataRows : key === 'accepted' ? counts.accepted : rejectedCount(counts),
                  )}
                </span>
              ),
            })),
            {
              title: t('roster.columns.at'),
              key: 'at',
              responsive: ['md' as const],
              className: 'after-figures',
              render: (_, batch) => <span className="figures nowrap">{formatInstant(batch.createdAt)}</span>,
            },
            {
              title: t('roster.columns.by'),
              key: 'by',
              responsive: ['md' as const],
              render: (_, batch) => batch.createdBy ?? '—',
            },
          ]}
        />
      </section>
    </>
  );
}

export function StatusChip(props: { status: keyof typeof tones }): ReactNode {
  const { t } = useTexts();
  return (
    <span className={`roster-chip roster-chip-${tones[props.status]}`}>{t(`roster.statuses.${props.status}`)}</span>
  );
}

const tones = {
  read: 'open',
  judged: 'open',
  applying: 'busy',
  applied: 'done',
  undoing: 'busy',
  undone: 'quiet',
  failed: 'failed',
} as const;

/** Empty templates, one a kind. They hold no people, so no purpose is asked. */
export function Templates(): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const fetchTemplate = async (kind: RosterKind) => {
    try {
      const { blob, name } = await callForFile(rosterContracts.template, { body: { kind } });
      const address = URL.createObjectURL(blob);
      saveAs(address, name);
      window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
      toast.saved(t('kit.file.ready', { name }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <p className="roster-templates">
      <span>{t('roster.templates')}</span>
      {rosterKindSchema.options.map((kind) => (
        <Button key={kind} type="link" size="small" onClick={() => void fetchTemplate(kind)}>
          {t(`roster.kinds.${kind}`)}
        </Button>
      ))}
    </p>
  );
}
