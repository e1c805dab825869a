import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { type GrantRequest, grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

export type Decision = 'consent' | 'refuse' | 'withdraw';

const invalidates = [grantContracts.list, accountContracts.list];

/** Consent, refuse or withdraw, with what the log and the one who asked shall know. */
export function DecisionDrawer(props: {
  request: GrantRequest;
  how: Decision;
  /** The post that is asked for; empty where none is. */
  words: string;
  onClose: () => void;
  onDone: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { request, how } = props;
  const consent = useCommand(grantContracts.consent, { invalidates });
  const refuse = useCommand(grantContracts.refuse, { invalidates });
  const withdraw = useCommand(grantContracts.withdraw, { invalidates });
  const name = request.receiver.name;
  const send = ({ text }: { text: string }) => {
    const params = { requestId: request.requestId };
    const { version } = request;
    if (how === 'refuse') return refuse.run({ params, body: { version, reason: text } });
    return (how === 'consent' ? consent : withdraw).run({ params, body: { version, note: text ?? '' } });
  };
  return (
    <ActionDrawer<{ text: string }>
      open
      title={t(`grant.${how}.title`, { kind: t(`grant.kind.${request.kind}`), name })}
      note={
        <>
          {props.words ? (
            <p>
              <strong>{props.words}</strong>
            </p>
          ) : null}
          {how === 'refuse' ? null : t(`grant.${how}.effect`)}
        </>
      }
      submitLabel={t(`grant.${how}.submit`)}
      draftKey={`grant:${how}:${request.requestId}`}
      initialValues={{ text: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await send(values);
        toast.saved(t(`grant.${how}.done`, { name }));
        props.onClose();
        props.onDone();
      }}
    >
      {how === 'refuse' ? (
        <Form.Item
          name="text"
          label={t('grant.refuse.reason')}
          extra={t('grant.refuse.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('grant.refuse.reasonHint') }]}
        >
          <Input.TextArea rows={3} maxLength={200} showCount />
        </Form.Item>
      ) : (
        <Form.Item name="text" label={t(`grant.${how}.note`)}>
          <Input maxLength={200} placeholder={how === 'consent' ? t('grant.consent.noteHint') : ''} />
        </Form.Item>
      )}
    </ActionDrawer>
  );
}
