import { Button } from 'antd';
import type { ReactNode, RefObject } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { KeyList } from '../kit/KeyList.tsx';
import type { EntryGridHandle } from './EntryGrid.tsx';
import { gridBindings } from './grid-keys.ts';

const tools = ['undo', 'redo', 'fillDown', 'copyRow', 'deleteRow'] as const;
const commandOf = {
  undo: 'undo',
  redo: 'redo',
  fillDown: 'fillDown',
  copyRow: 'copyRowAbove',
  deleteRow: 'clearRows',
} as const satisfies Record<(typeof tools)[number], keyof EntryGridHandle>;

/** What the keys do, for the pointer and for phones. Pressing leaves the focus in the sheet. */
export function GridTools(props: {
  grid: RefObject<EntryGridHandle | null>;
  keysOpen: boolean;
  onKeys: () => void;
  children?: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  return (
    <div className="grid-tools">
      {props.children}
      {tools.map((tool) => (
        <Button
          key={tool}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.grid.current?.[commandOf[tool]]()}
        >
          {t(`grid.tool.${tool}`)}
        </Button>
      ))}
      <Button aria-expanded={props.keysOpen} onClick={props.onKeys}>
        {t('grid.tool.keys')}
      </Button>
    </div>
  );
}

/** The keys of the grid in words. */
export function GridKeys(): ReactNode {
  const { t } = useTexts();
  return (
    <section className="card grid-keys" aria-label={t('grid.help.title')}>
      <p>{t('grid.help.lead')}</p>
      <KeyList entries={gridBindings} />
    </section>
  );
}
