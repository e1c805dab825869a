import { Modal } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { stepUp } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { ProofForm } from './ProofForm.tsx';

/** Stands ready while somebody is signed in: a request that needs a fresh proof waits here for it, and then goes on by itself. */
export function StepUpDialog(): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const waiting = useRef<((proved: boolean) => void)[]>([]);
  useEffect(() => {
    stepUp.ask = () =>
      new Promise((resolve) => {
        waiting.current.push(resolve);
        setOpen(true);
      });
    return () => {
      stepUp.ask = () => Promise.resolve(false);
    };
  }, []);
  const answer = (proved: boolean) => {
    setOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(proved);
  };
  return (
    <Modal
      open={open}
      title={t('factor.proofTitle')}
      footer={null}
      width={420}
      zIndex={1200}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={() => answer(false)}
    >
      <p className="quiet">{t('factor.proofHelp')}</p>
      {open ? <ProofForm onProved={() => answer(true)} /> : null}
    </Modal>
  );
}
