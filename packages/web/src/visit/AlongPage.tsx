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
import { newKey } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { watchForUpdate } from './along-service.ts';
import {
  canTakeAlong,
  dropRecord,
  type KeptPack,
  keepRecord,
  type OutboxRecord,
  readOutbox,
  wipePack,
} from './along-store.ts';
import { ConflictDrawer } from './ConflictDrawer.tsx';
import { ContactForm, type ContactWords } from './ContactForm.tsx';
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
        {canTakeAlong() ? <AlongContent /> : <Alert type="warning" showIcon title={t('visit.along.needsHttps')} />}
      </main>
    </>
  );
}

function AlongContent(): ReactNode {
  const { t } = useTexts();
  const along = useAlong();
  const toast = useToast();
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  const [recording, setRecording] = useState<TakenPerson | null>(null);
  const [editing, setEditing] = useState<OutboxRecord | null>(null);
  const [comparing, setComparing] = useState<OutboxRecord | null>(null);
  const { kept, outbox } = along;
  useEffect(() => {
    document.title = `${t('visit.along.title')} · ${t('app.name')}`;
  }, [t]);
  useEffect(() => watchForUpdate((run) => setTakeOver(() => run)), []);
  if (kept === undefined) return <p>{t('kit.loading')}</p>;
  const today = dayOn(kept?.pack);

  const record = async (person: TakenPerson, words: ContactWords) => {
    const key = newKey();
    await keepRecord({
      key,
      accountId: kept!.owner.accountId,
      at: new Date().toISOString(),
      state: 'waiting',
      why: null,
      person: pick(person),
      words,
      seen: { lastContactId: person.lastContact?.contactId ?? null, areaCode: person.area.code },
    });
    setRecording(null);
    toast.undo(t('visit.along.keptHere', { name: person.name }), async () => {
      const still = (await readOutbox()).find((one) => one.key === key);
      // Sent meanwhile: taken back on the file, like any other contact.
      if (still?.state !== 'waiting') throw new Error(t('visit.along.tooLate'));
      await dropRecord(key);
    });
  };
  const change = async (old: OutboxRecord, words: ContactWords) => {
    await keepRecord({ ...old, words, state: 'waiting', why: null });
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
        accountId={kept?.owner.accountId}
        online={along.online}
        sending={along.sending}
        onSend={along.send}
        onEdit={setEditing}
        onCompare={setComparing}
      />
      {kept ? (
        <People kept={kept} outbox={outbox} today={today} onRecord={setRecording} />
      ) : outbox.length === 0 ? (
        <div className="card">
          <EmptyState title={t('visit.along.empty')} help={t('visit.along.emptyHelp')} />
        </div>
      ) : null}
      {recording && kept ? (
        <FormDrawer
          kept={kept}
          today={today}
          person={recording}
          onSubmit={(words) => void record(recording, words)}
          onClose={() => setRecording(null)}
        />
      ) : null}
      {editing ? (
        <FormDrawer
          kept={kept}
          today={today}
          person={editing.person}
          initial={editing.words}
          onSubmit={(words) => void change(editing, words)}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {comparing ? <ConflictDrawer record={comparing} onClose={() => setComparing(null)} /> : null}
    </>
  );
}

const pick = ({ residentId, name, group, dutyKind }: TakenPerson) => ({ residentId, name, group, dutyKind });

/** With or without network, and what keeps records from being sent. */
function Standing(props: { along: Along }): ReactNode {
  const { t } = useTexts();
  const { online, end, outbox, send } = props.along;
  const unsent = outbox.some((record) => record.state === 'waiting' || record.state === 'sending');
  if (!online)
    return <Alert className="along-alert" type="warning" showIcon role="status" title={t('visit.along.offline')} />;
  if (end === 'signed-out' && unsent)
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
  const recorded = new Set(props.outbox.map((record) => record.person.residentId));
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
  initial?: ContactWords;
  onSubmit: (words: ContactWords) => void;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const { person, initial } = props;
  return (
    <Drawer
      open
      size={narrow ? '100%' : 520}
      title={<h2 className="drawer-title">{t('contact.record.title', { name: person.name })}</h2>}
      onClose={props.onClose}
      destroyOnHidden
    >
      <ContactForm
        row={person}
        // Without the list the rule is not known any more: no next day is offered.
        rule={props.kept?.pack ?? { policy: [], contactMonths: 1 }}
        today={props.today}
        way={countingContactOf(person.dutyKind) === 'visit' ? 'visit' : 'phone'}
        submitLabel={t('visit.along.keep')}
        busy={false}
        error={null}
        onSubmit={props.onSubmit}
        {...(initial ? { initial } : {})}
      />
    </Drawer>
  );
}
