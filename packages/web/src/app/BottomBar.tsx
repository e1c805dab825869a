import { CheckSquareOutlined, PhoneOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { firstPage } from './navigation.ts';
import { useMe } from './session.ts';

/** Four thumbs wide: to do, search, visits, mine. */
export function BottomBar(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const { pathname } = useLocation();
  const works = me.permissions.includes('worklist.read');
  const entries = [
    {
      to: works ? '/' : firstPage(me.permissions),
      words: works ? 'app.phone.duties' : 'app.nav.admin',
      Icon: CheckSquareOutlined,
      show: true,
    },
    { to: '/search', words: 'app.phone.search', Icon: SearchOutlined, show: me.permissions.includes('resident.read') },
    { to: '/visits', words: 'app.phone.visits', Icon: PhoneOutlined, show: works },
    { to: '/account', words: 'app.phone.mine', Icon: UserOutlined, show: true },
  ];
  return (
    <nav className="bottom-bar" aria-label={t('app.phone.label')}>
      {entries
        .filter((entry) => entry.show)
        .map(({ to, words, Icon }) => (
          <Link
            key={to}
            to={to as '/'}
            className={pathname === to ? 'current' : ''}
            {...(pathname === to ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon aria-hidden />
            <span>{t(words)}</span>
          </Link>
        ))}
    </nav>
  );
}
