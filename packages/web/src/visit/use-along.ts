import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { hasAlong } from './along-guard.ts';
import { isUnsent, type KeptPack, type OutboxRecord, readOutbox, readPack, watchAlong } from './along-store.ts';
import { askWhoIsThere, type SyncEnd, sendOutbox, type Who } from './along-sync.ts';
import { type DoorRecord, readDoors } from './door-store.ts';

export interface Along {
  /** Undefined while it is read for the first time, null when there is none. */
  kept: KeptPack | null | undefined;
  outbox: readonly OutboxRecord[];
  /** What was recorded at doors of survey drives. */
  doors: readonly DoorRecord[];
  /** Who is signed in, as the server said while there is a network; undefined as long as it has not. */
  who: Who | undefined;
  online: boolean;
  /** How the last sending ended. */
  end: SyncEnd | undefined;
  sending: boolean;
  send: () => void;
}

/** Every so often what waits is tried again: a browser does not always notice that the network is back. */
const againMs = 60_000;

/** What the phone keeps, as it stands now; with a network asks who is there, and sends by itself what there is to send. */
export function useAlong(): Along {
  const [kept, setKept] = useState<KeptPack | null>();
  const [outbox, setOutbox] = useState<readonly OutboxRecord[]>([]);
  const [doors, setDoors] = useState<readonly DoorRecord[]>([]);
  const [online, setOnline] = useState(navigator.onLine);
  const [who, setWho] = useState<Who>();
  const [end, setEnd] = useState<SyncEnd>();
  const [sending, setSending] = useState(false);
  const under = useRef(false);
  const again = useRef(false);
  const reading = useRef(0);

  const read = useCallback(async () => {
    const mine = ++reading.current;
    const [pack, records, atDoors] = await Promise.all([readPack(), readOutbox(), readDoors()]);
    // It has changed meanwhile: who reads it now knows more.
    if (mine !== reading.current) return;
    setKept(pack ?? null);
    setOutbox(records);
    setDoors(atDoors);
  }, []);
  const send = useCallback(async () => {
    if (under.current) {
      again.current = true;
      return;
    }
    under.current = true;
    setSending(true);
    try {
      const answer = await askWhoIsThere();
      if (answer.who !== undefined || answer.end === 'signed-out') setWho(answer.who);
      const how = answer.who === undefined ? answer.end : await sendOutbox();
      if (how !== 'busy') setEnd(how);
      if (how === 'signed-out') setWho(undefined);
    } catch (error) {
      // What no server has said (a database that another version has open) is shown as what it means: not sent.
      if (!(error instanceof ApiError)) console.error(error);
      setEnd('no-network');
    } finally {
      under.current = false;
      setSending(false);
      if (again.current) {
        again.current = false;
        void send();
      }
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
    const changed = () => {
      setOnline(navigator.onLine);
      // Nobody vouches for her any longer; only the list that she took along does.
      if (!navigator.onLine) setWho(undefined);
    };
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }, []);
  const waiting = outbox.some(isUnsent) || doors.some(isUnsent);
  const isRead = kept !== undefined;
  // Taken along or wiped, maybe by another tab: who is there may be somebody else by now.
  const hasList = Boolean(kept);
  // biome-ignore lint/correctness/useExhaustiveDependencies: hasList asks anew
  useEffect(() => {
    if (!online || !isRead || !hasAlong()) return;
    void send();
    if (!waiting) return;
    const timer = window.setInterval(() => void send(), againMs);
    return () => window.clearInterval(timer);
  }, [online, isRead, hasList, waiting, send]);

  return { kept, outbox, doors, who, online, end, sending, send: () => void send() };
}
