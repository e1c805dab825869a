import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { ResidentFields, ResidentFileView, TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { fieldLabel, fieldValueText, type Translate, timelineSentence } from './timeline-sentence.ts';

const compared: readonly (keyof Omit<ResidentFields, 'phone'>)[] = [
  'name',
  'address',
  'hukouType',
  'education',
  'ethnicity',
  'marital',
  'political',
  'skillLevel',
  'retirementCategory',
  'note',
];

/** What is different between two readings of the same file, in sentences: changed fields, then lines that are new in the timeline. */
export function fileDifferences(
  before: ResidentFileView,
  after: ResidentFileView,
  t: Translate,
  language: Language,
): string[] {
  const sentences: string[] = [];
  const say = (field: string, from: string | null, to: string | null) =>
    sentences.push(
      t('resident.conflict.changed', {
        field: fieldLabel(field, t),
        from: fieldValueText(field, from, t, language),
        to: fieldValueText(field, to, t, language),
      }),
    );
  for (const field of compared) if (before[field] !== after[field]) say(field, before[field], after[field]);
  if (before.phoneMasked !== after.phoneMasked) say('phone', before.phoneMasked, after.phoneMasked);
  if (before.area.code !== after.area.code)
    say('area', shortAreaName(before.area.name), shortAreaName(after.area.name));
  if (before.citizenIdMasked !== after.citizenIdMasked) say('citizenId', before.citizenIdMasked, after.citizenIdMasked);
  // The server numbers its lines anew at each reading: a line is known by what it says.
  const lineOf = (entry: TimelineEntry) =>
    [entry.kind, entry.on, entry.recordId, entry.recordedAt, entry.voided, JSON.stringify(entry.data)].join('|');
  const known = new Set(before.timeline.map(lineOf));
  for (const entry of after.timeline) {
    if (known.has(lineOf(entry)) || entry.kind === 'resident-changed') continue;
    sentences.push(
      t('resident.conflict.newEntry', { on: entry.on, sentence: timelineSentence(entry, t, language).sentence }),
    );
  }
  if (sentences.length === 0 && before.version !== after.version) sentences.push(t('resident.conflict.unseen'));
  return sentences;
}
