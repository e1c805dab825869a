import { type Attachment, attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { type AttachmentKind, attachmentKinds } from '@renshe/domain/code/attachment-kind.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { call } from '../kit/api.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { readKey } from '../kit/use-api.ts';
import { WhyField } from '../resident/WhyField.tsx';
import type { AttachmentOwner } from './AttachmentCard.tsx';
import { PhotoField } from './PhotoField.tsx';
import { sendPhoto } from './send-photo.ts';
import type { Photo } from './shrink-photo.ts';

const reads: readonly RouteContract[] = [attachmentContracts.ofResident, attachmentContracts.ofHousehold];

function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(reads.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
}

/** 添加附件: what was saved leaves the form at once; what was refused stays with the reason. */
export function AddAttachmentDrawer(props: { owner: AttachmentOwner; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const refresh = useRefresh();
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [missing, setMissing] = useState(false);
  const { owner } = props;
  const ofPerson = 'residentId' in owner;
  const submit = async ({ kind }: { kind: AttachmentKind }) => {
    setMissing(photos.length === 0);
    if (photos.length === 0) return;
    const subject = ofPerson ? { residentId: owner.residentId } : { householdId: owner.householdId };
    try {
      for (const photo of photos) {
        await sendPhoto(subject, kind, photo);
        setPhotos((left) => left.filter((one) => one !== photo));
      }
    } finally {
      await refresh();
    }
    toast.saved(t('attachment.done', { count: photos.length }));
    props.onClose();
  };
  return (
    <ActionDrawer<{ kind: AttachmentKind }>
      open
      title={ofPerson ? t('attachment.addTitle', { name: owner.name }) : t('attachment.addHousehold')}
      note={t('attachment.noPdf')}
      submitLabel={t('attachment.submit')}
      draftKey={`attachment:${ofPerson ? owner.residentId : owner.householdId}`}
      initialValues={{}}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <Form.Item
        name="kind"
        label={t('attachment.kind')}
        rules={[{ required: true, message: t('attachment.kindMissing') }]}
      >
        <Radio.Group
          optionType="button"
          options={attachmentKinds.map((kind) => ({ value: kind.code, label: kind[language] }))}
        />
      </Form.Item>
      <PhotoField photos={photos} onChange={setPhotos} />
      {missing && photos.length === 0 ? (
        <p className="form-problem" role="alert">
          {t('attachment.picturesMissing')}
        </p>
      ) : null}
    </ActionDrawer>
  );
}

export function DropAttachmentDrawer(props: { attachment: Attachment; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const refresh = useRefresh();
  const { attachmentId, kind: code, addedAt, addedBy } = props.attachment;
  const params = { attachmentId };
  const kind = codeName(attachmentKinds, code, language);
  return (
    <ActionDrawer<{ why: string }>
      open
      danger
      title={t('attachment.drop.title', { kind })}
      note={t('attachment.drop.what', { who: addedBy ?? t('attachment.somebody'), at: formatInstant(addedAt) })}
      submitLabel={t('attachment.drop.action')}
      draftKey={`attachment-drop:${attachmentId}`}
      initialValues={{ why: '' }}
      onSubmit={async ({ why }) => {
        await call(attachmentContracts.drop, { params, body: { why } });
        await refresh();
        toast.undo(t('attachment.drop.done', { kind }), async () => {
          await call(attachmentContracts.restore, { params, body: { why: t('attachment.drop.undo') } });
          await refresh();
        });
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <WhyField name="why" label={t('attachment.drop.why')} />
    </ActionDrawer>
  );
}

export function RestoreAttachmentDrawer(props: { attachment: Attachment; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const refresh = useRefresh();
  const { attachmentId, kind: code } = props.attachment;
  const kind = codeName(attachmentKinds, code, language);
  return (
    <ActionDrawer<{ why: string }>
      open
      title={t('attachment.dropped.title', { kind })}
      submitLabel={t('attachment.dropped.restore')}
      draftKey={`attachment-restore:${attachmentId}`}
      initialValues={{ why: '' }}
      onSubmit={async ({ why }) => {
        await call(attachmentContracts.restore, { params: { attachmentId }, body: { why } });
        await refresh();
        toast.saved(t('attachment.dropped.done', { kind }));
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <WhyField name="why" label={t('attachment.dropped.why')} />
    </ActionDrawer>
  );
}
