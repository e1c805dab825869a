import { mostFrozenColumns } from '@renshe/domain/preference/preference.ts';
import { Button, Checkbox, Drawer, Popover, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { useTexts } from './i18n.ts';
import type { ListedColumn } from './table-columns.ts';

/** Which columns of a list are shown, how wide they are and how many stay in sight; the list remembers it for the person. */
export function ColumnMenu(props: {
  columns: readonly ListedColumn[];
  /** False where what is shown is fixed, as in a sealed copy. */
  mayHide: boolean;
  onShow: (key: string, shown: boolean) => void;
  /** Where the order can be changed too. */
  onMove?: ((key: string, by: -1 | 1) => void) | undefined;
  onWiden: (key: string, by: number) => void;
  onFit: (key: string) => void;
  frozen: number;
  onFreeze: (frozen: number) => void;
  /** Undefined when everything is as it came. */
  onReset: (() => void) | undefined;
}): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const shown = props.columns.filter((one) => one.shown);
  const content = (
    <div className="column-choice">
      <ul>
        {props.columns.map((one) => {
          const place = shown.indexOf(one);
          const tool = (words: string, sign: string, onClick: () => void, disabled = false) => (
            <Button
              size="small"
              aria-label={t(words, { column: one.name })}
              title={t(words, { column: one.name })}
              disabled={disabled}
              onClick={onClick}
            >
              {sign}
            </Button>
          );
          return (
            <li key={one.key}>
              <Checkbox
                checked={one.shown}
                disabled={!props.mayHide || (one.shown && shown.length === 1)}
                onChange={() => props.onShow(one.key, !one.shown)}
              >
                {one.name}
              </Checkbox>
              {one.shown ? (
                <span className="column-moves">
                  {props.onMove ? (
                    <>
                      {tool('kit.columns.up', '↑', () => props.onMove?.(one.key, -1), place === 0)}
                      {tool('kit.columns.down', '↓', () => props.onMove?.(one.key, 1), place === shown.length - 1)}
                    </>
                  ) : null}
                  {tool('kit.columns.narrower', '−', () => props.onWiden(one.key, -1))}
                  {tool('kit.columns.wider', '+', () => props.onWiden(one.key, 1))}
                  {tool('kit.columns.fit', '↔', () => props.onFit(one.key))}
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className="column-foot">
        <span id="columns-frozen">{t('kit.columns.frozen')}</span>
        <Radio.Group
          size="small"
          aria-labelledby="columns-frozen"
          value={props.frozen}
          onChange={(event) => props.onFreeze(event.target.value as number)}
          options={Array.from({ length: mostFrozenColumns + 1 }, (_, count) => ({
            value: count,
            label: count === 0 ? t('kit.columns.none') : String(count),
          }))}
        />
      </div>
      <p className="quiet column-note">{t('kit.columns.note')}</p>
      <Button type="link" disabled={props.onReset === undefined} onClick={() => props.onReset?.()}>
        {t('kit.columns.reset')}
      </Button>
    </div>
  );
  const button = (
    <Button size="small" className="column-button" onClick={narrow ? () => setOpen(true) : undefined}>
      {t('kit.columns.button', { shown: shown.length, all: props.columns.length })}
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
        title={<h2 className="drawer-title">{t('kit.columns.title')}</h2>}
      >
        {content}
      </Drawer>
    </>
  ) : (
    <Popover trigger="click" placement="bottomRight" title={t('kit.columns.title')} content={content}>
      {button}
    </Popover>
  );
}
