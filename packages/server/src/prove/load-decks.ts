/** The day of a city's grassroots offices as decks of requests (handbook/security.md §4d): who asks for what, by seed. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { addToMonth, formatMonth, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { makeBenchRoster } from '../bench/bench-roster.ts';
import { DemoRandom } from '../demo/demo-random.ts';
import { type Decks, jobOf, type LoadJob } from './load-job.ts';
import type { LoadPerson } from './load-people.ts';
import type { LoadTargets } from './load-targets.ts';

export interface DeckSizes {
  reads: number;
  writes: number;
  acts: number;
  imports: number;
}

interface Desk {
  random: DemoRandom;
  people: readonly LoadPerson[];
  targets: LoadTargets;
  today: PlainDate;
  /** 2026-11 and the month before, which is being reported. */
  open: string;
  reported: string;
}

export async function makeDecks(
  people: readonly LoadPerson[],
  targets: LoadTargets,
  today: PlainDate,
  seed: number,
  sizes: DeckSizes,
): Promise<Decks> {
  const month = monthOf(today);
  const desk: Desk = {
    random: new DemoRandom(`load ${seed}`),
    people,
    targets,
    today,
    open: formatMonth(month),
    reported: formatMonth(addToMonth(month, -1)),
  };
  const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
  return {
    read: { jobs: times(sizes.reads, () => readJob(desk)), repeat: true },
    list: { jobs: times(sizes.reads, () => listJob(desk)), repeat: true },
    write: { jobs: writeJobs(desk, sizes.writes), repeat: false },
    act: { chains: actChains(desk, sizes.acts) },
    export: { jobs: times(Math.ceil(sizes.reads / 10), () => exportJob(desk)), repeat: true },
    import: { chains: await importChains(desk, sizes.imports, seed) },
  };
}

/** Mostly communities, as in life. */
function anybody({ random, people }: Desk): LoadPerson {
  const role = random.weighted([
    ['community-worker', 70],
    ['street-clerk', 15],
    ['district-officer', 10],
    ['city-officer', 5],
  ] as const);
  const some = people.filter((person) => person.role === role);
  return random.pick(some.length > 0 ? some : people);
}

function readJob(desk: Desk): LoadJob {
  const { random, targets } = desk;
  const person = random.pick(targets.residents);
  const own = targets.workerOf.get(person.areaId)!;
  // Above the community people search as well.
  const seeker = random.chance(0.8) ? own : (targets.clerkOf.get(person.areaId) ?? own);
  const find = (text: string, what: string, by = seeker) =>
    jobOf('read', residentContracts.find, by.token, { body: { text } }, { what });
  const { residentId } = person;
  switch (
    random.weighted([
      ['name', 15],
      ['number', 8],
      ['initials', 5],
      ['city', 2],
      ['file', 15],
      ['household', 4],
      ['reveal', 1],
      ['me', 5],
    ] as const)
  ) {
    case 'name':
      return find(person.name, 'by name');
    case 'number':
      return find(person.citizenId, 'by number');
    case 'initials':
      return find(person.initials, 'by initials');
    case 'city':
      return find(person.name, 'by name, city', desk.people.find(({ role }) => role === 'city-officer') ?? own);
    case 'file':
      return jobOf('read', residentContracts.file, own.token, { params: { residentId } });
    case 'household': {
      const { householdId, areaId } = random.pick(targets.households);
      return jobOf('read', householdContracts.file, targets.workerOf.get(areaId)!.token, { params: { householdId } });
    }
    case 'reveal':
      return jobOf('read', residentContracts.reveal, own.token, {
        params: { residentId },
        body: { purpose: '电话联系' },
      });
    default:
      return jobOf('read', accountContracts.me, own.token);
  }
}

function listJob(desk: Desk): LoadJob {
  const { random, open, reported } = desk;
  const who = anybody(desk);
  const { token, areaCode: area } = who;
  const page = { limit: 20, offset: 0 };
  const month = random.chance(0.5) ? open : reported;
  switch (
    random.weighted([
      ['worklist', 6],
      ['residents', 3],
      ['monthly', 4],
      ['board', 1],
      ['warnings', 1],
      ['leaders', 1],
      ['areas', 1],
      ['trend', 1],
      ['owed', 1],
      ['people', 1],
    ] as const)
  ) {
    case 'worklist':
      return jobOf('list', worklistContracts.list, token, { query: page });
    case 'residents':
      return jobOf('list', residentContracts.list, token, {
        query: { area, status: random.pick(['registered-unemployed', 'employed'] as const), ...page },
      });
    case 'monthly':
      return jobOf('list', reportContracts.monthly, token, { query: { area, month } });
    case 'board':
      return jobOf('list', reportContracts.board, token, { query: { area, month: reported } });
    case 'warnings':
      return jobOf('list', warningContracts.list, token, { query: { area, month } });
    case 'leaders':
      return jobOf('list', analysisContracts.board, token, { query: { area } });
    case 'areas':
      return jobOf('list', analysisContracts.areas, token, {
        query: { area, month: reported, indicator: 'registered-unemployed' },
      });
    case 'trend':
      return jobOf('list', analysisContracts.trend, token, {
        query: { area, from: `${reported.slice(0, 4)}-01`, to: reported, indicators: 'registered-unemployed' },
      });
    case 'owed':
      return jobOf('list', submissionContracts.obligations, token);
    default:
      return jobOf('list', reportContracts.people, token, {
        query: { area, month, line: 'registered-unemployed', column: 'total', measure: 'month', ...page },
      });
  }
}

