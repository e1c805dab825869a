import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './account.css';

/** Ten codes, shown once; they are good from the moment on at which she says that she has kept them. */
export function RecoveryCodes(props: { doneLabel: string; onDone: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const offer = useRead(factorContracts.offerRecovery, {}, { freshFor: Number.POSITIVE_INFINITY });
  const save = useCommand(factorContracts.saveRecovery, {
    invalidates: [factorContracts.list, factorContracts.offerRecovery],
  });
  const [problem, setProblem] = useState<string | null>(null);
  if (offer.error) return <ErrorLine error={offer.error} onRetry={() => void offer.refetch()} />;
  if (!offer.data) return <p className="quiet">{t('kit.loading')}</p>;
  const { codes, ticket } = offer.data;
  const keep = async () => {
    setProblem(null);
    try {
      await save.run({ body: { ticket } });
      toast.saved(t('factor.codesSaved'));
      props.onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
  };
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => toast.saved(t('factor.codesCopied')),
      () => {},
    );
  return (
    <>
      <ErrorSummary problems={problem === null ? [] : [{ field: null, message: problem }]} />
      <h2>{t('factor.codesTitle')}</h2>
      <p>
        {t('factor.codesHelp')} {t('factor.codesOldGone')}
      </p>
      <ul className="recovery-codes figures">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="factor-buttons">
        <Button onClick={() => void copy()}>{t('factor.codesCopy')}</Button>
        <Button type="primary" loading={save.isPending} onClick={() => void keep()}>
          {t('factor.codesKept')} · {props.doneLabel}
        </Button>
      </div>
    </>
  );
}
