import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { goToProvider } from './ProviderReturnPage.tsx';
import './account.css';

/** The way to the city's identity provider; `again` where she has to show once more who she is. */
export function ProviderButton(props: { label: string; again?: boolean }): ReactNode {
  const [problem, setProblem] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    setProblem(undefined);
    try {
      await goToProvider(props.again ?? false);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
      setLeaving(false);
    }
  };
  return (
    <div className="provider-sign-in">
      <ErrorSummary problems={problem === undefined ? [] : [{ field: null, message: problem }]} />
      <Button size="large" block loading={leaving} onClick={() => void leave()}>
        {props.label}
      </Button>
    </div>
  );
}
