import { grantContracts, type WantedGrant } from '@renshe/domain/grant/grant.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

/** Says that a second person has to consent, and asks why it is wanted. */
export function ConsentFields(props: { withoutReason?: boolean }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <p className="note-warning" role="status">
        {t('grant.needed')}
      </p>
      {props.withoutReason ? null : (
        <Form.Item
          name="reason"
          label={t('grant.reason')}
          extra={t('grant.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('grant.reasonMissing') }]}
        >
          <Input.TextArea rows={3} maxLength={200} showCount />
        </Form.Item>
      )}
    </>
  );
}

/** Asks, and says what comes next: somebody consents, or nobody here can. */
export function useAskGrant(): (wanted: WantedGrant, reason: string) => Promise<void> {
  const { t } = useTexts();
  const toast = useToast();
  const ask = useCommand(grantContracts.ask, { invalidates: [grantContracts.list] });
  return async (wanted, reason) => {
    const { requestId, others } = await ask.run({ body: { reason, wanted } });
    if (others > 0) toast.saved(t('grant.asked'));
    else toast.stays(t('grant.nobody', { requestId }));
  };
}
