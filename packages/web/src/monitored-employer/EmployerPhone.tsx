import { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiError, call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useAskPurpose } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';

/** The masked number of an employer's contact; shown in full for a purpose, for this screen only. */
export function EmployerPhone(props: { employerId: string; masked: string | null }): ReactNode {
  const { t } = useTexts();
  const ask = useAskPurpose();
  const toast = useToast();
  const [full, setFull] = useState<string | null>(null);
  if (props.masked === null) return null;
  const reveal = async () => {
    const purpose = await ask({ title: t('kit.purpose.title'), submitLabel: t('kit.purpose.reveal') });
    if (purpose === null) return;
    try {
      const { phone } = await call(monitoredEmployerContracts.reveal, {
        params: { employerId: props.employerId },
        body: { purpose },
      });
      setFull(phone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <span className="masked-value">
      {full ? <a href={`tel:${full}`}>{full}</a> : <span className="figures">{props.masked}</span>}
      <Button
        type="link"
        size="small"
        aria-label={full ? t('kit.masked.hide') : t('monitoredEmployer.actions.reveal')}
        onClick={() => (full ? setFull(null) : void reveal())}
      >
        {full ? t('kit.masked.hide') : t('kit.masked.show')}
      </Button>
    </span>
  );
}
