import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ApiError, call } from './api.ts';
import { formatCitizenId } from './format.ts';
import { useTexts } from './i18n.ts';
import { useAskPurpose } from './PurposeDialog.tsx';
import { useToast } from './toast.ts';

/** A masked identity or phone number. 查看 asks the purpose, shows the number for this screen only and never stores it. */
export function MaskedValue(props: {
  residentId: string;
  what: 'citizenId' | 'phone';
  masked: string | null;
}): ReactNode {
  const { t } = useTexts();
  const ask = useAskPurpose();
  const toast = useToast();
  const mayReveal = useCan('resident.reveal');
  const [full, setFull] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (props.masked === null) return <span>—</span>;
  const reveal = async () => {
    const purpose = await ask({ title: t('kit.purpose.title'), submitLabel: t('kit.purpose.reveal') });
    if (purpose === null) return;
    setBusy(true);
    try {
      const numbers = await call(residentContracts.reveal, {
        params: { residentId: props.residentId },
        body: { purpose },
      });
      setFull(numbers[props.what]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    } finally {
      setBusy(false);
    }
  };
  const shown = full ?? props.masked;
  const words = props.what === 'citizenId' ? formatCitizenId(shown) : shown;
  return (
    <span className="masked-value">
      {props.what === 'phone' && full ? <a href={`tel:${full}`}>{words}</a> : <span className="figures">{words}</span>}
      {mayReveal ? (
        <Button
          type="link"
          size="small"
          loading={busy}
          aria-label={full ? t('kit.masked.hide') : t('kit.masked.showFor', { what: t(`kit.masked.${props.what}`) })}
          onClick={() => (full ? setFull(null) : void reveal())}
        >
          {full ? t('kit.masked.hide') : t('kit.masked.show')}
        </Button>
      ) : null}
    </span>
  );
}
