/** Decisions about recorded contacts: the monthly follow-up of 人社部2020年失业登记通知 (handbook §3.2, §4.7). Nothing is refused that happened. */
import { findCode } from '../code/code-set.ts';
import { contactOutcomes } from '../code/contact-outcome.ts';
import type { Contact, ResidentFile } from '../kernel/file.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { contactErrors } from './contact.errors.ts';

export interface ContactEntry {
  contactedOn: PlainDate;
  outcome: string;
  service: string | null;
  nextOn: PlainDate | null;
}

const article = '领域手册 §3.2';

/** What forbids an entry whoever it is about: the form and the sheet say it before they ask the server. */
export function entryRefusals(entry: ContactEntry, today: PlainDate): Refusal[] {
  const refusals: Refusal[] = [];
  const on = entry.contactedOn;
  if (on > today) refusals.push({ code: 'contact.future', article, field: 'contactedOn', details: { today } });
  const outcome = findCode(contactOutcomes, entry.outcome);
  if (!outcome) refusals.push({ code: 'contact.outcome-unknown', article, field: 'outcome' });
  else if (!outcome.reached && entry.service !== null)
    refusals.push({ code: 'contact.service-not-reached', article: '领域手册 §4.7', field: 'service' });
  if (entry.nextOn !== null && entry.nextOn <= on)
    refusals.push({ code: 'contact.next-before', article, field: 'nextOn', details: { on } });
  return refusals;
}

export function contactRefusals(file: ResidentFile, entry: ContactEntry, today: PlainDate): Refusal[] {
  const refusals = entryRefusals(entry, today);
  const on = entry.contactedOn;
  const gone = presenceEnd(file);
  if (gone !== null && on > gone)
    refusals.push({ code: 'contact.file-ended', article, field: 'contactedOn', details: { on: gone } });
  const from = file.residences.map((r) => r.from).sort()[0];
  if (from !== undefined && on < from)
    refusals.push({ code: 'contact.before-residence', article, field: 'contactedOn', details: { from } });
  return refusals;
}

/** What somebody without network knew of the person when she recorded a contact. */
export interface SeenBefore {
  lastContactId: string | null;
  areaCode: string;
}

/**
 * What has changed since: she lives elsewhere, somebody else has been in touch, or the last contact was voided. Undefined while it is as it was.
 * @param areaCode of her community today
 */
export function changeSince(file: ResidentFile, areaCode: string, seen: SeenBefore): Refusal | undefined {
  if (areaCode !== seen.areaCode) return { code: 'contact.moved-meanwhile', article };
  // Ids are made in the order of recording.
  const last = file.contacts.reduce<Contact | undefined>((a, b) => (a && a.contactId > b.contactId ? a : b), undefined);
  if ((last?.contactId ?? null) === seen.lastContactId) return undefined;
  if (last && (seen.lastContactId === null || last.contactId > seen.lastContactId))
    return { code: 'contact.contacted-meanwhile', article, details: { on: last.on } };
  return { code: 'contact.voided-meanwhile', article };
}

/** For the person's file page: contacting is the most likely act while somebody is registered as unemployed. */
export function contactActions(file: ResidentFile): AllowedAction[] {
  const gone = presenceEnd(file);
  const registered = file.unemployment.some((r) => r.endedOn === null);
  const refusals: Refusal[] = gone === null ? [] : [{ code: 'contact.file-ended', article, details: { on: gone } }];
  return [allowedAction('contact.record', refusals, contactErrors, registered)];
}
