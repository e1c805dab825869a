import { serviceStrands } from '@renshe/domain/contact/contact.contract.ts';
import type {
  Contact,
  Employment,
  HardshipMark,
  ResidentFile,
  UnemploymentRegistration,
} from '@renshe/domain/kernel/file.ts';
import { addDays, addMonths, ageOn, daysBetween, maxDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { statutoryRetirementOn } from '@renshe/domain/retirement/retirement.rules.ts';
import type { DemoPerson } from './demo-people.ts';
import type { DemoRandom } from './demo-random.ts';
import { madeContact, visitOrCall } from './demo-visits.ts';

/** What a made record needs beyond the kernel's file: words for its row. */
export interface DemoEmployment extends Employment {
  employer: string;
  reportedOn: PlainDate;
  endReportedOn: PlainDate | null;
  platform: boolean;
}

export interface DemoCertificate {
  certificateId: string;
  issuedOn: PlainDate;
}

export interface DemoHistory {
  unemployment: UnemploymentRegistration[];
  employment: DemoEmployment[];
  contacts: Contact[];
  hardshipMarks: HardshipMark[];
  certificate: DemoCertificate | null;
  diedOn: PlainDate | null;
  /** Not able or not willing to work, with why. */
  ability: { able: boolean; willing: boolean; evidence: string } | null;
}

export interface HistoryFrame {
  /** First day of the history; everything before is opening balance. */
  from: PlainDate;
  /** Nothing happens from this day on. */
  today: PlainDate;
  urban: boolean;
  /** Where working lives begin to be followed, when earlier than `from`: the city opens with people who have been registered for a while. */
  since?: PlainDate;
  climate?: DemoClimate;
}

/** How many times the usual share of people lose their work, and find some, in the month of a day. */
export type DemoClimate = (on: PlainDate) => { loss: number; hire: number };

/** Share of the employed who lose their work in a month, and in January and July, when contracts end: some 3.5 % are registered as unemployed. */
export const usualLoss = 0.003;
const seasonalLoss = 0.0054;

const usualClimate: DemoClimate = () => ({ loss: 1, hire: 1 });

const employers = [
  '镇江恒顺食品有限公司',
  '大港新材料有限公司',
  '京江物业服务有限公司',
  '金山湖酒店管理公司',
  '苏南万方超市',
  '丹徒机械厂',
  '谏壁热电服务公司',
  '新区光电科技有限公司',
  '东吴家政服务部',
  '永安建筑劳务公司',
  '联华配送中心',
  '江滨护理院',
  '梦溪文化传媒',
  '中瑞汽车零部件公司',
  '宝堰茶业合作社',
  '顺丰速运镇江分部',
];

/** Ids of a made history come from its own instants, so that records sort by time. */
function idAt(random: DemoRandom, on: PlainDate): string {
  return random.uuid(daysBetween('1970-01-01', on) * 86_400_000 + random.between(0, 86_399_999));
}

/** The working life of one person through the demo months: employed, dismissed, registered, contacted, employed again, retired. */
export function demoHistory(random: DemoRandom, person: DemoPerson, frame: HistoryFrame): DemoHistory {
  const history: DemoHistory = {
    unemployment: [],
    employment: [],
    contacts: [],
    hardshipMarks: [],
    certificate: null,
    diedOn: null,
    ability: null,
  };
  const retiresOn = statutoryRetirementOn(person.birthOn, person.retirementCategory);
  const age = ageOn(person.birthOn, frame.today);
  if (age >= 62 && random.chance(0.02 + (age > 75 ? 0.06 : 0)))
    history.diedOn = addDays(frame.from, random.between(30, Math.max(31, daysBetween(frame.from, frame.today) - 10)));
  if (ageOn(person.birthOn, frame.today) < 16) return history;

  const begins = frame.since ?? frame.from;
  const climate = frame.climate ?? usualClimate;
  const working = workingState(random, person, { ...frame, from: begins }, retiresOn);
  if (working === 'never') {
    if (age >= 16 && retiresOn > frame.today)
      history.ability = random.chance(0.25)
        ? { able: false, willing: false, evidence: '残疾证或医院证明' }
        : { able: true, willing: false, evidence: random.chance(0.5) ? '本人说明：料理家务' : '本人说明：在校就读' };
    return history;
  }
  let on = working.from;
  let state = working.state;
  if (state === 'employed') history.employment.push(newEmployment(random, frame, working.since, working.from > begins));
  while (on < frame.today) {
    if (on >= retiresOn) {
      endWork(history, retiresOn, '10');
      endRegistration(history, retiresOn, '04');
      break;
    }
    if (state === 'employed') {
      const month = Number(on.slice(5, 7));
      if (random.chance((month === 1 || month === 7 ? seasonalLoss : usualLoss) * climate(on).loss)) {
        const left = addDays(on, random.between(0, 25));
        if (left >= frame.today || left >= retiresOn) break;
        // A job that has been found but not begun is not lost yet.
        if (left <= history.employment.at(-1)!.from) {
          on = addMonths(on, 1);
          continue;
        }
        endWork(history, left, random.pick(['01', '02', '03', '05', '08']));
        state = 'idle';
        if (random.chance(0.86)) {
          const registered = addDays(left, random.between(1, 25));
          if (registered < frame.today) {
            register(random, history, registered, left, '02', '1', frame.today);
            state = 'registered';
          }
        }
      }
    } else if (state === 'registered') {
      state = monthOfUnemployment(random, history, person, frame, on, climate(on).hire);
    } else if (random.chance(0.07 * climate(on).hire)) {
      const start = addDays(on, random.between(1, 25));
      if (start < frame.today) {
        history.employment.push(newEmployment(random, frame, start, true));
        state = 'employed';
      }
    } else if (random.chance(0.05)) {
      const registered = addDays(on, random.between(1, 25));
      const before = history.unemployment.at(-1);
      const free = before === undefined || (before.endedOn !== null && before.endedOn < registered);
      if (registered < frame.today && free) {
        const firstTime = history.employment.length === 0;
        register(
          random,
          history,
          registered,
          maxDate(addDays(registered, -random.between(5, 60)), begins),
          firstTime ? '01' : '02',
          firstTime ? '2' : '1',
          frame.today,
        );
        state = 'registered';
      }
    }
    on = addMonths(on, 1);
  }
  finish(random, history, person, frame);
  return history;
}

function workingState(
  random: DemoRandom,
  person: DemoPerson,
  frame: HistoryFrame,
  retiresOn: PlainDate,
): 'never' | { from: PlainDate; since: PlainDate; state: 'employed' | 'registered' | 'idle' } {
  const age = ageOn(person.birthOn, frame.from);
  if (retiresOn <= frame.from) return 'never';
  const leavesSchool = random.weighted([
    [18, 25],
    [19, 10],
    [22, 50],
    [25, 15],
  ] as const);
  if (age < leavesSchool) {
    const graduatedOn = `${Number(person.birthOn.slice(0, 4)) + leavesSchool + 1}-07-01`;
    if (graduatedOn >= frame.today || ageOn(person.birthOn, graduatedOn) < 16) return 'never';
    return {
      from: maxDate(graduatedOn, frame.from),
      since: maxDate(graduatedOn, frame.from),
      state: random.chance(0.45) ? 'employed' : 'idle',
    };
  }
  if (random.chance(person.sex === '2' ? 0.2 : 0.1)) return 'never';
  const since = addDays(frame.from, -random.between(40, Math.min(7000, Math.max(60, (age - 18) * 330))));
  return {
    from: frame.from,
    since: maxDate(since, addMonths(person.birthOn, 16 * 12 + 1)),
    state: random.weighted([
      ['employed', 95],
      ['idle', 5],
    ] as const),
  };
}

function newEmployment(random: DemoRandom, frame: HistoryFrame, from: PlainDate, reported: boolean): DemoEmployment {
  const type = random.weighted([
    ['10', 68],
    ['20', 9],
    ['30', 18],
    ['40', 2],
    ['50', 3],
  ] as const);
  const late = reported && random.chance(0.06);
  const days = late ? random.between(31, 70) : random.between(0, 26);
  const reportedOn = addDays(from, days);
  return {
    employmentId: idAt(random, from),
    type,
    urban: frame.urban ? type !== '50' && random.chance(0.96) : random.chance(0.55),
    from,
    to: null,
    endReason: null,
    employer: type === '20' ? '个体经营' : type === '30' ? '' : random.pick(employers),
    reportedOn: reportedOn < frame.today ? reportedOn : from,
    endReportedOn: null,
    platform: type === '30' && random.chance(0.4),
  };
}

function endWork(history: DemoHistory, on: PlainDate, reason: string): void {
  const open = history.employment.at(-1);
  if (!open || open.to !== null || open.from >= on) return;
  open.to = on;
  open.endReason = reason;
  open.endReportedOn = on;
}

function register(
  random: DemoRandom,
  history: DemoHistory,
  on: PlainDate,
  since: PlainDate,
  reason: string,
  nature: string,
  today: PlainDate,
): void {
  history.unemployment.push({
    registrationId: idAt(random, on),
    registeredOn: on,
    reason,
    nature,
    unemployedSince: since,
    endedOn: null,
    endReason: null,
  });
  for (const service of serviceStrands) {
    const given = addDays(on, random.between(2, 26));
    if (given < today && random.chance(0.95))
      history.contacts.push(madeContact(idAt(random, given), given, '02', service));
  }
  history.certificate ??= { certificateId: idAt(random, on), issuedOn: addDays(on, random.between(0, 4)) };
}

function endRegistration(history: DemoHistory, on: PlainDate, reason: string): void {
  const open = history.unemployment.at(-1);
  if (!open || open.endedOn !== null || open.registeredOn >= on) return;
  open.endedOn = on;
  open.endReason = reason;
}

/** One month of a registered person: the worker calls, and sometimes there is work. */
function monthOfUnemployment(
  random: DemoRandom,
  history: DemoHistory,
  person: DemoPerson,
  frame: HistoryFrame,
  on: PlainDate,
  hire: number,
): 'employed' | 'registered' | 'idle' {
  const registration = history.unemployment.at(-1)!;
  const reached = history.contacts.filter((c) => c.reached && c.on >= registration.registeredOn).map((c) => c.on);
  const last = reached.reduce(maxDate, registration.registeredOn);
  const called = addDays(
    addMonths(last, 1),
    random.weighted([
      [-4, 30],
      [-2, 30],
      [-1, 20],
      [0, 8],
      [3, 8],
      [9, 4],
    ] as const),
  );
  if (called > registration.registeredOn && called < addMonths(on, 1) && called < frame.today && random.chance(0.94)) {
    if (random.chance(0.12))
      history.contacts.push(
        madeContact(
          idAt(random, called),
          addDays(called, -1) > registration.registeredOn ? addDays(called, -1) : called,
          random.pick(['21', '22', '24']),
          null,
        ),
      );
    const service = random.chance(0.3)
      ? random.pick(['job-introduction', 'training', 'guidance', 'living-security', 'policy'])
      : null;
    history.contacts.push(madeContact(idAt(random, called), called, service ? '02' : '01', service));
  }
  const monthly = ageOn(person.birthOn, on) > 48 ? 0.065 : 0.12;
  if (random.chance(monthly * hire)) {
    const start = addDays(maxDate(on, addDays(registration.registeredOn, 3)), random.between(1, 25));
    if (start < frame.today) {
      const job = newEmployment(random, frame, start, true);
      history.employment.push(job);
      endRegistration(history, start, job.type === '20' ? '02' : job.type === '30' ? '03' : '01');
      return 'employed';
    }
  } else if (random.chance(0.012)) {
    const ended = addDays(maxDate(on, addDays(registration.registeredOn, 3)), random.between(1, 25));
    if (ended < frame.today) {
      endRegistration(history, ended, random.pick(['081', '09', '061', '05', '109']));
      return 'idle';
    }
  }
  return 'registered';
}

function finish(random: DemoRandom, history: DemoHistory, person: DemoPerson, frame: HistoryFrame): void {
  const { diedOn } = history;
  if (diedOn !== null) {
    endWork(history, diedOn, '11');
    endRegistration(history, diedOn, '102');
    history.contacts = history.contacts.filter((c) => c.on <= diedOn);
    history.employment = history.employment.filter((e) => e.from < diedOn);
    history.unemployment = history.unemployment.filter((u) => u.registeredOn < diedOn);
    for (const e of history.employment)
      if (e.to === null || e.to > diedOn) Object.assign(e, { to: diedOn, endReason: '11', endReportedOn: diedOn });
    for (const u of history.unemployment)
      if (u.endedOn === null || u.endedOn > diedOn) Object.assign(u, { endedOn: diedOn, endReason: '102' });
  }
  // What was planned for somebody who left the register early did not happen.
  history.contacts = history.contacts
    .filter((c) =>
      history.unemployment.some((u) => c.on >= u.registeredOn && (u.endedOn === null || c.on <= u.endedOn)),
    )
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const registration = history.unemployment.at(-1);
  if (registration) {
    const older = ageOn(person.birthOn, registration.registeredOn) >= (person.sex === '1' ? 50 : 40);
    const category = older && random.chance(0.6) ? '01' : random.chance(0.08) ? random.pick(['02', '03']) : null;
    const markedOn = addDays(registration.registeredOn, random.between(1, 20));
    const held = registration.endedOn === null || markedOn < registration.endedOn;
    if (category !== null && markedOn < frame.today && held)
      history.hardshipMarks.push({ markId: idAt(random, markedOn), category, from: markedOn, to: null });
  }
  visitOrCall(history.contacts, history.hardshipMarks.length > 0);
  if (
    history.certificate &&
    (history.certificate.issuedOn >= frame.today ||
      (registration &&
        registration.endedOn === null &&
        daysBetween(registration.registeredOn, frame.today) < 4 &&
        history.unemployment.length === 1))
  )
    history.certificate = null;
}

/** The kernel's file of a made person. */
export function demoFile(base: ResidentFile, history: DemoHistory, abilityId: string, from: PlainDate): ResidentFile {
  return {
    ...base,
    diedOn: history.diedOn,
    unemployment: history.unemployment,
    employment: history.employment.map(({ employmentId, type, urban, from: start, to, endReason }) => ({
      employmentId,
      type,
      urban,
      from: start,
      to,
      endReason,
    })),
    contacts: history.contacts,
    hardshipMarks: history.hardshipMarks,
    abilities: history.ability
      ? [{ abilityId, able: history.ability.able, willing: history.ability.willing, from }]
      : [],
  };
}
