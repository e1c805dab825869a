import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import type { ResidentAction } from '@renshe/domain/resident/resident.actions.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { dutyWords, flagWords } from './declared-words.ts';
import { StatusChips } from './StatusChips.tsx';

interface SideProps {
  file: ResidentFileView;
  /** Whether the server allows an action now; buttons of refused ones are not drawn here, the menu explains them. */
  may: (action: ResidentAction) => boolean;
  onAction: (action: ResidentAction, recordId?: string) => void;
}

/** What an open duty is done with. */
const dutyActions: Readonly<Record<string, ResidentAction>> = {
  'unemployment-contact': 'contact.record',
  'risk-visit': 'contact.record',
  'follow-up-contact': 'contact.record',
  'no-contact-warning': 'contact.record',
  'no-contact-proposal': 'unemployment.deregister',
  'certificate-issue': 'certificate.issue',
  'eligibility-confirmation': 'retiree.confirm',
  'deregistration-proposal': 'unemployment.deregister',
};

export function DutiesCard(props: SideProps): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const open = props.file.duties
    .filter((duty) => duty.doneOn === null && duty.appearsOn <= today)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  return (
    <section className="file-card">
      <header>
        <h2>{t('resident.file.duties')}</h2>
      </header>
      {open.length === 0 ? (
        <p className="quiet">{t('resident.file.noDuties')}</p>
      ) : (
        <ul className="duties">
          {open.map((duty) => {
            const action = dutyActions[duty.kind] ?? (duty.kind.startsWith('service-') ? 'contact.record' : undefined);
            return (
              <li key={`${duty.kind}-${duty.anchor}`}>
                <div>
                  <span>{dutyWords(duty.kind, language, t).name}</span>
                  <DueWords dueOn={duty.dueOn} overdueDays={duty.overdueDays} today={today} />
                </div>
                {action && props.may(action) ? (
                  <Button size="small" onClick={() => props.onAction(action)}>
                    {t(`resident.action.${action}`)}
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function DueWords(props: { dueOn: string; overdueDays: number; today: string }): ReactNode {
  const { t } = useTexts();
  const due = t('resident.file.dueOn', { on: props.dueOn });
  if (props.overdueDays > 0) {
    return (
      <small className="overdue">
        {t('resident.file.overdue', { count: props.overdueDays })} · {due}
      </small>
    );
  }
  return <small className="quiet">{props.dueOn === props.today ? t('resident.file.dueToday') : due}</small>;
}

/** Flags with the article that each rests on: what the person may be entitled to, never a decision. */
export function EntitlementsCard(props: { file: ResidentFileView }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const { flags } = props.file.status;
  return (
    <section className="file-card">
      <header>
        <h2>{t('resident.file.entitlements')}</h2>
      </header>
      {flags.length === 0 ? (
        <p className="quiet">{t('resident.file.noEntitlements')}</p>
      ) : (
        <ul className="entitlements">
          {flags.map((flag) => {
            const words = flagWords(flag.kind, language, t);
            return (
              <li key={flag.kind}>
                <span>{words.name}</span>
                <small className="quiet">
                  {t(flag.fromOn > today ? 'resident.file.from' : 'resident.file.since', { on: flag.fromOn })}
                </small>
                {words.source ? (
                  <small className="quiet">{t('resident.file.basis', { source: words.source })}</small>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

export function HouseholdCard(props: { file: ResidentFileView }): ReactNode {
  const { t, language } = useTexts();
  const { household, residentId } = props.file;
  return (
    <section className="file-card">
      <header>
        <h2>{t('resident.file.household')}</h2>
        {household ? (
          <Link to="/households/$householdId" params={{ householdId: household.householdId }}>
            {t('resident.file.openHousehold')}
          </Link>
        ) : null}
      </header>
      {household === null ? (
        <p className="quiet">{t('resident.file.noHousehold')}</p>
      ) : (
        <ul className="members">
          {household.members
            .filter((member) => member.toOn === null)
            .map((member) => (
              <li key={member.residentId}>
                <div>
                  {member.inScope && member.residentId !== residentId ? (
                    <Link to="/residents/$residentId" params={{ residentId: member.residentId }}>
                      {member.name}
                    </Link>
                  ) : (
                    <span>{member.name}</span>
                  )}
                  <small className="quiet">
                    {codeName(familyRelations, member.relation, language)}
                    {member.inScope ? ` · ${t('resident.field.ageYears', { age: member.age })}` : ''}
                  </small>
                </div>
                {member.inScope ? (
                  <StatusChips status={member.status} person={member} short />
                ) : (
                  <small className="quiet">{t('resident.file.outside')}</small>
                )}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}

export function CertificatesCard(props: SideProps): ReactNode {
  const { t } = useTexts();
  const print = useFile(certificateContracts.print);
  const { certificates, residentId } = props.file;
  const sorted = certificates.toSorted((a, b) => b.copyNumber - a.copyNumber);
  return (
    <section className="file-card">
      <header>
        <h2>{t('resident.file.certificates')}</h2>
        {certificates.every((c) => c.status !== 'valid') && props.may('certificate.issue') ? (
          <Button size="small" onClick={() => props.onAction('certificate.issue')}>
            {t('resident.action.certificate.issue')}
          </Button>
        ) : null}
      </header>
      {sorted.length === 0 ? (
        <p className="quiet">{t('resident.file.noCertificates')}</p>
      ) : (
        <ul className="certificates">
          {sorted.map((certificate) => {
            const { certificateId } = certificate;
            const others = (['certificate.reissue', 'certificate.void'] as const).filter((action) => props.may(action));
            return (
              <li key={certificateId}>
                <div className="certificate-line">
                  <span className="figures certificate-number">{certificate.number}</span>
                  <Tag color={certificate.status === 'valid' ? 'success' : 'default'} variant="outlined">
                    {t(`issuing.status.${certificate.status}`)}
                  </Tag>
                </div>
                <small className="quiet">
                  {t('issuing.copy', { count: certificate.copyNumber })} · {t('issuing.issuedOn')}{' '}
                  {certificate.issuedOn}
                </small>
                {certificate.status === 'valid' ? (
                  <div className="certificate-tools">
                    {props.may('certificate.print') ? (
                      <Button
                        size="small"
                        loading={print.busy}
                        onClick={() => void print.print({ params: { residentId, certificateId } })}
                      >
                        {t('issuing.print')}
                      </Button>
                    ) : null}
                    {others.map((action) => (
                      <Button
                        key={action}
                        size="small"
                        danger={action === 'certificate.void'}
                        onClick={() => props.onAction(action, certificateId)}
                      >
                        {t(`resident.action.${action}`)}
                      </Button>
                    ))}
                  </div>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

export function AbilityCard(props: SideProps): ReactNode {
  const { t } = useTexts();
  const { able, willing } = props.file;
  return (
    <section className="file-card">
      <header>
        <h2>{t('resident.file.ability')}</h2>
        {props.may('resident.record-ability') ? (
          <Button size="small" onClick={() => props.onAction('resident.record-ability')}>
            {t('resident.file.recordAbility')}
          </Button>
        ) : null}
      </header>
      {able === null || willing === null ? (
        <p className="quiet">{t('resident.file.abilityUnknown')}</p>
      ) : (
        <p>
          {t(able ? 'resident.file.able' : 'resident.file.unable')} ·{' '}
          {t(willing ? 'resident.file.willing' : 'resident.file.unwilling')}
        </p>
      )}
    </section>
  );
}
