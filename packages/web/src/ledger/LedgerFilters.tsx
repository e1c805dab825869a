import type { LedgerCondition } from '@renshe/domain/ledger/ledger.ts';
import { conditionText } from '@renshe/domain/ledger/ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { formatConditions } from '@renshe/domain/ledger/ledger-question.ts';
import { Button, Input, InputNumber, Popover, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { DateField, NO_DAY } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';

const hows = ['is', 'contains', 'atLeast', 'between', 'filled', 'empty'] as const;
type How = (typeof hows)[number];

/** What can be asked of a column of a kind. */
function howsOf(key: LedgerColumnKey): How[] {
  const { kind } = getLedgerColumn(key);
  const own: How[] =
    kind === 'text' ? ['contains'] : kind === 'number' ? ['atLeast'] : kind === 'date' ? ['between'] : ['is'];
  return kind === 'yes-no' || kind === 'number' ? own : [...own, 'filled', 'empty'];
}

const filterable = (key: LedgerColumnKey) => {
  const { kind, computed } = getLedgerColumn(key);
  return !computed && kind !== 'masked' && kind !== 'area';
};

/** The filters of a ledger: one tag each, and a small form to add one. */
export function LedgerFilters(props: {
  columns: readonly LedgerColumnKey[];
  conditions: readonly LedgerCondition[];
  onChange: (conditions: LedgerCondition[]) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(false);
  const { conditions, onChange } = props;
  return (
    <span className="ledger-filters">
      {conditions.map((condition) => {
        const what = conditionText(condition, language);
        return (
          <Tag
            key={formatConditions([condition])}
            closable={{ 'aria-label': t('ledger.filterRemove', { what }) }}
            onClose={() => onChange(conditions.filter((one) => one !== condition))}
          >
            {what}
          </Tag>
        );
      })}
      <Popover
        trigger="click"
        open={open}
        onOpenChange={setOpen}
        placement="bottomLeft"
        destroyOnHidden
        content={
          <FilterForm
            columns={props.columns.filter(filterable)}
            onAdd={(condition) => {
              setOpen(false);
              onChange([...conditions.filter((one) => one.column !== condition.column), condition]);
            }}
          />
        }
      >
        <Button>{t('ledger.filterAdd')}</Button>
      </Popover>
      {conditions.length > 1 ? (
        <Button type="link" onClick={() => onChange([])}>
          {t('ledger.clear')}
        </Button>
      ) : null}
    </span>
  );
}

function FilterForm(props: {
  columns: readonly LedgerColumnKey[];
  onAdd: (condition: LedgerCondition) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [column, setColumn] = useState<LedgerColumnKey | undefined>(props.columns[0]);
  const [how, setHow] = useState<How | undefined>();
  const [codes, setCodes] = useState<string[]>([]);
  const [listing, setListing] = useState(false);
  const [text, setText] = useState('');
  const [number, setNumber] = useState<number | null>(1);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  if (column === undefined) return null;
  const offered = howsOf(column);
  const chosen = how && offered.includes(how) ? how : offered[0]!;
  const condition = conditionOf(column, chosen, { codes, text: text.trim(), number, from, to });
  const listed = getLedgerColumn(column);
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (condition) props.onAdd(condition);
      }}
    >
      <Select<LedgerColumnKey>
        aria-label={t('ledger.filterColumn')}
        className="filter-column"
        showSearch={{ optionFilterProp: 'label' }}
        value={column}
        options={props.columns.map((key) => ({ value: key, label: getLedgerColumn(key)[language] }))}
        onChange={(next) => {
          setColumn(next);
          setCodes([]);
        }}
      />
      <Select<How>
        aria-label={t('ledger.filterHow')}
        value={chosen}
        options={offered.map((value) => ({ value, label: t(`ledger.how.${value}`) }))}
        onChange={setHow}
      />
      {chosen === 'is' ? (
        <Select
          mode="multiple"
          aria-label={t('ledger.filterValue')}
          className="filter-codes"
          showSearch={{ optionFilterProp: 'label' }}
          value={codes}
          options={
            listed.codes
              ? listed.codes.map((row) => ({ value: row.code, label: row[language] }))
              : (['yes', 'no'] as const).map((value) => ({ value, label: t(`ledger.${value}`) }))
          }
          open={listing}
          onOpenChange={setListing}
          onChange={(chosenCodes) => {
            setCodes(chosenCodes);
            // The open list would lie over the button that filters.
            setListing(false);
          }}
        />
      ) : null}
      {chosen === 'contains' ? (
        <Input
          aria-label={t('ledger.filterValue')}
          maxLength={40}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      {chosen === 'atLeast' ? (
        <InputNumber
          aria-label={t('ledger.filterValue')}
          min={0}
          max={999}
          precision={0}
          value={number}
          onChange={setNumber}
        />
      ) : null}
      {chosen === 'between' ? (
        <>
          <DateField aria-label={t('ledger.from')} value={from} onChange={setFrom} />
          <DateField aria-label={t('ledger.to')} value={to} onChange={setTo} />
        </>
      ) : null}
      <Button type="primary" htmlType="submit" disabled={condition === undefined}>
        {t('ledger.filterApply')}
      </Button>
    </form>
  );
}

interface Typed {
  codes: string[];
  text: string;
  number: number | null;
  from: string | null;
  to: string | null;
}

/** The condition that a form says, or undefined while it is not whole. */
function conditionOf(column: LedgerColumnKey, how: How, typed: Typed): LedgerCondition | undefined {
  switch (how) {
    case 'is':
      return typed.codes.length > 0 ? { column, is: typed.codes } : undefined;
    case 'contains':
      return typed.text === '' ? undefined : { column, contains: typed.text };
    case 'atLeast':
      return typed.number === null ? undefined : { column, atLeast: typed.number };
    case 'between': {
      const { from, to } = typed;
      if (from === NO_DAY || to === NO_DAY || (!from && !to)) return undefined;
      return { column, ...(from && { from }), ...(to && { to }) };
    }
    default:
      return { column, filled: how === 'filled' };
  }
}
