import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import {
  type HandlingPeriodKind,
  type HandlingTable,
  handlingContracts,
  handlingPeriodKinds,
} from '@renshe/domain/handling/handling.contract.ts';
import { type ProcessKey, processKeys } from '@renshe/domain/handling/handling.rules.ts';
import { type Period, parsePeriod, periodName, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useAreas } from '../kit/area-names.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { CaseList } from './CaseList.tsx';
import { daysWords, type FigureKey, figureKeys, figureWords } from './handling-words.ts';
import { ProcessGuide } from './ProcessGuide.tsx';
import '../resident/resident.css';
import './handling.css';

export interface HandlingSearch {
  area?: string | undefined;
  period?: string | undefined;
  /** Business that the areas are compared by. */
  process?: string | undefined;
  /** Business whose guide is open. */
  guide?: string | undefined;
  /** Business whose cases are open, of which area. */
  cases?: string | undefined;
  of?: string | undefined;
  late?: string | undefined;
  offset?: number | undefined;
}

type Row = HandlingTable['rows'][number];
const keyOf = (text: string | undefined): ProcessKey | undefined => processKeys.find((one) => one === text);

/** 业务经办: what may a business take, what does it take, where. */
export function HandlingPage(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const area = useArea();
  const { byCode } = useAreas();
  const search = useSearch({ strict: false }) as HandlingSearch;
  const patchSearch = useSearchPatch();
  const change = (next: HandlingSearch) => patchSearch({ offset: undefined, ...next });
  const period = periodFor(search.period, today);
  const query = { area: area.code, period: period.text };
  const read = useRead(handlingContracts.table, { query }, { keepPrevious: true, enabled: area.code !== '' });
  const xlsx = useFile(handlingContracts.exportXlsx);
  const areaName = shortAreaName(byCode.get(area.code)?.name ?? '');
  const rows = read.data?.rows;
  const opened = keyOf(search.cases);
  const guide = rows?.find((row) => row.process.key === keyOf(search.guide));
  return (
    <div className="page handling-page">
      <PageHeader
        title={t('handling.title')}
        tabTitle={`${areaName} ${t('handling.title')}`}
        note={t('handling.note')}
        primary={
          <Button loading={xlsx.busy} onClick={() => void xlsx.get({ body: query })}>
            {t('handling.export')}
          </Button>
        }
      />
      <div className="handling-tools">
        <Segmented
          aria-label={t('handling.kindLabel')}
          value={period.kind as HandlingPeriodKind}
          options={handlingPeriodKinds.map((kind) => ({ value: kind, label: t(`handling.kinds.${kind}`) }))}
          onChange={(kind) => change({ period: periodOf(kind, today).text })}
        />
        <span className="handling-period">
          <Button aria-label={t('handling.previous')} onClick={() => change({ period: shiftPeriod(period, -1).text })}>
            ‹
          </Button>
          <span className="handling-period-name">{periodName(period)[language]}</span>
          <Button
            aria-label={t('handling.next')}
            disabled={shiftPeriod(period, 1).from > today}
            onClick={() => change({ period: shiftPeriod(period, 1).text })}
          >
            ›
          </Button>
        </span>
        {read.data ? (
          <span className="quiet">{t('handling.counted', { from: read.data.from, last: read.data.last })}</span>
        ) : null}
      </div>
      <section className="card handling-card">
        <DataTable<Row>
          name="handling.tableLabel"
          label={t('handling.tableLabel', { area: areaName, period: periodName(period)[language] })}
          rows={rows}
          rowKey={(row) => row.process.key}
          count={rows?.length}
          loading={read.isFetching && !rows}
          error={read.error}
          onRetry={() => void read.refetch()}
          columns={[
            {
              title: t('handling.columns.business'),
              key: 'business',
              fixed: 'left',
              className: 'wrapping handling-first',
              render: (_, row) => (
                <span className="stacked">
                  <strong>{row.process[language]}</strong>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={t('handling.guideOf', { name: row.process[language] })}
                    onClick={() => change({ guide: row.process.key })}
                  >
                    {t('handling.guide')}
                  </button>
                </span>
              ),
            },
            {
              title: t('handling.columns.promise'),
              key: 'promise',
              align: 'right',
              render: (_, { process }) =>
                process.promise ? (
                  <span className="figures nowrap">{daysWords(process.promise.days, process.unit)}</span>
                ) : (
                  <span className="quiet">{t('handling.none')}</span>
                ),
            },
            ...figureColumns(t, (row: Row) => ({ ...row, areaName, areaCode: area.code }), language, change),
          ]}
        />
        <p className="quiet">{t('handling.notMeasured')}</p>
      </section>
      {rows?.some((row) => row.below.length > 0) ? (
        <AreaComparison rows={rows} chosen={keyOf(search.process)} change={change} />
      ) : null}
      {opened ? (
        <CaseList
          query={{ area: /^\d{12}$/.test(search.of ?? '') ? search.of! : area.code, period: period.text }}
          process={opened}
          name={rows?.find((row) => row.process.key === opened)?.process[language] ?? ''}
          unit={rows?.find((row) => row.process.key === opened)?.process.unit ?? 'workday'}
          promised={rows?.find((row) => row.process.key === opened)?.process.promise !== null}
          late={search.late === 'yes'}
          offset={search.offset ?? 0}
          change={change}
        />
      ) : null}
      {guide ? <ProcessGuide process={guide.process} onClose={() => change({ guide: undefined })} /> : null}
    </div>
  );
}

