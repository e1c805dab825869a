/**
 * Records made at doors of survey drives, in the database of what was taken along (`along-store.ts`) and under its rules: ciphertext, a key each,
 * never gone by itself before it was saved.
 */
import type { HouseholdSheet, SeenHousehold } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import { newKey } from '../kit/api.ts';
import { text } from '../kit/i18n.ts';
import { alongMark } from './along-guard.ts';
import {
  type DoorRow,
  db,
  forgetMark,
  isSameSeal,
  isUnsent,
  newLock,
  type OutboxState,
  seal,
  unseal,
} from './along-store.ts';
import { type Answer, type DoorWords, isSavedRow, type TakenCampaign, withSaved } from './door-answers.ts';

export interface DoorRecord {
  key: string;
  accountId: string;
  /** When it was made, an instant. */
  at: string;
  state: OutboxState;
  /** The server's sentences when it refused. */
  why: string | null;
  /** As taken along. */
  household: HouseholdSheet;
  campaign: TakenCampaign;
  words: DoorWords;
  /** What it was made upon; undefined when it is kept in spite of what has changed. */
  seen: SeenHousehold | undefined;
  /** The community in which its answers are entered. */
  areaCode: string;
  /** What became of each answer, by its key. */
  results: Record<string, SurveyResult>;
  /** The key of the command that is sent next: one that was answered is used up. */
  command: string;
}

async function openDoor({ iv, sealed, ...row }: DoorRow, key: CryptoKey): Promise<DoorRecord> {
  return { ...row, ...(await unseal<Omit<DoorRecord, keyof DoorRow>>(key, row.key, { iv, sealed })) };
}

/** Resolves when it is on the disk. */
export async function keepDoor(record: DoorRecord): Promise<void> {
  await writeDoor(record, () => true);
}

async function writeDoor(record: DoorRecord, may: (row: DoorRow | undefined) => boolean): Promise<boolean> {
  const { key: name, accountId, at, state, why, ...inside } = record;
  const key = await newLock();
  const row: DoorRow = { key: name, accountId, at, state, why, ...(await seal(key, name, inside)) };
  const written = await db.transaction('rw', db.keys, db.doors, async () => {
    if (!may(await db.doors.get(name))) return false;
    await db.keys.put({ name, key });
    await db.doors.put(row);
    return true;
  });
  if (written) localStorage.setItem(alongMark, '1');
  return written;
}

/**
 * Changes what is kept as it stands in that moment, read anew until nobody has written in between.
 * @param change gives undefined to leave it alone, or throws; undefined comes in when it is there no more
 */
export async function changeDoor(
  key: string,
  change: (now: DoorRecord | undefined) => DoorRecord | undefined,
): Promise<void> {
  for (;;) {
    const found = await rowOf(key);
    const next = change(found && (await openDoor(found.row, found.key)));
    if (!found || !next) return;
    const { state } = found.row;
    const isSame = (row: DoorRow | undefined) => row?.state === state && isSameSeal(row, found.row);
    if (await writeDoor(next, isSame)) return;
  }
}

function rowOf(key: string): Promise<{ row: DoorRow; key: CryptoKey } | undefined> {
  return db.transaction('r', db.keys, db.doors, async () => {
    const row = await db.doors.get(key);
    const lock = await db.keys.get(key);
    return row && lock ? { row, key: lock.key } : undefined;
  });
}

/** It can be changed as long as it is not with the server or on its way there. @throws Error with a sentence */
function requireChangeable(now: DoorRecord | undefined): DoorRecord {
  if (!now || now.state === 'saved') throw new Error(text('visit.along.tooLate'));
  if (now.state === 'sending') throw new Error(text('door.beingSent'));
  return now;
}

/** Other words for what waits. Rows that are saved already stay what they are. @throws Error with a sentence when it is too late */
export async function changeWords(key: string, words: DoorWords): Promise<void> {
  await changeDoor(key, (found) => {
    const now = requireChangeable(found);
    // A visit that may have arrived is not recorded twice under another key; rows have keys of their own.
    const rows = words.outcome === 'entered' || now.words.outcome === 'entered';
    return {
      ...now,
      words: withSaved(words, now.words.answers, now.results),
      command: rows ? newKey() : now.command,
      state: 'waiting',
      why: null,
    };
  });
}

