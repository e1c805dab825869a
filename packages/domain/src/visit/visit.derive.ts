/** Visits by risk 跟踪走访 (D09): duties that follow from the groups of the policy table in which a person or family is, and from her contacts. */

import { dualUnemployedSpans, zeroEmploymentSpans } from '../household/household.derive.ts';
import { type DutyDraft, duty } from '../kernel/duty.ts';
import type { Contact, HouseholdFile, Id, ResidentFile } from '../kernel/file.ts';
import type { Interval } from '../kernel/indicator.ts';
import { disjoint, intersect, type Span } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addDays, isWithin, maxDate, minDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { aloneInCare, oldInCare } from '../retiree/retiree.derive.ts';
import {
  hardshipUnemployed,
  longTermUnemployed,
  olderUnemployed,
  willingNotRegistered,
  workStart,
} from '../unemployment/unemployment.derive.ts';
import { type VisitGroup, visitGroups } from './visit.policy.ts';

/** Days of a subject in a group. */
type GroupSpan = Interval & { group: VisitGroup };
type Groups = Partial<Record<VisitGroup, readonly Interval[]>>;

const leftSchool = '01';

/** The groups of a person, from the facts that are derived of her anyway. */
function groupsOfResident(file: ResidentFile, parameters: SubjectParameters): Groups {
  // Most people are in no group: nothing to walk through.
  if (file.unemployment.length === 0 && file.abilities.length === 0 && file.retireeCare.length === 0) return {};
  const registered = file.unemployment.map((r) => ({
    from: workStart(r),
    to: r.endedOn,
    record: r.registrationId,
    reason: r.reason,
  }));
  const known = new Map(registered.map((r) => [r.record, r.from]));
  // What a roster brought is work from the day on which it became known.
  const fromKnown = (spans: readonly Interval[]) =>
    spans.map((s) => ({ ...s, from: maxDate(s.from, known.get(s.record) ?? s.from) }));
  return {
    hardship: fromKnown(hardshipUnemployed.intervals(file, parameters)),
    'retiree-alone': aloneInCare(file),
    'retiree-old': oldInCare(file, parameters),
    // One visit, and no second one under this head: the group ends the day after it is due.
    new: registered.map((r) => ({ ...r, to: minEnd(r.to, addDays(r.from, newDays(r.from, parameters) + 1)) })),
    graduate: registered.filter((r) => r.reason === leftSchool),
    older: fromKnown(olderUnemployed.intervals(file, parameters)),
    'long-term': fromKnown(longTermUnemployed.intervals(file, parameters)),
    registered,
    willing: willingNotRegistered.intervals(file, parameters),
  };
}

function newDays(on: PlainDate, parameters: SubjectParameters): number {
  return parameters.number('visit.new_days', on);
}

/** Days on which the parameter of the group asks for anything, and on which the person is here. */
function spansOf(groups: Groups, here: Span, parameters: SubjectParameters, contact: 'visit' | 'any'): GroupSpan[] {
  return visitGroups.flatMap((row) =>
    row.contact !== contact
      ? []
      : (groups[row.code] ?? []).flatMap((span) =>
          parameters.segments(row.days).flatMap((segment) => {
            if (Number(segment.value) === 0) return [];
            const held = intersect({ ...span, group: row.code }, here);
            return (held && intersect(held, segment)) ?? [];
          }),
        ),
  );
}

interface Episode extends Span {
  /** The record that began it. */
  record: Id;
  spans: GroupSpan[];
}

/** Days without a break in one group at least, in date order; whatever the order of entry. */
function episodesOf(spans: readonly GroupSpan[]): Episode[] {
  const sorted = spans
    .filter((s) => s.to === null || s.from < s.to)
    .sort((a, b) => (a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.record < b.record ? -1 : 1));
  const episodes: Episode[] = [];
  for (const span of sorted) {
    const last = episodes.at(-1);
    if (!last || (last.to !== null && last.to < span.from)) {
      episodes.push({ from: span.from, to: span.to, record: span.record, spans: [span] });
      continue;
    }
    last.spans.push(span);
    if (last.to !== null && (span.to === null || span.to > last.to)) last.to = span.to;
  }
  return episodes;
}

/**
 * The nearest due day of all groups after `start`: a group that begins later counts from its own first day; one that ends before it is due does
 * not count, unless the visit of `seenOn` was made while it stood.
 */
function nearest(
  episode: Episode,
  start: PlainDate,
  seenOn: PlainDate | null,
  parameters: SubjectParameters,
): { appearsOn: PlainDate; dueOn: PlainDate; group: VisitGroup } | undefined {
  let first: ReturnType<typeof nearest>;
  for (const row of visitGroups) {
    for (const span of episode.spans) {
      if (span.group !== row.code) continue;
      const appearsOn = maxDate(start, span.from);
      const dueOn = addDays(appearsOn, parameters.number(row.days, appearsOn));
      const stood = seenOn !== null && span.from <= seenOn && (span.to === null || seenOn < span.to);
      if (span.to !== null && dueOn >= span.to && !stood) continue;
      // Of two groups due on one day the one that stands first in the table is named: the higher risk.
      if (!first || dueOn < first.dueOn) first = { appearsOn, dueOn, group: row.code };
    }
  }
  return first;
}

/**
 * One open duty an episode that moves with every contact, and those that were fulfilled. The record that starts the round is the anchor.
 * @param contacts the counting ones, in date order
 * @param recordedEnds days on which a record, not the calendar, ended something: what was due before is late and over
 */
