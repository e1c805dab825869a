import { formatMonth, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { type LedgerCopyView, type LedgerRow, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { rowIdentity } from '@renshe/domain/ledger/ledger-copy.ts';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** Months whose ledger is frozen, beside the present one; nothing where none is. */
export function ClosedMonthChoice(props: {
  ledger: string;
  area: string;
  closed: string | undefined;
  onChange: (closed: string | undefined) => void;
}): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    ledgerContracts.copies,
    { params: { ledger: props.ledger }, query: { area: props.area } },
    { enabled: props.area !== '' },
  );
  const copies = read.data?.copies ?? [];
  if (copies.length === 0 && props.closed === undefined) return null;
  const months = [...new Set([...(props.closed ? [props.closed] : []), ...copies.map((one) => one.month)])];
  return (
    <Select
      aria-label={t('ledger.frozen.choose')}
      className="closed-month"
      value={props.closed ?? ''}
      options={[
        { value: '', label: t('ledger.frozen.live') },
        ...months
          .toSorted()
          .reverse()
          .map((month) => ({ value: month, label: t('ledger.frozen.month', { month }) })),
      ]}
      onChange={(next) => props.onChange(next === '' ? undefined : next)}
    />
  );
}

/** What is frozen: of which month, by whom and when, with which digest; and what has changed since. */
export function ClosedMonthSeal(props: { ledger: string; area: string; copy: LedgerCopyView }): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const { copy } = props;
  const read = useRead(ledgerContracts.changes, {
    params: { ledger: props.ledger },
    query: { area: props.area, closed: copy.month },
  });
  const month = formatMonth(parseMonth(copy.month)!);
  const changes = read.data;
  return (
    <div className="closed-seal" role="note">
      <p>
        <strong>{t('ledger.frozen.title', { month })}</strong>{' '}
        {t('ledger.frozen.by', { at: formatInstant(copy.frozenAt), name: copy.frozenBy })}
        {copy.communities < copy.of
          ? ` ${t('ledger.frozen.some', { communities: copy.communities, of: copy.of })}`
          : ''}{' '}
        <span className="quiet figures" title={copy.digest}>
          {t('ledger.frozen.digest', { digest: copy.digest.slice(0, 16) })}
        </span>
      </p>
      {changes === undefined ? null : changes.added.length + changes.removed.length === 0 ? (
        <p className="quiet">{t('ledger.frozen.same')}</p>
      ) : (
        <Button type="link" className="closed-changes" onClick={() => setOpen(true)}>
          {t('ledger.frozen.changes', { added: changes.added.length, removed: changes.removed.length })}
        </Button>
      )}
      {changes ? (
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          size={480}
          title={<h2 className="drawer-title">{t('ledger.frozen.changesTitle', { month })}</h2>}
        >
          <ChangedPeople title={t('ledger.frozen.added', { count: changes.added.length })} rows={changes.added} />
          <ChangedPeople title={t('ledger.frozen.removed', { count: changes.removed.length })} rows={changes.removed} />
        </Drawer>
      ) : null}
    </div>
  );
}

function ChangedPeople(props: { title: string; rows: readonly LedgerRow[] }): ReactNode {
  const { t } = useTexts();
  if (props.rows.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <ul className="closed-people">
        {props.rows.map((row) => {
          const name = String(row.cells.name ?? row.cells.head ?? '') || t('ledger.frozen.unnamed');
          return (
            <li key={rowIdentity(row)}>
              {!row.inScope ? (
                name
              ) : row.subjectKind === 'household' ? (
                <Link to="/households/$householdId" params={{ householdId: row.subjectId }}>
                  {name}
                </Link>
              ) : (
                <Link to="/residents/$residentId" params={{ residentId: row.subjectId }}>
                  {name}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
