import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { ledgerEditOf, ledgerSheetColumn } from '@renshe/domain/ledger/ledger-edit.ts';
import { Alert, Button, Input } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { EntrySheet } from '../grid/EntrySheet.tsx';
import { gridColumn, wordsOfColumns } from '../grid/sheet-columns.ts';
import { useSpellings } from '../grid/use-spellings.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { type LedgerSheetGiven, mayCorrect, mostSheetRows, useLedgerSheet } from './use-ledger-sheet.ts';

/** Every cell belongs to one person: nothing is copied from the row above. */
const ownOf = (columns: readonly LedgerColumnKey[]): ReadonlySet<string> => new Set(columns);

/** 在表格中修改: the ledger as a sheet. What its file page corrects is corrected here by the same commands; the rest says where it is recorded. */
export function LedgerGrid(given: Omit<LedgerSheetGiven, 'why'>): ReactNode {
  const { t, language } = useTexts();
  const { permissions } = useMe();
  const today = useToday();
  const { ledger, columns } = given;
  const [why, setWhy] = useState(t('ledger.sheet.whyUsual'));
  const sheet = useLedgerSheet({ ...given, why });
  const columnsKey = columns.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same keys are the same columns
  const declared = useMemo(
    () => columns.map((key) => [key, ledgerSheetColumn(key, mayCorrect(permissions))] as const),
    [columnsKey, permissions],
  );
  const [wordsOf] = useState(() => () => wordsOfColumns(declared.map(([, column]) => column)));
  const spellings = useSpellings(wordsOf);
  const gridColumns = useMemo(
    () => declared.map(([key, column]) => gridColumn(key, column, { language, spellings, today })),
    [declared, language, spellings, today],
  );
  const open = declared.filter(([, column]) => column.elsewhere === undefined);
  const needsWhy = open.some(([key]) => ['unemployment', 'employment'].includes(ledgerEditOf(key)?.by ?? ''));
  const { loaded } = sheet;
  if (loaded.error && loaded.count === undefined)
    return <ErrorLine error={loaded.error} onRetry={() => void sheet.load()} />;
  const more = loaded.count !== undefined && !loaded.isAll;
  return (
    <EntrySheet
      name={`ledger-${ledger.key}`}
      label={ledger[language]}
      columns={gridColumns}
      frozen={1}
      ownColumns={ownOf(columns)}
      sheet={sheet}
      grows={false}
      // Also what was refused: by saving it once more she says that it is meant.
      saveAllByHand
      onUndo={sheet.undo}
      onEnd={sheet.load}
      counted={
        loaded.count === undefined ? null : (
          <span>
            {t('ledger.sheet.loaded', {
              shown: formatNumber(Math.min(loaded.shown, loaded.count)),
              count: loaded.count,
              formatted: formatNumber(loaded.count),
            })}{' '}
            {more ? (
              <Button type="link" size="small" onClick={() => void sheet.load()}>
                {t('ledger.sheet.more')}
              </Button>
            ) : null}
          </span>
        )
      }
    >
      {open.length === 0 ? (
        <Alert type="info" showIcon className="sheet-hint" title={t('ledger.sheet.nothing')} />
      ) : (
        <p className="quiet sheet-lead">
          {t('ledger.sheet.lead', {
            columns: open.map(([key]) => getLedgerColumn(key)[language]).join(language === 'zh' ? '、' : ', '),
          })}
        </p>
      )}
      {loaded.count !== undefined && loaded.count > mostSheetRows ? (
        <Alert
          type="info"
          showIcon
          className="sheet-hint"
          title={t('ledger.sheet.tooMany', { most: formatNumber(mostSheetRows) })}
        />
      ) : null}
      {needsWhy ? (
        <div className="filter-bar">
          <label htmlFor="ledger-why">{t('ledger.sheet.why')}</label>
          <span className="ledger-why">
            <Input id="ledger-why" value={why} maxLength={200} onChange={(event) => setWhy(event.target.value)} />
          </span>
        </div>
      ) : null}
    </EntrySheet>
  );
}
