import { areaAt } from '@renshe/domain/area/area-tree.ts';
import { fillSentence } from '@renshe/domain/kernel/app-error.ts';
import type { Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Refusal, requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { requestErrors } from '@renshe/domain/kernel/request.errors.ts';
import type { BatchRow, retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { retireeErrors } from '@renshe/domain/retiree/retiree.errors.ts';
import { confirmationRefusals, isConfirmed } from '@renshe/domain/retiree/retiree.rules.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { CommandContext, ReadContext } from '../platform/route.ts';
import { chainOf, inScope, type Scope } from '../platform/scope.ts';
import { changeResident, homeOf } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles } from '../statistics/file-changes.ts';
import { readResidentFiles } from '../statistics/read-files.ts';

interface Confirmation {
  confirmedOn: PlainDate;
  way: string;
  result: string;
  note: string;
}

/** Confirmations as rows, one a person. */
interface Written {
  districtId: number;
  confirmationId: Id;
  residentId: Id;
}

function writeConfirmations(
  w: Writer,
  entry: Confirmation,
  written: readonly Written[],
  frame: { at: Date; by: Id | null; cause: Id },
): Promise<unknown> {
  return insertRows(
    w,
    'eligibility_confirmation',
    written.map(({ districtId, confirmationId, residentId }) => ({
      district_id: districtId,
      confirmation_id: confirmationId,
      resident_id: residentId,
      confirmed_on: entry.confirmedOn,
      way: entry.way,
      result: entry.result,
      confirmed: isConfirmed(entry.result),
      note: entry.note,
      voided_at: null,
      created_at: frame.at,
      created_by: frame.by,
      cause: frame.cause,
    })),
  );
}

const withConfirmation =
  (confirmationId: Id, entry: Confirmation) =>
  (file: ResidentFile): ResidentFile => ({
    ...file,
    confirmations: [
      ...file.confirmations,
      { confirmationId, on: entry.confirmedOn, confirmed: isConfirmed(entry.result) },
    ],
  });

/** 记录领取资格认证: one with success closes the duty and opens the next round. */
export function confirmEligibility(c: CommandContext<typeof retireeContracts.confirm>) {
  const { residentId } = c.params;
  const entry = c.body;
  const confirmationId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    requireAllowed(confirmationRefusals(file, entry, c.today));
    changes.resident(residentId, withConfirmation(confirmationId, entry)).write((w) =>
      writeConfirmations(w, entry, [{ districtId, confirmationId, residentId }], {
        at: c.at,
        by: c.actor.accountId,
        cause: c.cause,
      }),
    );
    const { confirmedOn, way: confirmedBy, result: confirmationResult } = entry;
    const details = { confirmationId, confirmedOn, confirmedBy, confirmationResult };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { confirmationId };
  });
}

