import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './account.css';

/** Scan, type the first code, done: nothing is bound before the code was right. */
export function AppSetup(props: { onDone: () => void; onBack: () => void }): ReactNode {
  const { t } = useTexts();
  // Asked once: another answer would be another secret than the one that was scanned.
  const offer = useRead(factorContracts.offerTotp, {}, { freshFor: Number.POSITIVE_INFINITY });
  const add = useCommand(factorContracts.addTotp, { invalidates: [factorContracts.list, factorContracts.offerTotp] });
  const [problem, setProblem] = useState<string | null>(null);
  if (offer.error) return <ErrorLine error={offer.error} onRetry={() => void offer.refetch()} />;
  if (!offer.data) return <p className="quiet">{t('kit.loading')}</p>;
  const { ticket, secret, qrSvg } = offer.data;
  const submit = async ({ code, name }: { code: string; name: string }) => {
    setProblem(null);
    try {
      await add.run({ body: { ticket, code, name } });
      props.onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: t('factor.appName'), code: '' }}
      onFinish={submit}
    >
      <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
      <p>{t('factor.appStep1')}</p>
      <img className="factor-qr" src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`} alt={t('factor.qr')} />
      <p className="quiet">
        {t('factor.appStep2')}
        <br />
        <code className="figures factor-secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Form.Item
        name="code"
        label={t('factor.appStep3')}
        rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t('factor.codeMissing') }]}
        validateTrigger="onSubmit"
      >
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={9} className="figures proof-code" />
      </Form.Item>
      <NameField />
      <SetupButtons busy={add.isPending} onBack={props.onBack} />
    </Form>
  );
}

export function NameField(): ReactNode {
  const { t } = useTexts();
  return (
    <Form.Item
      name="name"
      label={t('factor.name')}
      extra={t('factor.nameHelp')}
      rules={[{ required: true, whitespace: true, message: t('factor.nameMissing') }]}
    >
      <Input maxLength={40} autoComplete="off" />
    </Form.Item>
  );
}

export function SetupButtons(props: { busy: boolean; onBack: () => void }): ReactNode {
  const { t } = useTexts();
  return (
    <div className="factor-buttons">
      <Button onClick={props.onBack}>{t('kit.back')}</Button>
      <Button type="primary" htmlType="submit" loading={props.busy}>
        {t('factor.bind')}
      </Button>
    </div>
  );
}
