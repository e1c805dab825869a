import { type Attachment, attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { attachmentKinds } from '@renshe/domain/code/attachment-kind.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { Button, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError, callForFile } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { text, useTexts } from '../kit/i18n.ts';

/** The picture itself: fetched with the purpose when it is shown, thrown away when the window closes. */
export function AttachmentView(props: {
  attachment: Attachment;
  others: readonly Attachment[];
  purpose: string;
  onTurn: (attachment: Attachment) => void;
  onDrop: (() => void) | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { attachment, others, purpose, onTurn } = props;
  const { attachmentId, kind, addedAt, addedBy, width, height, size, contactedOn } = attachment;
  const [attempt, setAttempt] = useState(1);
  const picture = usePicture(attachmentId, purpose, attempt);
  const place = others.findIndex((one) => one.attachmentId === attachmentId);
  const name = codeName(attachmentKinds, kind, language);
  const at = formatInstant(addedAt);
  const turn = (words: 'previous' | 'next', to: Attachment | undefined) =>
    others.length > 1 ? (
      <Button key={words} disabled={!to} onClick={() => to && onTurn(to)}>
        {t(`attachment.view.${words}`)}
      </Button>
    ) : null;
  return (
    <Modal
      open
      title={name}
      width={900}
      onCancel={props.onClose}
      destroyOnHidden
      footer={[
        turn('previous', others[place - 1]),
        turn('next', others[place + 1]),
        props.onDrop ? (
          <Button key="drop" danger onClick={props.onDrop}>
            {t('attachment.drop.action')}
          </Button>
        ) : null,
        <Button key="close" type="primary" onClick={props.onClose}>
          {t('kit.close')}
        </Button>,
      ]}
    >
      <div className="attachment-view">
        <figure>
          {picture.problem ? (
            <ErrorLine error={picture.problem} onRetry={() => setAttempt(attempt + 1)} />
          ) : picture.address ? (
            <img
              className="attachment-picture"
              src={picture.address}
              alt={t('attachment.view.alt', { kind: name, at })}
              onError={picture.onBroken}
            />
          ) : (
            <p className="quiet" role="status">
              {t('attachment.view.loading')}
            </p>
          )}
        </figure>
        <div className="attachment-facts quiet">
          <span>{t('attachment.whoWhen', { who: addedBy ?? t('attachment.somebody'), at })}</span>
          {contactedOn ? <span>{t('attachment.ofContact', { on: contactedOn })}</span> : null}
          <span className="figures">
            {t('attachment.size', { width, height, kilobytes: Math.max(1, Math.round(size / 1024)) })}
          </span>
        </div>
      </div>
    </Modal>
  );
}

const broken = () =>
  new ApiError({ status: 0, code: 'attachment.broken', kind: 'network', message: text('attachment.view.broken') });

interface Fetched {
  of: string;
  address?: string;
  problem?: ApiError;
}

function usePicture(
  attachmentId: string,
  purpose: string,
  attempt: number,
): Omit<Fetched, 'of'> & { onBroken: () => void } {
  const of = `${attachmentId} ${attempt}`;
  const [fetched, setFetched] = useState<Fetched | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let address: string | undefined;
    callForFile(
      attachmentContracts.view,
      { params: { attachmentId }, body: { purpose } },
      { signal: stop.signal },
    ).then(
      ({ blob }) => {
        if (stop.signal.aborted) return;
        address = URL.createObjectURL(blob);
        setFetched({ of, address });
      },
      // Also what no server has said: an answer that broke off half way.
      (error: unknown) => {
        if (!stop.signal.aborted) setFetched({ of, problem: error instanceof ApiError ? error : broken() });
      },
    );
    return () => {
      stop.abort();
      if (address) URL.revokeObjectURL(address);
    };
  }, [attachmentId, of, purpose]);
  const onBroken = () => setFetched({ of, problem: broken() });
  return fetched?.of === of ? { ...fetched, onBroken } : { onBroken };
}
