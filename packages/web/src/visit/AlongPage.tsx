import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { daysBetween, maxDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { TakenPerson } from '@renshe/domain/visit/visit.contract.ts';
import { countingContactOf, findVisitGroup } from '@renshe/domain/visit/visit.policy.ts';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Drawer, Popconfirm } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { SignInForm } from '../account/SignInForm.tsx';
import { LookSwitches } from '../app/TopBar.tsx';
import { useNarrow } from '../app/use-narrow.ts';
import type { Photo } from '../attachment/shrink-photo.ts';
import { newKey } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { isPractice } from '../practice/practice-mode.ts';
import { AlongLists } from './AlongLists.tsx';
import { mayChange, mayRecordOn, ownerOf } from './along-owner.ts';
import { changeWithPhotos, keepWithPhotos, NotKept, readPhotos, takeBack } from './along-photos.ts';
import { watchForUpdate } from './along-service.ts';
import { canTakeAlong, isUnsent, type KeptPack, type OutboxRecord, wipePack } from './along-store.ts';
import { ConflictDrawer } from './ConflictDrawer.tsx';
import { ContactForm, type ContactWords } from './ContactForm.tsx';
import { forgetDraft } from './contact-draft.ts';
import { DueDay } from './DueDay.tsx';
import { Outbox } from './Outbox.tsx';
import { type Along, useAlong } from './use-along.ts';
import { whyDue } from './visit-words.ts';
import './along.css';
import './visit.css';
import '../account/account.css';

/** The office's day by the clock of the phone, never before the day of taking along: a clock that is behind would date a visit before it. */
function dayOn(pack: KeptPack['pack'] | undefined): PlainDate {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  return pack ? maxDate(day, pack.today) : day;
}

/** 带走的走访: works without network and without the server. Needs no session to be read; sending asks who is there. */
export function AlongPage(): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <header className="top-bar">
        <Link to="/" className="brand" search={{}}>
          {t('app.name')}
        </Link>
        <div className="top-space" />
        <LookSwitches />
      </header>
      <main id="content" className="along-page">
        {isPractice() ? (
          <Alert type="info" showIcon title={t('visit.along.notInPractice')} />
        ) : canTakeAlong() ? (
          <AlongContent />
        ) : (
          <Alert type="warning" showIcon title={t('visit.along.needsHttps')} />
        )}
      </main>
    </>
  );
}

