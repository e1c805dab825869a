/** What a save says of each row. */
import { fillSentence, type Language } from '@renshe/domain/kernel/app-error.ts';
import { maskCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import { rosterRowSentences } from '@renshe/domain/roster/roster.errors.ts';
import { type JudgedRosterRow, warningDetails } from '@renshe/domain/roster/roster.judge.ts';
import type { RosterNote } from '@renshe/domain/roster/roster.plan.ts';
import type { SurveyResult, SurveyRow } from '@renshe/domain/survey/survey.contract.ts';
import { sentenceOf } from '../platform/errors.ts';
import type { Done } from '../roster/apply-chunk.ts';
import { noteSentence } from '../roster/roster.queries.ts';
import { maskedIdentity } from '../roster/roster-masks.ts';

export const nothing = {
  residentId: null,
  householdId: null,
  saveId: null,
  sex: null,
  birthOn: null,
  field: null,
  code: null,
  message: null,
  changed: [],
};

/** Whoever is left alone by these notes was not saved at all. */
export const leftAlone: ReadonlySet<string> = new Set(['file-ended', 'says-dead', 'moved-elsewhere']);

export function outcomeOf(action: Done['action']): SurveyResult['outcome'] {
  return action === 'create' ? 'created' : action === 'update' ? 'updated' : 'unchanged';
}

export function joined(sentences: readonly string[], language: Language): string | null {
  return sentences.length === 0 ? null : sentences.join(language === 'zh' ? '' : ' ');
}

export function resultOf(
  language: Language,
  saveId: Id,
  row: SurveyRow,
  judged: JudgedRosterRow,
  one: Done,
  families: ReadonlyMap<Id, Id>,
): SurveyResult {
  const notes = one.notes.map((note: RosterNote) => noteSentence(note, language));
  const base = {
    ...nothing,
    rowKey: row.rowKey,
    residentId: one.residentId,
    citizenIdMasked: maskCitizenId(judged.citizenId),
    sex: judged.sex,
    birthOn: judged.birthOn,
  };
  const blamed = one.notes.find((note) => leftAlone.has(note.code));
  if (blamed) {
    const { residentId: _, ...rest } = base;
    return {
      ...rest,
      residentId: null,
      outcome: 'refused',
      field: 'citizenId',
      code: blamed.code,
      message: joined(notes, language),
    };
  }
  if (one.held) {
    const waits = one.held.code === 'survey.known-update';
    return {
      ...base,
      outcome: waits ? 'waiting' : 'refused',
      field: waits ? null : 'name',
      code: one.held.code,
      message: sentenceOf(one.held.code, language, one.held.details ?? {}),
      changed: [...one.held.changed],
    };
  }
  const warnings = judged.warnings.map((code) =>
    fillSentence(rosterRowSentences[code], language, warningDetails(judged, code)),
  );
  return {
    ...base,
    outcome: outcomeOf(one.action),
    householdId: (one.residentId && families.get(one.residentId)) ?? null,
    saveId,
    message: joined([...warnings, ...notes], language),
    changed: [...(one.changed ?? [])],
  };
}

export function refused(row: SurveyRow, field: string | null, code: string, message: string): SurveyResult {
  return {
    ...nothing,
    rowKey: row.rowKey,
    outcome: 'refused',
    citizenIdMasked: maskedIdentity(row.citizenId.slice(0, 18)),
    field,
    code,
    message,
  };
}
