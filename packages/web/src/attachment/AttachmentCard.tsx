import { type Attachment, attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { attachmentKinds } from '@renshe/domain/code/attachment-kind.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { Button } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useAskPurpose } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { AddAttachmentDrawer, DropAttachmentDrawer, RestoreAttachmentDrawer } from './AttachmentDrawers.tsx';
import { AttachmentView } from './AttachmentView.tsx';
import './attachment.css';

export type AttachmentOwner = { residentId: string; name: string } | { householdId: string };

/** 附件 on the file of a person or a household: what there is, to look at with a purpose, to add to, to drop with a reason. */
export function AttachmentCard(props: { owner: AttachmentOwner }): ReactNode {
  return 'householdId' in props.owner ? (
    <HouseholdAttachments householdId={props.owner.householdId} owner={props.owner} />
  ) : (
    <ResidentAttachments residentId={props.owner.residentId} owner={props.owner} />
  );
}

function ResidentAttachments(props: { residentId: string; owner: AttachmentOwner }): ReactNode {
  const read = useRead(attachmentContracts.ofResident, { params: { residentId: props.residentId } });
  return <Card read={read} owner={props.owner} />;
}

function HouseholdAttachments(props: { householdId: string; owner: AttachmentOwner }): ReactNode {
  const read = useRead(attachmentContracts.ofHousehold, { params: { householdId: props.householdId } });
  return <Card read={read} owner={props.owner} />;
}

interface Reading {
  data: { attachments: Attachment[]; room: { today: number } } | undefined;
  error: unknown;
  refetch: () => Promise<unknown>;
}

type Open = { kind: 'add' } | { kind: 'view' | 'drop' | 'restore'; attachment: Attachment };

function Card(props: { read: Reading; owner: AttachmentOwner }): ReactNode {
  const { t } = useTexts();
  const mayWrite = useCan('attachment.write');
  const mayLook = useCan('resident.reveal');
  const ask = useAskPurpose();
  const [open, setOpen] = useState<Open | null>(null);
  // Asked once for this file: who looks at one picture of it mostly looks at the next one for the same reason.
  const purpose = useRef<string | null>(null);
  const { data, error, refetch } = props.read;
  const present = data?.attachments.filter((one) => one.dropped === null) ?? [];
  const dropped = data?.attachments.filter((one) => one.dropped !== null) ?? [];
  const look = async (attachment: Attachment) => {
    purpose.current ??= await ask({ title: t('attachment.view.purpose'), submitLabel: t('attachment.view.action') });
    if (purpose.current !== null) setOpen({ kind: 'view', attachment });
  };
  const close = () => setOpen(null);
  return (
    <section className="file-card attachment-card">
      <header>
        <h2>
          {t('attachment.title')}
          {present.length > 0 ? (
            <small className="quiet attachment-count">{t('attachment.count', { count: present.length })}</small>
          ) : null}
        </h2>
        {mayWrite && data ? (
          <Button
            size="small"
            disabled={data.room.today === 0}
            title={data.room.today === 0 ? t('attachment.full') : ''}
            onClick={() => setOpen({ kind: 'add' })}
          >
            {t('attachment.add')}
          </Button>
        ) : null}
      </header>
      {error ? <ErrorLine error={error} onRetry={() => void refetch()} /> : null}
      {data && present.length === 0 ? <p className="quiet">{t('attachment.empty')}</p> : null}
      {present.length > 0 ? (
        <ul className="attachment-grid">
          {present.map((attachment) => (
            <li key={attachment.attachmentId}>
              <Tile attachment={attachment} onLook={mayLook ? () => void look(attachment) : undefined} />
            </li>
          ))}
        </ul>
      ) : null}
      {dropped.length > 0 ? (
        <Dropped
          dropped={dropped}
          onRestore={mayWrite ? (attachment) => setOpen({ kind: 'restore', attachment }) : undefined}
        />
      ) : null}
      {open?.kind === 'add' ? <AddAttachmentDrawer owner={props.owner} onClose={close} /> : null}
      {open?.kind === 'view' && purpose.current !== null ? (
        <AttachmentView
          attachment={open.attachment}
          others={present}
          purpose={purpose.current}
          onTurn={(attachment) => setOpen({ kind: 'view', attachment })}
          onDrop={mayWrite ? () => setOpen({ kind: 'drop', attachment: open.attachment }) : undefined}
          onClose={close}
        />
      ) : null}
      {open?.kind === 'drop' ? <DropAttachmentDrawer attachment={open.attachment} onClose={close} /> : null}
      {open?.kind === 'restore' ? <RestoreAttachmentDrawer attachment={open.attachment} onClose={close} /> : null}
    </section>
  );
}

function Tile(props: { attachment: Attachment; onLook: (() => void) | undefined }): ReactNode {
  const { t, language } = useTexts();
  const { kind, preview, addedAt, addedBy, contactedOn } = props.attachment;
  const name = codeName(attachmentKinds, kind, language);
  const at = formatInstant(addedAt);
  const face = (
    <>
      {preview ? <img src={preview} alt="" /> : <span className="no-preview" />}
      <span>{name}</span>
      <small className="quiet">{t('attachment.whoWhen', { who: addedBy ?? t('attachment.somebody'), at })}</small>
      {contactedOn ? <small className="quiet">{t('attachment.ofContact', { on: contactedOn })}</small> : null}
    </>
  );
  if (!props.onLook) return <div className="attachment-tile">{face}</div>;
  return (
    <button type="button" className="attachment-tile" onClick={props.onLook}>
      <span className="visually-hidden">{t('attachment.view.action')}</span>
      {face}
    </button>
  );
}

function Dropped(props: {
  dropped: readonly Attachment[];
  onRestore: ((attachment: Attachment) => void) | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  return (
    <details className="attachment-dropped">
      <summary>{t('attachment.dropped.summary', { count: props.dropped.length })}</summary>
      <ul>
        {props.dropped.map((attachment) => {
          const kind = codeName(attachmentKinds, attachment.kind, language);
          const { at, by, why, daysLeft } = attachment.dropped!;
          return (
            <li key={attachment.attachmentId}>
              <div>
                {kind} <small className="quiet">{t('attachment.dropped.left', { count: daysLeft })}</small>
                <small className="quiet block">
                  {t('attachment.dropped.line', { who: by ?? t('attachment.somebody'), at: formatInstant(at), why })}
                </small>
              </div>
              {props.onRestore ? (
                <Button
                  size="small"
                  aria-label={t('attachment.dropped.restoreNamed', { kind, at: formatInstant(attachment.addedAt) })}
                  onClick={() => props.onRestore?.(attachment)}
                >
                  {t('attachment.dropped.restore')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
