import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { HelpButton, LookSwitches } from './TopBar.tsx';

/** Around pages without a session: the name, type size and language, one card. */
export function PublicFrame(props: {
  children: ReactNode;
  wide?: boolean;
  /** Whose help it is where the page stands at the address of another. */
  help?: string;
}): ReactNode {
  const { t } = useTexts();
  return (
    <div className="public-frame" {...(props.help ? { 'data-help': props.help } : {})}>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <header className="public-bar">
        <span className="brand">{t('app.name')}</span>
        <div className="top-space" />
        <HelpButton />
        <LookSwitches />
      </header>
      <main id="content" tabIndex={-1} className={props.wide ? 'public-card wide-card' : 'public-card'}>
        {props.children}
      </main>
    </div>
  );
}
