import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import type { VisitRow } from '@renshe/domain/visit/visit.contract.ts';
import { countingContactOf } from '@renshe/domain/visit/visit.policy.ts';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { bringVisitPhoto } from '../attachment/send-photo.ts';
import type { Photo } from '../attachment/shrink-photo.ts';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { useToast } from '../kit/toast.ts';
import { readKey, useCommand } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { ContactForm, type ContactWords } from './ContactForm.tsx';
import { forgetDraft } from './contact-draft.ts';
import { type VisitRule, whyDue } from './visit-words.ts';

/** 记录走访 over the list: who, why, the last time; after saving the next person stands there. */
export function RecordVisitDrawer(props: {
  row: VisitRow & { residentId: string };
  rule: VisitRule;
  onDone: () => void;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { row } = props;
  const today = useToday();
  const narrow = useNarrow();
  const toast = useToast();
  const client = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  /** How many photos are on their way, with their visit or after it. */
  const [sending, setSending] = useState(0);
  const { run, isPending } = useCommand(contactContracts.record, { invalidates: readsOfPeople });
  const params = { residentId: row.residentId };
  const draftKey = `visit:${useMe().accountId}:${row.residentId}`;

  const { modal } = App.useApp();
  const asking = useRef<{ destroy: () => void }>(null);
  const closed = useRef(false);
  /** Saved, but some of its photos are not there yet. */
  const [open, setOpen] = useState<{ contactId: string; photos: readonly Photo[] } | null>(null);

  const submit = async (words: ContactWords, photos: readonly Photo[]) => {
    setError(null);
    setSending(photos.length);
    try {
      const { contactId } = await run({ params, body: words });
      forgetDraft(draftKey);
      await sendPhotos(contactId, photos);
    } catch (thrown) {
      setSending(0);
      setError((thrown as Error).message);
    }
  };
  /** One after the other; those that did not get through stay with the reason. */
  const sendPhotos = async (contactId: string, photos: readonly Photo[]) => {
    setSending(photos.length);
    setError(null);
    const left: Photo[] = [];
    for (const photo of photos) {
      try {
        await bringVisitPhoto({ ...params, contactId }, photo);
      } catch (thrown) {
        left.push(photo);
        setError((thrown as Error).message);
      }
    }
    setSending(0);
    if (left.length > 0) setOpen({ contactId, photos: left });
    else finish(contactId);
  };
  /** Photos that are not sent live in this form alone: closing it loses them, and so it asks. */
  const close = () => {
    const count = sending || open?.photos.length || 0;
    const goAway = () => {
      closed.current = true;
      props.onClose();
    };
    if (count === 0) return goAway();
    asking.current = modal.confirm({
      title: t('visit.photos.closeTitle', { count }),
      content: t('visit.photos.closeText'),
      okText: t('visit.photos.without'),
      okButtonProps: { danger: true },
      cancelText: t('visit.photos.stay'),
      onOk: goAway,
    });
  };
  const finish = (contactId: string) => {
    asking.current?.destroy();
    toast.undo(t('contact.record.done', { name: row.name }), async () => {
      const body = { why: t('resident.undoReason') };
      await call(contactContracts.void, { params: { ...params, contactId }, body });
      await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
    });
    if (!closed.current) props.onDone();
  };

  return (
    <Drawer
      open
      size={narrow ? '100%' : 520}
      title={<h2 className="drawer-title">{t('contact.record.title', { name: row.name })}</h2>}
      onClose={close}
      destroyOnHidden
    >
      <div className="visit-person">
        <div>
          {row.sex === null ? null : `${t(`kit.sex.${row.sex}`)} · ${t('kit.person.age', { count: row.age ?? 0 })} · `}
          {row.address}
        </div>
        <div>{whyDue(row, props.rule, t, language)}</div>
        <div>
          {row.lastContact
            ? t('contact.record.last', {
                on: row.lastContact.on,
                outcome: codeName(contactOutcomes, row.lastContact.outcome, language),
              })
            : t('contact.record.never')}
        </div>
        <div className="big-phone">
          <MaskedValue residentId={row.residentId} what="phone" masked={row.phoneMasked} />
        </div>
      </div>
      {open ? (
        <PhotosLeft
          count={open.photos.length}
          why={error}
          busy={sending > 0}
          onAgain={() => void sendPhotos(open.contactId, open.photos)}
          onWithout={() => finish(open.contactId)}
        />
      ) : (
        <ContactForm
          row={row}
          rule={props.rule}
          today={today}
          way={countingContactOf(row.dutyKind) === 'visit' ? 'visit' : 'phone'}
          submitLabel={t('contact.record.submit')}
          draftKey={draftKey}
          busy={isPending || sending > 0}
          error={error}
          onSubmit={(words, photos) => void submit(words, photos)}
        />
      )}
    </Drawer>
  );
}

/** The visit is saved; what is left of its photos is sent again or given up. */
function PhotosLeft(props: {
  count: number;
  why: string | null;
  busy: boolean;
  onAgain: () => void;
  onWithout: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <div className="photos-left">
      <p role="alert">{t('visit.photos.left', { count: props.count })}</p>
      {props.why ? <p className="form-problem">{props.why}</p> : null}
      <Button type="primary" size="large" block loading={props.busy} onClick={props.onAgain}>
        {t('visit.photos.again')}
      </Button>
      <Button size="large" block disabled={props.busy} onClick={props.onWithout}>
        {t('visit.photos.without')}
      </Button>
    </div>
  );
}
