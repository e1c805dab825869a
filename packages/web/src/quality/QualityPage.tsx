import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { articlesOf } from '@renshe/domain/ledger/ledger.words.ts';
import {
  type QualityArea,
  type QualityFile,
  type QualityRuleView,
  qualityContracts,
} from '@renshe/domain/quality/quality.contract.ts';
import {
  getQualityCheck,
  isQualityCheck,
  type QualityPart,
  qualityGroups,
  qualityParts,
} from '@renshe/domain/quality/quality-check.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, Tag } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { ScoreTrend } from './ScoreTrend.tsx';
import './quality.css';

const limit = 50;

interface QualitySearch {
  part?: string | undefined;
  rule?: string | undefined;
  worker?: string | undefined;
  offset?: number | undefined;
}

/** 档案质量: the score of an area, of the areas below it and of each rule; and the files to mend behind it. */
export function QualityPage(): ReactNode {
  const { t, language } = useTexts();
  const search = useSearch({ strict: false }) as QualitySearch;
  const patch = useSearchPatch();
  const area = useArea();
  const mayExport = useCan('resident.export');
  const xlsx = useFile(qualityContracts.export);
  const pdf = useFile(qualityContracts.print);
  const list = useRef<HTMLElement>(null);
  const part = qualityParts.find((one) => one.code === search.part)?.code;
  const filter = {
    area: area.code,
    ...(search.rule && { rule: search.rule }),
    ...(part && { part }),
    ...(search.worker && { worker: search.worker }),
  };
  const enabled = area.code !== '';
  const score = useRead(qualityContracts.score, { query: { area: area.code } }, { keepPrevious: true, enabled });
  const change = (next: QualitySearch) => patch({ offset: undefined, ...next }, true);
  const choose = (rule: string | undefined) => {
    change({ rule, part: undefined, worker: undefined });
    list.current?.scrollIntoView({ behavior: 'smooth' });
  };
  const body = filter;
  return (
    <div className="page quality-page">
      <PageHeader
        title={t('quality.title')}
        tabTitle={`${score.data ? shortAreaName(score.data.whole.area.name) : ''} ${t('quality.title')}`.trim()}
        note={t('quality.note')}
        primary={
          mayExport ? (
            <Button loading={pdf.busy} onClick={() => void pdf.print({ body })}>
              {t('quality.print')}
            </Button>
          ) : undefined
        }
        more={mayExport ? [{ key: 'export', label: t('quality.export'), onClick: () => void xlsx.get({ body }) }] : []}
      />
      {score.error ? <ErrorLine error={score.error} onRetry={() => void score.refetch()} /> : null}
      <Scores whole={score.data?.whole} countedAt={score.data?.countedAt ?? null} />
      {score.data && score.data.trend.length > 0 ? (
        <section className="card" aria-label={t('quality.trend')}>
          <ScoreTrend months={score.data.trend} area={shortAreaName(score.data.whole.area.name)} />
        </section>
      ) : null}
      {score.data && score.data.areas.length > 0 ? (
        <section className="card" aria-labelledby="quality-areas">
          <h2 id="quality-areas">{t('quality.areas')}</h2>
          <AreaTable
            areas={score.data.areas}
            onOpen={(code) => change({ ...({ area: code } as QualitySearch), worker: undefined })}
          />
        </section>
      ) : null}
      <section className="card" aria-labelledby="quality-rules">
        <h2 id="quality-rules">{t('quality.rules')}</h2>
        <p className="quiet">{t('quality.formula')}</p>
        <RuleTable rules={score.data?.rules} chosen={search.rule} onChoose={choose} />
      </section>
      <section className="card" aria-labelledby="quality-files" ref={list}>
        <h2 id="quality-files">{t('quality.files')}</h2>
        {score.data?.countedAt ? <p className="quiet">{t('quality.byCommunity')}</p> : null}
        <FilesToMend
          wide={Boolean(score.data?.countedAt)}
          rules={score.data?.rules ?? []}
          search={{ ...search, part }}
          filter={filter}
          enabled={enabled}
          language={language}
          onChange={change}
          onOffset={(offset) => patch({ offset: offset || undefined }, true)}
        />
      </section>
    </div>
  );
}

