// biome-ignore-all lint/a11y/useFocusableInteractive: the text field of the cell keeps the focus and names the chosen option
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the text field listens to the keys
import { type ReactNode, useEffect, useRef } from 'react';
import type { GridOption } from './grid.model.ts';

/** What a code column accepts, below the cell. It never takes the focus. */
export function GridList(props: {
  id: string;
  label: string;
  options: readonly GridOption[];
  chosen: number;
  emptyText: string;
  style: { left: string; top: string };
  above: boolean;
  onChoose: (option: GridOption) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div
      className={`grid-list${props.above ? ' grid-list-above' : ''}`}
      style={props.style}
      ref={list}
      role="listbox"
      id={props.id}
      aria-label={props.label}
      onMouseDown={(event) => event.preventDefault()}
    >
      {props.options.length === 0 ? (
        <div role="option" aria-selected={false} aria-disabled className="grid-option grid-option-none">
          {props.emptyText}
        </div>
      ) : null}
      {props.options.map((option, index) => (
        <div
          key={option.value}
          role="option"
          id={optionId(props.id, index)}
          aria-selected={index === props.chosen}
          className="grid-option"
          onClick={() => props.onChoose(option)}
        >
          <span>{option.text}</span>
          {option.hint ? <small>{option.hint}</small> : null}
        </div>
      ))}
    </div>
  );
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
