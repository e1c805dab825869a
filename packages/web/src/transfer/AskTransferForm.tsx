import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { ApiError } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';

/** 申请转入: asks the office that keeps the file to let it go; shown where a number turns out to be known elsewhere. */
export function AskTransferForm(props: { citizenId: string; areaName: string; areaCode: string }): ReactNode {
  const { t } = useTexts();
  const mayAsk = useCan('transfer.ask');
  const { byCode } = useAreas();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { run, isPending } = useCommand(transferContracts.ask, { invalidates: [transferContracts.list] });
  if (!mayAsk) return null;
  if (asked) {
    return (
      <p role="status">
        {t('resident.register.transferAsked', { area: props.areaName })}{' '}
        <Link to="/transfers">{t('resident.register.seeTransfers')}</Link>
      </p>
    );
  }
  const to = byCode.get(props.areaCode);
  return (
    <Form<{ toAreaCode: string; reason: string }>
      layout="vertical"
      requiredMark={false}
      initialValues={{ toAreaCode: to?.kind === 'community' ? to.code : undefined, reason: '' }}
      disabled={isPending}
      onFinish={async ({ toAreaCode, reason }) => {
        setProblem(null);
        try {
          await run({ body: { citizenId: props.citizenId, toAreaCode, reason } });
          setAsked(true);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          setProblem(error.message);
        }
      }}
    >
      <Form.Item
        name="toAreaCode"
        label={t('transfer.asking.toArea')}
        rules={[{ required: true, message: t('resident.move.areaMissing') }]}
      >
        <AreaPicker kinds={['community']} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('resident.register.transferReason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('transfer.asking.reasonMissing') }]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={200}
          placeholder={t('resident.register.transferReasonHint')}
        />
      </Form.Item>
      {problem ? (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      ) : null}
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t('resident.register.askTransfer', { area: to?.name ?? t('transfer.asking.here') })}
      </Button>
    </Form>
  );
}
