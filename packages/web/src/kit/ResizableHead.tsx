import {
  createContext,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type ThHTMLAttributes,
  useContext,
  useRef,
} from 'react';
import { useTexts } from './i18n.ts';

export interface ColumnPulling {
  /** Width of the column now, in rem; called when the edge is taken. */
  begin: (key: string, head: HTMLElement) => void;
  /** Pixels since it was taken. */
  pull: (pixels: number) => void;
  end: () => void;
  fit: (key: string) => void;
  widen: (key: string, rem: number, head: HTMLElement | null) => void;
}

export const ColumnPullingContext = createContext<ColumnPulling | null>(null);

/**
 * The head of a column. Its right edge is pulled, or pressed twice to fit; with the keyboard Alt+Shift and an arrow do it where the head itself can
 * be reached, and the menu of columns everywhere. The edge takes no focus: the table draws every head a second time to measure it.
 */
export function ResizableHead({
  children,
  ...cell
}: ThHTMLAttributes<HTMLTableCellElement> & { 'data-column'?: string }): ReactNode {
  const { t } = useTexts();
  const pulling = useContext(ColumnPullingContext);
  const from = useRef<number | null>(null);
  const key = cell['data-column'];
  if (key === undefined || pulling === null) return <th {...cell}>{children}</th>;
  const onKeyDown = (event: KeyboardEvent<HTMLTableCellElement>) => {
    if (event.altKey && event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      pulling.widen(key, event.key === 'ArrowRight' ? 1 : -1, event.currentTarget);
    } else cell.onKeyDown?.(event);
  };
  const letGo = (event: PointerEvent<HTMLSpanElement>) => {
    if (from.current === null) return;
    from.current = null;
    event.currentTarget.releasePointerCapture(event.pointerId);
    pulling.end();
  };
  return (
    <th {...cell} onKeyDown={onKeyDown}>
      {children}
      <span
        className="column-edge"
        aria-hidden
        title={t('kit.columns.edge')}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => {
          event.stopPropagation();
          pulling.fit(key);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = event.clientX;
          pulling.begin(key, event.currentTarget.parentElement!);
        }}
        onPointerMove={(event) => {
          if (from.current !== null) pulling.pull(event.clientX - from.current);
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
      />
    </th>
  );
}
