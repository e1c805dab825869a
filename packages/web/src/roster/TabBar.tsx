import { type KeyboardEvent, type ReactNode, useRef } from 'react';

/** Tabs that wrap instead of hiding behind a menu on a narrow screen; arrow keys move between them. */
export function TabBar<Key extends string>(props: {
  label: string;
  tabs: readonly { key: Key; label: ReactNode }[];
  active: Key;
  panelId: string;
  onChange: (key: Key) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = props.tabs.findIndex((tab) => tab.key === props.active);
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    event.preventDefault();
    props.onChange(next.key);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
  };
  return (
    <div className="tab-bar" role="tablist" aria-label={props.label} ref={list} onKeyDown={onKeyDown}>
      {props.tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          data-tab={tab.key}
          aria-selected={tab.key === props.active}
          aria-controls={props.panelId}
          tabIndex={tab.key === props.active ? 0 : -1}
          onClick={() => props.onChange(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
