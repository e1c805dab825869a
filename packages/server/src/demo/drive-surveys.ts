import { findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import type { EntryStatus } from '@renshe/domain/campaign/campaign.rules.ts';
import { drawSample } from '@renshe/domain/campaign/campaign-recheck.ts';
import { addressKey, shareOut } from '@renshe/domain/campaign/campaign-sharing.ts';
import { addDays, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import { DemoRandom } from './demo-random.ts';

/** Colleagues who go from door to door in the street. Nobody signs in as one of them: their password is known to nobody. */
export const surveyStaff = [
  { login: 'heling', name: '何玲', role: 'community-worker', area: '321102001001' },
  { login: 'suntao', name: '孙涛', role: 'community-worker', area: '321102001001' },
  { login: 'jiangmin', name: '蒋敏', role: 'community-worker', area: '321102001003' },
  { login: 'dingwei', name: '丁伟', role: 'community-worker', area: '321102001004' },
] as const;

/** How far somebody is, of 1; who has fallen behind shows. */
const paces: Readonly<Record<string, number>> = {
  limin: 0.62,
  heling: 0.71,
  suntao: 0.34,
  jiangmin: 0.58,
  dingwei: 0.6,
};
const percent = 5;

interface Home {
  district_id: number;
  area_id: number;
  household_id: string;
  address: string;
}
interface Door extends Home {
  entryId: string;
  worker: string | null;
  status: EntryStatus;
  on: PlainDate | null;
}

/** A survey that runs in three communities of the street, and one of the spring that has ended, with its re-checks. */
export async function driveSurveys(
  system: System,
  seed: string,
  cause: string,
  at: { street: string; community: string; clerk: string; worker: string },
): Promise<void> {
  const random = new DemoRandom(`${seed}/survey`);
  const { tree } = await system.reference.current();
  const today = system.clock.today();
  const streetId = findAreaByCode(tree, at.street, today)!;
  const { districtId } = getArea(tree, streetId);
  const areas = [at.community, ...surveyStaff.map((one) => one.area)]
    .map((code) => findAreaByCode(tree, code, today))
    .filter((id, i, all): id is number => id !== undefined && all.indexOf(id) === i);
  const { rows: homes } = await sql<Home>`select district_id, area_id, household_id, address from household
    where district_id = ${districtId} and area_id = any(${areas}::int[]) and kind = 'family' and voided_at is null and ended_on is null`.execute(
    system.db.kysely,
  );
  const { rows: staff } = await sql<{ account_id: string; login: string; area_id: number }>`
    select a.account_id, a.login, o.area_id from account a join post p on p.account_id = a.account_id join office o on o.office_id = p.office_id
    where a.login = any(${[at.worker, ...surveyStaff.map((one) => one.login)]}::text[])`.execute(system.db.kysely);
  const { account_id: clerk } = await system.db.kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', at.clerk)
    .executeTakeFirstOrThrow();
  const make = { system, random, cause, districtId, streetId, clerk, staff, today };
  await runSurvey(make, areas, homes);
  await endSurvey(make, areas.slice(0, 2), homes);
}

type Make = {
  system: System;
  random: DemoRandom;
  cause: string;
  districtId: number;
  streetId: number;
  clerk: string;
  staff: readonly { account_id: string; login: string; area_id: number }[];
  today: PlainDate;
};

const morning = (on: PlainDate) => new Date(`${on}T01:30:00Z`);

/** The campaign, its communities, and its households shared out along the addresses. */
async function openCampaign(
  m: Make,
  of: {
    name: string;
    purpose: string;
    kind: 'full' | 'changes';
    startsOn: PlainDate;
    endsOn: PlainDate;
    ended: boolean;
  },
  areas: readonly number[],
  homes: readonly Home[],
): Promise<{ campaignId: string; doors: Door[] }> {
  const startedAt = morning(of.startsOn);
  const campaignId = m.random.uuid(startedAt.getTime());
  const doors: Door[] = areas.flatMap((areaId) => {
    const own = homes.filter((home) => home.area_id === areaId);
    const byId = new Map(own.map((home) => [home.household_id, home]));
    const workers = m.staff.filter((one) => one.area_id === areaId).map((one) => one.account_id);
    const shares = shareOut(
      own.map((home) => ({ id: home.household_id, address: home.address })),
      workers,
      { wholeBuildings: true },
    );
    return [...shares].flatMap(([worker, share]) =>
      share.map(({ id }) => ({
        ...byId.get(id)!,
        entryId: m.random.uuid(startedAt.getTime()),
        worker,
        status: 'todo' as const,
        on: null,
      })),
    );
  });
  const kysely = m.system.db.kysely;
  await kysely.transaction().execute(async (w) => {
    const { startsOn, endsOn, ended, ...said } = of;
    await insertRows(w, 'campaign', [
      {
        district_id: m.districtId,
        campaign_id: campaignId,
        area_id: m.streetId,
        ...said,
        starts_on: startsOn,
        ends_on: endsOn,
        recheck_percent: percent,
        state: ended ? 'ended' : 'running',
        started_at: startedAt,
        started_by: m.clerk,
        ended_at: ended ? morning(addDays(endsOn, 1)) : null,
        ended_by: ended ? m.clerk : null,
        version: ended ? 3 : 2,
        created_at: startedAt,
        created_by: m.clerk,
      },
    ]);
    await insertRows(
      w,
      'campaign_community',
      areas.map((areaId) => ({
        district_id: m.districtId,
        campaign_id: campaignId,
        area_id: areaId,
        campaign_district: m.districtId,
      })),
    );
  });
  return { campaignId, doors };
}

/** @param sharedOn the day on which the workers were given them */
async function writeDoors(
  m: Make,
  campaignId: string,
  doors: readonly Door[],
  sharedOn: PlainDate,
  closed: boolean,
): Promise<void> {
  await m.system.db.kysely.transaction().execute((w) =>
    insertRows(
      w,
      'campaign_household',
      doors.map((door) => ({
        district_id: door.district_id,
        entry_id: door.entryId,
        campaign_id: campaignId,
        area_id: door.area_id,
        household_id: door.household_id,
        address: door.address,
        address_key: addressKey(door.address),
        found: false,
        worker_id: door.worker,
        closed_status: closed ? door.status : null,
        closed_on: closed ? door.on : null,
        closed_by: closed && door.on !== null ? door.worker : null,
        created_at: morning(sharedOn),
        created_by: m.clerk,
      })),
    ),
  );
}

const tellings: Readonly<Record<string, string>> = {
  refused: '不开门，请邻居转告',
  vacant: '邻居说久无人住',
  moved: '已搬去新区',
};

async function writeVisits(m: Make, campaignId: string, doors: readonly Door[]): Promise<void> {
  const rows = doors.flatMap((door) => {
    if (door.on === null) return [];
    const outcome = door.status === 'done' ? 'confirmed' : door.status;
    return [
      {
        district_id: door.district_id,
        visit_id: m.random.uuid(morning(door.on).getTime()),
        entry_id: door.entryId,
        campaign_id: campaignId,
        area_id: door.area_id,
        household_id: door.household_id,
        outcome,
        visited_on: door.on,
        next_on: outcome === 'no-one-home' ? addDays(m.today, m.random.between(-1, 4)) : null,
        note: tellings[outcome] ?? '',
        made_at: new Date(morning(door.on).getTime() + m.random.between(0, 400) * 60_000),
        made_by: door.worker,
        cause: m.cause,
      },
    ];
  });
  await m.system.db.kysely.transaction().execute((w) => insertRows(w, 'campaign_visit', rows));
}

/** What came of going there; most people are at home and have nothing new to tell. */
function fateOf(random: DemoRandom): EntryStatus {
  return random.weighted<EntryStatus>([
    ['done', 88],
    ['no-one-home', 7],
    ['refused', 2],
    ['vacant', 2],
    ['moved', 1],
  ]);
}

async function runSurvey(m: Make, areas: readonly number[], homes: readonly Home[]): Promise<void> {
  const startsOn = addDays(m.today, -12);
  const { campaignId, doors } = await openCampaign(
    m,
    {
      name: '第四季度入户调查',
      purpose: '摸清劳动力就业变动。逐户上门，没有变化的也要当面确认；请带工作证。',
      kind: 'changes',
      startsOn,
      endsOn: addDays(m.today, 9),
      ended: false,
    },
    areas,
    homes,
  );
  const loginOf = new Map(m.staff.map((one) => [one.account_id, one.login]));
  for (const [worker, own] of Map.groupBy(doors, (door) => door.worker)) {
    const visited = Math.round(own.length * (paces[loginOf.get(worker ?? '') ?? ''] ?? 0.5));
    for (const [index, door] of own.slice(0, visited).entries()) {
      door.status = fateOf(m.random);
      // Until yesterday: a demo made in the morning has seen nothing of today.
      door.on = addDays(startsOn, Math.floor((index / Math.max(1, visited)) * 12));
    }
  }
  // The last stairs of the third community have not been given to anybody.
  for (const door of doors.slice(-12)) Object.assign(door, { worker: null, status: 'todo', on: null });
  await writeDoors(m, campaignId, doors, startsOn, false);
  await writeVisits(m, campaignId, doors);
  await drawRechecks(m, campaignId, doors, addDays(m.today, -2), false);
}

async function endSurvey(m: Make, areas: readonly number[], homes: readonly Home[]): Promise<void> {
  const startsOn = addDays(m.today, -210);
  const endsOn = addDays(startsOn, 24);
  const { campaignId, doors } = await openCampaign(
    m,
    {
      name: '春季劳动力全项登记',
      purpose: '一户一卡全项核对，为台账打底。',
      kind: 'full',
      startsOn,
      endsOn,
      ended: true,
    },
    areas,
    homes,
  );
  const days = daysBetween(startsOn, endsOn);
  for (const [index, door] of doors.entries()) {
    door.status = fateOf(m.random);
    if (door.status === 'no-one-home' && m.random.chance(0.7)) door.status = 'done';
    if (door.status !== 'no-one-home') door.on = addDays(startsOn, Math.floor((index / doors.length) * days));
  }
  await writeDoors(m, campaignId, doors, startsOn, true);
  await drawRechecks(m, campaignId, doors, addDays(endsOn, -3), true);
}

/** The sample by the rule of the product; of the one that has ended the answers too, with a few mistakes and most of them decided. */
async function drawRechecks(
  m: Make,
  campaignId: string,
  doors: readonly Door[],
  drawnOn: PlainDate,
  answered: boolean,
): Promise<void> {
  const drawId = m.random.uuid(morning(drawnOn).getTime());
  const byId = new Map(doors.map((door) => [door.entryId, door]));
  const done = doors.filter((door) => door.status === 'done' && door.worker !== null && door.on! <= drawnOn);
  const drawn = [...Map.groupBy(done, (door) => door.area_id).values()].flatMap(
    (own) =>
      drawSample(
        own.map((door) => ({ entryId: door.entryId, workerId: door.worker!, drawn: false })),
        percent,
        [m.clerk, ...m.staff.filter((one) => one.area_id === own[0]!.area_id).map((one) => one.account_id)],
        drawId,
      ).drawn,
  );
  const { rows: people } = await sql<{
    household_id: string;
    resident_id: string;
    name: string;
    education: string | null;
  }>`
    select m.household_id, r.resident_id, r.name, r.education from household_member m
    join resident r on r.district_id = m.district_id and r.resident_id = m.resident_id
    where m.district_id = ${m.districtId} and m.household_id = any(${drawn.map((one) => byId.get(one.entryId)!.household_id)}::uuid[])
      and m.to_on is null and m.voided_at is null order by m.household_id, r.resident_id`.execute(m.system.db.kysely);
  const differences: Record<string, string | number | Date | null>[] = [];
  const rechecks = drawn.map((one) => {
    const door = byId.get(one.entryId)!;
    const recheckId = m.random.uuid(morning(drawnOn).getTime());
    const own = people.filter((person) => person.household_id === door.household_id);
    const submittedAt = answered ? morning(addDays(drawnOn, 1)) : null;
    const mistaken = answered && m.random.chance(0.35) ? own.find((person) => person.education !== null) : undefined;
    if (mistaken) {
      const verdict = m.random.weighted<'first' | 'second' | null>([
        ['second', 5],
        ['first', 2],
        [null, 2],
      ]);
      const other = mistaken.education!.startsWith('7') ? '31' : '71';
      differences.push({
        district_id: m.districtId,
        difference_id: m.random.uuid(submittedAt!.getTime()),
        recheck_id: recheckId,
        campaign_id: campaignId,
        area_id: door.area_id,
        worker_id: one.workerId,
        resident_id: mistaken.resident_id,
        person_name: mistaken.name,
        field: 'education',
        // What was decided is what the file says by now.
        first_answer: verdict === 'second' ? other : mistaken.education,
        second_answer: verdict === 'second' ? mistaken.education : other,
        verdict,
        decided_at: verdict === null ? null : morning(addDays(drawnOn, 2)),
        decided_by: verdict === null ? null : m.clerk,
        version: verdict === null ? 1 : 2,
      });
    }
    return {
      district_id: m.districtId,
      recheck_id: recheckId,
      entry_id: one.entryId,
      campaign_id: campaignId,
      area_id: door.area_id,
      household_id: door.household_id,
      draw_id: drawId,
      worker_id: one.workerId,
      checker_id: one.checkerId,
      drawn_at: morning(drawnOn),
      drawn_by: m.clerk,
      compared: answered ? own.length * 4 : 0,
      submitted_at: submittedAt,
      submitted_by: answered ? one.checkerId : null,
    };
  });
  await m.system.db.kysely.transaction().execute(async (w) => {
    await insertRows(w, 'campaign_recheck', rechecks);
    await insertRows(w, 'campaign_difference', differences);
  });
}
