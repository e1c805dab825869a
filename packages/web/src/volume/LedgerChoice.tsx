import type { Period } from '@renshe/domain/kernel/period.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { ledgerHead } from '@renshe/domain/volume/volume.words.ts';
import { Button, Checkbox, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** Which ledgers are columns of the summary; undefined is all that the period has. */
export function LedgerChoice(props: {
  period: Period;
  chosen: readonly string[] | undefined;
  onChange: (ledgers: string[] | undefined) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(false);
  const read = useRead(ledgerContracts.list, {});
  const offered = (read.data?.ledgers ?? []).filter((one) => props.period.kind === 'month' || one.rows === 'stock');
  const keys = offered.map((one) => one.key);
  const chosen = props.chosen?.filter((key) => keys.includes(key)) ?? keys;
  const change = (next: string[]) =>
    props.onChange(next.length === keys.length || next.length === 0 ? undefined : next);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="volume-choice">
          <Checkbox.Group
            value={chosen}
            options={offered.map((one) => ({ value: one.key, label: ledgerHead(one, language) }))}
            onChange={(next) => change(keys.filter((key) => next.includes(key)))}
          />
          <Button type="link" size="small" onClick={() => props.onChange(undefined)}>
            {t('volume.allLedgers')}
          </Button>
        </div>
      }
    >
      <Button aria-expanded={open}>{t('volume.ledgers', { count: chosen.length, all: keys.length })}</Button>
    </Popover>
  );
}
