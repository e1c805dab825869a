import { type Factor, factorContracts } from '@renshe/domain/account/factor.contract.ts';
import { App, Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { AppSetup } from './AppSetup.tsx';
import { KeySetup } from './KeySetup.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import './account.css';

type Open = 'app' | 'key' | 'codes';

/** The second factors of the own account: what is bound, since when, and what may be added or taken away. */
export function FactorsCard(): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { modal } = App.useApp();
  const read = useRead(factorContracts.list, {});
  const remove = useCommand(factorContracts.remove, { invalidates: [factorContracts.list] });
  const [open, setOpen] = useState<Open>();
  const factors = read.data?.factors ?? [];
  const kindOf = (factor: Factor) => t(factor.kind === 'totp' ? 'factor.kindTotp' : 'factor.kindWebauthn');
  const close = () => setOpen(undefined);
  const bound = () => {
    toast.saved(t('factor.bound'));
    setOpen(read.data?.recoveryCodesLeft === 0 ? 'codes' : undefined);
  };
  const askRemove = (factor: Factor) =>
    modal.confirm({
      title: t('factor.removeAsk', { name: factor.name }),
      content: t('factor.removeHelp'),
      okText: t('factor.remove'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: () => {
        // Not awaited: a proof may be asked for first, and its dialog must not stand behind this one.
        remove.run({ params: { factorId: factor.factorId } }).then(
          () => toast.saved(t('factor.removed')),
          (error: unknown) => {
            if (!(error instanceof ApiError)) throw error;
            toast.problem(error.message);
          },
        );
      },
    });
  return (
    <section className="card" aria-labelledby="security">
      <h2 id="security">{t('factor.title')}</h2>
      <p className="quiet">
        {t('factor.help')} {read.data?.required ? t('factor.required') : null}
      </p>
      {read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null}
      {read.data && factors.length === 0 ? <p>{t('factor.none')}</p> : null}
      <ul className="own-list">
        {factors.map((factor) => (
          <li key={factor.factorId}>
            <span>
              <strong>{factor.name}</strong>{' '}
              {kindOf(factor) === factor.name ? null : <span className="quiet">{kindOf(factor)}</span>}
              <br />
              <span className="quiet figures">
                {t('factor.added', { at: formatInstant(factor.createdAt) })}
                {factor.usedAt === null ? null : ` · ${t('factor.used', { at: formatInstant(factor.usedAt) })}`}
              </span>
            </span>
            <Button
              size="small"
              aria-label={t('factor.removeOf', { name: factor.name })}
              onClick={() => askRemove(factor)}
            >
              {t('factor.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {read.data && factors.length > 0 ? (
        <p>
          {read.data.recoveryCodesLeft > 0
            ? t('factor.codesLeft', { left: read.data.recoveryCodesLeft })
            : t('factor.noCodes')}
        </p>
      ) : null}
      <div className="factor-buttons factor-acts">
        <Button onClick={() => setOpen('app')}>{t('factor.addApp')}</Button>
        <Button onClick={() => setOpen('key')}>{t('factor.addKey')}</Button>
        {factors.length > 0 ? <Button onClick={() => setOpen('codes')}>{t('factor.newCodes')}</Button> : null}
      </div>
      <Drawer
        open={open !== undefined}
        onClose={close}
        size={480}
        destroyOnHidden
        title={<h2 className="drawer-title">{open === undefined ? '' : t(titleOf[open])}</h2>}
      >
        {open === 'app' ? <AppSetup onDone={bound} onBack={close} /> : null}
        {open === 'key' ? <KeySetup onDone={bound} onBack={close} /> : null}
        {open === 'codes' ? <RecoveryCodes doneLabel={t('kit.close')} onDone={close} /> : null}
      </Drawer>
    </section>
  );
}

const titleOf = {
  app: 'factor.appTitle',
  key: 'factor.keyTitle',
  codes: 'factor.codesTitle',
} as const satisfies Record<Open, string>;
