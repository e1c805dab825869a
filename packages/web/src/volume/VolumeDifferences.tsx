import { type VolumeLedger, type VolumeTable, volumeContracts } from '@renshe/domain/volume/volume.contract.ts';
import { Link } from '@tanstack/react-router';
import { Drawer, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** The people behind a difference: in which parts each is counted, and why that is not once. */
export function VolumeDifferences(props: { table: VolumeTable; ledger: VolumeLedger; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const { table, ledger } = props;
  const read = useRead(volumeContracts.differences, {
    query: { area: table.area.code, period: table.period, ledger: ledger.ledger },
  });
  return (
    <Drawer
      open
      onClose={props.onClose}
      size={480}
      title={<h2 className="drawer-title">{t('volume.differencesTitle', { ledger: ledger[language] })}</h2>}
    >
      {read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data === undefined ? (
        <Skeleton active />
      ) : (
        <>
          <p>{t('volume.differencesCount', { count: read.data.count })}</p>
          <ul className="volume-people">
            {read.data.people.map((one) => (
              <li key={one.subjectId}>
                {one.inScope ? (
                  one.subjectKind === 'household' ? (
                    <Link to="/households/$householdId" params={{ householdId: one.subjectId }}>
                      {one.name || t('volume.unnamed')}
                    </Link>
                  ) : (
                    <Link to="/residents/$residentId" params={{ residentId: one.subjectId }}>
                      {one.name || t('volume.unnamed')}
                    </Link>
                  )
                ) : (
                  <strong>{one.name}</strong>
                )}
                <p>{t(`volume.reason.${one.reason}`)}</p>
                <p className="quiet">
                  {one.parts.length > 0 ? t('volume.countedIn', { parts: one.parts.join(t('volume.and')) }) : ''}
                  {one.parts.length > 0 && one.lives ? ' · ' : ''}
                  {one.lives ? t('volume.lives', { area: one.lives }) : ''}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Drawer>
  );
}
