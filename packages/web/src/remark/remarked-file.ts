import {
  householdRemarkFields,
  type RemarkAbout,
  residentRemarkFields,
} from '@renshe/domain/remark/remark.contract.ts';
import { aboutKey } from '@renshe/domain/remark/remark.rules.ts';
import type { TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { isTimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { useTexts } from '../kit/i18n.ts';
import { fieldLabel, timelineSentence } from '../resident/timeline-sentence.ts';

/** A file as remarks see it: what they can be about, and in which words. */
export interface RemarkedFile {
  kind: 'resident' | 'household';
  subjectId: string;
  choices: readonly { key: string; about: RemarkAbout; words: string }[];
  /** Empty for a remark on the file as a whole. */
  aboutWords: (about: RemarkAbout) => string;
}

/** Lines of the timeline that are offered; older ones are opened and remarked where they stand. */
const latestLines = 30;

/** The thing that a line of the timeline stands for; undefined for lines without a record. */
export function aboutOfEntry(entry: TimelineEntry): RemarkAbout | undefined {
  if (entry.recordId === null || !isTimelineKind(entry.kind)) return undefined;
  return { kind: 'event', timelineKind: entry.kind, recordId: entry.recordId };
}

export function useRemarkedFile(
  kind: RemarkedFile['kind'],
  subjectId: string,
  timeline: readonly TimelineEntry[],
): RemarkedFile {
  const { t, language } = useTexts();
  const fieldWords = (field: string) =>
    field === 'area' || field === 'members' || field === 'number' || field === 'kind' || field === 'citizenId'
      ? t(`remark.field.${field}`)
      : fieldLabel(field, t);
  const lineWords = (entry: TimelineEntry) => `${entry.on} ${timelineSentence(entry, t, language).sentence}`;
  const lines = timeline
    .filter((entry) => !entry.voided)
    .toSorted((a, b) => (a.on > b.on ? -1 : 1))
    .slice(0, latestLines)
    .flatMap((entry) => {
      const about = aboutOfEntry(entry);
      return about ? [{ key: aboutKey(about), about, words: lineWords(entry) }] : [];
    });
  const fields = kind === 'resident' ? residentRemarkFields : householdRemarkFields;
  return {
    kind,
    subjectId,
    choices: [
      { key: 'file', about: { kind: 'file' }, words: t('remark.wholeFile') },
      ...fields.map((field) => ({
        key: `field:${field}`,
        about: { kind: 'field', field } as RemarkAbout,
        words: fieldWords(field),
      })),
      // One record may have several lines of one kind.
      ...new Map(lines.map((line) => [line.key, line])).values(),
    ],
    aboutWords: (about) => {
      if (about.kind === 'file') return '';
      if (about.kind === 'field') return fieldWords(about.field);
      const key = aboutKey(about);
      const entry = timeline.find((one) => {
        const it = aboutOfEntry(one);
        return it !== undefined && aboutKey(it) === key;
      });
      return entry ? lineWords(entry) : t('remark.goneEvent');
    },
  };
}
