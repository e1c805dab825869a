import { type ReactNode, useEffect, useState } from 'react';
import { isTyping, listenForShortcuts, useShortcuts } from '../kit/shortcuts.ts';
import { HelpDrawer } from './HelpDrawer.tsx';
import { HelpContext, type HelpPart } from './help-context.ts';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import './help.css';

/** Around every page: hears the keys, and brings the sheet of keys and the help of the page. */
export function HelpLayer(props: { children: ReactNode }): ReactNode {
  const [open, setOpen] = useState<HelpPart | null>(null);
  useEffect(listenForShortcuts, []);
  const toggle = (part: HelpPart) => setOpen((now) => (now === part ? null : part));
  useShortcuts('help.keys.everywhere', [
    { keys: ['?'], words: 'help.keys.sheet', overDialog: true, run: () => toggle('keys') },
    {
      keys: ['Ctrl+/'],
      words: 'help.keys.sheetAnywhere',
      overDialog: true,
      whileTyping: true,
      run: () => toggle('keys'),
    },
    { keys: ['F1'], words: 'help.keys.help', overDialog: true, whileTyping: true, run: () => toggle('page') },
    {
      keys: ['/'],
      words: 'help.keys.filter',
      when: () => filterOfPage() !== undefined,
      run: () => filterOfPage()?.focus(),
    },
    { keys: ['Escape'], words: 'help.keys.escape', whileTyping: true, run: leaveField },
  ]);
  const close = () => setOpen(null);
  return (
    <HelpContext value={setOpen}>
      {props.children}
      <ShortcutSheet open={open === 'keys'} onClose={close} />
      <HelpDrawer open={open === 'page'} onClose={close} onKeys={() => setOpen('keys')} />
    </HelpContext>
  );
}

/** The field that narrows the list of the page. */
function filterOfPage(): HTMLElement | undefined {
  const fields = document.querySelectorAll<HTMLElement>(
    'main input[type="search"], main .ant-input-search input, main search input:not([readonly])',
  );
  return [...fields].find((field) => field.checkVisibility());
}

/** Dialogs close by themselves; a sheet to type into keeps the focus, its own Esc leaves the cell. */
function leaveField(): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement) || !isTyping(field) || field.matches('.grid-input')) return false;
  field.blur();
  return true;
}
