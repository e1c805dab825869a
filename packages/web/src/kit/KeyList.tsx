import { Fragment, type ReactNode } from 'react';
import { useTexts } from './i18n.ts';
import { capsOf } from './key-chord.ts';
import type { Listed } from './shortcuts.ts';

/** Keys and what they do. */
export function KeyList(props: { entries: readonly Listed[] }): ReactNode {
  const { t } = useTexts();
  return (
    <dl className="key-list">
      {props.entries.map((entry) => (
        <div className="fact" key={`${entry.keys[0]} ${entry.words}`}>
          <dt>
            {entry.keys.map((keys) => (
              <span className="key-way" key={keys}>
                {keys.split(' ').map((chord, at) => (
                  <Fragment key={chord}>
                    {at > 0 ? <span className="key-then">{t('kit.keys.andThen')}</span> : null}
                    {capsOf(chord).map((cap) => (
                      <kbd key={cap}>{cap === 'Space' ? t('kit.keys.space') : cap}</kbd>
                    ))}
                  </Fragment>
                ))}
              </span>
            ))}
          </dt>
          <dd>{t(entry.words, { ...entry.values?.() })}</dd>
        </div>
      ))}
    </dl>
  );
}