/** Mine holds, in the community where the household is by now: what was seen no longer counts, files that were found are brought up to date. */
export async function keepMine(key: string, areaCode: string): Promise<void> {
  await changeDoor(key, (now) => {
    if (now?.state !== 'conflict' && now?.state !== 'refused') return undefined;
    const answers = now.words.answers.map((one) =>
      now.results[one.rowKey]?.outcome === 'waiting' ? { ...one, confirmed: true } : one,
    );
    return { ...now, areaCode, seen: undefined, words: { ...now.words, answers }, state: 'waiting', why: null };
  });
}

/** Takes what is to be sent, in one step with marking it: from here on it can be changed no more. */
export async function takeDoorForSending(key: string): Promise<DoorRecord | undefined> {
  const taken = await db.transaction('rw', db.keys, db.doors, async () => {
    const row = await db.doors.get(key);
    const lock = await db.keys.get(key);
    if (!row || !lock || !isUnsent(row)) return undefined;
    await db.doors.update(key, { state: 'sending', why: null });
    return { row, lock };
  });
  return taken && openDoor(taken.row, taken.lock.key);
}

/** What the server has made of an answer, as the entry grid says it: a change of work that a survey does not enter is said, too. */
function whatBecame(answer: Answer, result: SurveyResult | undefined, household: HouseholdSheet): string[] {
  if (!result) return [];
  const said = result.message === null ? [] : [result.message];
  if (answer.same || !isSavedRow(result)) return said;
  const fields = result.changed.map((field) => text(`survey.changed.${field}`)).join(text('survey.comma'));
  const outcome = fields === '' ? text(`survey.note.${result.outcome}`) : text('survey.note.updatedFields', { fields });
  const known = household.people.find((one) => one.residentId === answer.residentId);
  const before = known?.employmentStatus ?? '';
  const isWorkLeft = before !== '' && answer.fields.employmentStatus !== before;
  return [outcome, ...(isWorkLeft ? [text('survey.problem.workChanged')] : []), ...said];
}

/** The server's answer to the rows. What it has saved keeps no full number on the phone. */
export async function takeResults(key: string, results: readonly SurveyResult[]): Promise<void> {
  await changeDoor(key, (now) => {
    if (!now) return undefined;
    const all = { ...now.results, ...Object.fromEntries(results.map((one) => [one.rowKey, one])) };
    const answers = now.words.answers.map((one) => {
      const result = all[one.rowKey];
      return result && isSavedRow(result) ? { ...one, citizenId: result.citizenIdMasked || one.citizenId } : one;
    });
    const of = (outcome: SurveyResult['outcome']) => answers.some((one) => all[one.rowKey]?.outcome === outcome);
    const sentences = answers.flatMap((one) => {
      const message = whatBecame(one, all[one.rowKey], now.household).join(' ');
      return message === '' ? [] : [text('door.rowSays', { name: one.name, message })];
    });
    return {
      ...now,
      words: { ...now.words, answers },
      results: all,
      command: newKey(),
      state: of('refused') ? 'refused' : of('waiting') ? 'conflict' : 'saved',
      why: sentences.length === 0 ? null : sentences.join('\n'),
    };
  });
}

export async function setDoorState(key: string, state: OutboxState, why: string | null = null): Promise<void> {
  await db.doors.update(key, { state, why });
}

/** All of them in the order of time, opened. */
export async function readDoors(): Promise<DoorRecord[]> {
  const [rows, locks] = await db.transaction('r', db.keys, db.doors, () =>
    Promise.all([db.doors.orderBy('at').toArray(), db.keys.toArray()]),
  );
  const keys = new Map(locks.map((lock) => [lock.name, lock.key]));
  return Promise.all(rows.map((row) => openDoor(row, keys.get(row.key)!)));
}

export async function dropDoor(key: string): Promise<void> {
  await db.transaction('rw', db.keys, db.doors, async () => {
    await db.doors.delete(key);
    await db.keys.delete(key);
  });
  await forgetMark();
}
