/** The records of the proving city, made by its builder through the commands. */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { newId } from '../platform/id.ts';
import { citizenIdOf, creditCodeOf, rosterOf } from './made-numbers.ts';
import { pictureOf } from './made-pictures.ts';
import type { RequestParts } from './prove-request.ts';
import type { Canary, ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints } from './schema-values.ts';

const contractOf = new Map(allContracts.map((contract) => [contract.id, contract as RouteContract]));

/** @throws Error when there is no such route */
export function getContract(id: string): RouteContract {
  const contract = contractOf.get(id);
  if (!contract) throw new Error(`there is no route ${id}`);
  return contract;
}

const signs = [...'甲乙丙丁戊己庚辛壬癸子丑'];

/** A command of the builder, which has to succeed. */
type Make = (id: string, hints: Hints, more?: RequestParts) => Promise<Record<string, unknown>>;

function makerOf(world: Pick<ProveWorld, 'call' | 'builder'>): Make {
  return async (id, hints, more = {}) => {
    const contract = getContract(id);
    const fitting = fittingParts(contract, hints);
    const parts = { ...fitting, ...more } as RequestParts;
    const answer = await world.call(world.builder, contract, parts);
    if (answer.status !== 200) throw new Error(`${id}: ${answer.text} for ${JSON.stringify(parts)}`);
    return answer.json ?? {};
  };
}

/** What a worker may leave out of somebody's first entry. */
export const unsaidFields = {
  hukouType: '51',
  education: null,
  ethnicity: null,
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
  note: '',
};

interface NewPeople {
  areaCode: string;
  address: string;
  people: readonly { name: string; phone: string; citizenId: string }[];
  asking: { name: string; phone: string };
  employer: { name: string; phone: string; creditCode: string };
}

/** Two people, one without work and one with, somebody who asks for help, and an employer that lets people go. */
async function settle(make: Make, { areaCode, address, people, asking, employer }: NewPeople): Promise<void> {
  const ids: string[] = [];
  for (const [nth, person] of people.entries()) {
    const household = nth === 0 ? { how: 'new' } : { how: 'none' };
    const body = { ...person, areaCode, address, livesHereSince: '2020-01-01', household };
    const { residentId } = await make('resident.register', {}, { body: { ...body, ...unsaidFields } });
    ids.push(residentId as string);
  }
  await make('unemployment.register', {
    residentId: ids[0],
    reason: '02',
    registeredOn: '2026-09-10',
    unemployedSince: '2026-08-20',
    promiseSigned: true,
  });
  await make('contact.record', { residentId: ids[0], outcome: '01', service: null, nextOn: null });
  const { household } = await make('resident.file', { residentId: ids[0] });
  const { householdId } = household as { householdId: string };
  const scan = (serial: number) => ({ file: { name: '照片.jpg', bytes: pictureOf(serial) } });
  await make('attachment.add-to-resident', { residentId: ids[0], kind: 'visit-photo' }, scan(1));
  await make('attachment.add-to-household', { householdId, kind: 'proof' }, scan(2));
  await make('certificate.issue', { residentId: ids[0] });
  await make(
    'remark.write-on-resident',
    {},
    {
      params: { residentId: ids[0]! },
      body: { about: { kind: 'field', field: 'phone' }, body: '电话打不通，请核对', mentioned: [] },
    },
  );
  await make('employment.register', {
    residentId: ids[1],
    type: '10',
    urban: true,
    startedOn: '2026-10-08',
    employerName: '镇江港务公司',
    employerCode: null,
    occupation: null,
    industry: null,
  });
  await make('policy.record-benefit', {
    residentId: ids[0],
    policy: 'training-subsidy',
    fromOn: '2026-05-01',
    toOn: null,
  });
  await make('retiree.take-into-care', {
    residentId: ids[1],
    formerEmployer: '金丝绸厂',
    filePlace: '街道档案室',
    retiredOn: '2025-08-01',
    handedOverOn: '2025-10-01',
    lastConfirmedOn: null,
  });
  await make('retiree.confirm', { residentId: ids[1], confirmedOn: '2026-09-15', result: 'confirmed' });
  await make('help-request.receive', { area: areaCode, ...asking });
  const { employerId } = await make('monitored-employer.add', { area: areaCode, ...employer, fromOn: '2026-09-01' });
  await make('monitored-employer.report-layoff', {
    employerId,
    toldOn: '2026-11-05',
    plannedOn: '2026-12-20',
    persons: 21,
    staff: 200,
  });
}

