import type { ReactNode } from 'react';

/** Nothing here: says so kindly and offers the next useful thing. */
export function EmptyState(props: { title: string; help?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="empty-state">
      <p className="empty-title">{props.title}</p>
      {props.help ? <p className="empty-help">{props.help}</p> : null}
      {props.action ? <div className="empty-action">{props.action}</div> : null}
    </div>
  );
}