/** The period of the address: a month, a quarter or a year; this month without one. */
function periodFor(text: string | undefined, today: string): Period {
  const asked = parsePeriod(text ?? '');
  const known = asked && (handlingPeriodKinds as readonly string[]).includes(asked.kind);
  return known && asked.from <= today ? asked : periodOf('month', today);
}

interface Told {
  process: Row['process'];
  figures: Row['figures'];
  areaName: string;
  areaCode: string;
}

/** Cases, median, nine of ten, in time, late: every number that has cases behind it opens them. */
function figureColumns<R>(
  t: ReturnType<typeof useTexts>['t'],
  tell: (row: R) => Told,
  language: 'zh' | 'en',
  change: (next: HandlingSearch) => void,
) {
  return figureKeys.map((key: FigureKey) => ({
    title: t(`handling.columns.${key}`),
    key,
    align: 'right' as const,
    render: (_: unknown, row: R) => {
      const { process, figures, areaName, areaCode } = tell(row);
      const value = figureWords(key, figures, process);
      const nothing = key === 'late' || key === 'within' ? figures.within === null : false;
      if (figures.cases === 0 || nothing || (key === 'late' && figures.late === 0))
        return <span className={figures.cases === 0 || nothing ? 'quiet nowrap' : 'figures'}>{value}</span>;
      return (
        <Button
          type="link"
          size="small"
          className={key === 'late' ? 'figures handling-late' : 'figures'}
          aria-label={t('handling.openCases', {
            area: areaName,
            name: process[language],
            what: t(`handling.columns.${key}`),
            value,
          })}
          onClick={() => change({ cases: process.key, of: areaCode, late: key === 'late' ? 'yes' : undefined })}
        >
          {value}
        </Button>
      );
    },
  }));
}

/** One business over the areas right below. */
function AreaComparison(props: {
  rows: readonly Row[];
  chosen: ProcessKey | undefined;
  change: (next: HandlingSearch) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { rows, change } = props;
  const row = rows.find((one) => one.process.key === props.chosen) ?? rows[0]!;
  const name = row.process[language];
  return (
    <section className="card handling-card">
      <div className="handling-tools">
        <h2>{t('handling.areasTitle')}</h2>
        <Select
          aria-label={t('handling.areasBusiness')}
          value={row.process.key}
          popupMatchSelectWidth={false}
          options={rows.map(({ process }) => ({ value: process.key, label: process[language] }))}
          onChange={(process) => change({ process })}
        />
        <span className="quiet">
          {row.process.promise
            ? `${t('handling.columns.promise')} ${daysWords(row.process.promise.days, row.process.unit)}`
            : t('handling.promiseNone')}
        </span>
      </div>
      <DataTable<Row['below'][number]>
        name="handling.areasLabel"
        label={t('handling.areasLabel', { name })}
        rows={row.below}
        rowKey={(one) => one.area.code}
        count={row.below.length}
        columns={[
          {
            title: t('handling.columns.area'),
            key: 'area',
            fixed: 'left',
            className: 'handling-first',
            render: (_, one) => {
              const short = shortAreaName(one.area.name);
              return one.hasBelow ? (
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('handling.openArea', { area: short })}
                  onClick={() => change({ area: one.area.code, cases: undefined })}
                >
                  {short}
                </button>
              ) : (
                short
              );
            },
          },
          ...figureColumns(
            t,
            (one: Row['below'][number]) => ({
              process: row.process,
              figures: one.figures,
              areaName: shortAreaName(one.area.name),
              areaCode: one.area.code,
            }),
            language,
            change,
          ),
        ]}
      />
    </section>
  );
}