/**
 * A survey drive of one street: its households are the builder's, one door was closed and the others are done; where somebody else works
 * a sample is drawn, and a clerk has answered hers.
 */
async function surveyStreet(
  world: Pick<ProveWorld, 'call' | 'builder' | 'communities' | 'accountIds' | 'tokens'>,
  make: Make,
  street: string,
  relation: string,
): Promise<void> {
  const communities = world.communities.filter((code) => code.startsWith(street.slice(0, 9)));
  const dates = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const { campaignId } = await make('campaign.create', {
    areaCode: street,
    kind: 'changes',
    ...dates,
    recheckPercent: 50,
    communities,
  });
  await make('campaign.start', { campaignId, version: 1, confirmed: false });
  const { households } = await listHouseholds(world, campaignId as string, street);
  for (const [index, { entryId }] of households.entries()) {
    const outcome = index === 0 ? 'no-one-home' : 'confirmed';
    await make('campaign.visit', { entryId, outcome, visitedOn: '2026-11-20', nextOn: null });
  }
  const clerk = { '321102001000': 'clerk', '321111001000': 'clerk-other-district' }[street] as
    | 'clerk'
    | 'clerk-other-district'
    | undefined;
  if (!clerk) return;
  await make('campaign.draw', { campaignId, area: street, checkers: [world.accountIds[clerk]] });
  const mine = await world.call(world.tokens[clerk], getContract('campaign.mine'), {});
  const { rechecks } = mine.json as {
    rechecks: { recheckId: string; people: { residentId: string; name: string }[] }[];
  };
  const [first] = rechecks;
  if (!first) throw new Error(`nothing was drawn in ${street}`);
  const unsaid = { hukouType: '52', education: '21', employmentStatus: null, employer: null };
  const people = first.people.map(({ residentId, name }) => ({ residentId, name, present: true, relation, ...unsaid }));
  const answer = await world.call(world.tokens[clerk], getContract('campaign.submit-recheck'), {
    params: { recheckId: first.recheckId },
    body: { people },
  });
  if (answer.status !== 200) throw new Error(`campaign.submit-recheck: ${answer.text}`);
}

async function listHouseholds(
  world: Pick<ProveWorld, 'call' | 'builder'>,
  campaignId: string,
  area: string,
): Promise<{ households: { entryId: string }[] }> {
  const contract = getContract('campaign.households');
  const answer = await world.call(world.builder, contract, { params: { campaignId }, query: { area, limit: '200' } });
  return answer.json as { households: { entryId: string }[] };
}

function surveyRowOf(person: { name: string; phone: string; citizenId: string }, address: string): object {
  const unknown = { hukouType: null, education: null, employmentStatus: null, employer: '', note: '' };
  const place = { address, household: { how: 'together', group: 0 }, relation: '02' };
  return { rowKey: newId(), confirmed: false, ...person, ...place, ...unknown };
}

async function prepareDelivery(make: Make, areaCode: string, asOf: string): Promise<void> {
  const tables = { edition: 'national-2016', tables: ['DY11'], format: 'csv-utf8' };
  await make('exchange.prepare', { areaCode, mode: 'all', asOf, ...tables });
}

/** More of the same in one community and its district, later. */
export async function happenIn(world: ProveWorld, areaCode: string): Promise<void> {
  const serial = 500 + world.communities.indexOf(areaCode) * 3;
  const person = (nth: number) => ({
    name: `金丝后雀${nth}`,
    phone: `1390000${1000 + serial + nth}`,
    citizenId: citizenIdOf(serial + nth),
  });
  const make = makerOf(world);
  await prepareDelivery(make, `${areaCode.slice(0, 6)}000000`, '2026-11-12');
  const file = { name: '后来的名册.csv', bytes: rosterOf('金丝后雀', citizenIdOf(serial + 3)) };
  await make('roster.upload', { areaCode }, { file });
  await settle(make, {
    areaCode,
    address: `金丝巷${serial}号`,
    people: [person(1), person(2)],
    asking: { name: '求助后某', phone: `1380000${1000 + serial}` },
    employer: { name: `金丝后厂${serial}`, phone: `1370000${1000 + serial}`, creditCode: creditCodeOf(serial) },
  });
}