function Scores({ whole, countedAt }: { whole: QualityArea | undefined; countedAt: string | null }): ReactNode {
  const { t, language } = useTexts();
  const value = (score: number | null | undefined) =>
    score === undefined ? '—' : score === null ? t('quality.noObject') : score.toFixed(1);
  const one = (key: string, label: string, score: number | null | undefined, main = false) => (
    <div key={key} className={main ? 'quality-score main' : 'quality-score'}>
      <dt>{label}</dt>
      <dd>{value(score)}</dd>
    </div>
  );
  return (
    <section className="card" aria-label={t('quality.score')}>
      <dl className="quality-scores">
        {one('all', t('quality.score'), whole?.scores.all, true)}
        {qualityParts.map(({ code, ...name }) => one(code, name[language], whole?.scores[code]))}
      </dl>
      {whole ? (
        <p className="quiet">
          {t('quality.counted', {
            people: formatNumber(whole.people),
            households: formatNumber(whole.households),
            flawed: formatNumber(whole.flawed),
          })}{' '}
          {countedAt === null ? null : t('quality.countedAt', { at: formatInstant(countedAt) })}
        </p>
      ) : null}
    </section>
  );
}

function AreaTable(props: { areas: readonly QualityArea[]; onOpen: (code: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const score = (value: number | null) => (value === null ? t('quality.noObject') : value.toFixed(1));
  const number = (key: 'people' | 'flawed', title: string) => ({
    key,
    title,
    align: 'right' as const,
    className: 'figures',
    render: (_: unknown, row: QualityArea) => formatNumber(row[key]),
  });
  return (
    <DataTable<QualityArea>
      name="quality.areas"
      label={t('quality.areas')}
      rows={props.areas}
      count={props.areas.length}
      rowKey={(row) => row.area.code}
      onOpen={(row) => props.onOpen(row.area.code)}
      columns={[
        {
          key: 'area',
          title: t('quality.area'),
          render: (_, row) => <strong>{shortAreaName(row.area.name)}</strong>,
        },
        {
          key: 'all',
          title: t('quality.score'),
          align: 'right',
          className: 'figures',
          render: (_, row) => <strong>{score(row.scores.all)}</strong>,
        },
        ...qualityParts.map(({ code, ...name }) => ({
          key: code,
          title: name[language],
          align: 'right' as const,
          className: 'figures',
          render: (_: unknown, row: QualityArea) => score(row.scores[code]),
        })),
        number('flawed', t('quality.toMend')),
        number('people', t('quality.people')),
      ]}
    />
  );
}

const nameOf = (check: string, language: 'zh' | 'en') =>
  isQualityCheck(check) ? getQualityCheck(check)[language] : check;

function RuleTable(props: {
  rules: readonly QualityRuleView[] | undefined;
  chosen: string | undefined;
  onChoose: (rule: string) => void;
}): ReactNode {
  const { t, language } = useTexts();
  return (
    <DataTable<QualityRuleView>
      name="quality.rules"
      label={t('quality.rules')}
      rows={props.rules}
      count={props.rules?.length}
      rowKey={(row) => row.key}
      openKey={props.chosen}
      onOpen={(row) => props.onChoose(row.key)}
      columns={[
        {
          key: 'check',
          title: t('quality.rule'),
          render: (_, row) => (
            <>
              <strong>{nameOf(row.check, language)}</strong>
              {row.days === null ? null : <span className="quiet"> {t('quality.days', { count: row.days })}</span>}
            </>
          ),
        },
        { key: 'part', title: t('quality.part'), render: (_, row) => codeName(qualityParts, row.part, language) },
        { key: 'group', title: t('quality.group'), render: (_, row) => codeName(qualityGroups, row.group, language) },
        { key: 'weight', title: t('quality.weight'), align: 'right', className: 'figures', dataIndex: 'weight' },
        {
          key: 'files',
          title: t('quality.checked'),
          align: 'right',
          className: 'figures',
          render: (_, row) => formatNumber(row.files),
        },
        {
          key: 'flawed',
          title: t('quality.toMend'),
          align: 'right',
          className: 'figures',
          render: (_, row) =>
            row.flawed === 0 ? '0' : <strong className="quality-flawed">{formatNumber(row.flawed)}</strong>,
        },
        {
          key: 'source',
          title: t('quality.source'),
          render: (_, row) => <span className="quiet">{articlesOf(row.source[language], language)}</span>,
        },
      ]}
    />
  );
}

function FilesToMend(props: {
  /** Of a district or the city nobody is named who changed the files. */
  wide: boolean;
  rules: readonly QualityRuleView[];
  search: QualitySearch & { part?: QualityPart | undefined };
  filter: { area: string; rule?: string; part?: QualityPart; worker?: string };
  enabled: boolean;
  language: 'zh' | 'en';
  onChange: (next: QualitySearch) => void;
  onOffset: (offset: number) => void;
}): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { rules, search, language } = props;
  const offset = search.offset ?? 0;
  const read = useRead(
    qualityContracts.files,
    { query: { ...props.filter, limit, offset } },
    { keepPrevious: true, enabled: props.enabled },
  );
  const checkOf = (key: string) => rules.find((rule) => rule.key === key)?.check ?? '';
  const open = (file: QualityFile) => {
    if (file.subjectKind === 'household')
      return void navigate({ to: '/households/$householdId', params: { householdId: file.subjectId } });
    // What is filtered by is what she came for.
    const check = checkOf(search.rule ?? file.rules[0] ?? '');
    const mend = isQualityCheck(check) ? getQualityCheck(check).mend : null;
    return void navigate({
      to: '/residents/$residentId',
      params: { residentId: file.subjectId },
      search: (mend ?? {}) as never,
    });
  };
  return (
    <>
      <div className="quality-filter">
        <Segmented
          aria-label={t('quality.part')}
          value={search.part ?? 'all'}
          onChange={(value) => props.onChange({ part: value === 'all' ? undefined : value, rule: undefined })}
          options={[
            { value: 'all', label: t('quality.allParts') },
            ...qualityParts.map(({ code, ...name }) => ({ value: code as string, label: name[language] })),
          ]}
        />
        <Select
          className="quality-choice"
          aria-label={t('quality.rule')}
          allowClear
          placeholder={t('quality.allRules')}
          value={search.rule ?? null}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(rule: string | undefined) => props.onChange({ rule: rule ?? undefined })}
          options={rules.map((rule) => ({
            value: rule.key,
            label: `${nameOf(rule.check, language)} · ${codeName(qualityGroups, rule.group, language)}`,
          }))}
        />
        {props.wide && search.worker === undefined ? null : (
          <Select
            className="quality-choice"
            aria-label={t('quality.worker')}
            allowClear
            placeholder={t('quality.allWorkers')}
            value={search.worker ?? null}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(worker: string | undefined) => props.onChange({ worker: worker ?? undefined })}
            options={(read.data?.workers ?? []).map((one) => ({
              value: one.accountId,
              label: `${one.name} (${formatNumber(one.files)})`,
            }))}
          />
        )}
      </div>
      <DataTable<QualityFile>
        name="quality.files"
        label={t('quality.files')}
        rows={read.data?.files}
        count={read.data?.count}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        rowKey={(row) => row.subjectId}
        onOpen={open}
        hrefOf={(row) => `/${row.subjectKind === 'household' ? 'households' : 'residents'}/${row.subjectId}`}
        paging={{ offset, limit, onOffset: props.onOffset }}
        empty={{ title: t('quality.nothing'), help: t('quality.nothingHelp') }}
        columns={[
          {
            key: 'name',
            title: t('quality.name'),
            render: (_, row) => (
              <>
                <strong>{row.name}</strong>
                {row.subjectKind === 'household' ? <span className="quiet"> {t('quality.household')}</span> : null}
              </>
            ),
          },
          {
            key: 'flaws',
            title: t('quality.toMend'),
            render: (_, row) => (
              <span className="quality-flaws">
                {[...new Set(row.rules.map(checkOf))].map((check) => (
                  <Tag key={check} variant="outlined">
                    {nameOf(check, language)}
                  </Tag>
                ))}
              </span>
            ),
          },
          { key: 'area', title: t('quality.area'), render: (_, row) => shortAreaName(row.area.name) },
          {
            key: 'touchedOn',
            title: t('quality.touchedOn'),
            className: 'figures',
            render: (_, row) => row.touchedOn ?? '',
          },
          { key: 'worker', title: t('quality.worker'), render: (_, row) => row.worker ?? '' },
        ]}
      />
    </>
  );
}
