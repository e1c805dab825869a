import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchBox } from './SearchBox.tsx';

/** The search as a page of its own, for phones. */
export function SearchPage(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <PageHeader title={t('search.title')} />
      <section className="card">
        <SearchBox />
      </section>
    </>
  );
}
