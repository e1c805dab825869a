import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { App } from 'antd';
import { useContext } from 'react';
import { dropSheets } from '../grid/entry-draft.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import { forgetPreferences } from '../preference/preference-store.ts';
import { sendPreferences } from '../preference/preference-sync.ts';
import { countUnsaved, dropAlong } from '../visit/along-guard.ts';
import { askUnsent, orNull } from './ask-unsent.ts';
import { MeContext } from './session.ts';

/** After the session has ended: forgets what this tab has seen and what the phone keeps of hers, and leaves the page with everything it knew. */
export async function leave(accountId: string | undefined): Promise<void> {
  dropSheets();
  forgetPreferences();
  sessionStorage.clear();
  // The page that comes wipes the list once more; records that could not be wiped stay locked until their account is there.
  await orNull(dropAlong(accountId));
  window.location.assign('/');
}

/** Goes on at once, or after she was asked when visits of hers are not sent that signing out would destroy, or nobody can tell. */
export function useAskUnsent(): (accountId: string | undefined, go: () => unknown) => Promise<void> {
  const { t } = useTexts();
  const { modal } = App.useApp();
  return async (accountId, go) => {
    const ask = (count: number | null) =>
      modal.confirm({
        title: count === null ? t('visit.along.unknownTitle') : t('visit.along.unsentTitle', { count }),
        content: t(count === null ? 'visit.along.unknownText' : 'visit.along.unsentText'),
        okText: t('visit.along.unsentDrop'),
        okButtonProps: { danger: true },
        cancelText: t('kit.cancel'),
        onOk: go,
      });
    await askUnsent(() => countUnsaved(accountId), ask, go);
  };
}

/** Ends the session and leaves. */
export function useSignOut(): () => void {
  const signOut = useCommand(accountContracts.signOut, { invalidates: [] });
  // Null while the second step of signing in is still owed.
  const accountId = useContext(MeContext)?.accountId;
  const askUnsent = useAskUnsent();
  const go = () => leave(accountId);
  return () =>
    void askUnsent(accountId, async () => {
      // A server that does not answer keeps nobody signed in.
      await Promise.race([sendPreferences(), new Promise((resolve) => window.setTimeout(resolve, 2000))]);
      await signOut.run({}).then(go, go);
    });
}
