/**
 * The monthly contact with every registered unemployed person (handbook §3.2: next contact = last contact + 1 month) and what
 * follows when nobody reaches her: warning before, proposal to deregister after the months of §3.3 (9).
 */
import { type DutyDraft, duty } from '../kernel/duty.ts';
import type { Contact, ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addMonths, maxDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';
import { servedSpan, workStart } from '../unemployment/unemployment.derive.ts';

/**
 * Contacts that count for a registration, in date order: really reached, between registration and end. A day that two registrations share
 * (ended and begun anew) counts for the later one, so that no contact opens a round of both.
 */
function contactsOf(file: ResidentFile, r: UnemploymentRegistration): Contact[] {
  const { from, to } = servedSpan(file, r);
  const until = file.unemployment.reduce<PlainDate | null>(
    (day, other) => (beginsAfter(other, r) ? minEnd(day, other.registeredOn) : day),
    null,
  );
  return file.contacts
    .filter((c) => c.reached && c.on >= from && (to === null || c.on <= to) && (until === null || c.on < until))
    .sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.contactId < b.contactId ? -1 : 1));
}

function beginsAfter(other: UnemploymentRegistration, r: UnemploymentRegistration): boolean {
  return other.registeredOn !== r.registeredOn
    ? other.registeredOn > r.registeredOn
    : other.registrationId > r.registrationId;
}

/** Due one month after the last contact, the day clamped to the month; the record that starts the round is the anchor. */
export const unemploymentContact = duty('unemployment-contact', {
  of: 'resident',
  zh: '每月联系登记失业人员',
  en: 'Monthly contact with the unemployed',
  source: '领域手册 §3.2',
  duties: (file, parameters) => file.unemployment.flatMap((r) => rounds(file, r, parameters)),
});

function rounds(file: ResidentFile, r: UnemploymentRegistration, parameters: SubjectParameters): DutyDraft[] {
  const end = servedSpan(file, r).to;
  const drafts: DutyDraft[] = [];
  let anchor = r.registrationId;
  let start: PlainDate = workStart(r);
  for (const contact of contactsOf(file, r)) {
    if (contact.on < start) continue;
    drafts.push({
      anchor,
      appearsOn: start,
      dueOn: dueAfter(start, parameters),
      doneOn: contact.on,
      doneByRecord: contact.contactId,
    });
    anchor = contact.contactId;
    start = contact.on;
  }
  const dueOn = dueAfter(start, parameters);
  if (end === null) drafts.push({ anchor, appearsOn: start, dueOn });
  // A registration that ended in time leaves no duty; one that ended after the due day leaves a late one.
  else if (end > dueOn && r.endedOn === end)
    drafts.push({ anchor, appearsOn: start, dueOn, doneOn: end, doneByRecord: r.registrationId });
  return drafts;
}

function dueAfter(start: PlainDate, parameters: SubjectParameters): PlainDate {
  return addMonths(start, parameters.number('unemp.contact_months', start));
}

/** One row per open registration that moves with every contact: it appears after the months of `key` without one. */
function silence(file: ResidentFile, parameters: SubjectParameters, key: ParameterKey): DutyDraft[] {
  return file.unemployment.flatMap((r) => {
    if (servedSpan(file, r).to !== null) return [];
    const since = maxDate(contactsOf(file, r).at(-1)?.on ?? r.registeredOn, workStart(r));
    const limit = parameters.number('unemp.no_contact_months', since);
    return [
      {
        anchor: r.registrationId,
        appearsOn: addMonths(since, parameters.number(key, since)),
        dueOn: addMonths(since, limit),
      },
    ];
  });
}

export const noContactWarning = duty('no-contact-warning', {
  of: 'resident',
  zh: '预警：长期未联系，将满期限',
  en: 'Warning: no contact for nearly six months',
  source: '就业服务与就业管理规定第66条；领域手册 §3.3 (9)',
  duties: (file, parameters) => silence(file, parameters, 'unemp.contact_warning_months'),
});

export const noContactProposal = duty('no-contact-proposal', {
  of: 'resident',
  zh: '建议：连续未联系满期限，核实后注销',
  en: 'Proposal: no contact for six months, check and deregister',
  source: '就业服务与就业管理规定第66条；领域手册 §3.3 (9)',
  duties: (file, parameters) => silence(file, parameters, 'unemp.no_contact_months'),
});
