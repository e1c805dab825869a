import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useMe } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { call } from '../kit/api.ts';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useAskPurpose } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { prepareOffline } from './along-service.ts';
import { canTakeAlong, keepPack } from './along-store.ts';

/** 带走: what is due goes onto this phone, locked, for some hours; says when it is really there. */
export function TakeAlong(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const area = useArea();
  const ask = useAskPurpose();
  const toast = useToast();
  const may = useCan('contact.write');
  const [busy, setBusy] = useState(false);
  const [taken, setTaken] = useState<string | null>(null);
  if (!may) return null;
  const take = async () => {
    if (!canTakeAlong()) return toast.problem(t('visit.along.needsHttps'));
    const purpose = await ask({ title: t('visit.along.purposeTitle'), submitLabel: t('visit.along.take') });
    if (purpose === null) return;
    setBusy(true);
    try {
      const pack = await call(visitContracts.takeAlong, { body: { area: area.code, purpose } });
      await prepareOffline();
      const { accountId, name, login } = me;
      await keepPack(pack, { accountId, name, login, posts: me.posts.map((post) => post.postId) });
      setTaken(
        t('visit.along.taken', {
          count: pack.people.length,
          households: pack.drive.households.length,
          at: formatInstant(pack.expiresAt),
        }),
      );
    } catch (error) {
      toast.problem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="take-along">
      {taken ? (
        <span role="status">
          {taken} <Link to="/visits/along">{t('visit.along.open')}</Link>
        </span>
      ) : null}
      <Button loading={busy} onClick={() => void take()}>
        {t('visit.along.take')}
      </Button>
    </span>
  );
}
