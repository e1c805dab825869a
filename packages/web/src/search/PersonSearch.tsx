import { SearchOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PersonLine } from '../kit/PersonPicker.tsx';
import { usePersonSearch } from '../kit/use-person-search.ts';

/** One box that finds anybody in the actor's areas; arrows choose, Enter opens the file. */
export function PersonSearch(props: { onOpened?: () => void }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { found, error, busy } = usePersonSearch(typed, 12);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer starts at its first row
  useEffect(() => setAt(0), [found]);
  const open = (residentId: string) => {
    props.onOpened?.();
    void navigate({ to: `/residents/${residentId}` as '/' });
  };
  return (
    <div className="person-search">
      <Input
        size="large"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t('search.box')}
        aria-label={t('search.label')}
        role="combobox"
        aria-expanded={found !== null && found.length > 0}
        aria-controls="search-results"
        aria-autocomplete="list"
        {...(found?.[at] ? { 'aria-activedescendant': `found-${found[at].residentId}` } : {})}
        autoComplete="off"
        onKeyDown={(event) => {
          if (!found || found.length === 0) return;
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
          } else if (event.key === 'Enter' && !busy) {
            const person = found[at];
            if (person) open(person.residentId);
          }
        }}
      />
      <div className="search-note" aria-live="polite">
        {error ? (
          <ErrorLine error={error} />
        ) : busy ? (
          t('kit.loading')
        ) : found === null ? (
          t('search.help')
        ) : found.length === 0 ? (
          <>
            <strong>{t('search.none', { text: typed.trim() })}</strong>
            <div>{t('search.noneHelp')}</div>
          </>
        ) : (
          <span className="between">
            <span>{t('search.foundBy', { count: found.length })}</span>
            <span className="keys-hint">{t('search.keys')}</span>
          </span>
        )}
      </div>
      {found && found.length > 0 ? (
        <div id="search-results" role="listbox" aria-label={t('search.label')} className="search-results">
          {found.map((person, index) => (
            <div
              key={person.residentId}
              id={`found-${person.residentId}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={index === at ? 'search-row chosen' : 'search-row'}
              onMouseMove={() => setAt(index)}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey)
                  window.open(`/residents/${person.residentId}`, '_blank', 'noopener');
                else open(person.residentId);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') open(person.residentId);
              }}
            >
              <PersonLine person={person} />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
