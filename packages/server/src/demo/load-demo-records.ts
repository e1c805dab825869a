import { localScheme } from '@renshe/domain/certificate/certificate-number.ts';
import {
  verificationAlphabet,
  verificationCheck,
  verificationRandomLength,
} from '@renshe/domain/certificate/verification-code.ts';
import { composeHousehold, type Membership, type Residence, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import { addDays, daysBetween, maxDate, type PlainDate, yearOf } from '@renshe/domain/kernel/plain-date.ts';
import type { Insertable } from 'kysely';
import type { CopyRows } from '../platform/copy-rows.ts';
import type { Keyring } from '../platform/crypto.ts';
import { newId } from '../platform/id.ts';
import type { DB } from '../platform/schema.gen.ts';
import {
  type Entry,
  householdNumber,
  newHouseholdRow,
  newMemberRow,
  newRegistryRow,
  newResidenceRow,
  newResidentFile,
  newResidentRow,
} from '../resident/new-resident.ts';
import type { BulkBooking } from '../statistics/bulk-book.ts';
import { type DemoClimate, type DemoHistory, demoFile, demoHistory } from './demo-history.ts';
import type { DemoHousehold } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';
import { enteredOn } from './desk-delays.ts';
import { demoBenefits, loadBenefits } from './grant-policies.ts';
import { demoRetirement, loadRetirement, retiredFields } from './retire-people.ts';

/** Tables that the load of people fills, parents before children. */
export const loadedTables = [
  'resident',
  'citizen_registry',
  'household',
  'residence',
  'household_member',
  'employment',
  'unemployment_registration',
  'contact',
  'hardship_mark',
  'ability_wish',
  'retiree_care',
  'retiree_living',
  'eligibility_confirmation',
  'policy_benefit',
  'certificate',
  'certificate_registry',
  'fact',
  'fact_total',
  'duty',
  'flag',
];

/** Writes made families, one household at a time: rows by COPY, statistics by the same derivation as everybody's (kernel K9). */
export interface DemoLoad {
  random: DemoRandom;
  rows: CopyRows;
  booking: BulkBooking;
  keyring: Keyring;
  /** Last serial by district and year. */
  serials: Map<string, number>;
  cause: string;
  /** First day of the history and the day on which it ends. */
  from: PlainDate;
  today: PlainDate;
  /** When earlier than `from`: the day on which working lives begin to be followed. */
  since?: PlainDate;
}

export interface DemoCommunity {
  districtId: number;
  areaId: number;
  countyCode: string;
  urban: boolean;
  /** Account that entered the records of the community, where a demo login works there. */
  worker: string | null;
  /** A community that was split off from another one on a day: who lived here before that day lived there. */
  formerly?: { fromAreaId: number; on: PlainDate; changeId: string };
  climate?: DemoClimate | undefined;
}

/** Where a record of a day belongs. */
function placeOn(community: DemoCommunity, on: PlainDate): number {
  const { formerly, areaId } = community;
  return formerly && on < formerly.on ? formerly.fromAreaId : areaId;
}

/** The residences of a family that has stayed: cut where its community was split off. */
function residencesOf(load: DemoLoad, community: DemoCommunity, whole: Residence): Residence[] {
  const { formerly } = community;
  if (!formerly || whole.from >= formerly.on) return [whole];
  const before = { ...whole, areaId: formerly.fromAreaId };
  if (whole.to !== null && whole.to <= formerly.on) return [before];
  // Ids of the register's own, so that everybody else's stay the same.
  const next = { ...whole, residenceId: newId(instantOf(load.from)), from: formerly.on };
  return [{ ...before, to: formerly.on }, next];
}

/** When the file was looked through last: most of them this year. Drawn apart, so that everybody else stays the same. */
function lastSeen(residentId: string, load: DemoLoad): PlainDate {
  const random = new DemoRandom(`seen ${residentId}`);
  const days = random.chance(0.86) ? random.between(1, 330) : random.between(331, 700);
  return maxDate(addDays(load.today, -days), load.from);
}

const noon = (on: PlainDate) => new Date(`${on}T04:00:00Z`);
const instantOf = (on: PlainDate) => daysBetween('1970-01-01', on) * 86_400_000 + 36_000_000;

export async function loadHousehold(load: DemoLoad, community: DemoCommunity, made: DemoHousehold): Promise<number> {
  const { random } = load;
  const { districtId, areaId } = community;
  const since = addDays(load.since ?? load.from, -random.between(30, 4000));
  const householdId = random.uuid(instantOf(load.from));
  const entry: Entry = { at: noon(load.from), by: community.worker, cause: load.cause };
  const files: ResidentFile[] = [];
  for (const person of made.members) {
    const residentId = random.uuid(instantOf(load.from));
    const residence = {
      residenceId: random.uuid(instantOf(load.from)),
      areaId,
      from: maxDate(person.birthOn, since),
      to: null,
    };
    const membership: Membership = {
      memberId: random.uuid(instantOf(load.from)),
      householdId,
      relation: person.relation,
      from: residence.from,
      to: null,
    };
    const history = demoHistory(random, person, {
      from: load.from,
      today: load.today,
      urban: community.urban,
      ...(load.since && { since: load.since }),
      ...(community.climate && { climate: community.climate }),
    });
    const fields = {
      name: person.name,
      phone: person.phone,
      address: made.address,
      hukouType: person.hukouType,
      education: person.education,
      ethnicity: person.ethnicity,
      marital: person.marital,
      political: person.political,
      skillLevel: person.skillLevel,
      retirementCategory: person.retirementCategory,
      note: '',
    };
    const resident = {
      districtId,
      residentId,
      areaId,
      citizenId: person.citizenId,
      citizenIdIndex: load.keyring.blindIndex('citizen-id', person.citizenId),
      sex: person.sex,
      birthOn: person.birthOn,
      fields,
      registeredOn: load.from,
    };
    const base = newResidentFile(resident, [residence], [membership]);
    const certificates = history.certificate
      ? [
          {
            ...history.certificate,
            number: nextCertificateNumber(load, community, person.hukouType, history.certificate.issuedOn),
            status: 'valid' as const,
          },
        ]
      : [];
    const file = { ...demoFile(base, history, random.uuid(instantOf(load.from)), residence.from), certificates };
    const died = history.diedOn;
    const settled = residencesOf(load, community, { ...residence, to: died });
    // Someone who died leaves the register on that day; her records stay.
    const ended = died === null ? {} : { ended_on: died, end_reason: 'death', died_on: died };
    const retirement = demoRetirement(
      person,
      { ...file, residences: settled },
      { from: load.from, today: load.today, worker: community.worker, householdSize: made.members.length },
    );
    const benefits = demoBenefits(file, load.today);
    const closedFile: ResidentFile = {
      ...file,
      residences: settled,
      ...(died !== null && { memberships: [{ ...membership, to: died }] }),
      policyBenefits: benefits.map(({ benefitId, policy, from, to, endKnownOn }) => ({
        benefitId,
        policy,
        from,
        to,
        endKnownOn,
      })),
      ...(retirement && retiredFields(file, retirement)),
    };
    files.push(closedFile);
    await load.rows.add('resident', {
      ...newResidentRow(load.keyring, resident, entry),
      area_id: settled.at(-1)!.areaId,
      past_districts: await load.booking.add(closedFile),
      modified_at: noon(lastSeen(residentId, load)),
      ...ended,
    });
    await load.rows.add('citizen_registry', newRegistryRow(load.keyring, resident));
    for (const [index, lived] of settled.entries()) {
      const reason = index === 0 ? 'imported' : 'area-split';
      await load.rows.add(
        'residence',
        newResidenceRow({ districtId, residentId, address: made.address, reason }, lived, entry),
      );
    }
    if (settled.length > 1)
      await load.rows.add('area_split_row', {
        district_id: districtId,
        change_id: community.formerly!.changeId,
        resident_id: residentId,
        household_number: householdNumber(householdId, load.from),
        outcome: 'moved',
        done_at: noon(community.formerly!.on),
      });
    await load.rows.add(
      'household_member',
      newMemberRow({ districtId, residentId, householdDistrict: districtId }, closedFile.memberships[0]!, entry),
    );
    // Visits to retirees come with the retirement.
    await loadRecords(load, community, residentId, { ...closedFile, contacts: file.contacts }, history);
    const { worker } = community;
    await loadBenefits(load.rows, benefits, { districtId, residentId, worker, cause: load.cause });
    if (retirement) await loadRetirement(load.rows, retirement, { districtId, residentId, cause: load.cause });
  }
  const household = { kind: 'household', householdId, districtId, householdKind: 'family' } as const;
  const pastDistricts = await load.booking.add(composeHousehold(household, files));
  const row = newHouseholdRow(
    {
      ...household,
      areaId,
      address: made.address,
      number: householdNumber(householdId, load.from),
      memberDistricts: [districtId],
    },
    entry,
  );
  await load.rows.add('household', { ...row, past_districts: pastDistricts });
  return files.length;
}

async function loadRecords(
  load: DemoLoad,
  community: DemoCommunity,
  residentId: string,
  file: ResidentFile,
  history: DemoHistory,
): Promise<void> {
  const { rows, cause } = load;
  const { districtId, worker } = community;
  const common = (on: PlainDate) => ({ created_at: noon(on), created_by: worker, cause });
  for (const u of file.unemployment) {
    const entered = enteredOn('registration', u.registrationId, u.registeredOn, load.today);
    // Who found work was taken off when the work was entered.
    const work = history.employment.find((e) => e.from === u.endedOn);
    const ended =
      u.endedOn && (work?.reportedOn ?? enteredOn('deregistration', u.registrationId, u.endedOn, load.today));
    const row: Insertable<DB['unemployment_registration']> = {
      district_id: districtId,
      registration_id: u.registrationId,
      resident_id: residentId,
      area_id: placeOn(community, u.registeredOn),
      registered_on: u.registeredOn,
      reason: u.reason,
      nature: u.nature,
      channel: 'community',
      unemployed_since: u.unemployedSince,
      job_wish: load.random.pick(['保洁、家政', '普工', '销售、收银', '保安、门卫', '文员', '驾驶员', '']),
      training_wish: load.random.pick(['', '', '家政服务员', '电工', '育婴员', '计算机']),
      promise_signed: true,
      ended_on: u.endedOn,
      end_reason: u.endReason,
      end_evidence: u.endedOn === null ? null : '已核对',
      end_recorded_at: ended && noon(maxDate(ended, entered)),
      end_recorded_by: u.endedOn === null ? null : worker,
      ...common(entered),
    };
    await rows.add('unemployment_registration', row);
  }
  for (const e of history.employment) {
    const row: Insertable<DB['employment']> = {
      district_id: districtId,
      employment_id: e.employmentId,
      resident_id: residentId,
      area_id: placeOn(community, e.from),
      type: e.type,
      urban: e.urban,
      employer_name: e.employer,
      platform_work: e.platform,
      proof: e.type === '30' ? '本人声明' : '劳动合同',
      started_on: e.from,
      reported_on: e.reportedOn,
      report_late: daysBetween(e.from, e.reportedOn) > 30,
      ended_on: e.to,
      end_reason: e.endReason,
      end_reported_on: e.endReportedOn,
      ...common(e.reportedOn),
    };
    await rows.add('employment', row);
  }
  for (const c of file.contacts) {
    const registration = file.unemployment.findLast((u) => u.registeredOn <= c.on);
    const row: Insertable<DB['contact']> = {
      district_id: districtId,
      contact_id: c.contactId,
      resident_id: residentId,
      registration_id: registration?.registrationId ?? null,
      contacted_on: c.on,
      way: c.way,
      outcome: c.outcome,
      reached: c.reached,
      service: c.service,
      note: c.outcome.startsWith('2')
        ? ''
        : load.random.weighted([
            ['', 70],
            ['正在找工作，已推荐近期招聘会。', 22],
            ['想参加技能培训，已登记意愿。', 8],
          ] as const),
      next_on: c.nextOn,
      ...common(c.on),
    };
    await rows.add('contact', row);
  }
  for (const m of file.hardshipMarks)
    await rows.add('hardship_mark', {
      district_id: districtId,
      mark_id: m.markId,
      resident_id: residentId,
      category: m.category,
      from_on: m.from,
      to_on: m.to,
      source: '社区走访',
      ...common(m.from),
    });
  for (const a of file.abilities)
    await rows.add('ability_wish', {
      district_id: districtId,
      ability_id: a.abilityId,
      resident_id: residentId,
      able: a.able,
      willing: a.willing,
      from_on: a.from,
      evidence: history.ability?.evidence ?? '',
      ...common(load.from),
    });
  for (const c of file.certificates) await loadCertificate(load, community, residentId, c);
}

async function loadCertificate(
  load: DemoLoad,
  community: DemoCommunity,
  residentId: string,
  c: ResidentFile['certificates'][number],
): Promise<void> {
  const { districtId } = community;
  let random = '';
  for (let i = 0; i < verificationRandomLength; i++) random += load.random.pick([...verificationAlphabet]);
  const verificationCode = `${random}${verificationCheck(random)}`;
  await load.rows.add('certificate', {
    district_id: districtId,
    certificate_id: c.certificateId,
    resident_id: residentId,
    area_id: placeOn(community, c.issuedOn),
    number: c.number,
    scheme: localScheme.key,
    issued_on: c.issuedOn,
    verification_code: verificationCode,
    status: c.status,
    created_at: noon(enteredOn('certificate', c.certificateId, c.issuedOn, load.today)),
    created_by: community.worker,
    cause: load.cause,
  });
  await load.rows.add('certificate_registry', {
    verification_code: verificationCode,
    district_id: districtId,
    certificate_id: c.certificateId,
  });
}

/** Next number of the county and year; the counters are written at the end of the load. */
export function nextCertificateNumber(
  load: DemoLoad,
  community: DemoCommunity,
  hukouType: string | null,
  issuedOn: PlainDate,
): string {
  const year = yearOf(issuedOn);
  const key = `${community.districtId}:${year}`;
  const serial = (load.serials.get(key) ?? 0) + 1;
  load.serials.set(key, serial);
  return localScheme.compose({ countyCode: community.countyCode, hukouType, year, serial });
}
