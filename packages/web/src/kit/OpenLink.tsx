import type { ReactNode } from 'react';

/** A link that opens something on this page; with Ctrl it is an ordinary link and opens a tab. */
export function OpenLink(props: { href: string; label: string; onOpen: () => void; children: ReactNode }): ReactNode {
  return (
    <a
      href={props.href}
      aria-label={props.label}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        props.onOpen();
      }}
    >
      {props.children}
    </a>
  );
}
