/**
 * Decisions about retirees in community care 企业退休人员社会化管理 (handbook §8.7) and the yearly confirmation that a pension is still due
 * 领取待遇资格认证 (handbook §8.4; 社会保险经办条例26条). Nothing is refused that happened.
 */
import { findCode } from '../code/code-set.ts';
import { confirmationResults } from '../code/retiree-care.ts';
import type { Id, ResidentFile, RetireeCare } from '../kernel/file.ts';
import { addYears, type PlainDate } from '../kernel/plain-date.ts';
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
