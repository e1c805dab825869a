import type { LedgerView } from '@renshe/domain/ledger/ledger.contract.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

/** What the city has retired of a ledger that a view or a link still opens. */
export function RetiredNote(props: { ledger: LedgerView; columns: readonly LedgerColumnKey[] }): ReactNode {
  const { t, language } = useTexts();
  const { ledger } = props;
  const gone = props.columns.filter((key) => ledger.retiredColumns.includes(key));
  if (!ledger.retired && gone.length === 0) return null;
  const names = gone.map((key) => getLedgerColumn(key)[language]).join(language === 'zh' ? '、' : ', ');
  return (
    <Alert
      type="warning"
      showIcon
      className="ledger-problems"
      title={ledger.retired ? t('ledger.use.retiredLedger') : t('ledger.use.retiredColumns', { names })}
      description={ledger.retired && names ? t('ledger.use.retiredColumns', { names }) : undefined}
    />
  );
}