function AlongContent(): ReactNode {
  const { t } = useTexts();
  const along = useAlong();
  const toast = useToast();
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  // With the list as it stood then: when its hours are over while somebody types, what is typed is still kept.
  const [recording, setRecording] = useState<{ person: TakenPerson; kept: KeptPack } | null>(null);
  const [editing, setEditing] = useState<{ record: OutboxRecord; photos: readonly Photo[] } | null>(null);
  const [comparing, setComparing] = useState<OutboxRecord | null>(null);
  const { kept, outbox } = along;
  const owner = ownerOf({ kept: kept ?? null, who: along.who });
  const accountId = owner?.accountId;
  const phone = { ...along, kept: kept ?? null };
  const recordingGoesOn = recording !== null && mayRecordOn(recording.kept, phone, Date.now());
  const editingGoesOn = editing !== null && mayChange(editing.record, phone);
  // Gone for good, not only out of sight: whoever comes back finds what was typed in the form when it is opened again.
  useEffect(() => {
    if (!recordingGoesOn) setRecording(null);
    if (!editingGoesOn) setEditing(null);
  }, [recordingGoesOn, editingGoesOn]);
  useEffect(() => {
    document.title = `${t('visit.along.title')} · ${t('app.name')}`;
  }, [t]);
  useEffect(() => watchForUpdate((run) => setTakeOver(() => run)), []);
  if (kept === undefined) return <p>{t('kit.loading')}</p>;
  const today = dayOn(kept?.pack);

  const record = async (person: TakenPerson, { owner }: KeptPack, words: ContactWords, photos: readonly Photo[]) => {
    const key = newKey();
    const made: OutboxRecord = {
      key,
      accountId: owner.accountId,
      at: new Date().toISOString(),
      state: 'waiting',
      why: null,
      person: pick(person),
      words,
      seen: { lastContactId: person.lastContact?.contactId ?? null, areaCode: person.area.code },
    };
    await keepWithPhotos(made, photos);
    forgetDraft(draftOf(owner, person));
    setRecording(null);
    toast.undo(t('visit.along.keptHere', { name: person.name }), () => takeBack(key));
  };
  const change = async (old: OutboxRecord, words: ContactWords, photos: readonly Photo[]) => {
    await changeWithPhotos(old.key, words, photos);
    forgetDraft(draftOfRecord(old));
    setEditing(null);
  };

  return (
    <>
      <header className="page-header">
        <div className="page-header-words">
          <h1>{t('visit.along.title')}</h1>
          <div className="page-note">
            {kept
              ? t('visit.along.until', { name: kept.owner.name, at: formatInstant(new Date(kept.until).toISOString()) })
              : t('visit.along.none')}
          </div>
        </div>
        <div className="page-header-actions">
          {along.online ? <Link to="/visits">{t('visit.along.back')}</Link> : null}
          {kept ? (
            <Popconfirm
              title={t('visit.along.wipeTitle')}
              okText={t('visit.along.wipe')}
              cancelText={t('kit.cancel')}
              onConfirm={() => wipePack()}
            >
              <Button>{t('visit.along.wipe')}</Button>
            </Popconfirm>
          ) : null}
        </div>
      </header>
      <Standing along={along} />
      {takeOver ? (
        <Alert
          className="along-alert"
          type="info"
          showIcon
          title={t('visit.along.update')}
          action={<Button onClick={takeOver}>{t('visit.along.takeOver')}</Button>}
        />
      ) : null}
      <Outbox
        records={outbox}
        doors={along.doors}
        today={today}
        owner={owner}
        unreachable={!along.online || along.end === 'no-network'}
        online={along.online}
        sending={along.sending}
        onSend={along.send}
        onEdit={(one) => void readPhotos(one.key).then((photos) => setEditing({ record: one, photos }))}
        onCompare={setComparing}
      />
      <AlongLists phone={phone} today={today}>
        {kept ? (
          <People kept={kept} outbox={outbox} today={today} onRecord={(person) => setRecording({ person, kept })} />
        ) : outbox.length + along.doors.length === 0 ? (
          <div className="card">
            <EmptyState title={t('visit.along.empty')} help={t('visit.along.emptyHelp')} />
          </div>
        ) : null}
      </AlongLists>
      {recording && recordingGoesOn ? (
        <FormDrawer
          kept={recording.kept}
          today={dayOn(recording.kept.pack)}
          person={recording.person}
          draftKey={draftOf(recording.kept.owner, recording.person)}
          onSubmit={(words, photos) => record(recording.person, recording.kept, words, photos)}
          onClose={() => setRecording(null)}
        />
      ) : null}
      {editing && editingGoesOn ? (
        <FormDrawer
          kept={kept}
          today={today}
          person={editing.record.person}
          draftKey={draftOfRecord(editing.record)}
          initial={editing.record.words}
          initialPhotos={editing.photos}
          onSubmit={(words, photos) => change(editing.record, words, photos)}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {comparing && comparing.accountId === accountId ? (
        <ConflictDrawer record={comparing} onClose={() => setComparing(null)} />
      ) : null}
    </>
  );
}

const draftOf = (owner: { accountId: string }, person: { residentId: string }) =>
  `along:${owner.accountId}:${person.residentId}`;
const draftOfRecord = ({ accountId, key }: OutboxRecord) => `along:${accountId}:record:${key}`;
const pick = ({ residentId, name, group, dutyKind }: TakenPerson) => ({ residentId, name, group, dutyKind });

/** With or without network, and what keeps records from being sent. */
function Standing(props: { along: Along }): ReactNode {
  const { t } = useTexts();
  const { online, end, outbox, doors, send } = props.along;
  const unsaved = [...outbox, ...doors].some((record) => record.state !== 'saved');
  const unsent = [...outbox, ...doors].some(isUnsent);
  if (!online)
    return <Alert className="along-alert" type="warning" showIcon role="status" title={t('visit.along.offline')} />;
  if (end === 'signed-out' && unsaved)
    return (
      <section className="card" aria-labelledby="sign-in">
        <h2 id="sign-in">{t('visit.along.signInTitle')}</h2>
        <p className="quiet">{t('visit.along.signedOut')}</p>
        <SignInForm login="" onSignedIn={send} />
      </section>
    );
  if (end === 'somebody-else' && unsent)
    return <Alert className="along-alert" type="warning" showIcon title={t('visit.along.somebodyElse')} />;
  if (end === 'no-network' && unsent)
    return <Alert className="along-alert" type="warning" showIcon role="status" title={t('visit.along.unreachable')} />;
  return null;
}

function People(props: {
  kept: KeptPack;
  outbox: readonly OutboxRecord[];
  today: PlainDate;
  onRecord: (person: TakenPerson) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { pack } = props.kept;
  const own = props.outbox.filter((record) => record.accountId === props.kept.owner.accountId);
  const recorded = new Set(own.map((record) => record.person.residentId));
  if (pack.people.length === 0)
    return (
      <div className="card">
        <EmptyState title={t('visit.empty')} help={t('visit.along.emptyHelp')} />
      </div>
    );
  return (
    <section className="card" aria-labelledby="people">
      <h2 id="people">{t('visit.along.people', { count: pack.people.length })}</h2>
      {pack.left > 0 ? <p className="quiet">{t('visit.along.left', { count: pack.left })}</p> : null}
      <ul className="along-people">
        {pack.people.map((person) => {
          const days = daysBetween(props.today, person.dueOn);
          const level = findVisitGroup(person.group)?.level;
          const others = person.household.filter((member) => member.name !== person.name);
          return (
            <li key={person.residentId} className={recorded.has(person.residentId) ? 'recorded' : ''}>
              <div className="along-words">
                <div>
                  <b>{person.name}</b>
                  {person.sex === null ? null : (
                    <span className="visit-who">
                      {t(`kit.sex.${person.sex}`)} {person.age}
                    </span>
                  )}{' '}
                  <DueDay row={{ overdueDays: Math.max(0, -days) }} days={days} />
                  {recorded.has(person.residentId) ? (
                    <span className="state-word saved"> {t('visit.along.recorded')}</span>
                  ) : null}
                </div>
                <div className={level ? `duty-why level-${level}` : 'duty-why'}>
                  {whyDue(person, pack, t, language)}
                </div>
                <div>
                  {person.address} <span className="figures">{person.phoneMasked}</span>
                </div>
                <div className="quiet">
                  {person.lastContact
                    ? t('contact.record.last', {
                        on: person.lastContact.on,
                        outcome: codeName(contactOutcomes, person.lastContact.outcome, language),
                      })
                    : t('contact.record.never')}
                </div>
                {others.length === 0 ? null : (
                  <div className="quiet">
                    {t('visit.along.household')}{' '}
                    {others
                      .map((member) => `${member.name} (${codeName(familyRelations, member.relation, language)})`)
                      .join(language === 'zh' ? '、' : ', ')}
                  </div>
                )}
              </div>
              <Button
                size="large"
                aria-label={`${t('visit.along.record')}: ${person.name}`}
                onClick={() => props.onRecord(person)}
              >
                {t('visit.along.record')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function FormDrawer(props: {
  kept: KeptPack | null;
  today: PlainDate;
  person: OutboxRecord['person'];
  draftKey: string;
  initial?: ContactWords;
  initialPhotos?: readonly Photo[];
  /** Resolves when it is on the disk. */
  onSubmit: (words: ContactWords, photos: readonly Photo[]) => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const { person, initial, initialPhotos } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (words: ContactWords, photos: readonly Photo[]) => {
    setBusy(true);
    setError(null);
    try {
      await props.onSubmit(words, photos);
    } catch (thrown) {
      const why = (thrown as Error).message;
      setError(thrown instanceof NotKept ? why : t('visit.along.notKept', { why }));
      setBusy(false);
    }
  };
  return (
    <Drawer
      open
      size={narrow ? '100%' : 520}
      title={<h2 className="drawer-title">{t('contact.record.title', { name: person.name })}</h2>}
      onClose={props.onClose}
      maskClosable={false}
      destroyOnHidden
    >
      <ContactForm
        row={person}
        // Without the list the rule is not known any more: no next day is offered.
        rule={props.kept?.pack ?? { policy: [], contactMonths: 1 }}
        today={props.today}
        way={countingContactOf(person.dutyKind) === 'visit' ? 'visit' : 'phone'}
        submitLabel={t('visit.along.keep')}
        draftKey={props.draftKey}
        busy={busy}
        error={error}
        onSubmit={(words, photos) => void submit(words, photos)}
        {...(initial ? { initial } : {})}
        {...(initialPhotos ? { initialPhotos } : {})}
      />
    </Drawer>
  );
}
