/** Decisions about the members of a household: split, join, leave, a new head. Facts are the memberships as read under the lock. */
import { isCode } from '../code/code-set.ts';
import { familyRelations, headOfHousehold } from '../code/family-relation.ts';
import type { Id } from '../kernel/file.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';

/** A present member: the membership has no end. */
export interface Member {
  residentId: Id;
  name: string;
  relation: string;
  from: PlainDate;
}

export interface RelationEntry {
  residentId: Id;
  relation: string;
}

const article = 'GB/T 4761-2008；领域手册 §3.6、§4.3';

function dayRefusals(on: PlainDate, today: PlainDate): Refusal[] {
  return on <= today ? [] : [{ code: 'household.date-in-future', article, field: 'on', details: { today } }];
}

function relationRefusals(entries: readonly RelationEntry[]): Refusal[] {
  return entries
    .filter((entry) => !isCode(familyRelations, entry.relation))
    .map((entry) => ({
      code: 'household.relation-unknown',
      article,
      field: 'relation',
      details: { code: entry.relation },
    }));
}

function memberRefusals(members: readonly Member[], ids: readonly Id[], on: PlainDate): Refusal[] {
  return ids.flatMap((id): Refusal[] => {
    const member = members.find((m) => m.residentId === id);
    if (!member) return [{ code: 'household.not-member', article, details: { name: '', on } }];
    if (on < member.from)
      return [
        {
          code: 'household.date-before-membership',
          article,
          field: 'on',
          details: { name: member.name, from: member.from },
        },
      ];
    return [];
  });
}

const isHead = (entry: { relation: string }) => entry.relation === headOfHousehold;

function endedRefusals(endedOn: PlainDate | null): Refusal[] {
  return endedOn === null ? [] : [{ code: 'household.ended', article, details: { endedOn } }];
}

/** The head may not go while others stay: somebody has to stand for the household. */
function headLeaves(members: readonly Member[], leaving: readonly Id[]): Refusal[] {
  const stay = members.filter((m) => !leaving.includes(m.residentId));
  const headGoes = members.some((m) => isHead(m) && leaving.includes(m.residentId));
  return headGoes && stay.length > 0 ? [{ code: 'household.head-leaves', article }] : [];
}

export function splitRefusals(
  household: { endedOn: PlainDate | null; members: readonly Member[] },
  entry: { on: PlainDate; headResidentId: Id; members: readonly RelationEntry[] },
  today: PlainDate,
): Refusal[] {
  const ids = entry.members.map((m) => m.residentId);
  const refusals = [...endedRefusals(household.endedOn), ...dayRefusals(entry.on, today)];
  if (!ids.includes(entry.headResidentId))
    refusals.push({ code: 'household.head-missing', article, field: 'headResidentId' });
  if (new Set(ids).size !== ids.length || entry.members.some((m) => isHead(m) && m.residentId !== entry.headResidentId))
    refusals.push({ code: 'household.two-heads', article, field: 'members' });
  if (household.members.every((m) => ids.includes(m.residentId)))
    refusals.push({ code: 'household.would-be-empty', article, field: 'members' });
  return [
    ...refusals,
    ...relationRefusals(entry.members),
    ...memberRefusals(household.members, ids, entry.on),
    ...headLeaves(household.members, ids),
  ];
}

/** `former`: the members of the household that the person leaves by joining, herself included; empty when she has none. */
export function joinRefusals(
  household: { endedOn: PlainDate | null; members: readonly Member[] },
  former: readonly Member[],
  entry: RelationEntry & { name: string; on: PlainDate },
  today: PlainDate,
): Refusal[] {
  const refusals = [...endedRefusals(household.endedOn), ...dayRefusals(entry.on, today)];
  if (household.members.some((m) => m.residentId === entry.residentId))
    refusals.push({ code: 'household.already-member', article, details: { name: entry.name } });
  if (isHead(entry) && household.members.some(isHead))
    refusals.push({ code: 'household.two-heads', article, field: 'relation' });
  refusals.push(...relationRefusals([entry]));
  if (former.length > 0)
    refusals.push(...memberRefusals(former, [entry.residentId], entry.on), ...headLeaves(former, [entry.residentId]));
  return refusals;
}

export function leaveRefusals(
  household: { members: readonly Member[] },
  entry: { residentId: Id; on: PlainDate },
  today: PlainDate,
): Refusal[] {
  return [
    ...dayRefusals(entry.on, today),
    ...memberRefusals(household.members, [entry.residentId], entry.on),
    ...headLeaves(household.members, [entry.residentId]),
  ];
}

/** Relations after a change of head: the new head is 02, the old one and whoever is named get their new relation to her. */
export function relationsUnder(
  members: readonly Member[],
  entry: { headResidentId: Id; relations: readonly RelationEntry[] },
): RelationEntry[] {
  return members.map(({ residentId, relation }) => ({
    residentId,
    relation:
      residentId === entry.headResidentId
        ? headOfHousehold
        : (entry.relations.find((r) => r.residentId === residentId)?.relation ?? relation),
  }));
}

export function headRefusals(
  household: { endedOn: PlainDate | null; members: readonly Member[] },
  entry: { on: PlainDate; headResidentId: Id; relations: readonly RelationEntry[] },
  today: PlainDate,
): Refusal[] {
  const named = [entry.headResidentId, ...entry.relations.map((r) => r.residentId)];
  const after = relationsUnder(household.members, entry);
  const refusals = [...endedRefusals(household.endedOn), ...dayRefusals(entry.on, today)];
  if (after.filter(isHead).length > 1) refusals.push({ code: 'household.two-heads', article, field: 'relations' });
  return [...refusals, ...relationRefusals(entry.relations), ...memberRefusals(household.members, named, entry.on)];
}
