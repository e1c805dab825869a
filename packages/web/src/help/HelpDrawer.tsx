import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { Button, Drawer, Spin } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useNarrow } from '../app/use-narrow.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { isPractice, openPractice } from '../practice/practice-mode.ts';
import type { HelpWord, PageHelp } from './page-help.ts';

interface Help {
  pages: Readonly<Record<string, PageHelp>>;
  words: Readonly<Record<string, HelpWord>>;
}

/** F1: the page in plain words, beside the page, so that one can do what it says while reading it. */
export function HelpDrawer(props: { open: boolean; onClose: () => void; onKeys: () => void }): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      mask={narrow}
      size={narrow ? '100%' : 420}
      rootClassName="help-drawer"
      title={<span className="drawer-title">{t('help.title')}</span>}
      destroyOnHidden
    >
      <HelpOfPage />
      <div className="help-more">
        {narrow ? null : <Button onClick={props.onKeys}>{t('help.keys.title')}</Button>}
        <PracticeButton />
      </div>
    </Drawer>
  );
}

/** Pages before the sign-in stand at any address and say themselves which help is theirs. */
function useHelpPath(): string {
  const path = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath ?? '/' });
  const own = document.querySelector<HTMLElement>('[data-help]')?.dataset.help;
  return own ?? (path === '/' ? path : path.replace(/\/$/, ''));
}

function HelpOfPage(): ReactNode {
  const { t, language, say } = useTexts();
  const path = useHelpPath();
  const [help, setHelp] = useState<Help | 'lost'>();
  useEffect(() => {
    // Words that are read now and then do not make the first page heavier.
    Promise.all([import('./all-help.ts'), import('./help-words.ts')]).then(
      ([{ pageHelp }, { helpWords }]) => setHelp({ pages: pageHelp, words: helpWords }),
      () => setHelp('lost'),
    );
  }, []);
  if (help === 'lost') return <p role="alert">{t('kit.error.network')}</p>;
  if (help === undefined) return <Spin />;
  const page = help.pages[path];
  if (page === undefined) return <p>{t('help.none')}</p>;
  const text = page[language];
  return (
    <div className="help-text">
      <section aria-labelledby="help-what">
        <h2 id="help-what">{t('help.what')}</h2>
        <p>{text.what}</p>
      </section>
      <section aria-labelledby="help-tasks">
        <h2 id="help-tasks">{t('help.tasks')}</h2>
        {text.tasks.map((one) => (
          <div key={one.title}>
            <h3>{one.title}</h3>
            <ol>
              {one.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
        ))}
      </section>
      {page.words.length > 0 ? (
        <section aria-labelledby="help-words">
          <h2 id="help-words">{t('help.words')}</h2>
          <dl>
            {page.words.map((key) => {
              const word = help.words[key];
              return word ? (
                <div key={key}>
                  <dt>{say(word.term)}</dt>
                  <dd>{say(word.means)}</dd>
                </div>
              ) : null;
            })}
          </dl>
        </section>
      ) : null}
      <section aria-labelledby="help-troubles">
        <h2 id="help-troubles">{t('help.troubles')}</h2>
        <dl>
          {text.troubles.map(([when, what]) => (
            <div key={when}>
              <dt>{when}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** For whoever records people; before the sign-in nobody knows. */
function PracticeButton(): ReactNode {
  const { t } = useTexts();
  const client = useQueryClient();
  const me = client.getQueryData<Me>(readKey(accountContracts.me, {}));
  if (isPractice() || !me?.permissions.includes('resident.write')) return null;
  return <Button onClick={openPractice}>{t('practice.offer.again')}</Button>;
}
