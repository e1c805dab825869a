import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type Period, parsePeriod, periodOf } from '@renshe/domain/kernel/period.ts';
import { minDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  cardLimit,
  type LedgerRow,
  type LedgerView,
  ledgerContracts,
  ledgerWaitedRows,
} from '@renshe/domain/ledger/ledger.contract.ts';
import type { LedgerSort } from '@renshe/domain/ledger/ledger.ts';
import { articlesOf, ledgerText } from '@renshe/domain/ledger/ledger.words.ts';
import { getLedgerColumn, isLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { rowIdentity } from '@renshe/domain/ledger/ledger-copy.ts';
import { mayTypeInto } from '@renshe/domain/ledger/ledger-edit.ts';
import { formatConditions, formatSort, parseConditions, parseSort } from '@renshe/domain/ledger/ledger-question.ts';
import { findDeclared } from '@renshe/domain/statistics/indicators.ts';
import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Skeleton, type TableColumnsType } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useCan, useMe, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ApiError } from '../kit/api.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { ErrorLine, NotFoundPage } from '../kit/ErrorPage.tsx';
import { formatCitizenId } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useAskPurpose, useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { keepPreference, preferenceOf, usePreference } from '../preference/preference-store.ts';
import { ConfirmBatch, confirmsFrom } from '../retiree/ConfirmBatch.tsx';
import { BulkBar, CardsDrawer } from './BulkBar.tsx';
import { ClosedMonthChoice, ClosedMonthSeal } from './ClosedMonth.tsx';
import { LedgerFilters } from './LedgerFilters.tsx';
import { LedgerGrid } from './LedgerGrid.tsx';
import { happeningKinds, LedgerPeriod, standingKinds } from './LedgerPeriod.tsx';
import { LedgerViews } from './LedgerViews.tsx';
import { RetiredNote } from './RetiredNote.tsx';
import { mayCorrect } from './use-ledger-sheet.ts';
import './ledger.css';

const limit = 50;

interface LedgerSearch {
  period?: string | undefined;
  columns?: string | undefined;
  where?: string | undefined;
  sort?: string | undefined;
  offset?: number | undefined;
  /** The saved view that the page was opened by. */
  view?: string | undefined;
  closed?: string | undefined;
  /** `grid`: to type into. */
  mode?: string | undefined;
}

/** One ledger: whoever stands in it, as of a day or for a period; columns, filters and order stand in the address. */
export function LedgerPage(): ReactNode {
  const { ledger: key } = useParams({ strict: false }) as { ledger: string };
  const list = useRead(ledgerContracts.list, {});
  if (list.error) return <ErrorLine error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const ledger = list.data.ledgers.find((one) => one.key === key);
  return ledger ? <OpenLedger key={ledger.key} ledger={ledger} /> : <NotFoundPage />;
}

