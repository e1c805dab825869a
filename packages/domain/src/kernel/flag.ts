/** A flag: what a person or household qualifies for or has to be checked for, with known future dates. A projection like a duty. */
import type { AreaId, HouseholdFile, Id, ResidentFile } from './file.ts';
import type { SubjectParameters } from './parameter-timeline.ts';
import type { PlainDate } from './plain-date.ts';

/** One per anchor and kind; [from, to). */
export type FlagDraft = { anchor: Id; from: PlainDate; to: PlainDate | null };

export type Flag = { kind: string; anchor: Id; areaId: AreaId; from: PlainDate; to: PlainDate | null };

type Words = { zh: string; en: string; source: string };

export type ResidentFlag = Words & {
  type: 'flag';
  kind: string;
  of: 'resident';
  flags: (file: ResidentFile, parameters: SubjectParameters) => readonly FlagDraft[];
};
export type HouseholdFlag = Words & {
  type: 'flag';
  kind: string;
  of: 'household';
  flags: (file: HouseholdFile, parameters: SubjectParameters) => readonly FlagDraft[];
};
export type FlagDeclaration = ResidentFlag | HouseholdFlag;

/** Declares a kind of flag, e.g. long-term unemployed. */
export function flag<D extends Omit<ResidentFlag, 'type' | 'kind'> | Omit<HouseholdFlag, 'type' | 'kind'>>(
  kind: string,
  declaration: D,
): D & { type: 'flag'; kind: string } {
  return { type: 'flag', kind, ...declaration };
}
