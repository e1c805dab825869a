/**
 * Decisions about retirees in community care 企业退休人员社会化管理 (handbook §8.7) and the yearly confirmation that a pension is still due
 * 领取待遇资格认证 (handbook §8.4; 社会保险经办条例26条). Nothing is refused that happened.
 */
import { findCode } from '../code/code-set.ts';
import { confirmationResults } from '../code/retiree-care.ts';
import type { Id, ResidentFile, RetireeCare, RetireeLiving } from '../kernel/file.ts';
import { addDays, addYears, minDate, type PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import { minimumWorkingAge, presenceEnd } from '../resident/resident.derive.ts';
import { retireeErrors } from './retiree.errors.ts';

const care = '国发〔2003〕16号；领域手册 §8.7';
const confirmation = '社会保险经办条例第26条；领域手册 §8.4';

export interface CareEntry {
  retiredOn: PlainDate;
  handedOverOn: PlainDate;
  /** The last confirmation before handing over, when the card says one. */
  lastConfirmedOn: PlainDate | null;
}

export interface ConfirmationEntry {
  confirmedOn: PlainDate;
  result: string;
}

/** The care that goes on, if any. */
export function openCare(file: ResidentFile): RetireeCare | undefined {
  return file.retireeCare.find((one) => one.to === null);
}

/** The care that a day lies in; its last day counts too, unless the next care began on it. */
export function careOn(file: ResidentFile, on: PlainDate): RetireeCare | undefined {
  return file.retireeCare
    .filter((one) => one.from <= on && (one.to === null || on <= one.to))
    .sort((a, b) => (a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.careId < b.careId ? -1 : 1))
    .at(-1);
}

export function isConfirmed(result: string): boolean {
  return findCode(confirmationResults, result)?.confirmed ?? false;
}

/** By their first day, whatever the order in which they were entered. */
export function livingsInOrder(file: Pick<ResidentFile, 'livings'>): RetireeLiving[] {
  return [...file.livings].sort((a, b) =>
    a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.livingId < b.livingId ? -1 : 1,
  );
}

/** What was said before the next care began, which may be on the last day of this one. */
function livingsUntil(
  file: Pick<ResidentFile, 'livings' | 'retireeCare'>,
  care: Pick<RetireeCare, 'from'>,
): RetireeLiving[] {
  const next = file.retireeCare.map((one) => one.from).filter((on) => on > care.from);
  return livingsInOrder(file).filter((one) => next.every((on) => one.from < on));
}

/** With whom she lives today, or lived when the care ended; undefined where nothing is known of its days. */
export function livingIn(
  file: Pick<ResidentFile, 'livings' | 'retireeCare'>,
  care: Pick<RetireeCare, 'from' | 'to'>,
): RetireeLiving | undefined {
  return livingsUntil(file, care).findLast((one) => care.to === null || one.from <= care.to);
}

export interface LivingEntry {
  living: string;
  /** The day from which on it is so. */
  livingOn: PlainDate;
}

export function livingRefusals(file: ResidentFile, careId: Id, entry: LivingEntry, today: PlainDate): Refusal[] {
  const found = file.retireeCare.find((one) => one.careId === careId);
  if (!found) return [{ code: 'retiree.not-in-care', article: care }];
  const known = livingIn(file, found);
  if (known && known.living === entry.living && known.from === entry.livingOn) return [];
  const say = (code: string, details: Refusal['details']): Refusal[] => [
    { code: `retiree.${code}`, article: care, field: 'livingOn', details },
  ];
  const on = entry.livingOn;
  if (on > today) return say('future', { today });
  if (on < found.from) return say('before-care', { from: found.from });
  if (found.to === null) return [];
  const { to } = found;
  const last = file.retireeCare.some((one) => one.from === to && one !== found) ? addDays(to, -1) : to;
  return on > last ? say('after-care', { on: last }) : [];
}

/** What an entry about the way of living does to the records: some stop to hold, one may be new. */
export interface LivingChange {
  gone: Id[];
  added: Omit<RetireeLiving, 'livingId'> | null;
}

/**
 * From the day of the entry on it is so until the care ends: what was recorded of later days holds no longer. The same way of living with another
 * day corrects the day; it has been known as long as before.
 */
export function livingChange(
  file: ResidentFile,
  within: Pick<RetireeCare, 'from' | 'to'>,
  { living, livingOn: from }: LivingEntry,
  today: PlainDate,
): LivingChange {
  const rows = livingsUntil(file, within);
  const known = livingIn(file, within);
  if (known?.living === living && known.from === from) return { gone: [], added: null };
  // What was said before the care began belongs to the time before it.
  const same = known?.living === living && known.from >= within.from ? known : undefined;
  const gone = rows.filter((one) => one.from >= from || one === same);
  const before = rows.filter((one) => !gone.includes(one)).at(-1);
  const knownOn = gone.filter((one) => one.living === living).reduce((on, one) => minDate(on, one.knownOn), today);
  const added = before?.living === living && before.from >= within.from ? null : { living, from, knownOn };
  return { gone: gone.map((one) => one.livingId), added };
}

/** What was said in the days of a care that is voided: it counts as never said. */
export function livingVoided(file: ResidentFile, voided: RetireeCare): LivingChange {
  const said = livingsUntil(file, voided).filter((one) => one.from >= voided.from);
  return { gone: said.map((one) => one.livingId), added: null };
}

export function takeIntoCareRefusals(file: ResidentFile, entry: CareEntry, today: PlainDate): Refusal[] {
  const refusals: Refusal[] = [];
  const on = entry.handedOverOn;
  const say = (code: string, field: string, details: Refusal['details'] = {}) =>
    refusals.push({ code: `retiree.${code}`, article: care, field, details });
  if (on > today) say('future', 'handedOverOn', { today });
  const gone = presenceEnd(file);
  if (gone !== null && on >= gone) say('file-ended', 'handedOverOn', { on: gone });
  const from = file.residences.map((r) => r.from).sort()[0];
  if (from !== undefined && on < from) say('before-residence', 'handedOverOn', { from });
  if (entry.retiredOn > on) say('retired-after', 'retiredOn', { on });
  else if (entry.retiredOn < addYears(file.birthOn, minimumWorkingAge)) say('retired-before-birth', 'retiredOn');
  const last = entry.lastConfirmedOn;
  if (last !== null && (last > on || last < entry.retiredOn))
    say('confirmed-outside', 'lastConfirmedOn', { from: entry.retiredOn, to: on });
  const open = openCare(file);
  if (open) refusals.push({ code: 'retiree.in-care', article: care, details: { on: open.from } });
  else {
    const later = file.retireeCare.find((one) => one.to !== null && on < one.to);
    if (later) say('overlaps', 'handedOverOn', { from: later.from });
  }
  return refusals;
}

export function endCareRefusals(file: ResidentFile, careId: Id, endedOn: PlainDate, today: PlainDate): Refusal[] {
  const open = openCare(file);
  if (open?.careId !== careId) return [{ code: 'retiree.not-in-care', article: care }];
  const field = 'endedOn';
  if (endedOn > today) return [{ code: 'retiree.future', article: care, field, details: { today } }];
  if (endedOn < open.from) return [{ code: 'retiree.before-care', article: care, field, details: { from: open.from } }];
  const last = confirmationsIn(file, open).at(-1);
  if (last && last.on > endedOn)
    return [{ code: 'retiree.ended-before-confirmation', article: care, field, details: { on: last.on } }];
  return [];
}

/** Care with confirmations in it cannot just vanish. */
export function voidCareRefusals(file: ResidentFile, careId: Id): Refusal[] {
  const found = file.retireeCare.find((one) => one.careId === careId);
  if (!found) return [{ code: 'retiree.not-in-care', article: care }];
  const count = confirmationsIn(file, found).length;
  return count === 0 ? [] : [{ code: 'retiree.has-confirmations', article: care, details: { count } }];
}

/** 恢复: another care may have begun since, or the person be gone. */
export function careRestoreRefusals(file: ResidentFile, restored: RetireeCare): Refusal[] {
  const gone = presenceEnd(file);
  if (gone !== null && restored.from >= gone)
    return [{ code: 'retiree.file-ended', article: care, details: { on: gone } }];
  const other = file.retireeCare.find(
    (one) => (one.to === null || restored.from < one.to) && (restored.to === null || one.from < restored.to),
  );
  return other ? [{ code: 'retiree.overlaps', article: care, details: { from: other.from } }] : [];
}

export function confirmationRefusals(file: ResidentFile, entry: ConfirmationEntry, today: PlainDate): Refusal[] {
  const on = entry.confirmedOn;
  const field = 'confirmedOn';
  const say = (code: string, details: Refusal['details'] = {}): Refusal[] => [
    { code: `retiree.${code}`, article: confirmation, field, details },
  ];
  if (on > today) return say('future', { today });
  const gone = presenceEnd(file);
  if (gone !== null && on > gone) return say('file-ended', { on: gone });
  const within = careOn(file, on);
  if (!within) {
    const first = file.retireeCare[0];
    if (!first) return [{ code: 'retiree.not-in-care', article: confirmation }];
    const last = file.retireeCare.at(-1)!;
    return on < first.from || last.to === null
      ? say('before-care', { from: last.from })
      : say('after-care', { on: last.to });
  }
  if (isConfirmed(entry.result) && file.confirmations.some((one) => one.confirmed && one.on === on))
    return say('confirmed-already', { on });
  return [];
}

/** Confirmations of a care in the order of their days, whatever came of them. */
export function confirmationsIn(file: ResidentFile, within: RetireeCare) {
  return file.confirmations
    .filter((one) => careOn(file, one.on)?.careId === within.careId)
    .sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.confirmationId < b.confirmationId ? -1 : 1));
}

/** For the person's file page. */
export function retireeActions(file: ResidentFile): AllowedAction[] {
  const gone = presenceEnd(file);
  const ended: Refusal[] = gone === null ? [] : [{ code: 'retiree.file-ended', article: care, details: { on: gone } }];
  const open = openCare(file);
  const outside: Refusal[] = open ? [] : [{ code: 'retiree.not-in-care', article: care }];
  const inside: Refusal[] = open ? [{ code: 'retiree.in-care', article: care, details: { on: open.from } }] : [];
  const act = (action: string, refusals: readonly Refusal[]) => allowedAction(action, refusals, retireeErrors);
  return [
    act('retiree.take-into-care', [...inside, ...ended]),
    act('retiree.confirm', [...outside, ...ended]),
    act('retiree.change-care', outside),
    act('retiree.end-care', outside),
    act('retiree.void-care', open ? voidCareRefusals(file, open.careId) : outside),
  ];
}
