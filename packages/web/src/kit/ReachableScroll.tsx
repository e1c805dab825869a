import { type ReactNode, useEffect, useRef } from 'react';

/** Around tables that may scroll sideways: one that holds nothing to focus is itself reachable by keyboard (WCAG 2.1.1). */
export function ReachableScroll(props: { children: ReactNode }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = () => {
      for (const scroller of frame.current?.querySelectorAll<HTMLElement>('.ant-table-content') ?? []) {
        const alone =
          scroller.scrollWidth > scroller.clientWidth && !scroller.querySelector('a, button, [tabindex="0"]');
        if (alone) scroller.tabIndex = 0;
        else scroller.removeAttribute('tabindex');
      }
    };
    mark();
    // A drawer gets its width after it was drawn.
    const watch = new ResizeObserver(mark);
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  });
  return <div ref={frame}>{props.children}</div>;
}
