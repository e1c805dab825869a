import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { type KeptPack, type OutboxRecord, readOutbox, readPack, watchAlong } from './along-store.ts';
import { type SyncEnd, sendOutbox } from './along-sync.ts';

export interface Along {
  /** Undefined while it is read for the first time, null when there is none. */
  kept: KeptPack | null | undefined;
  outbox: readonly OutboxRecord[];
  online: boolean;
  /** How the last sending ended. */
  end: SyncEnd | undefined;
  sending: boolean;
  send: () => void;
}

/** Every so often what waits is tried again: a browser does not always notice that the network is back. */
const againMs = 60_000;

/** What the phone keeps, as it stands now; sends by itself when there is something to send and a network. */
export function useAlong(): Along {
  const [kept, setKept] = useState<KeptPack | null>();
  const [outbox, setOutbox] = useState<readonly OutboxRecord[]>([]);
  const [online, setOnline] = useState(navigator.onLine);
  const [end, setEnd] = useState<SyncEnd>();
  const [sending, setSending] = useState(false);
  const under = useRef(false);

  const read = useCallback(async () => {
    const [pack, records] = await Promise.all([readPack(), readOutbox()]);
    setKept(pack ?? null);
    setOutbox(records);
  }, []);
  const send = useCallback(async () => {
    if (under.current) return;
    under.current = true;
    setSending(true);
    try {
      const how = await sendOutbox();
      if (how !== 'busy') setEnd(how);
    } catch (error) {
      // What no server has said (a database that another version has open) is shown as what it means: not sent.
      if (!(error instanceof ApiError)) console.error(error);
      setEnd('no-network');
    } finally {
      under.current = false;
      setSending(false);
    }
  }, []);

  useEffect(() => watchAlong(() => void read()), [read]);
  // When its hours are over it goes, also under the eyes of who reads it.
  useEffect(() => {
    if (!kept) return;
    const left = Math.max(0, Math.min(kept.until - Date.now() + 1000, 2_000_000_000));
    const timer = window.setTimeout(() => void read(), left);
    return () => window.clearTimeout(timer);
  }, [kept, read]);
  useEffect(() => {
    const changed = () => setOnline(navigator.onLine);
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }, []);
  const waiting = outbox.some((record) => record.state === 'waiting' || record.state === 'sending');
  useEffect(() => {
    if (!online || !waiting) return;
    void send();
    const timer = window.setInterval(() => void send(), againMs);
    return () => window.clearInterval(timer);
  }, [online, waiting, send]);

  return { kept, outbox, online, end, sending, send: () => void send() };
}
