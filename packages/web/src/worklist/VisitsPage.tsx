import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { DutyGroups } from './DutyGroups.tsx';

/** On the way with the phone: only the people to contact. */
export function VisitsPage(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <PageHeader title={t('worklist.visits')} note={t('worklist.visitsNote')} />
      <DutyGroups kind="unemployment-contact" />
    </>
  );
}
