/** The sheet of visit results: each row is one ordinary contact, recorded under its own key and taken back by voiding it. */
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { contactSheetColumns } from '@renshe/domain/contact/contact-sheet.ts';
import { type ResidentRow, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useMe } from '../app/session.ts';
import { isUntouched } from '../grid/entry-rows.ts';
import { cellOf, type EditBatch, type GridOption } from '../grid/grid.model.ts';
import { chosenId } from '../grid/grid-options.ts';
import type { EditKind } from '../grid/use-entry-grid.ts';
import { useEntryRows } from '../grid/use-entry-rows.ts';
import { ApiError, call, isRefusal, newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import {
  contactOf,
  createResultView,
  newResultRow,
  personChoice,
  personOf,
  type ResultFacts,
  type ResultRow,
  type SheetPerson,
  textToLookUp,
  whoIsMeant,
  withCounted,
  withKept,
} from './result-sheet.ts';

const newRow = (id = newKey()) => newResultRow(id);

const sheetPerson = (found: ResidentRow): SheetPerson => ({
  residentId: found.residentId,
  name: found.name,
  citizenIdMasked: found.citizenIdMasked,
  address: found.address,
});

/**
 * @param place the list that the sheet is for
 * @param people who is in it
 */
export function useResultSheet(place: string, people: readonly SheetPerson[], facts: ResultFacts) {
  const { t, language } = useTexts();
  const { accountId } = useMe();
  const client = useQueryClient();
  const view = useRef(createResultView());
  const see = useCallback(
    (rows: readonly ResultRow[]) => ({ rows: view.current(rows, facts, t, language) }),
    [facts, t, language],
  );
  const refresh = () => {
    for (const read of readsOfPeople) void client.invalidateQueries({ queryKey: readKey(read) });
  };
  const sheet = useEntryRows<ResultRow, ReturnType<typeof see>>({
    name: 'visit-results',
    accountId,
    place,
    first: (kept) => withKept(people, kept ?? [], newKey),
    newRow,
    unkept: ['lookup'],
    see,
    isIdle: isUntouched,
    maySave: (row) => personOf(row) !== undefined && contactOf(row, facts).body !== undefined,
    request: (rows, _, waiting) => {
      const row = rows.find((one) => waiting.has(one.id));
      const person = row && personOf(row);
      const body = row && contactOf(row, facts).body;
      if (!row) return undefined;
      return {
        ids: new Set([row.id]),
        send: async () => {
          if (!person || !body) return { take: (now) => settle(now, row.id, { status: 'open' }), saves: [] };
          try {
            const { contactId } = await call(
              contactContracts.record,
              { params: { residentId: person.residentId }, body },
              { idempotencyKey: row.rowKey },
            );
            return {
              take: (now) => settle(now, row.id, { status: 'saved', result: { saveId: contactId } }),
              saves: [contactId],
            };
          } catch (error) {
            // What is no answer about this row (no network, signed out) keeps all that wait.
            if (!isRefusal(error)) throw error;
            return { take: (now) => settle(now, row.id, refusalOf(error)), saves: [] };
          }
        },
      };
    },
    onSaved: refresh,
  });
  const { change, save, rowsNow } = sheet;

  const known = useRef(new Map<string, SheetPerson>());
  const findPeople = useCallback(
    async (typed: string): Promise<readonly GridOption[]> => {
      const text = typed.trim();
      if (text === '') return [];
      const { residents } = await call(residentContracts.find, { body: { text: text.slice(0, 60), limit: 8 } });
      return residents.map((found) => {
        const person = sheetPerson(found);
        known.current.set(person.residentId, person);
        const hint = [`${t(`kit.sex.${found.sex}`)} ${found.age}`, found.citizenIdMasked, found.address];
        return { value: personChoice(person), text: found.name, keys: [], hint: hint.filter(Boolean).join(' · ') };
      });
    },
    [t],
  );

  /** Whoever was typed or pasted instead of chosen. */
  const lookUp = useCallback(
    async (rowId: string, text: string) => {
      const put = (over: Partial<ResultRow>) =>
        change((rows) =>
          rows.map((row) => (row.id === rowId && cellOf(row, 'person') === text ? { ...row, ...over } : row)),
        );
      put({ lookup: { text, found: 'asking' } });
      try {
        const answer = await call(residentContracts.find, { body: { text: text.slice(0, 60), limit: 8 } });
        const meant = whoIsMeant(text, answer);
        if (typeof meant === 'string') {
          put({ lookup: { text, found: meant } });
          return;
        }
        const person = sheetPerson(meant);
        change((rows) =>
          rows.map((row) =>
            row.id === rowId && cellOf(row, 'person') === text
              ? { ...row, person, cells: { ...row.cells, person: personChoice(person) } }
              : row,
          ),
        );
        // Whoever has left the row already waits for this.
        if (rowsNow().some((row) => row.id === rowId && row.tried)) save([rowId], false);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Nobody was asked: that says nothing of whom it is.
        put({ lookup: { text, found: 'unasked', message: error.message } });
      }
    },
    [change, save, rowsNow],
  );

  const queue = useRef(Promise.resolve());
  const queued = useRef(new Set<string>());
  /** One after the other, each once. */
  const ask = useCallback(
    (rowId: string, text: string) => {
      const name = `${rowId} ${text}`;
      if (queued.current.has(name)) return;
      queued.current.add(name);
      const done = () => void queued.current.delete(name);
      const next = () => lookUp(rowId, text);
      queue.current = queue.current.then(next, next).finally(done);
    },
    [lookUp],
  );
  const askAgain = useCallback(
    (rowIds?: readonly string[]) => {
      for (const row of rowsNow()) {
        const text = rowIds === undefined || rowIds.includes(row.id) ? textToLookUp(row) : undefined;
        if (text !== undefined) ask(row.id, text);
      }
    },
    [ask, rowsNow],
  );
  useEffect(() => {
    // Found again after a reload, or the network is back.
    const again = () => askAgain();
    again();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [askAgain]);
  const saveRows = useCallback(
    (rowIds: readonly string[], byHand: boolean) => {
      askAgain(rowIds);
      save(rowIds, byHand);
    },
    [askAgain, save],
  );

  const { edit: editRows } = sheet;
  const { defaults } = facts;
  const edit = useCallback(
    (batch: EditBatch, kind: EditKind) => {
      editRows(batch, kind);
      change((rows) => withCounted(rows, new Set(batch.edits.map((one) => one.rowId)), defaults));
      for (const { rowId, column, after } of batch.edits) {
        if (column !== 'person' || after === '') continue;
        const person = known.current.get(chosenId(after) ?? '');
        if (person) change((rows) => rows.map((row) => (row.id === rowId ? { ...row, person } : row)));
        else if (chosenId(after) === undefined) ask(rowId, after);
      }
    },
    [editRows, change, ask, defaults],
  );

  /** The last record, or those of these rows, voided; the rows can be corrected and saved again. */
  const undo = async (rowIds?: readonly string[]) => {
    const last = sheet.lastSave?.saveId;
    const taken = sheet.sheet.filter(
      (row) => row.status === 'saved' && (rowIds ? rowIds.includes(row.id) : row.result?.saveId === last),
    );
    if (taken.length === 0) return undefined;
    try {
      for (const row of taken) {
        await call(contactContracts.void, {
          params: { residentId: row.person!.residentId, contactId: row.result!.saveId! },
          body: { why: t('visit.results.undoReason') },
        });
        change((rows) => rows.map((one) => (one.id === row.id ? reopened(one) : one)));
      }
    } finally {
      refresh();
    }
    return taken.length;
  };

  return { ...sheet, edit, save: saveRows, undo, findPeople };
}

function settle(rows: readonly ResultRow[], id: string, over: Partial<ResultRow>): ResultRow[] {
  return rows.map((row) => (row.id === id && row.status === 'saving' ? { ...row, ...over } : row));
}

function refusalOf(error: ApiError): Partial<ResultRow> {
  const field = error.fields[0]?.path ?? error.details.field;
  const column = typeof field === 'string' && Object.hasOwn(contactSheetColumns, field) ? field : 'outcome';
  return { status: 'refused', result: { saveId: null, column, message: error.message } };
}

function reopened(row: ResultRow): ResultRow {
  const { result: _, ...open } = row;
  return { ...open, rowKey: newKey(), status: 'open' };
}
