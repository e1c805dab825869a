import { SearchOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { FoundCertificateLine, FoundHouseholdLine, FoundPersonLine } from './FoundLine.tsx';
import { type Found, useSearch } from './use-search.ts';

interface Option {
  key: string;
  path: string;
  line: ReactNode;
}

interface OptionGroup {
  key: 'people' | 'households' | 'certificates';
  options: readonly Option[];
  more: boolean;
}

/** One box that finds people, households and certificates of the actor's areas; arrows choose, Enter opens the file. */
export function SearchBox(props: { onOpened?: () => void }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { found, error, busy } = useSearch(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer starts at its first row
  useEffect(() => setAt(0), [found]);
  const groups = found ? groupsOf(found) : [];
  const options = groups.flatMap((group) => group.options);
  const chosen = options[at];
  const open = (option: Option) => {
    props.onOpened?.();
    void navigate({ to: option.path as '/' });
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
        aria-expanded={options.length > 0}
        aria-controls="search-results"
        aria-autocomplete="list"
        {...(chosen ? { 'aria-activedescendant': `found-${chosen.key}` } : {})}
        autoComplete="off"
        onKeyDown={(event) => {
          if (options.length === 0) return;
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const next = (at + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length;
            setAt(next);
            document.getElementById(`found-${options[next]?.key}`)?.scrollIntoView({ block: 'nearest' });
          } else if (event.key === 'Enter' && !busy && chosen) open(chosen);
        }}
      />
      <div className="search-note" aria-live="polite">
        {error ? (
          <ErrorLine error={error} />
        ) : busy ? (
          t('kit.loading')
        ) : found === null ? (
          t('search.help')
        ) : options.length === 0 ? (
          <>
            <strong>{t('search.none', { text: typed.trim() })}</strong>
            <div>{t('search.noneHelp')}</div>
          </>
        ) : (
          <span className="between">
            <span>
              {groups.map((group) => t(`search.found.${group.key}`, { count: group.options.length })).join(' · ')}
            </span>
            <span className="keys-hint">{t('search.keys')}</span>
          </span>
        )}
      </div>
      {options.length > 0 ? (
        <div id="search-results" role="listbox" aria-label={t('search.label')} className="search-results">
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
            <div key={group.key} role="group" aria-labelledby={`found-${group.key}`} className="search-group">
              <div id={`found-${group.key}`} role="presentation" className="search-group-title">
                {t(`search.group.${group.key}`)}
              </div>
              {group.options.map((option) => (
                <div
                  key={option.key}
                  id={`found-${option.key}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={option === chosen}
                  className={option === chosen ? 'search-row chosen' : 'search-row'}
                  onMouseMove={() => setAt(options.indexOf(option))}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey) window.open(option.path, '_blank', 'noopener');
                    else open(option);
                  }}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') open(option);
                  }}
                >
                  {option.line}
                </div>
              ))}
              {group.more ? (
                <div role="presentation" className="search-more">
                  {t('search.more')}
                </div>
              ) : null}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function groupsOf(found: Found): OptionGroup[] {
  const groups: OptionGroup[] = [
    {
      key: 'people',
      more: found.people.more,
      options: found.people.found.map((person) => ({
        key: person.residentId,
        path: `/residents/${person.residentId}`,
        line: <FoundPersonLine person={person} />,
      })),
    },
    {
      key: 'households',
      more: found.households.more,
      options: found.households.found.map((household) => ({
        key: household.householdId,
        path: `/households/${household.householdId}`,
        line: <FoundHouseholdLine household={household} />,
      })),
    },
    {
      key: 'certificates',
      more: found.certificates.more,
      options: found.certificates.found.map((certificate) => ({
        key: certificate.certificateId,
        path: `/residents/${certificate.residentId}`,
        line: <FoundCertificateLine certificate={certificate} />,
      })),
    },
  ];
  return groups.filter((group) => group.options.length > 0);
}
