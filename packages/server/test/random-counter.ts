/** Random work at the counters of the fixture city, over HTTP: a clerk of all streets does anything to anybody, allowed or refused. */
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { addDays, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type ResidentFileView, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { expect } from 'vitest';
import { grantPost } from '../src/account/create-account.ts';
import { randomOf } from './make-person.ts';
import type { Called, TestApp } from './test-app.ts';

const firstCommunities = [
  '321102001001',
  '321102001004',
  '321102001007',
  '321102002001',
  '321102002200',
  '321111001005',
  '321111001006',
];

export interface RandomCounter {
  pick<T>(items: readonly T[]): T;
  /** One command with random dates; a refusal is fine, a failure is not. */
  command(): Promise<void>;
  openCommunities(): string[];
  /** Codes of all communities; a test that recodes or makes some changes the list. */
  communities: string[];
  /** Codes of communities that nobody moves to any more. */
  merged: Set<string>;
  /** What was tried and what came of it, with its number. */
  account(): string;
}

export async function openRandomCounter(app: TestApp, seed: number, opening: PlainDate): Promise<RandomCounter> {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const people: string[] = [];
  const communities = [...firstCommunities];
  const merged = new Set<string>();
  const done: string[] = [];
  let serial = 0;
  const today = () => app.clock.today();

  await app.system.db.kysely.transaction().execute(async (w) => {
    const offices = await w
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select('office.office_id')
      .where('area_version.code', 'in', ['321102002000', '321111001000'])
      .execute();
    for (const office of offices)
      await grantPost(
        w,
        {
          accountId: app.accountIds.clerk,
          officeId: office.office_id,
          role: 'street-clerk',
          fromOn: opening,
          by: null,
          at: app.clock.now(),
        },
        'zh',
      );
  });

  /** Mostly lately, sometimes long ago, sometimes before the opening. */
  function someDay(): PlainDate {
    const back = random() < 0.6 ? 40 : daysBetween('2025-10-15', today());
    return addDays(today(), -Math.floor(random() * back));
  }
  const openCommunities = () => communities.filter((code) => !merged.has(code));

  function answered(what: string, answer: Called<unknown>): boolean {
    done.push(`${what} ${answer.status} ${answer.error?.code ?? ''}`);
    expect(answer.status, `${what}: ${JSON.stringify(answer.error)}`).toBeLessThan(500);
    return answer.status < 300;
  }

  function citizenId(): string {
    serial++;
    const birth = `${1962 + Math.floor(random() * 50)}${String(1 + Math.floor(random() * 12)).padStart(2, '0')}${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
    const first17 = `321102${birth}${String(serial % 1000).padStart(3, '0')}`;
    return first17 + checkDigit(first17);
  }

  async function newPerson(): Promise<void> {
    const householdId =
      random() < 0.5 && people.length > 0 ? (await fileOf(pick(people))).household?.householdId : null;
    const answer = await app.call('clerk', residentContracts.register, {
      body: {
        name: '李敏',
        phone: null,
        address: '花园路',
        hukouType: pick(['51', '52', null]),
        education: null,
        ethnicity: null,
        marital: null,
        political: null,
        skillLevel: null,
        retirementCategory: null,
        note: '',
        citizenId: citizenId(),
        areaCode: pick(openCommunities()),
        livesHereSince: pick(['2020-01-01', '2020-01-01', someDay()]),
        household: householdId ? { how: 'join', householdId, relation: '97' } : { how: pick(['none', 'new'] as const) },
      },
    });
    if (answered('person', answer)) people.push(answer.body.residentId);
  }

  const fileOf = async (residentId: string): Promise<ResidentFileView> =>
    (await app.call('clerk', residentContracts.file, { params: { residentId } })).body;

  async function registerUnemployed(residentId: string): Promise<void> {
    const registeredOn = someDay();
    const reason = pick(['01', '02', '04', '07']);
    const body = {
      registeredOn,
      unemployedSince: addDays(registeredOn, -Math.floor(random() * 300)),
      reason,
      nature: reason === '01' ? ('2' as const) : ('1' as const),
      jobWish: '',
      trainingWish: '',
      promiseSigned: true as const,
    };
    answered('register', await app.call('clerk', unemploymentContracts.register, { params: { residentId }, body }));
  }

  async function changeRegistration(residentId: string, file: ResidentFileView): Promise<void> {
    const r = pick(file.registrations);
    if (!r) return registerUnemployed(residentId);
    const params = { residentId, registrationId: r.registrationId };
    const { version } = r;
    const how = random();
    if (r.endedOn === null && how < 0.5) {
      const reason = pick(['04', '05', '061', '07', '081', '102', '109']);
      const body = { version, endedOn: someDay(), reason, evidence: '材料', note: '说明' };
      answered('deregister', await app.call('clerk', unemploymentContracts.deregister, { params, body }));
    } else if (r.endedOn !== null && how < 0.4)
      answered(
        'reverse',
        await app.call('clerk', unemploymentContracts.reverse, { params, body: { version, why: '误销' } }),
      );
    else if (how < 0.65)
      answered('void', await app.call('clerk', unemploymentContracts.void, { params, body: { version, why: '误录' } }));
    else {
      const registeredOn = someDay();
      const body = {
        registeredOn,
        unemployedSince: registeredOn,
        reason: r.reason,
        nature: r.nature,
        jobWish: '',
        trainingWish: '',
        version,
        why: '更正',
      };
      answered('change', await app.call('clerk', unemploymentContracts.change, { params, body }));
    }
  }

  async function work(residentId: string, file: ResidentFileView): Promise<void> {
    const job = pick(file.employments);
    const fields = {
      type: pick(['10', '20', '30', '50']),
      urban: random() < 0.7,
      employerName: '江河公司',
      employerCode: null,
      occupation: null,
      industry: null,
      platformWork: false,
      proof: '',
      startedOn: someDay(),
    };
    if (!job || random() < 0.35) {
      const answer = await app.call('clerk', employmentContracts.register, { params: { residentId }, body: fields });
      answered('employ', answer);
      return;
    }
    const params = { residentId, employmentId: job.employmentId };
    const { version } = job;
    const how = random();
    if (how < 0.5) {
      const body = { version, endedOn: someDay(), reason: pick(['01', '03', '10', '13']) };
      answered('end', await app.call('clerk', employmentContracts.end, { params, body }));
    } else if (how < 0.7)
      answered('unwork', await app.call('clerk', employmentContracts.void, { params, body: { version, why: '误录' } }));
    else
      answered(
        'rework',
        await app.call('clerk', employmentContracts.change, { params, body: { ...fields, version, why: '更正' } }),
      );
  }

  async function live(residentId: string, file: ResidentFileView): Promise<void> {
    const params = { residentId };
    const { version, household } = file;
    const how = random();
    if (file.endedOn !== null && how < 0.6) {
      const body = { version, reason: '误销' };
      answered('reopen', await app.call('clerk', residentContracts.reopen, { params, body }));
    } else if (how < 0.18) {
      const body = { version, reason: pick(['death', 'moved-out'] as const), on: someDay(), note: '' };
      answered('leave', await app.call('clerk', residentContracts.end, { params, body }));
    } else if (household && how < 0.45) {
      const other = (await fileOf(pick(people))).household;
      if (!other || other.householdId === household.householdId) return;
      const body = { residentId, relation: '97', on: someDay() };
      answered(
        'join',
        await app.call('clerk', householdContracts.join, { params: { householdId: other.householdId }, body }),
      );
    } else if (household && household.members.length > 1 && how < 0.6) {
      const found = await app.call('clerk', householdContracts.file, {
        params: { householdId: household.householdId },
      });
      const body = {
        version: found.body.version,
        on: someDay(),
        headResidentId: residentId,
        members: [{ residentId, relation: '02' }],
        address: '',
      };
      answered(
        'split',
        await app.call('clerk', householdContracts.split, { params: { householdId: household.householdId }, body }),
      );
    } else {
      const body = {
        version,
        toAreaCode: pick(openCommunities()),
        address: '新居',
        movedOn: someDay(),
        withHousehold: random() < 0.4,
      };
      answered('move', await app.call('clerk', residentContracts.move, { params, body }));
    }
  }

  async function command(): Promise<void> {
    const how = random();
    if (people.length < 12 || how < 0.12) return newPerson();
    const residentId = pick(people);
    const file = await fileOf(residentId);
    if (how < 0.3) return registerUnemployed(residentId);
    if (how < 0.55) return changeRegistration(residentId, file);
    if (how < 0.8) return work(residentId, file);
    return live(residentId, file);
  }

  return {
    pick,
    command,
    openCommunities,
    communities,
    merged,
    account() {
      const counts = new Map<string, number>();
      for (const line of done) counts.set(line, (counts.get(line) ?? 0) + 1);
      return [...counts]
        .sort()
        .map(([line, n]) => `${n} ${line}`)
        .join('\n');
    },
  };
}
