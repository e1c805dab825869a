import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { PublicFrame } from '../app/PublicFrame.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatDate } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** As printed: groups and small letters are forgiven. */
function tidyCode(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
}

const wellFormed = /^[0-9A-Z]{16}$/;

/** Public: confirms a certificate without saying more than what stands on it. */
export function VerifyPage(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as { code?: string };
  const code = params.code === undefined ? undefined : tidyCode(params.code);
  const shown = code !== undefined && wellFormed.test(code) ? code : undefined;
  useEffect(() => {
    document.title = `${t('verify.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <PublicFrame>
      <h1>{t('verify.title')}</h1>
      {shown === undefined ? <p className="quiet">{t('verify.intro')}</p> : <VerifyResult code={shown} />}
      <Form
        key={code ?? ''}
        layout="vertical"
        requiredMark={false}
        initialValues={{ code: shown === undefined ? (params.code ?? '') : '' }}
        onFinish={({ code: typed }: { code: string }) =>
          void navigate({ to: '/verify/$code', params: { code: tidyCode(typed) } })
        }
      >
        <Form.Item
          name="code"
          label={t('verify.code')}
          validateTrigger="onSubmit"
          rules={[
            {
              validator: (_, typed: string | undefined) =>
                wellFormed.test(tidyCode(typed ?? ''))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('verify.codeBad'))),
            },
          ]}
        >
          <Input
            className="figures"
            size="large"
            autoComplete="off"
            spellCheck={false}
            autoFocus={shown === undefined}
            maxLength={30}
          />
        </Form.Item>
        <Button type={shown === undefined ? 'primary' : 'default'} htmlType="submit" size="large" block>
          {shown === undefined ? t('verify.submit') : t('verify.again')}
        </Button>
      </Form>
      <p className="quiet public-foot">{t('verify.privacy')}</p>
    </PublicFrame>
  );
}

function VerifyResult(props: { code: string }): ReactNode {
  const { t } = useTexts();
  const read = useRead(certificateContracts.verify, { params: { code: props.code } });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <p aria-live="polite">{t('kit.working')}</p>;
  const { result, nameMasked, numberTail, issuer, issuedOn } = read.data;
  const Icon = result === 'valid' ? CheckCircleFilled : result === 'replaced' ? InfoCircleFilled : CloseCircleFilled;
  const facts: [string, string | null][] = [
    [t('verify.code'), props.code.replace(/(.{4})(?=.)/g, '$1 ')],
    [t('verify.name'), nameMasked],
    [t('verify.number'), numberTail],
    [t('verify.issuer'), issuer === null ? null : issuer.name],
    [t('verify.issuedOn'), issuedOn === null ? null : formatDate(issuedOn)],
  ];
  return (
    <section className={`verify-result ${result}`} role="status">
      <h2>
        <Icon aria-hidden /> {t(`verify.result.${result}`)}
      </h2>
      <p>{t(`verify.help.${result}`)}</p>
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd className="figures">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