export async function fillWorld(world: ProveWorld, officeOf: ReadonlyMap<string, string>): Promise<Canary[]> {
  const canaries: Canary[] = [];
  const make = makerOf(world);
  for (const [index, areaCode] of world.communities.entries()) {
    const name = (nth: number) => `金丝${signs[index]}雀${nth}`;
    const address = `金丝巷${index + 1}号`;
    canaries.push({ areaCode, what: 'address', text: address });
    const people = [1, 2].map((nth) => {
      const serial = index * 3 + nth;
      return { name: name(nth), phone: `1390000${1000 + serial}`, citizenId: citizenIdOf(serial) };
    });
    const asking = { name: `求助${signs[index]}某`, phone: `1380000${1000 + index}` };
    const employer = {
      name: `金丝${signs[index]}厂`,
      phone: `1370000${1000 + index}`,
      creditCode: creditCodeOf(index),
    };
    await settle(make, { areaCode, address, people, asking, employer });
    for (const { name: text, phone, citizenId } of people)
      canaries.push(
        { areaCode, what: 'name', text },
        { areaCode, what: 'phone', text: phone },
        { areaCode, what: 'citizen-id', text: citizenId },
      );
    for (const { name: text, phone } of [asking, employer])
      canaries.push({ areaCode, what: 'name', text }, { areaCode, what: 'phone', text: phone });
    await make(
      'roster.upload',
      { areaCode },
      { file: { name: `${name(5)}名册.csv`, bytes: rosterOf(name(3), citizenIdOf(index * 3)) } },
    );
    canaries.push({ areaCode, what: 'name', text: name(5) });
    await make('cadence.record', {
      officeId: officeOf.get(areaCode),
      rule: 'community-meeting',
      period: '2026-W46',
      heldOn: '2026-11-10',
      people: 5,
    });
    const surveyed = { name: name(4), phone: `1390000${3000 + index}`, citizenId: citizenIdOf(700 + index) };
    await make('survey.save', { areaCode, rows: [surveyRowOf(surveyed, address)] });
    for (const [what, text] of [
      ['name', surveyed.name],
      ['phone', surveyed.phone],
      ['citizen-id', surveyed.citizenId],
    ] as const)
      canaries.push({ areaCode, what, text });
    const texts = Object.fromEntries(sheetTexts.map((key) => [key, `情况${signs[index]}平稳`]));
    await make('analysis-sheet.save', { area: areaCode, month: '2026-10', version: 0, texts });
  }
  for (const areaCode of officeOf.keys()) {
    const { planId } = await make('plan.create', {
      areaCode,
      kind: 'five-year',
      from: '2026-01',
      to: '2030-12',
      name: `规划${areaCode.slice(4)}`,
    });
    const path = [{ year: 2026, value: 10 }];
    const owner = { ownerOfficeId: null, ownerName: '', totalTarget: null, baselineYear: null, baselineValue: null };
    const { indicatorId } = await make('plan.add-indicator', {
      planId,
      kind: 'expected',
      direction: 'at-least',
      measure: 'flow',
      catalogueKey: null,
      unit: '人',
      path,
      ...owner,
    });
    await make('plan.record-actual', { planId, indicatorId, areaCode, period: '2026-10', value: 3 });
    await make('plan.add-task', {
      planId,
      indicatorId: null,
      parentTaskId: null,
      ownerOfficeId: officeOf.get(areaCode),
      startOn: '2026-10-01',
      dueOn: '2026-12-01',
      milestones: [],
    });
    await make('plan.add-evaluation', { planId, areaCode, kind: 'quarterly', period: '2026-Q3' });
    if (areaCode.endsWith('000000')) {
      await make('external.enter', {
        area: areaCode,
        indicator: 'surveyed-unemployment-rate',
        period: '2026-10',
        value: 5.1,
      });
      await prepareDelivery(make, areaCode, '2026-11-10');
    }
  }
  for (const areaCode of officeOf.keys())
    if (/[1-9]000$/.test(areaCode)) await surveyStreet(world, make, areaCode, '01');
  return canaries;
}

const sheetTexts = ['job-seeking', 're-employment', 'service-needs', 'unemployed-status', 'next-month'];
