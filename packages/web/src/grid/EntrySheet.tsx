import { Alert, Button } from 'antd';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { EntryGrid, type EntryGridHandle } from './EntryGrid.tsx';
import type { EntryRow } from './entry-rows.ts';
import { GridKeys, GridTools } from './GridTools.tsx';
import type { GridColumn } from './grid.model.ts';
import type { EntrySheetState, SeenRows } from './use-entry-rows.ts';

export interface EntrySheetProps<Row extends EntryRow, Seen extends SeenRows> {
  /** Under which the widths of the columns are kept. */
  name: string;
  /** The head of the page; left out where the sheet is part of another page. */
  title?: string;
  tabTitle?: string;
  note?: ReactNode;
  label: string;
  columns: readonly GridColumn[];
  frozen: number;
  ownColumns: ReadonlySet<string>;
  sheet: EntrySheetState<Row, Seen>;
  /** Rows are made here. */
  grows: boolean;
  /** By the button all that is in the sheet is saved, also what nobody has changed or what was refused before. */
  saveAllByHand?: boolean;
  /** Takes back the last save, or the saves of these rows. @returns how many rows; undefined when there was nothing */
  onUndo: (rowIds?: readonly string[]) => Promise<number | undefined>;
  /** Ctrl+Z takes back what is saved as well. */
  undoesByKey?: boolean;
  /** What the button says of rows that wait for a confirmation. */
  confirmLabel?: (count: number) => string;
  onEnd?: () => void;
  /** Between the head and the tools of the sheet. */
  children?: ReactNode;
  /** Beside the counts. */
  counted?: ReactNode;
}

/** A sheet with all that every sheet has: saving, undoing, counts, the way to what is wrong, what was found again after a reload. */
export function EntrySheet<Row extends EntryRow, Seen extends SeenRows>(props: EntrySheetProps<Row, Seen>): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const grid = useRef<EntryGridHandle>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const { sheet, columns, onUndo } = props;
  const { rows, save } = sheet;

  const onActive = useCallback(
    (_: string | undefined, left: string | undefined) => {
      if (left !== undefined) save([left], false);
    },
    [save],
  );
  const used = rows.filter((row) => row.state !== 'blank');
  const counts = {
    saved: used.filter((row) => row.state === 'saved').length,
    open: used.filter((row) => row.state !== 'saved').length,
    refused: used.filter((row) => row.state === 'refused'),
    waiting: sheet.sheet.filter((row) => row.status === 'waiting').map((row) => row.id),
    failed: sheet.sheet.filter((row) => row.status === 'failed').map((row) => row.id),
  };
  const undoingNow = useRef(false);
  const undo = (rowIds?: readonly string[]) => {
    // Pressed again before the server has answered, it means the same.
    if (undoingNow.current) return;
    undoingNow.current = true;
    setUndoing(true);
    onUndo(rowIds)
      .then(
        (count) => {
          if (count !== undefined) toast.saved(t('grid.sheet.undone', { count }));
        },
        (error: Error) => toast.problem(error.message),
      )
      .finally(() => {
        undoingNow.current = false;
        setUndoing(false);
      });
  };
  const saveAll = (
    <Button
      type="primary"
      onClick={() =>
        save(
          rows.map((row) => row.id),
          props.saveAllByHand === true,
        )
      }
    >
      {t('grid.sheet.saveAll')}
    </Button>
  );
  return (
    <div className={props.children ? 'sheet-page sheet-with-bar' : 'sheet-page'}>
      {props.title === undefined ? null : (
        <PageHeader
          title={props.title}
          {...(props.tabTitle === undefined ? {} : { tabTitle: props.tabTitle })}
          note={props.note}
          primary={saveAll}
          more={[
            {
              key: 'clear',
              label: t('grid.sheet.clearSaved'),
              onClick: sheet.clearSaved,
              refused: counts.saved === 0 ? t('grid.sheet.nothingSaved') : undefined,
            },
          ]}
        />
      )}
      {sheet.restored > 0 ? (
        <Alert
          type="info"
          showIcon
          closable
          className="sheet-hint"
          title={t('grid.sheet.restored', { count: sheet.restored })}
        />
      ) : null}
      {sheet.isKept ? null : <Alert type="warning" showIcon className="sheet-hint" title={t('grid.sheet.notKept')} />}
      {props.children}
      <GridTools grid={grid} keysOpen={keysOpen} onKeys={() => setKeysOpen((open) => !open)}>
        {props.title === undefined ? saveAll : null}
        <Button disabled={sheet.lastSave === undefined} loading={undoing} onClick={() => undo()}>
          {sheet.lastSave === undefined
            ? t('grid.sheet.undoSave')
            : t('grid.sheet.undoSaveRows', { count: sheet.lastSave.rows })}
        </Button>
      </GridTools>
      {keysOpen ? <GridKeys /> : null}
      <div className="sheet-counts" aria-live="polite">
        <span>{t('grid.sheet.saved', { count: counts.saved })}</span>
        <span>{t('grid.sheet.open', { count: counts.open })}</span>
        {counts.refused.length > 0 ? (
          <button
            type="button"
            className="link-button sheet-refused"
            onClick={() => {
              const [first] = counts.refused;
              const bad = columns.find((column) => first?.problems[column.key]?.kind === 'refused') ?? columns[0];
              if (first && bad) grid.current?.goTo(first.id, bad.key);
            }}
          >
            {t('grid.sheet.refused', { count: counts.refused.length })}
          </button>
        ) : null}
        {counts.waiting.length > 0 && props.confirmLabel ? (
          <Button size="small" onClick={() => save(counts.waiting, true)}>
            {props.confirmLabel(counts.waiting.length)}
          </Button>
        ) : null}
        {counts.failed.length > 0 ? (
          <Button size="small" danger onClick={() => save(counts.failed, true)}>
            {t('grid.sheet.retry', { count: counts.failed.length })}
          </Button>
        ) : null}
        {props.counted}
      </div>
      <EntryGrid
        ref={grid}
        name={props.name}
        label={props.label}
        columns={columns}
        rows={rows}
        frozen={props.frozen}
        ownColumns={props.ownColumns}
        {...(props.grows ? { newRowId: newKey } : {})}
        onEdit={sheet.edit}
        onActive={onActive}
        onTyping={sheet.hold}
        onSave={(ids) => save(ids, true)}
        {...(props.undoesByKey ? { onUndoSaved: undo } : {})}
        {...(props.onEnd ? { onEnd: props.onEnd } : {})}
      />
    </div>
  );
}
