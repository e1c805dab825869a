/** A community of four people that exists in this tab alone. Rules, duties and figures are those of the real one: the same pure functions. */
import { isReached } from '@renshe/domain/code/contact-outcome.ts';
import type { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { contactRefusals } from '@renshe/domain/contact/contact.rules.ts';
import { AppError, type Sentence } from '@renshe/domain/kernel/app-error.ts';
import { maskCitizenId, maskPhone, parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { type Derivation, placesOf } from '@renshe/domain/kernel/derive.ts';
import { emptyResidentFile, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import { subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addDays, addMonths, ageOn, daysBetween, isWithin, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { AllowedAction, AreaRef } from '@renshe/domain/kernel/schema.ts';
import type {
  ResidentFields,
  ResidentFileView,
  ResidentRow,
  residentContracts,
  TimelineEntry,
} from '@renshe/domain/resident/resident.contract.ts';
import { workingAgeOf } from '@renshe/domain/resident/resident.derive.ts';
import { fileActions, registrationRefusals as fileRefusals } from '@renshe/domain/resident/resident.rules.ts';
import type { TimelineData, TimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { deriveFile } from '@renshe/domain/statistics/indicators.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { registrationRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import type { z } from 'zod';
import { newKey } from '../kit/api.ts';
import { practiceParameters } from './practice-parameters.ts';
import { practiceAreas, practicePeople } from './practice-people.ts';

type Body<C extends { body: z.ZodType }> = z.output<C['body']>;
type Registration = ResidentFileView['registrations'][number];

/** One person with what was recorded of her. */
export interface PracticeResident {
  file: ResidentFile;
  name: string;
  pinyin: string;
  citizenId: string;
  phone: string | null;
  fields: ResidentFields;
  registeredOn: PlainDate;
  registrations: Registration[];
  timeline: TimelineEntry[];
  voided: Set<string>;
  /** How each of them comes back. */
  giveBack: Map<string, () => void>;
}

const community = practiceAreas[3];
export const practiceArea: AreaRef = {
  code: community.code,
  name: community.name,
  pathName: practiceAreas.map((area) => area.name).join(' · '),
};

const parameters = practiceParameters();
const noSuccessions = { successions: new Map() };
export const notPractised: Sentence = {
  zh: '练习里没有这一项。请跟着上面的步骤做。',
  en: 'The practice does not have this. Please follow the steps at the top.',
};

const noFields: ResidentFields = {
  name: '',
  phone: null,
  address: '',
  hukouType: '10',
  education: null,
  ethnicity: null,
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
  note: '',
};

/** Of all that can be done with a file the practice has two; the others say so. */
function onlyPractised(entry: AllowedAction): AllowedAction {
  if (entry.action === 'unemployment.register' || entry.action === 'contact.record') return entry;
  return { ...entry, allowed: false, primary: false, reasons: [{ code: 'practice', ...notPractised, article: '' }] };
}

export class PracticeCity {
  readonly today: PlainDate;
  readonly worker: string;
  readonly residents: PracticeResident[] = [];

  constructor(today: PlainDate, worker: string) {
    this.today = today;
    this.worker = worker;
    for (const person of practicePeople) {
      const since = addMonths(today, -24);
      const one = this.#add({
        residentId: person.residentId,
        citizenId: person.citizenId,
        livesHereSince: since,
        registeredOn: since,
        pinyin: person.pinyin,
        fields: { ...noFields, name: person.name, phone: person.phone, address: person.address },
      });
      if (person.registeredDaysAgo !== null)
        this.registerUnemployment(one.file.residentId, {
          registeredOn: addDays(today, -person.registeredDaysAgo),
          unemployedSince: addDays(today, -person.registeredDaysAgo),
          reason: '02',
          nature: '1',
          jobWish: '',
          trainingWish: '',
          promiseSigned: true,
        });
      if (person.contactedDaysAgo !== null)
        this.recordContact(one.file.residentId, {
          contactedOn: addDays(today, -person.contactedDaysAgo),
          way: 'phone',
          outcome: '01',
          service: null,
          note: '',
          nextOn: null,
        });
    }
  }

  /** @throws AppError notFound */
  get(residentId: string | undefined): PracticeResident {
    const found = this.residents.find((one) => one.file.residentId === residentId);
    if (!found) throw new AppError('request.not-found', 'notFound');
    return found;
  }

  derive(one: PracticeResident): Derivation {
    return deriveFile(one.file, parameters, noSuccessions);
  }

  byNumber(citizenId: string): PracticeResident | undefined {
    return this.residents.find((one) => one.citizenId === citizenId);
  }

  /** By name, pinyin, initials, or a whole number. */
  find(text: string): PracticeResident[] {
    const wanted = text.trim().toLowerCase();
    return this.residents.filter(
      (one) =>
        one.name.startsWith(wanted) ||
        one.pinyin.split(' ').some((word) => word.startsWith(wanted)) ||
        one.citizenId.toLowerCase() === wanted ||
        one.phone === wanted,
    );
  }

  register(body: Body<typeof residentContracts.register>): { residentId: string } {
    const { citizenId, areaCode: _, livesHereSince, household: __, ...fields } = body;
    const parsed = parseCitizenId(citizenId, this.today);
    if (!parsed.ok) throw new AppError(`resident.${parsed.code}`, 'invalid', { field: 'citizenId' });
    const known = this.byNumber(parsed.id);
    if (known) throw new AppError('resident.exists', 'conflict', { name: known.name, areaName: practiceArea.name });
    requireAllowed(fileRefusals({ ...parsed, livesHereSince, fields }, this.today));
    const one = this.#add({
      residentId: newKey(),
      citizenId: parsed.id,
      livesHereSince,
      registeredOn: this.today,
      pinyin: '',
      fields,
    });
    return { residentId: one.file.residentId };
  }

  registerUnemployment(residentId: string | undefined, body: Body<typeof unemploymentContracts.register>) {
    const one = this.get(residentId);
    requireAllowed(registrationRefusals(one.file, body, this.today, this.#parametersOf(one)));
    const registrationId = newKey();
    const { registeredOn, unemployedSince, reason, nature, jobWish, trainingWish } = body;
    const record = { registrationId, registeredOn, unemployedSince, reason, nature, endedOn: null, endReason: null };
    one.file = { ...one.file, unemployment: [...one.file.unemployment, record] };
    const channel = 'community';
    one.registrations.unshift({
      ...record,
      area: practiceArea,
      channel,
      jobWish,
      trainingWish,
      endEvidence: null,
      endNote: '',
      version: 1,
    });
    this.#tell(one, 'unemployment-registered', registeredOn, registrationId, {
      areaName: practiceArea.name,
      reason,
      nature,
      unemployedSince,
      channel,
      jobWish,
      trainingWish,
    });
    return { registrationId };
  }

  recordContact(residentId: string | undefined, body: Body<typeof contactContracts.record>) {
    const one = this.get(residentId);
    requireAllowed(contactRefusals(one.file, body, this.today));
    const contactId = newKey();
    const { contactedOn, way, outcome, service, note, nextOn } = body;
    const contact = { contactId, on: contactedOn, way, reached: isReached(outcome), outcome, service, nextOn };
    one.file = { ...one.file, contacts: [...one.file.contacts, contact] };
    this.#tell(one, 'contact-recorded', contactedOn, contactId, { way, outcome, service, note, nextOn });
    return { contactId };
  }

  /** Takes a registration or a contact back, as the undo of the toast does; the answer is what giving it back needs. */
  takeBack(residentId: string | undefined, recordId: string | undefined): string {
    const one = this.get(residentId);
    if (recordId === undefined) throw new AppError('request.not-found', 'notFound');
    const { unemployment, contacts } = one.file;
    const { registrations } = one;
    one.voided.add(recordId);
    one.giveBack.set(recordId, () => {
      one.voided.delete(recordId);
      one.file = { ...one.file, unemployment, contacts };
      one.registrations = registrations;
    });
    one.file = {
      ...one.file,
      unemployment: one.file.unemployment.filter((r) => r.registrationId !== recordId),
      contacts: one.file.contacts.filter((r) => r.contactId !== recordId),
    };
    one.registrations = one.registrations.filter((r) => r.registrationId !== recordId);
    return recordId;
  }

  /** Gives it back while the notice of the void stands there, before anything else was done. */
  giveBack(residentId: string | undefined, recordId: string | undefined): void {
    this.get(residentId).giveBack.get(recordId ?? '')?.();
  }

  row(one: PracticeResident): ResidentRow {
    const { file } = one;
    const open = file.unemployment.find((r) => isWithin(this.today, r.registeredOn, r.endedOn));
    return {
      residentId: file.residentId,
      name: one.name,
      sex: file.sex,
      birthOn: file.birthOn,
      age: ageOn(file.birthOn, this.today),
      citizenIdMasked: maskCitizenId(one.citizenId),
      phoneMasked: one.phone === null ? null : maskPhone(one.phone),
      address: one.fields.address,
      area: practiceArea,
      status: {
        registeredUnemployed: open !== undefined,
        unemployedSince: open?.unemployedSince ?? null,
        employed: false,
        hardshipCategories: [],
        flags: this.derive(one)
          .flags.filter((flag) => isWithin(this.today, flag.from, flag.to))
          .map((flag) => ({ kind: flag.kind, fromOn: flag.from })),
      },
      endedOn: null,
    };
  }

  view(one: PracticeResident): ResidentFileView {
    const own = this.#parametersOf(one);
    const { phone: _, ...fields } = one.fields;
    return {
      ...this.row(one),
      ...fields,
      version: 1,
      registeredOn: one.registeredOn,
      endReason: null,
      statutoryRetirementOn: workingAgeOf(one.file, own).to,
      able: null,
      willing: null,
      household: null,
      registrations: one.registrations,
      employments: [],
      certificates: [],
      retireeCare: [],
      confirmations: [],
      policyBenefits: [],
      duties: this.duties(one),
      timeline: one.timeline.map((entry) => ({
        ...entry,
        voided: entry.recordId !== null && one.voided.has(entry.recordId),
      })),
      allowedActions: fileActions(one.file, this.today, own).map(onlyPractised),
    };
  }

  /** What is to do for her and has appeared. */
  duties(one: PracticeResident): ResidentFileView['duties'] {
    return this.derive(one)
      .duties.filter((duty) => duty.doneOn !== null || duty.appearsOn <= this.today)
      .map(({ kind, anchor, dueOn, appearsOn, doneOn }) => ({
        kind,
        anchor,
        dueOn,
        appearsOn,
        doneOn,
        overdueDays: doneOn === null && dueOn < this.today ? daysBetween(dueOn, this.today) : 0,
      }));
  }

  #parametersOf(one: PracticeResident) {
    return subjectParameters(parameters, placesOf(one.file, noSuccessions));
  }

  #add(person: {
    residentId: string;
    citizenId: string;
    livesHereSince: PlainDate;
    registeredOn: PlainDate;
    pinyin: string;
    fields: ResidentFields;
  }): PracticeResident {
    const parsed = parseCitizenId(person.citizenId, this.today);
    if (!parsed.ok) throw new RangeError(`${person.fields.name} has no valid number`);
    const { residentId, fields } = person;
    const empty = emptyResidentFile({ ...fields, residentId, districtId: 1, sex: parsed.sex, birthOn: parsed.birthOn });
    const one: PracticeResident = {
      file: {
        ...empty,
        residences: [{ residenceId: newKey(), areaId: community.areaId, from: person.livesHereSince, to: null }],
      },
      name: fields.name,
      pinyin: person.pinyin,
      citizenId: parsed.id,
      phone: fields.phone,
      fields,
      registeredOn: person.registeredOn,
      registrations: [],
      timeline: [],
      voided: new Set(),
      giveBack: new Map(),
    };
    this.residents.push(one);
    this.#tell(one, 'resident-registered', person.registeredOn, residentId, {
      areaName: practiceArea.name,
      address: fields.address,
    });
    return one;
  }

  #tell<K extends TimelineKind>(
    one: PracticeResident,
    kind: K,
    on: PlainDate,
    recordId: string,
    data: TimelineData<K>,
  ): void {
    one.timeline.unshift({
      entryId: `${kind}:${recordId}`,
      kind,
      on,
      data,
      recordedAt: `${on}T02:00:00.000Z`,
      recordedBy: this.worker,
      recordId,
      voided: false,
    });
  }
}