/** Registrations, contacts and endings of different people, and requests for help, which never run out. */
function writeJobs(desk: Desk, count: number): LoadJob[] {
  const { random, targets, today } = desk;
  const registrable = [...targets.registrable];
  const leaving = targets.registered.filter((_, i) => i % 4 === 0);
  const staying = targets.registered.filter((_, i) => i % 4 !== 0);
  const workers = [...targets.workerOf.values()];
  let contacted = 0;
  return Array.from({ length: count }, (_, i): LoadJob => {
    const kind = random.weighted([
      ['register', 5],
      ['contact', 6],
      ['deregister', 2],
      ['help', 2],
    ] as const);
    if (kind === 'register' && registrable.length > 0) {
      const { residentId, areaId, since } = registrable.pop()!;
      const { token } = targets.workerOf.get(areaId)!;
      const body = { registeredOn: today, unemployedSince: since, reason: '02', nature: '1', jobWish: '保洁' };
      return jobOf(
        'write',
        unemploymentContracts.register,
        token,
        { params: { residentId }, body: { ...body, trainingWish: '', promiseSigned: true } },
        { subject: residentId },
      );
    }
    if (kind === 'deregister' && leaving.length > 0) {
      const { residentId, areaId, registrationId, version } = leaving.pop()!;
      const { token } = targets.workerOf.get(areaId)!;
      const body = { version, endedOn: today, reason: '01', evidence: '劳动合同', note: '' };
      return jobOf(
        'write',
        unemploymentContracts.deregister,
        token,
        { params: { residentId, registrationId }, body },
        { subject: residentId },
      );
    }
    if (kind === 'contact' && staying.length > 0) {
      const { residentId, areaId } = staying[contacted++ % staying.length]!;
      const { token } = targets.workerOf.get(areaId)!;
      const body = { contactedOn: today, way: 'phone', outcome: '01', service: null, note: '', nextOn: null };
      return jobOf('write', contactContracts.record, token, { params: { residentId }, body }, { subject: residentId });
    }
    const { token, areaCode } = random.pick(workers);
    // The name finds it again.
    const name = `求助${i.toString(36)}`;
    const body = { area: areaCode, need: 'job', name, phone: '13900001111', detail: '想找工作', channel: 'phone' };
    return jobOf('write', helpRequestContracts.receive, token, { body }, { subject: name });
  });
}

/** The monthly report of a community, handed in, accepted, returned for a doubt, and again; each act needs the version that the last one left. */
function actChains(desk: Desk, count: number): LoadJob[][] {
  const { targets, reported } = desk;
  const places = [...targets.workerOf.values()].filter(({ areaId }) => targets.clerkOf.has(areaId));
  const each = Math.ceil(count / places.length) + 3;
  return places.flatMap((worker) => {
    const stands = targets.forms.get(worker.areaId) ?? { state: 'draft', version: 0 };
    if (stands.state === 'closed') return [];
    const clerk = targets.clerkOf.get(worker.areaId)!;
    const first = { draft: 0, submitted: 1, accepted: 2 }[stands.state] ?? 0;
    const jobs = Array.from({ length: each }, (_, i): LoadJob => {
      const body = { area: worker.areaCode, month: reported, version: stands.version + i };
      const subject = String(worker.areaId);
      const step = (first + i) % 3;
      if (step === 0) return jobOf('act', reportContracts.submit, worker.token, { body }, { subject });
      if (step === 1) return jobOf('act', reportContracts.accept, clerk.token, { body }, { subject });
      return jobOf('act', reportContracts.return, clerk.token, { body: { ...body, reason: '请核对' } }, { subject });
    });
    return [jobs];
  });
}

function exportJob(desk: Desk): LoadJob {
  const { random, reported } = desk;
  const { token, areaCode: area, role } = anybody(desk);
  const purpose = '上报存档';
  const what = random.weighted([
    ['xlsx', 6],
    ['list', 3],
    ['pdf', 1],
  ] as const);
  if (what === 'list' && role === 'community-worker')
    return jobOf('export', residentContracts.export, token, {
      body: { area, status: 'registered-unemployed', purpose },
    });
  const contract = what === 'pdf' ? reportContracts.exportPdf : reportContracts.exportXlsx;
  return jobOf('export', contract, token, { body: { area, month: reported, purpose } });
}

const rosterRows = 20;
/** So many different files; the same file may come from several communities. */
const rosterFiles = 200;

async function importChains(desk: Desk, count: number, seed: number): Promise<LoadJob[][]> {
  const workers = [...desk.targets.workerOf.values()];
  const chains = Math.ceil(count / 2) + 1;
  const files: Buffer[] = [];
  for (let i = 0; i < Math.min(chains, rosterFiles); i++)
    files.push(await makeBenchRoster(rosterRows, seed * 1000 + i + 1));
  return Array.from({ length: chains }, (_, i): LoadJob[] => {
    const { token, areaCode } = workers[i % workers.length]!;
    const file = { name: `名册${i}.xlsx`, bytes: files[i % files.length]! };
    const upload = { body: { areaCode, kind: 'labour-force' }, file };
    const apply = { params: { batchId: '{batchId}' }, body: { version: 1 } };
    const subject = file.name;
    return [
      jobOf('import', rosterContracts.upload, token, upload, { subject }),
      jobOf('import', rosterContracts.apply, token, apply, { subject }),
    ];
  });
}