function OpenLedger({ ledger }: { ledger: LedgerView }): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const today = useToday();
  const search = useSearch({ strict: false }) as LedgerSearch;
  const patch = useSearchPatch();
  const area = useArea();
  const mayExport = useCan('resident.export');
  const mayConfirm = useCan('retiree.write') && confirmsFrom(ledger.key);
  const mayContact = useCan('contact.write');
  const mayEdit = mayTypeInto(ledger.allColumns, mayCorrect(useMe().permissions));
  const xlsx = useFile(ledgerContracts.export);
  const pdf = useFile(ledgerContracts.print);
  const askPurpose = useAskPurpose();
  const startExport = useCommand(ledgerContracts.startExport, { invalidates: [taskContracts.list] });
  const toast = useToast();
  const period =
    (search.period && parsePeriod(search.period)) || periodOf(ledger.rows === 'stock' ? 'day' : 'month', today);
  const { closed } = search;
  const ownKey = `columns:ledger.${ledger.key}` as const;
  const ownShown = usePreference(ownKey)?.shown?.join(',');
  // An address or a view that names columns comes first.
  const own = search.view === undefined ? ownShown : undefined;
  const isGrid = search.mode === 'grid' && mayEdit && !closed;
  const columns = columnsOf(closed ? undefined : (search.columns ?? own), ledger);
  const conditions = parseConditions(search.where ?? '') ?? [];
  const sort = parseSort(search.sort ?? ledger.sort) ?? [];
  const offset = search.offset ?? 0;
  const question = closed
    ? { area: area.code, closed }
    : {
        area: area.code,
        period: period.text,
        columns: columns.join(','),
        sort: formatSort(sort),
        ...(conditions.length > 0 && { where: formatConditions(conditions) }),
      };
  const viewed = search.view && !closed ? { view: search.view } : {};
  const params = { ledger: ledger.key };
  const read = useRead(
    ledgerContracts.rows,
    { params, query: { ...question, ...viewed, limit, offset } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const [chosen, setChosen] = useState<ReadonlyMap<string, LedgerRow>>(new Map());
  const [allCards, setAllCards] = useState(false);
  const count = read.data?.count;
  const choose = (keys: readonly string[]) => {
    // Rows of other pages stay chosen; their names are known from when they were shown.
    const shown = new Map((read.data?.rows ?? []).map((row) => [rowIdentity(row), row]));
    setChosen(
      new Map(
        keys.flatMap((key) => ((shown.get(key) ?? chosen.get(key)) ? [[key, shown.get(key) ?? chosen.get(key)!]] : [])),
      ),
    );
  };
  // Changed by hand it is that view no longer.
  const change = (next: LedgerSearch) => patch({ offset: undefined, view: undefined, ...next }, true);
  const source = articlesOf(ledger.source[language], language);
  const exportAll = async () => {
    // A long list is written in the background: the page may be left meanwhile.
    if ((read.data?.count ?? 0) <= ledgerWaitedRows) return xlsx.get({ params, body: { ...question, ...viewed } });
    const purpose = await askPurpose({ title: t('ledger.exportLong'), submitLabel: t('ledger.exportStart') });
    if (purpose === null) return;
    try {
      await startExport.run({ params, body: { ...question, ...viewed, purpose } });
      toast.saved(t('ledger.exportStarted'));
      void navigate({ to: '/tasks' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const indicator = ledger.indicator === null ? undefined : findDeclared(ledger.indicator);
  return (
    <>
      <PageHeader
        title={ledger[language]}
        tabTitle={`${read.data ? shortAreaName(read.data.area.name) : ''} ${ledger[language]}`.trim()}
        note={
          <>
            {ledger.about[language]}
            {indicator
              ? `${language === 'zh' ? '' : ' '}${t('ledger.inReport', { name: indicator[language] })}${language === 'zh' ? '。' : '.'}`
              : ''}
          </>
        }
        primary={
          <>
            {mayEdit && !closed ? (
              <Button onClick={() => patch({ mode: isGrid ? undefined : 'grid', offset: undefined })}>
                {t(isGrid ? 'ledger.sheet.close' : 'ledger.sheet.open')}
              </Button>
            ) : null}
            {ledger.of === 'contact' && mayContact ? (
              <Link to="/visits/results" className="link-as-button">
                {t('ledger.sheet.results')}
              </Link>
            ) : null}
            {mayExport ? (
              <Button loading={pdf.busy} onClick={() => void pdf.print({ params, body: { ...question, ...viewed } })}>
                {t('ledger.print')}
              </Button>
            ) : null}
          </>
        }
        more={
          mayExport
            ? [
                { key: 'export', label: t('ledger.export'), onClick: () => void exportAll() },
                {
                  key: 'cards',
                  label: t('ledger.bulk.allCards'),
                  refused:
                    count !== undefined && count > cardLimit
                      ? t('ledger.bulk.tooMany', { limit: cardLimit })
                      : undefined,
                  onClick: () => setAllCards(true),
                },
              ]
            : []
        }
      />
      <search className="filter-bar ledger-bar">
        <ClosedMonthChoice
          ledger={ledger.key}
          area={area.code}
          closed={closed}
          onChange={(next) =>
            change({ closed: next, period: undefined, columns: undefined, where: undefined, sort: undefined })
          }
        />
        {closed ? null : (
          <>
            <LedgerPeriod
              kinds={ledger.rows === 'stock' ? standingKinds : happeningKinds}
              period={period}
              today={today}
              onChange={(next: Period) => change({ period: next.text })}
            />
            <LedgerFilters
              columns={ledger.allColumns}
              conditions={conditions}
              onChange={(next) => change({ where: next.length > 0 ? formatConditions(next) : undefined })}
            />
            <LedgerViews
              ledger={ledger.key}
              state={{
                ...(search.period && { period: period.text }),
                ...((search.columns ?? own) && { columns: columns.join(',') }),
                ...(conditions.length > 0 && { where: formatConditions(conditions) }),
                ...(search.sort && { sort: formatSort(sort) }),
              }}
              onOpen={({ period: at, columns: kept, where, sort: order }, view) =>
                change({ period: at, columns: kept, where, sort: order, view })
              }
            />
          </>
        )}
        {!isGrid && (mayExport || mayContact || mayConfirm) && read.data && read.data.rows.length > 0 ? (
          <Button onClick={() => choose([...new Set([...chosen.keys(), ...read.data.rows.map(rowIdentity)])])}>
            {t('ledger.bulk.page')}
          </Button>
        ) : null}
      </search>
      <RetiredNote ledger={ledger} columns={columns} />
      {read.data?.copy ? <ClosedMonthSeal ledger={ledger.key} area={area.code} copy={read.data.copy} /> : null}
      {isGrid ? (
        <LedgerGrid
          key={JSON.stringify(question)}
          ledger={ledger}
          columns={columns}
          on={minDate(period.last, today)}
          question={question}
        />
      ) : (
        <DataTable<LedgerRow>
          name={`ledger.${ledger.key}`}
          label={ledger[language]}
          columns={tableColumns(
            columns,
            closed ? [] : sort,
            language,
            t,
            closed ? undefined : (next) => change({ sort: formatSort(next) }),
          )}
          rows={read.data?.rows}
          rowKey={rowIdentity}
          order={
            closed
              ? 'fixed'
              : {
                  all: [...columns, ...ledger.allColumns.filter((key) => !columns.includes(key))].map((key) => ({
                    key,
                    name: getLedgerColumn(key)[language],
                  })),
                  chosen: columns,
                  isOwn: columns.join() !== ledger.columns.join(),
                  onChange: (next) => {
                    const { shown: _, ...rest } = preferenceOf(ownKey) ?? {};
                    const kept = next ? { ...rest, shown: next } : rest;
                    keepPreference(ownKey, Object.keys(kept).length > 0 ? kept : undefined);
                    patch({ columns: next?.join(','), view: undefined }, true);
                  },
                }
          }
          {...(mayExport || mayContact || mayConfirm
            ? { selection: { keys: [...chosen.keys()], onChange: choose } }
            : {})}
          count={read.data?.count}
          loading={read.isPending}
          error={read.error}
          onRetry={() => void read.refetch()}
          onOpen={(row) => {
            if (!row.inScope) return;
            if (row.subjectKind === 'household')
              void navigate({ to: '/households/$householdId', params: { householdId: row.subjectId } });
            else void navigate({ to: '/residents/$residentId', params: { residentId: row.subjectId } });
          }}
          hrefOf={(row) => `/${row.subjectKind === 'household' ? 'households' : 'residents'}/${row.subjectId}`}
          rowClassName={(row) => (row.inScope ? '' : 'ledger-gone')}
          paging={{ offset, limit, onOffset: (next) => patch({ offset: next || undefined }, true) }}
          empty={{
            title: t('ledger.empty'),
            help: t(conditions.length > 0 ? 'ledger.emptyFilteredHelp' : 'ledger.emptyHelp'),
          }}
        />
      )}
      <BulkBar
        ledger={ledger}
        rows={[...chosen.values()]}
        question={question}
        onDone={() => setChosen(new Map())}
        more={
          mayConfirm ? (
            <ConfirmBatch
              residentIds={[...chosen.values()].map((row) => row.subjectId)}
              onDone={() => setChosen(new Map())}
            />
          ) : undefined
        }
      />
      {allCards ? (
        <CardsDrawer
          ledger={ledger}
          people={undefined}
          count={count}
          question={question}
          onClose={() => setAllCards(false)}
        />
      ) : null}
      {source ? <p className="quiet ledger-source">{t('ledger.source', { source })}</p> : null}
    </>
  );
}

function columnsOf(text: string | undefined, ledger: LedgerView): LedgerColumnKey[] {
  const chosen = (text?.split(',') ?? []).filter(isLedgerColumn).filter(
    // A view keeps what was retired since; the page says so.
    (key) => ledger.allColumns.includes(key) || ledger.retiredColumns.includes(key),
  );
  return chosen.length > 0 ? chosen : [...ledger.columns];
}

type Texts = ReturnType<typeof useTexts>;

/** Heads are pressed to sort where the ledger can be sorted by them: up, then down. */
function tableColumns(
  columns: readonly LedgerColumnKey[],
  sort: readonly LedgerSort[],
  language: Texts['language'],
  t: Texts['t'],
  onSort: ((sort: LedgerSort[]) => void) | undefined,
): TableColumnsType<LedgerRow> {
  return columns.map((key, index) => {
    const column = getLedgerColumn(key);
    const title = column[language];
    const sortable = onSort !== undefined && !column.computed && column.kind !== 'masked';
    const sorted = sort[0]?.column === key ? (sort[0].descending ? 'descending' : 'ascending') : undefined;
    const label = t(
      sorted === undefined ? 'ledger.sortBy' : sorted === 'ascending' ? 'ledger.sortedUp' : 'ledger.sortedDown',
      { column: title },
    );
    const turn = () => onSort?.([{ column: key, descending: sorted === 'ascending' }]);
    return {
      key,
      ...(index === 0 && { fixed: 'left' as const }),
      title: sorted === undefined ? title : `${title} ${sorted === 'ascending' ? '↑' : '↓'}`,
      ...((column.kind === 'number' || column.kind === 'money') && { align: 'right' as const }),
      ...(column.kind !== 'text' && column.kind !== 'code' && column.kind !== 'codes' && { className: 'figures' }),
      // The table draws every head a second time to measure it: what can be focused must be the cell, not a button in it.
      onHeaderCell: () => (sortable ? sortableHead(label, sorted, turn) : {}),
      render: (_: unknown, row: LedgerRow) => {
        const text = ledgerText(key, row.cells[key], language);
        const shown = key === 'citizenId' && text ? formatCitizenId(text) : text;
        return key === 'name' || key === 'head' ? (
          <strong title={row.inScope ? undefined : t('ledger.gone')}>{shown}</strong>
        ) : (
          <span className={column.width > 18 ? 'ledger-long' : undefined}>{shown}</span>
        );
      },
    };
  });
}

function sortableHead(label: string, sorted: 'ascending' | 'descending' | undefined, turn: () => void) {
  return {
    ...(sorted && { 'aria-sort': sorted }),
    title: label,
    tabIndex: 0,
    className: 'sort-head',
    onClick: turn,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      turn();
    },
  };
}
