import {
  AppstoreOutlined,
  BarChartOutlined,
  BookOutlined,
  CheckSquareOutlined,
  DownOutlined,
  HomeOutlined,
  LineChartOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Link, useLocation } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { entryOf, type NavigationEntry, visibleEntries } from './navigation.ts';
import { useMe } from './session.ts';

const icons: Record<string, ComponentType> = {
  worklist: CheckSquareOutlined,
  residents: TeamOutlined,
  households: HomeOutlined,
  ledgers: BookOutlined,
  business: AppstoreOutlined,
  reporting: BarChartOutlined,
  statistics: LineChartOutlined,
  admin: SettingOutlined,
};

export function LeftColumn(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  return (
    <nav className="left-column" aria-label={t('app.nav.label')}>
      <NavigationList entries={visibleEntries(me.permissions)} />
    </nav>
  );
}

/** The entries as plain links; a group opens under its word and is open where one is. */
export function NavigationList(props: { entries: readonly NavigationEntry[] }): ReactNode {
  return (
    <ul className="nav-list">
      {props.entries.map((entry) =>
        entry.children ? (
          <NavigationGroup key={entry.key} entry={entry} />
        ) : (
          <NavigationLink key={entry.key} entry={entry} />
        ),
      )}
    </ul>
  );
}

function NavigationLink(props: { entry: NavigationEntry }): ReactNode {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const { entry } = props;
  const Icon = icons[entry.key];
  const current = entryOf(pathname) === entry.key;
  return (
    <li>
      <Link
        to={entry.to as '/'}
        className={current ? 'nav-link current' : 'nav-link'}
        {...(current ? { 'aria-current': 'page' } : {})}
      >
        {Icon ? <Icon aria-hidden /> : null}
        <span>{t(`app.nav.${entry.words}`)}</span>
      </Link>
    </li>
  );
}

function NavigationGroup(props: { entry: NavigationEntry }): ReactNode {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const { entry } = props;
  const Icon = icons[entry.key];
  const inside = entry.children?.some((child) => child.key === entryOf(pathname)) ?? false;
  // Closed until it is wanted: all groups open do not fit on a screen of 768 lines.
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        className="nav-link nav-group"
        aria-expanded={open || inside}
        onClick={() => setOpen(!open)}
      >
        {Icon ? <Icon aria-hidden /> : null}
        <span>{t(`app.nav.${entry.words}`)}</span>
        <DownOutlined aria-hidden className={open || inside ? 'nav-arrow open' : 'nav-arrow'} />
      </button>
      {open || inside ? (
        <ul className="nav-list nested">
          {entry.children?.map((child) => (
            <NavigationLink key={child.key} entry={child} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
