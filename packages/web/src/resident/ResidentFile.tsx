import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { ResidentAction } from '@renshe/domain/resident/resident.actions.ts';
import {
  type ResidentFileView,
  residentContracts,
  type TimelineEntry,
} from '@renshe/domain/resident/resident.contract.ts';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { AttachmentCard } from '../attachment/AttachmentCard.tsx';
import { VoidContactDrawer } from '../contact/VoidContactDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { type MoreAction, MoreMenu, PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { RemarkCard, RemarkOnEvent, RemarksOfFile } from '../remark/RemarkCard.tsx';
import { aboutOfEntry, useRemarkedFile } from '../remark/remarked-file.ts';
import { RetireeCard } from '../retiree/RetireeCard.tsx';
import { articleWords } from './article-words.ts';
import { ResidentFieldHistory } from './FieldHistory.tsx';
import { dangerousActions, menuActions, ResidentActionForm } from './ResidentActionForm.tsx';
import { ResidentDetails } from './ResidentDetails.tsx';
import { AbilityCard, CertificatesCard, DutiesCard, EntitlementsCard, HouseholdCard } from './ResidentSide.tsx';
import { ResidentTimeline } from './ResidentTimeline.tsx';
import { StatusChips } from './StatusChips.tsx';
import './resident.css';

/** Forms over records offer a choice in the timeline; there the record is known. */
const recordActions: Readonly<Record<string, readonly ResidentAction[]>> = {
  'unemployment-registered': ['unemployment.change', 'unemployment.void'],
  'unemployment-deregistered': ['unemployment.reverse'],
  'employment-registered': ['employment.change', 'employment.end', 'employment.void'],
  'policy-benefit-recorded': ['policy.end-benefit', 'policy.void-benefit'],
  'retiree-care-taken': ['retiree.change-care', 'retiree.end-care', 'retiree.void-care'],
  'certificate-issued': ['certificate.reissue', 'certificate.void'],
  'certificate-reissued': ['certificate.reissue', 'certificate.void'],
};

/** Done where they stand, so not in the menu. */
const inPlace: ReadonlySet<ResidentAction> = new Set<ResidentAction>(['resident.change', 'certificate.print']);

