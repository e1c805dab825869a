import { type ResidentRow, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useEffect, useState } from 'react';
import { ApiError, call } from './api.ts';

const WAIT_MS = 220;

/** Who is meant by what is typed: name, pinyin, initials, or a complete number. Waits for a pause, drops late answers. */
export function usePersonSearch(typed: string, limit = 10) {
  const [found, setFound] = useState<readonly ResidentRow[] | null>(null);
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
      call(residentContracts.find, { body: { text, limit } }, { signal: abort.signal }).then(
        (answer) => {
          setFound(answer.residents);
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
  }, [text, limit]);
  return { found, error, busy };
}