/** 作废领取资格认证: the round that it had ended is open again. */
export function voidConfirmation(c: CommandContext<typeof retireeContracts.voidConfirmation>) {
  const { residentId, confirmationId } = c.params;
  const { why } = c.body;
  const changeId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const found = file.confirmations.find((one) => one.confirmationId === confirmationId);
    if (!found) throw notFound();
    changes
      .resident(residentId, (f) => ({
        ...f,
        confirmations: f.confirmations.filter((one) => one.confirmationId !== confirmationId),
      }))
      .write((w) =>
        changeRecord(w, {
          kind: 'confirmation',
          districtId,
          residentId,
          recordId: confirmationId,
          version: null,
          action: 'voided',
          changeId,
          why,
          set: sql`voided_at = ${c.at}`,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    const details = { confirmationId, confirmedOn: found.on, why };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { ok: true, changeId } as const;
  });
}

interface Chosen {
  district_id: number;
  resident_id: Id;
  name: string;
  due_on: PlainDate | null;
}

/** The chosen people within the scope; others are missing. */
async function readChosen(r: Reader, scope: Scope, residentIds: readonly Id[]): Promise<Chosen[]> {
  const { rows } = await sql<Chosen>`
    select r.district_id, r.resident_id, r.name, (select min(d.due_on) from duty d where d.district_id = r.district_id and d.subject_id = r.resident_id
      and d.kind = 'eligibility-confirmation' and d.done_on is null) as due_on
    from resident r where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.resident_id = any(${[...residentIds]}::uuid[]) and r.voided_at is null`.execute(
    r,
  );
  return rows;
}

/** One line a person as chosen: what stands against it, or nothing. */
function batchRows(
  residentIds: readonly Id[],
  chosen: readonly Chosen[],
  refusalsOf: (residentId: Id) => readonly Refusal[] | undefined,
): BatchRow[] {
  return residentIds.map((residentId, index) => {
    const row = chosen.find((one) => one.resident_id === residentId);
    const first = residentIds.indexOf(residentId) < index ? twice : (refusalsOf(residentId) ?? unknown)[0];
    const sentence = first && (first === unknown[0] ? requestErrors['request.not-found'] : sentences[first.code]!);
    return {
      residentId,
      name: row?.name ?? '',
      dueOn: row?.due_on ?? null,
      problem:
        first && sentence
          ? {
              code: first.code,
              zh: fillSentence(sentence, 'zh', first.details ?? {}),
              en: fillSentence(sentence, 'en', first.details ?? {}),
            }
          : null,
    };
  });
}

const sentences: Readonly<Record<string, { zh: string; en: string }>> = retireeErrors;
const unknown: readonly Refusal[] = [{ code: 'request.not-found', article: '' }];
const twice: Refusal = { code: 'retiree.twice', article: '' };

export async function previewBatch(
  c: ReadContext<typeof retireeContracts.previewBatch>,
): Promise<{ rows: BatchRow[] }> {
  const { residentIds, ...entry } = c.body;
  const chosen = await readChosen(c.r, c.scope, residentIds);
  const files = await readResidentFiles(
    c.r,
    chosen.map((row) => ({ districtId: row.district_id, id: row.resident_id })),
  );
  const byId = new Map(files.map((file) => [file.residentId, file]));
  const rows = batchRows(residentIds, chosen, (id) => {
    const file = byId.get(id);
    return file && confirmationRefusals(file, entry, c.today);
  });
  c.audit({ districtId: chainOf(c.scope), details: { people: rows.length, confirmationResult: entry.result } });
  return { rows };
}

/** 批量领取资格认证: all who can be in one transaction, locked in one order; the others are told why. */
export async function confirmBatch(c: CommandContext<typeof retireeContracts.confirmBatch>) {
  const { residentIds, ...entry } = c.body;
  const chosen = await readChosen(c.w, c.scope, residentIds);
  const who = { residents: chosen.map((row) => ({ districtId: row.district_id, id: row.resident_id })) };
  const refused = new Map<Id, readonly Refusal[]>();
  const written: (Written & { areaId: number })[] = [];
  if (chosen.length > 0)
    await changeFile(
      c.host,
      c.w,
      who,
      (files) => {
        const changes = changeFiles(files);
        for (const { district_id: districtId, resident_id: residentId } of chosen) {
          const file = files.residents.get(residentId);
          const areaId = file && homeOf(file, (id) => areaAt(c.tree, id, c.today));
          // Gone from the reader's area while she chose.
          if (!file || areaId === undefined || !c.scope.includes(areaId)) continue;
          const refusals = confirmationRefusals(file, entry, c.today);
          refused.set(residentId, refusals);
          if (refusals.length > 0) continue;
          const confirmationId = newId(c.at.getTime());
          changes.resident(residentId, withConfirmation(confirmationId, entry));
          written.push({ districtId, confirmationId, residentId, areaId });
        }
        const frame = { at: c.at, by: c.actor.accountId, cause: c.cause };
        if (written.length > 0) changes.write((w) => writeConfirmations(w, entry, written, frame));
        return changes.done(null);
      },
      c.cause,
    );
  const { confirmedOn, way: confirmedBy, result: confirmationResult } = entry;
  const details = { confirmedOn, confirmedBy, confirmationResult };
  c.audit({
    districtId: chainOf(c.scope),
    details: { ...details, people: residentIds.length, done: written.length },
  });
  for (const { districtId, areaId, residentId, confirmationId } of written)
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { ...details, confirmationId },
    });
  return { done: written.length, rows: batchRows(residentIds, chosen, (id) => refused.get(id)) };
}
