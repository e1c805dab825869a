import { searchContracts } from '@renshe/domain/search/search.contract.ts';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { ApiError, call } from '../kit/api.ts';

export type Found = z.output<typeof searchContracts.find.output>;

const WAIT_MS = 220;

/** Everything that fits what is typed. Waits for a pause, drops late answers. */
export function useSearch(typed: string) {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const text = typed.trim();
  useEffect(() => {
    setError(null);
    if (text === '') {
      setFound(null);
      setBusy(false);
      return;
    }
    const abort = new AbortController();
    setBusy(true);
    const timer = window.setTimeout(() => {
      call(searchContracts.find, { body: { text } }, { signal: abort.signal }).then(
        (answer) => {
          setFound(answer);
          setBusy(false);
        },
        (problem: unknown) => {
          if (abort.signal.aborted) return;
          setBusy(false);
          setFound(null);
          if (problem instanceof ApiError) setError(problem);
        },
      );
    }, WAIT_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [text]);
  return { found, error, busy };
}
