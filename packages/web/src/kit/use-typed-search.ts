import { useEffect, useRef, useState } from 'react';
import { ApiError } from './api.ts';

const WAIT_MS = 220;

/** What a search box has to show for what is typed in it: waits for a pause, drops late answers. Null while nothing is typed. */
export function useTypedSearch<Found>(typed: string, ask: (text: string, signal: AbortSignal) => Promise<Found>) {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(ask);
  asked.current = ask;
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
      asked.current(text, abort.signal).then(
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