/** 档案: everything about a person, in a page of its own or in a drawer over the list. */
export function ResidentFile(props: {
  file: ResidentFileView;
  inDrawer?: boolean;
  headExtra?: ReactNode;
  /** The form to open with, when it is allowed. */
  startWith?: string | undefined;
  /** The field of the personal data to open for editing. */
  startField?: string | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const { file } = props;
  const actions = menuActions(file.allowedActions);
  const [form, setForm] = useState<{ action: ResidentAction; recordId?: string; file: ResidentFileView } | null>(() => {
    const first = actions.find((one) => one.action === props.startWith && one.allowed && !inPlace.has(one.action));
    return first && first.action !== 'resident.print-card' ? { action: first.action, file } : null;
  });
  const card = useFile(residentContracts.printCard);
  const may = (action: ResidentAction) => actions.some((one) => one.action === action && one.allowed);
  const start = (action: ResidentAction, recordId?: string) => {
    if (action === 'resident.print-card') void card.print({ params: { residentId: file.residentId } });
    else setForm({ action, file, ...(recordId ? { recordId } : {}) });
  };
  const primary = actions.find((one) => one.primary && one.allowed && !inPlace.has(one.action));
  const menu: MoreAction[] = actions
    .filter((one) => one !== primary && !inPlace.has(one.action))
    // What can be done stands first, then what takes something away, then what cannot be done now.
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((one) => ({
      key: one.action,
      label: t(`resident.action.${one.action}`),
      danger: dangerousActions.has(one.action),
      refused: one.allowed ? undefined : refusalOf(one.reasons, language, t('resident.file.refused')),
      onClick: () => start(one.action),
    }));
  const remarked = useRemarkedFile('resident', file.residentId, file.timeline);
  const actionsOf = (entry: TimelineEntry) => {
    const about = aboutOfEntry(entry);
    return (
      <>
        <EntryActions entry={entry} file={file} may={may} onAction={start} />
        {about ? <RemarkOnEvent about={about} /> : null}
      </>
    );
  };
  const tools = (
    <>
      {primary ? (
        <Button type="primary" onClick={() => start(primary.action)}>
          {t(`resident.action.${primary.action}`)}
        </Button>
      ) : null}
      {menu.length > 0 ? <MoreMenu actions={menu} label={t('resident.file.more')} /> : null}
    </>
  );
  return (
    <RemarksOfFile file={remarked}>
      <article className={props.inDrawer ? 'resident-file in-drawer' : 'resident-file'}>
        {props.inDrawer ? (
          <header className="page-header">
            <div className="page-header-words">
              <h2 className="file-name">{file.name}</h2>
              <FileHead file={file} />
            </div>
            <div className="page-header-actions">{tools}</div>
          </header>
        ) : (
          <PageHeader
            title={file.name}
            note={<FileHead file={file} />}
            primary={tools}
            makesNew={primary !== undefined}
          />
        )}
        {props.headExtra}
        {file.endedOn ? (
          <Alert
            type="info"
            showIcon
            className="file-ended"
            title={t('resident.file.ended', {
              on: file.endedOn,
              reason: t(`resident.end.${file.endReason ?? 'unknown'}`),
            })}
          />
        ) : null}
        <div className="file-columns">
          <div className="file-main">
            <section className="file-card">
              <header>
                <h2>{t('resident.file.timeline')}</h2>
              </header>
              <ResidentTimeline
                entries={file.timeline}
                actionsOf={actionsOf}
                emptyText={t('resident.file.timelineEmpty')}
              />
            </section>
          </div>
          <div className="file-side">
            <DutiesCard file={file} may={may} onAction={start} />
            <RemarkCard file={remarked} />
            <EntitlementsCard file={file} />
            <HouseholdCard file={file} />
            <RetireeCard file={file} may={may} onAction={start} />
            <CertificatesCard file={file} may={may} onAction={start} />
            <AttachmentCard owner={{ residentId: file.residentId, name: file.name }} />
            <AbilityCard file={file} may={may} onAction={start} />
            <ResidentDetails file={file} mayEdit={may('resident.change')} startField={props.startField} />
          </div>
        </div>
        {form ? (
          <ResidentActionForm
            key={`${form.action}:${form.recordId ?? ''}`}
            action={form.action}
            file={form.file}
            recordId={form.recordId}
            onClose={() => setForm(null)}
          />
        ) : null}
      </article>
    </RemarksOfFile>
  );
}

function rankOf(one: { action: string; allowed: boolean }): number {
  return one.allowed ? (dangerousActions.has(one.action) ? 1 : 0) : 2;
}

function refusalOf(
  reasons: readonly { zh: string; en: string; article: string }[],
  language: 'zh' | 'en',
  fallback: string,
): string {
  if (reasons.length === 0) return fallback;
  return reasons
    .map((reason) => {
      const article = articleWords(reason.article, language);
      if (article === '') return reason[language];
      return language === 'zh' ? `${reason.zh}（${article}）` : `${reason.en} (${article})`;
    })
    .join(' ');
}

/** Sex, age, numbers, address and what the person is today. */
function FileHead(props: { file: ResidentFileView }): ReactNode {
  const { t } = useTexts();
  const { file } = props;
  return (
    <>
      <div className="file-facts">
        <span>
          {t(`resident.sex.${file.sex}`)} · {t('resident.field.ageYears', { age: file.age })} ·{' '}
          <span className="figures">{file.birthOn}</span>
        </span>
        <span>
          <span className="quiet">{t('resident.field.citizenId')}</span>{' '}
          <MaskedValue residentId={file.residentId} what="citizenId" masked={file.citizenIdMasked} />
          <ResidentFieldHistory residentId={file.residentId} field="citizenId" present={file.citizenIdMasked} />
        </span>
        <span>
          {file.phoneMasked === null ? (
            <span className="quiet">{t('resident.file.noPhone')}</span>
          ) : (
            <>
              <span className="quiet">{t('resident.field.phone')}</span>{' '}
              <MaskedValue residentId={file.residentId} what="phone" masked={file.phoneMasked} />
            </>
          )}
        </span>
        <span>
          {shortAreaName(file.area.name)}
          <ResidentFieldHistory residentId={file.residentId} field="area" present={file.area.pathName} /> ·{' '}
          {file.address || t('resident.file.noAddress')}
        </span>
        {file.statutoryRetirementOn ? (
          <span>
            <span className="quiet">{t('resident.field.statutoryRetirementOn')}</span>{' '}
            <span className="figures">{file.statutoryRetirementOn}</span>
          </span>
        ) : null}
      </div>
      <StatusChips status={file.status} person={file} endedOn={file.endedOn} endReason={file.endReason} />
    </>
  );
}

/** The acts on the record of one line: a contact is voided here, a registration corrected or reversed. */
function EntryActions(props: {
  entry: TimelineEntry;
  file: ResidentFileView;
  may: (action: ResidentAction) => boolean;
  onAction: (action: ResidentAction, recordId?: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const [voiding, setVoiding] = useState(false);
  const { entry, file } = props;
  const { recordId } = entry;
  if (recordId === null) return null;
  if (entry.kind === 'contact-recorded') {
    if (!props.may('contact.record')) return null;
    return (
      <>
        <Button size="small" danger onClick={() => setVoiding(true)}>
          {t('contact.void.submit')}
        </Button>
        {voiding ? <VoidContactDrawer file={file} recordId={recordId} onClose={() => setVoiding(false)} /> : null}
      </>
    );
  }
  const offered = (recordActions[entry.kind] ?? []).filter(
    (action) => props.may(action) && concerns(action, file, recordId),
  );
  if (offered.length === 0) return null;
  return (
    <div className="entry-actions">
      {offered.map((action) => (
        <Button
          key={action}
          size="small"
          danger={dangerousActions.has(action)}
          onClick={() => props.onAction(action, recordId)}
        >
          {t(`resident.action.${action}`)}
        </Button>
      ))}
    </div>
  );
}

/** An action fits the record's present state: only what goes on can be ended, only the last ended one reversed. */
function concerns(action: ResidentAction, file: ResidentFileView, recordId: string): boolean {
  const registration = file.registrations.find((r) => r.registrationId === recordId);
  const employment = file.employments.find((e) => e.employmentId === recordId);
  const certificate = file.certificates.find((c) => c.certificateId === recordId);
  switch (action) {
    case 'unemployment.change':
      return registration?.endedOn === null;
    case 'unemployment.reverse': {
      const last = file.registrations.toSorted((a, b) => (a.registeredOn > b.registeredOn ? -1 : 1))[0];
      return last?.registrationId === recordId && last.endedOn !== null;
    }
    case 'employment.end':
      return employment?.endedOn === null;
    case 'certificate.reissue':
    case 'certificate.void':
      return certificate?.status === 'valid';
    case 'policy.end-benefit':
      return file.policyBenefits.some((one) => one.benefitId === recordId && one.toOn === null);
    case 'policy.void-benefit':
      return file.policyBenefits.some((one) => one.benefitId === recordId);
    case 'retiree.change-care':
    case 'retiree.end-care':
    case 'retiree.void-care':
      return file.retireeCare.some((one) => one.careId === recordId && one.endedOn === null);
    default:
      return registration !== undefined || employment !== undefined;
  }
}
