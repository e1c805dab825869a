/**
 * A duty: what somebody now has to do by when. A projection of the file: nobody closes a duty, a record does, and the next
 * derivation returns it done or not at all (kernel K13). Whether it is overdue is a matter of the reader's today.
 */
import type { AreaId, HouseholdFile, Id, ResidentFile } from './file.ts';
import type { SubjectParameters } from './parameter-timeline.ts';
import type { PlainDate } from './plain-date.ts';

export type DutyDraft = {
  /** The record that starts the round; with the kind it names the duty within its subject. */
  anchor: Id;
  /** From this day on it is on the work list. */
  appearsOn: PlainDate;
  dueOn: PlainDate;
  doneOn?: PlainDate | null;
  doneByRecord?: Id | null;
  /** Which of several reasons made it due on that day, by its code. */
  reason?: string | null;
};

export type Duty = {
  kind: string;
  anchor: Id;
  /** Leaf area where the subject lives (open) or lived on the day it was done. */
  areaId: AreaId;
  appearsOn: PlainDate;
  dueOn: PlainDate;
  doneOn: PlainDate | null;
  doneByRecord: Id | null;
  reason: string | null;
};

type Words = { zh: string; en: string; source: string };

export type ResidentDuty = Words & {
  type: 'duty';
  kind: string;
  of: 'resident';
  duties: (file: ResidentFile, parameters: SubjectParameters) => readonly DutyDraft[];
};
export type HouseholdDuty = Words & {
  type: 'duty';
  kind: string;
  of: 'household';
  duties: (file: HouseholdFile, parameters: SubjectParameters) => readonly DutyDraft[];
};
export type DutyDeclaration = ResidentDuty | HouseholdDuty;

/** Declares a kind of duty, e.g. the monthly contact. */
export function duty<D extends Omit<ResidentDuty, 'type' | 'kind'> | Omit<HouseholdDuty, 'type' | 'kind'>>(
  kind: string,
  declaration: D,
): D & { type: 'duty'; kind: string } {
  return { type: 'duty', kind, ...declaration };
}
