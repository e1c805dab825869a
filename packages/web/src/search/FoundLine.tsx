import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { FoundCertificate, FoundHousehold, FoundPerson } from '@renshe/domain/search/search.contract.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { MarkedText } from './MarkedText.tsx';

const none: readonly (readonly [number, number])[] = [];

/** A person with what tells two of the same name apart; the number or address only where it was found by it. */
export function FoundPersonLine(props: { person: FoundPerson }): ReactNode {
  const { t } = useTexts();
  const { person } = props;
  const marksOf = (...by: FoundPerson['by'][]) => (by.includes(person.by) ? person.marks : none);
  return (
    <span className="person-line">
      <strong>
        <MarkedText text={person.name} marks={marksOf('name', 'pinyin')} />
      </strong>
      <span>
        {t(`kit.sex.${person.sex}`)} · {t('kit.person.age', { count: person.age })}
      </span>
      <span className="figures">
        <MarkedText text={person.citizenIdMasked} marks={marksOf('citizen-id')} />
      </span>
      {person.by === 'phone' && person.phoneMasked ? (
        <span className="figures">
          <MarkedText text={person.phoneMasked} marks={person.marks} />
        </span>
      ) : null}
      <span>{shortAreaName(person.area.name)}</span>
      {person.by === 'address' ? (
        <span>
          <MarkedText text={person.address} marks={person.marks} />
        </span>
      ) : null}
    </span>
  );
}

export function FoundHouseholdLine(props: { household: FoundHousehold }): ReactNode {
  const { t } = useTexts();
  const { household } = props;
  return (
    <span className="person-line">
      <strong>
        {household.headName === null
          ? t('household.file.titlePlain')
          : t('household.file.title', { name: household.headName })}
      </strong>
      <span>{t('search.members', { count: household.memberCount })}</span>
      {household.number === '' ? null : (
        <span className="figures">
          <MarkedText text={household.number} marks={household.by === 'number' ? household.marks : none} />
        </span>
      )}
      <span>{shortAreaName(household.area.name)}</span>
      <span>
        <MarkedText text={household.address} marks={household.by === 'address' ? household.marks : none} />
      </span>
    </span>
  );
}

export function FoundCertificateLine(props: { certificate: FoundCertificate }): ReactNode {
  const { t } = useTexts();
  const { certificate } = props;
  return (
    <span className="person-line">
      <strong className="figures">
        <mark>{certificate.number}</mark>
      </strong>
      <span>{t(`issuing.status.${certificate.status}`)}</span>
      <span>{t('issuing.copy', { count: certificate.copyNumber })}</span>
      <span className="figures">{certificate.issuedOn}</span>
      <span>{certificate.residentName}</span>
      <span>{shortAreaName(certificate.area.name)}</span>
    </span>
  );
}
