import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { LookSwitches } from './TopBar.tsx';

/** Around pages without a session: the name, type size and language, one card. */
export function PublicFrame(props: { children: ReactNode; wide?: boolean }): ReactNode {
  const { t } = useTexts();
  return (
    <div className="public-frame">
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <header className="public-bar">
        <span className="brand">{t('app.name')}</span>
        <div className="top-space" />
        <LookSwitches />
      </header>
      <main id="content" tabIndex={-1} className={props.wide ? 'public-card wide-card' : 'public-card'}>
        {props.children}
      </main>
    </div>
  );
}
