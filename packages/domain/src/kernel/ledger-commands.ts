/** What each command of the property test does to one person's records. Only the test uses it. */
import type { AreaId, Employment, Id, ResidentFile, UnemploymentRegistration } from './file.ts';
import { addDays, addMonths, type PlainDate } from './plain-date.ts';

export const commandKinds = [
  'register', 'register', 'end-registration', 'correct-registration', 'reverse-end', 'void-registration',
  'employ', 'end-employment', 'void-employment', 'contact', 'certificate', 'mark', 'ability', 'educate',
  'move', 'move', 'correct-move', 'void-move', 'split', 'join', 'die', 'undo-death', 'correct-birth',
  'close-one', 'close-one', 'close-all', 'advance', 'advance', 'merge', 'parameter',
  'split-area', 'rename-area', 'change-parent', 'create-area',
] as const; // biome-ignore format: one line a family

export type Command = {
  kind: (typeof commandKinds)[number];
  who: number;
  on: number;
  where: number;
  extra: number;
};

/** Ids and places that a change of records needs. */
export type Names = {
  newId: () => Id;
  leafAt: (n: number) => AreaId;
  householdAt: (n: number) => Id;
  newHousehold: () => Id;
};

/** The file after a command on one person; undefined when the command is not possible. */
export function changedFile(file: ResidentFile, c: Command, on: PlainDate, names: Names): ResidentFile | undefined {
  switch (c.kind) {
    case 'register':
    case 'end-registration':
    case 'correct-registration':
    case 'reverse-end':
    case 'void-registration':
      return withUnemployment(file, c, on, names);
    case 'employ':
    case 'end-employment':
    case 'void-employment':
      return withEmployment(file, c, on, names);
    case 'move':
    case 'correct-move':
    case 'void-move':
      return withResidence(file, c, on, names);
    case 'split':
    case 'join': {
      const open = file.memberships.find((m) => m.to === null);
      if (!open || on <= open.from) return undefined;
      const householdId = c.kind === 'split' ? names.newHousehold() : names.householdAt(c.where);
      const relation = c.kind === 'split' || c.extra % 3 === 0 ? '02' : '30';
      const joined = { memberId: names.newId(), householdId, relation, from: on, to: null };
      return { ...file, memberships: [...file.memberships.map((m) => (m === open ? { ...m, to: on } : m)), joined] };
    }
    case 'die':
      return file.diedOn === null ? { ...file, diedOn: on } : undefined;
    case 'undo-death':
      return { ...file, diedOn: null };
    case 'correct-birth':
      return { ...file, birthOn: addMonths(file.birthOn, (c.extra % 60) - 30) };
    case 'contact': {
      const service = c.extra % 2 === 0 ? null : 'training';
      const way = c.where % 2 === 0 ? 'visit' : 'phone';
      const nextOn = c.extra % 5 === 0 ? addDays(on, 7) : null;
      const reached = c.extra % 3 !== 0;
      const contact = { contactId: names.newId(), on, way, reached, outcome: 'visited', service, nextOn };
      return { ...file, contacts: [...file.contacts, contact] };
    }
    case 'certificate': {
      const certificate = { certificateId: names.newId(), number: '1', issuedOn: on, status: 'valid' as const };
      return { ...file, certificates: [certificate] };
    }
    case 'mark': {
      // The newest marks only; they may overlap, and some end.
      const to = c.extra % 4 === 0 ? addMonths(on, 3) : null;
      const mark = { markId: names.newId(), category: `0${1 + (c.where % 4)}`, from: on, to };
      return { ...file, hardshipMarks: [...file.hardshipMarks.slice(-1), mark] };
    }
    case 'educate':
      return { ...file, education: ['71', '31', '21', null][c.extra % 4]! };
    case 'ability': {
      const ability = { abilityId: names.newId(), able: c.extra % 3 !== 0, willing: c.extra % 2 === 0, from: on };
      return { ...file, abilities: [...file.abilities, ability] };
    }
    default:
      return undefined;
  }
}

function withUnemployment(file: ResidentFile, c: Command, on: PlainDate, names: Names): ResidentFile | undefined {
  const all = file.unemployment;
  const last = all.at(-1);
  const replaceLast = (changes: Partial<UnemploymentRegistration>) => ({
    ...file,
    unemployment: all.map((r) => (r === last ? { ...r, ...changes } : r)),
  });
  switch (c.kind) {
    case 'register': {
      if (last && (last.endedOn === null || last.endedOn > on)) return undefined;
      const registration = {
        registrationId: names.newId(),
        registeredOn: on,
        reason: `0${1 + (c.extra % 7)}`,
        nature: c.extra % 3 === 0 ? '2' : '1',
        unemployedSince: on,
        endedOn: null,
        endReason: null,
      };
      return { ...file, unemployment: [...all, registration] };
    }
    case 'end-registration':
      if (!last || last.endedOn !== null || on < last.registeredOn) return undefined;
      return replaceLast({ endedOn: on, endReason: c.extra % 2 === 0 ? '01' : '09' });
    case 'correct-registration': {
      const earliest = all.at(-2)?.endedOn ?? '2025-06-01';
      const to = c.extra % 3 === 0 ? addMonths(on, -4) : on;
      if (!last || to < earliest || (last.endedOn !== null && to > last.endedOn)) return undefined;
      return replaceLast({ registeredOn: to, unemployedSince: to, reason: `0${1 + (c.extra % 7)}` });
    }
    case 'reverse-end':
      return last?.endedOn ? replaceLast({ endedOn: null, endReason: null }) : undefined;
    default:
      return last ? { ...file, unemployment: all.filter((_, i) => i !== c.extra % all.length) } : undefined;
  }
}

function withEmployment(file: ResidentFile, c: Command, on: PlainDate, names: Names): ResidentFile | undefined {
  const all = file.employment;
  const last = all.at(-1);
  if (c.kind === 'employ') {
    // A second job at the same time is possible; nobody counts twice for it.
    const spell: Employment = {
      employmentId: names.newId(),
      type: `${1 + (c.extra % 5)}0`,
      urban: c.extra % 4 !== 0,
      from: on,
      to: null,
      endReason: null,
    };
    return { ...file, employment: [...all, spell] };
  }
  if (!last) return undefined;
  if (c.kind === 'void-employment') return { ...file, employment: all.filter((_, i) => i !== c.extra % all.length) };
  if (last.to !== null || on < last.from) return undefined;
  const endReason = c.extra % 3 === 0 ? '10' : '03';
  return { ...file, employment: all.map((e) => (e === last ? { ...e, to: on, endReason } : e)) };
}

function withResidence(file: ResidentFile, c: Command, on: PlainDate, names: Names): ResidentFile | undefined {
  const all = file.residences;
  const last = all.at(-1)!;
  const before = all.at(-2);
  if (c.kind === 'move') {
    if (on <= last.from) return undefined;
    const home = { residenceId: names.newId(), areaId: names.leafAt(c.where), from: on, to: null };
    return { ...file, residences: [...all.slice(0, -1), { ...last, to: on }, home] };
  }
  if (!before) return undefined;
  const earlier = all.slice(0, -2);
  if (c.kind === 'void-move') return { ...file, residences: [...earlier, { ...before, to: null }] };
  const areaId = c.extra % 2 === 0 ? names.leafAt(c.where) : last.areaId;
  if (on <= before.from) return undefined;
  return { ...file, residences: [...earlier, { ...before, to: on }, { ...last, areaId, from: on }] };
}