function rounds(
  spans: readonly GroupSpan[],
  contacts: readonly Contact[],
  recordedEnds: ReadonlySet<PlainDate>,
  parameters: SubjectParameters,
): DutyDraft[] {
  const drafts = new Map<Id, DutyDraft>();
  const episodes = episodesOf(spans);
  for (const [i, episode] of episodes.entries()) {
    const next = episodes[i + 1];
    const own = contacts.filter(
      (c) => c.on >= episode.from && (episode.to === null || c.on <= episode.to) && (!next || c.on < next.from),
    );
    // A record can begin two episodes (a group that comes back): the newer one goes by it, unless a contact stands between them.
    const before = contacts.findLast((c) => c.on < episode.from);
    let anchor = drafts.has(episode.record) && before ? before.contactId : episode.record;
    let start = episode.from;
    // What was agreed may be sooner than the rule; it puts nothing off.
    let agreed: PlainDate | null = null;
    for (const contact of own) {
      const due = nearest(episode, start, contact.on, parameters);
      if (due)
        drafts.set(anchor, {
          anchor,
          // Seen to before it was to be seen.
          appearsOn: minDate(due.appearsOn, contact.on),
          dueOn: minEnd(agreed, due.dueOn)!,
          doneOn: contact.on,
          doneByRecord: contact.contactId,
          reason: due.group,
        });
      anchor = contact.contactId;
      start = contact.on;
      agreed = contact.nextOn;
    }
    const due = nearest(episode, start, null, parameters);
    if (!due) continue;
    const { appearsOn, group: reason } = due;
    const dueOn = minEnd(agreed, due.dueOn)!;
    const end = episode.to;
    if (end === null || !recordedEnds.has(end)) drafts.set(anchor, { anchor, appearsOn, dueOn, reason });
    else
      drafts.set(anchor, { anchor, appearsOn, dueOn, doneOn: end, doneByRecord: episode.spans.at(-1)!.record, reason });
  }
  return [...drafts.values()];
}

const always: PlainDate = '0001-01-01';

function inOrder(contacts: readonly Contact[]): Contact[] {
  return [...contacts].sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.contactId < b.contactId ? -1 : 1));
}

function endsIn(file: ResidentFile): PlainDate[] {
  const gone = presenceEnd(file);
  return [
    ...(gone === null ? [] : [gone]),
    ...file.unemployment.flatMap((r) => [r.registeredOn, ...(r.endedOn === null ? [] : [r.endedOn])]),
    ...file.employment.flatMap((e) => [e.from, ...(e.to === null ? [] : [e.to])]),
    ...file.abilities.map((a) => a.from),
    ...file.hardshipMarks.flatMap((m) => (m.to === null ? [] : [m.to])),
    ...file.retireeCare.flatMap((care) => (care.to === null ? [] : [care.to])),
    ...file.livings.map((one) => one.from),
  ];
}

function residentRounds(file: ResidentFile, parameters: SubjectParameters, counts: 'visit' | 'any'): DutyDraft[] {
  const here = { from: always, to: presenceEnd(file) };
  const spans = spansOf(groupsOfResident(file, parameters), here, parameters, counts);
  if (spans.length === 0) return [];
  const counting = file.contacts.filter((c) => c.reached && (counts === 'any' || c.way === 'visit'));
  return rounds(spans, inOrder(counting), new Set(endsIn(file)), parameters);
}

export const riskVisit = duty('risk-visit', {
  of: 'resident',
  zh: '按风险上门走访',
  en: 'Home visit by risk',
  source: '跟踪走访制度；领域手册 §3.2、§4.1、§8.7',
  duties: (file, parameters) => residentRounds(file, parameters, 'visit'),
});

export const followUpContact = duty('follow-up-contact', {
  of: 'resident',
  zh: '联系有就业愿望的未登记人员',
  en: 'Contact with those willing to work',
  source: '领域手册 §1.9 代码61',
  duties: (file, parameters) => residentRounds(file, parameters, 'any'),
});

/** The record that makes a family one of a group: the newest registration that stands on the first day. */
function beginning(file: HouseholdFile, span: Interval): Interval {
  const standing = file.members
    .flatMap((m) => m.resident.unemployment)
    .filter((r) => r.registeredOn <= span.from && (r.endedOn === null || r.endedOn > span.from))
    .sort((a, b) =>
      a.registeredOn !== b.registeredOn
        ? a.registeredOn < b.registeredOn
          ? -1
          : 1
        : a.registrationId < b.registrationId
          ? -1
          : 1,
    )
    .at(-1);
  if (!standing) return span;
  return { ...span, from: maxDate(span.from, workStart(standing)), record: standing.registrationId };
}

/** A visit to any member fulfils it. */
export const householdVisit = duty('household-visit', {
  of: 'household',
  zh: '走访零就业、双失业家庭',
  en: 'Visit to a family out of work',
  source: '就业促进法第56条；领域手册 §4.3',
  duties: (file, parameters) => {
    const of = (spans: readonly Interval[]) =>
      disjoint(spans)
        .map((span) => beginning(file, span))
        .filter((s) => s.to === null || s.from < s.to);
    const groups: Groups = {
      'zero-family': of(zeroEmploymentSpans(file, parameters)),
      'dual-family': of(dualUnemployedSpans(file, parameters)),
    };
    const spans = spansOf(groups, { from: always, to: null }, parameters, 'visit');
    if (spans.length === 0) return [];
    const visits = file.members.flatMap((m) =>
      m.resident.contacts.filter((c) => c.reached && c.way === 'visit' && isWithin(c.on, m.from, m.to)),
    );
    const ends = file.members.flatMap((m) => [...endsIn(m.resident), m.from, ...(m.to === null ? [] : [m.to])]);
    // Somebody who left and came back is a member twice; her visit is one.
    const unique = [...new Map(visits.map((c) => [c.contactId, c])).values()];
    return rounds(spans, inOrder(unique), new Set(ends), parameters);
  },
});
