/**
 * 入户调查录入: rows typed at the door, saved in one transaction by the judge, the planner and the writer of rosters. Good rows are saved, each
 * other one says why it was not. A row is saved once under its key, however often it is sent.
 */
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { AppError, fillSentence } from '@renshe/domain/kernel/app-error.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import { rosterRowSentences } from '@renshe/domain/roster/roster.errors.ts';
import { createRosterJudge, type JudgedRosterRow } from '@renshe/domain/roster/roster.judge.ts';
import type { RowPlan } from '@renshe/domain/roster/roster.plan.ts';
import type { SurveyResult, SurveyRow, surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { withStandingHouseholds } from '@renshe/domain/survey/survey.households.ts';
import {
  rosterRowOf,
  type SurveyErrorCode,
  surveyProblems,
  withChosenCodes,
} from '@renshe/domain/survey/survey.rules.ts';
import { sql } from 'kysely';
import { getCampaign } from '../campaign/campaign-scope.ts';
import { requireAsSeen } from '../campaign/taken-households.ts';
import { sentenceOf } from '../platform/errors.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { CommandContext } from '../platform/route.ts';
import { ownCommunity } from '../resident/change-resident-file.ts';
import { addressCodesOf } from '../resident/citizen-id-warnings.ts';
import { applyRows, type Done, type Hold } from '../roster/apply-chunk.ts';
import type { RecordWords } from '../roster/imported-records.ts';
import { planContextOf } from '../roster/judge-batch.ts';
import { type FieldRow, findRegistered, indexKey, livesIn, readFieldRows } from '../roster/known-people.ts';
import { noteSentence } from '../roster/roster.queries.ts';
import type { RowUnit } from '../roster/roster-chunks.ts';
import { maskedDetails } from '../roster/roster-masks.ts';
import { currentFamilies, findEntryCampaign, readFamilies, readIdentities, readSavedRows } from './survey.queries.ts';
import { joined, leftAlone, nothing, outcomeOf, refused, resultOf } from './survey-results.ts';

type Context = CommandContext<typeof surveyContracts.save>;
type Place = { districtId: number; areaId: number };

export const surveyWords: RecordWords = {
  source: '入户调查',
  proof: '入户调查录入，开始日期不详',
  residence: 'registered',
};

export async function saveSurvey(given: Context): Promise<{ rows: SurveyResult[] }> {
  // First: in a community that has become part of another one there is nothing of one's own any more.
  const { entryId, seen, rows } = given.body;
  if (entryId !== undefined) await requireAsSeen(given, entryId, seen, rows.flatMap(knownMember));
  const areaId = ownCommunity(given, given.body.areaCode);
  const place = { districtId: getArea(given.tree, areaId).districtId, areaId };
  await requireEntry(given, place);
  const numbered = { ...given, body: { ...given.body, rows: await withKnownIdentity(given, place) } };
  await lockKeys(numbered);
  const results = new Map<Id, SurveyResult>();
  const refuse = (row: SurveyRow, field: string | null, code: SurveyErrorCode, details: Record<string, string> = {}) =>
    void results.set(row.rowKey, refused(row, field, code, sentenceOf(code, given.language, details)));

  await answerSavedBefore(numbered, place, results);
  const c = { ...numbered, body: { ...numbered.body, rows: withStandingHouseholds(numbered.body.rows, results) } };
  for (const row of c.body.rows) {
    if (results.has(row.rowKey)) continue;
    const [problem] = surveyProblems(row);
    if (problem) refuse(row, problem.field, problem.code, { ...problem.details });
  }
  const judged = await judge(c, results);
  const known = await refuseElsewhere(c, place, judged, refuse);
  for (const id of results.keys()) judged.delete(id);
  const units = await unitsOf(c, place, judged, known, refuse);
  for (const id of results.keys()) judged.delete(id);
  const done = judged.size === 0 ? [] : await apply(c, place, units);
  const families = await currentFamilies(
    c.w,
    place.districtId,
    done.map((one) => one.residentId).filter((id) => id !== null),
  );
  for (const one of done) {
    const row = c.body.rows[one.rowNo]!;
    results.set(row.rowKey, resultOf(c.language, c.cause, row, judged.get(row.rowKey)!, one, families));
  }
  const written = done.filter((one) => isKept(one));
  await keepAccount(c, place, written, families);
  audit(c, place, results, written);
  return { rows: c.body.rows.map((row) => results.get(row.rowKey)!) };
}

const knownMember = ({ residentId, household }: SurveyRow) =>
  residentId && household.how === 'existing' ? [{ residentId, householdId: household.householdId }] : [];

/** The household of a campaign that the rows name has to be of this community, and its campaign running; it cannot end before they are saved. */
async function requireEntry(c: Context, place: Place): Promise<void> {
  if (c.body.entryId === undefined) return;
  const campaignId = await findEntryCampaign(c.w, c, place, c.body.entryId);
  const campaign = campaignId === undefined ? undefined : await getCampaign(c.w, c.tree, campaignId, 'share');
  if (campaign?.state !== 'running') throw new AppError('campaign.entry-closed', 'conflict');
}

/**
 * Rows about somebody whom the sheet was opened with get her number from the file, it never was in the browser; and her name, where nothing was said
 * of it: somebody may have corrected it since.
 */
async function withKnownIdentity(c: Context, place: Place): Promise<SurveyRow[]> {
  const isOpen = (row: SurveyRow) => row.citizenId === '' || row.name === '';
  const ids = c.body.rows.flatMap((row) => (row.residentId && isOpen(row) ? [row.residentId] : []));
  if (ids.length === 0) return c.body.rows;
  const known = await readIdentities(c.w, c.scope, place.districtId, ids);
  return c.body.rows.map((row) => {
    const file = row.residentId === undefined ? undefined : known.get(row.residentId);
    if (file === undefined) return row;
    return {
      ...row,
      name: row.name || file.name,
      citizenId: row.citizenId || c.host.keyring.decrypt(file.cipher, `resident.citizen_id:${row.residentId}`),
    };
  });
}

/** A held row may be sent again, and one that is left alone has nothing to take back. */
function isKept(one: Done): boolean {
  return one.held === undefined && one.residentId !== null && !one.notes.some((note) => leftAlone.has(note.code));
}

/** Two calls with the same rows meet here; the second one finds them saved. */
async function lockKeys(c: Context): Promise<void> {
  const keys = c.body.rows.map((row) => row.rowKey).sort();
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as k (key)`.execute(
    c.w,
  );
}

function digestOf(c: Context, row: SurveyRow): string {
  const { rowKey, confirmed, household, residentId, ...typed } = row;
  return c.host.keyring.digest(JSON.stringify(Object.entries(typed).sort()));
}

async function answerSavedBefore(c: Context, place: Place, results: Map<Id, SurveyResult>): Promise<void> {
  const saved = await readSavedRows(
    c.w,
    place.districtId,
    c.body.rows.map((row) => row.rowKey),
  );
  const families = await currentFamilies(
    c.w,
    place.districtId,
    [...saved.values()].map((row) => row.resident_id),
  );
  for (const row of c.body.rows) {
    const before = saved.get(row.rowKey);
    if (!before) continue;
    if (before.area_id !== place.areaId || before.undone_at !== null) {
      const code = 'survey.taken-back';
      results.set(row.rowKey, refused(row, null, code, sentenceOf(code, c.language)));
      continue;
    }
    const code = before.content_digest === digestOf(c, row) ? null : ('survey.first-version-kept' as const);
    const notes = before.notes.map((note) => noteSentence(note, c.language));
    results.set(row.rowKey, {
      ...nothing,
      rowKey: row.rowKey,
      outcome: outcomeOf(before.action),
      residentId: before.resident_id,
      householdId: families.get(before.resident_id) ?? null,
      saveId: before.cause,
      citizenIdMasked: before.citizen_id_masked,
      sex: before.sex,
      birthOn: before.birth_on,
      code,
      message: code === null ? joined(notes, c.language) : sentenceOf(code, c.language),
    });
  }
}

/** Name and number by the judge of rosters; who passes, by key. */
async function judge(c: Context, results: Map<Id, SurveyResult>): Promise<Map<Id, JudgedRosterRow>> {
  const judgeRow = createRosterJudge({ today: c.today, isKnownAddressCode: await addressCodesOf(c.tree) });
  const passed = new Map<Id, JudgedRosterRow>();
  for (const [index, row] of c.body.rows.entries()) {
    if (results.has(row.rowKey)) continue;
    const judged = judgeRow(rosterRowOf(row, index));
    if (judged.code === null) passed.set(row.rowKey, withChosenCodes(judged, row));
    else {
      const twice = judged.code === 'duplicate-in-file';
      const message = twice
        ? sentenceOf('survey.twice', c.language)
        : fillSentence(rosterRowSentences[judged.code], c.language, maskedDetails(judged.details));
      const field = judged.code === 'name-missing' ? 'name' : 'citizenId';
      results.set(row.rowKey, refused(row, field, twice ? 'survey.twice' : judged.code, message));
    }
  }
  return passed;
}

type Refuse = (row: SurveyRow, field: string | null, code: SurveyErrorCode, details?: Record<string, string>) => void;

async function refuseElsewhere(
  c: Context,
  place: Place,
  judged: ReadonlyMap<Id, JudgedRosterRow>,
  refuse: Refuse,
): Promise<Map<Id, Id>> {
  const index = (row: JudgedRosterRow) => c.host.keyring.blindIndex('citizen-id', row.citizenId);
  const found = await findRegistered(c.w, [...judged.values()].map(index));
  const people = await readFieldRows(c.w, [...found.values()]);
  const residents = new Map<Id, Id>();
  for (const row of c.body.rows) {
    const one = judged.get(row.rowKey);
    const entry = one && found.get(indexKey(index(one)));
    if (entry) residents.set(row.rowKey, entry.residentId);
    const known = entry && people.get(entry.residentId);
    if (known && !known.voided && !livesIn(c.tree, known, place.areaId, c.today))
      refuse(row, 'citizenId', 'survey.registered-elsewhere');
  }
  return residents;
}

/** Rows of one household together; of a household that stands, only where it stands in this community. */
async function unitsOf(
  c: Context,
  place: Place,
  judged: ReadonlyMap<Id, JudgedRosterRow>,
  known: ReadonlyMap<Id, Id>,
  refuse: Refuse,
): Promise<RowUnit[]> {
  const wanted = c.body.rows.flatMap((row) => (row.household.how === 'existing' ? [row.household.householdId] : []));
  const families = await readFamilies(c.w, c.scope, [...new Set(wanted)]);
  const heads = new Map<string, Id>();
  for (const family of families.values()) if (family.head_id) heads.set(family.household_id, family.head_id);
  const units = new Map<string, RowUnit>();
  for (const [index, row] of c.body.rows.entries()) {
    const one = judged.get(row.rowKey);
    if (!one) continue;
    const { household } = row;
    const family = household.how === 'existing' ? families.get(household.householdId) : undefined;
    if (household.how === 'existing' && (!family || !livesIn(c.tree, family, place.areaId, c.today))) {
      refuse(row, 'household', 'survey.household-gone');
      continue;
    }
    const key = household.how === 'existing' ? household.householdId : `group ${household.group}`;
    if (row.relation === headOfHousehold) {
      const person = known.get(row.rowKey) ?? row.rowKey;
      // Whoever is the head already may stay it.
      if ((heads.get(key) ?? person) !== person) {
        refuse(row, 'relation', 'survey.two-heads');
        continue;
      }
      heads.set(key, person);
    }
    const unit = units.get(key) ?? {
      household: units.size,
      rows: [],
      ...(household.how === 'existing' && { home: household.householdId }),
    };
    unit.rows.push({ rowNo: index, row: one });
    units.set(key, unit);
  }
  return [...units.values()];
}

async function apply(c: Context, place: Place, units: readonly RowUnit[]): Promise<Done[]> {
  const context = await planContextOf(c.w, c.reference, place, 'household', c.today);
  const hold = (rowNo: number, plan: RowPlan, known: FieldRow): Hold | undefined => {
    if (plan.action !== 'update') return undefined;
    if (plan.changed.includes('name'))
      return { code: 'survey.name-differs', details: { name: known.name }, changed: plan.changed };
    return c.body.rows[rowNo]!.confirmed
      ? undefined
      : { code: 'survey.known-update', changed: [...plan.changed, ...addedBy(plan)] };
  };
  // The records of one save carry its number, as those of an import carry that of their batch.
  const frame = { batchId: c.cause, by: c.actor.accountId, context, reference: c.reference, words: surveyWords, hold };
  return applyRows(c.host, c, frame, units);
}

function addedBy(plan: RowPlan): string[] {
  return [...(plan.employment ? ['employment'] : []), ...(plan.ability ? ['ability'] : [])];
}

async function keepAccount(
  c: Context,
  place: Place,
  written: readonly Done[],
  families: ReadonlyMap<Id, Id>,
): Promise<void> {
  await insertRows(
    c.w,
    'survey_row',
    written.map((one) => ({
      district_id: place.districtId,
      row_key: c.body.rows[one.rowNo]!.rowKey,
      area_id: place.areaId,
      content_digest: digestOf(c, c.body.rows[one.rowNo]!),
      action: one.action,
      resident_id: one.residentId,
      household_id: (one.residentId && families.get(one.residentId)) ?? null,
      campaign_entry_id: c.body.entryId ?? null,
      notes: one.notes,
      undo: one.action === 'skip' ? null : one.undo,
      cause: c.cause,
      saved_at: c.at,
      saved_by: c.actor.accountId,
      undone_at: null,
    })),
  );
}

/** First the save as a whole, then every person whose file was made or changed. */
function audit(c: Context, place: Place, results: ReadonlyMap<Id, SurveyResult>, written: readonly Done[]): void {
  const counts: Record<string, number> = { rows: c.body.rows.length };
  for (const { outcome } of results.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  c.audit({ ...place, subjectKind: 'survey', subjectId: c.cause, details: counts });
  for (const one of written)
    if (one.action !== 'skip' && one.residentId !== null)
      c.audit({
        ...place,
        subjectKind: 'resident',
        subjectId: one.residentId,
        details: { action: one.action, ...(one.changed && one.changed.length > 0 && { fields: [...one.changed] }) },
      });
}
