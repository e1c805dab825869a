import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { Button, Checkbox, Drawer, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { useTexts } from '../kit/i18n.ts';

/** Which columns are shown and in which order; undefined goes back to those that the ledger came with. */
export function ColumnChoice(props: {
  all: readonly LedgerColumnKey[];
  chosen: readonly LedgerColumnKey[];
  delivered: readonly LedgerColumnKey[];
  onChange: (columns: LedgerColumnKey[] | undefined) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const { chosen, onChange } = props;
  const rest = props.all.filter((key) => !chosen.includes(key));
  const move = (index: number, by: number) => {
    const next = [...chosen];
    const [moved] = next.splice(index, 1);
    next.splice(index + by, 0, moved!);
    onChange(next);
  };
  const content = (
    <div className="column-choice">
      <ul>
        {[...chosen, ...rest].map((key, index) => {
          const shown = index < chosen.length;
          const name = getLedgerColumn(key)[language];
          return (
            <li key={key}>
              <Checkbox
                checked={shown}
                disabled={shown && chosen.length === 1}
                onChange={() => onChange(shown ? chosen.filter((one) => one !== key) : [...chosen, key])}
              >
                {name}
              </Checkbox>
              {shown ? (
                <span className="column-moves">
                  <Button
                    size="small"
                    aria-label={`${name} ${t('ledger.up')}`}
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  >
                    ↑
                  </Button>
                  <Button
                    size="small"
                    aria-label={`${name} ${t('ledger.down')}`}
                    disabled={index === chosen.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    ↓
                  </Button>
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      <Button type="link" disabled={chosen.join() === props.delivered.join()} onClick={() => onChange(undefined)}>
        {t('ledger.columnsReset')}
      </Button>
    </div>
  );
  const button = (
    <Button className="column-button" onClick={narrow ? () => setOpen(true) : undefined}>
      {t('ledger.columns')} {chosen.length}/{props.all.length}
    </Button>
  );
  // A phone has no room beside the button.
  return narrow ? (
    <>
      {button}
      <Drawer
        placement="bottom"
        size="large"
        open={open}
        onClose={() => setOpen(false)}
        title={<h2 className="drawer-title">{t('ledger.columnsTitle')}</h2>}
      >
        {content}
      </Drawer>
    </>
  ) : (
    <Popover trigger="click" placement="bottomRight" title={t('ledger.columnsTitle')} content={content}>
      {button}
    </Popover>
  );
}
