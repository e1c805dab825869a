/** 复查: draw, answer blind, compare, decide. The first answers are what the register says; a correction goes through the file's own command. */
import { areaAt } from '@renshe/domain/area/area-tree.ts';
import type {
  CampaignDifference,
  campaignRecheckContracts,
} from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import {
  compareAnswers,
  comparedFields,
  correctsItself,
  type Drawn,
  drawSample,
  type FirstPerson,
  type SecondPerson,
} from '@renshe/domain/campaign/campaign-recheck.ts';
import type { KnownPerson } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope, scopeDistricts } from '../platform/scope.ts';
import { changeResident } from '../resident/change-resident.ts';
import { getResident } from '../resident/resident-file.ts';
import { listEntries, ofCampaign } from './campaign-entries.ts';
import { knownPeople, listVisitors, mayVisit } from './campaign-people.ts';
import { namesOf } from './campaign-progress.ts';
import { type AnyContext, auditCampaign, campaignInArea, getCampaign, requireAct } from './campaign-scope.ts';

type Draw = CommandContext<typeof campaignRecheckContracts.draw>;
type Submit = CommandContext<typeof campaignRecheckContracts.submitRecheck>;
type Decide = CommandContext<typeof campaignRecheckContracts.decide>;

/** 抽取: community by community, because whoever checks must have a post there. */
export async function drawRechecks(c: Draw): Promise<{ drawn: number; alone: number }> {
  const { campaign, scope } = await campaignInArea(c, c.w, c.params.campaignId, c.body.area);
  // Two draws at once would both top the same shares up.
  const locked = await getCampaign(c.w, c.tree, campaign.campaign_id, 'update');
  requireAct(locked, 'draw', c);
  const checkers = [...new Set(c.body.checkers)];
  if (checkers.length === 0) throw new AppError('campaign.nobody-chosen', 'invalid', { field: 'checkers' });
  const visitors = (await listVisitors(c.w, c.today)).filter((one) => checkers.includes(one.accountId));
  const done = await listEntries(c.w, ofCampaign(campaign, scope, c), c.today, { statuses: ['done'] });
  const { rows: before } = await sql<{ entry_id: string }>`select entry_id from campaign_recheck
    where district_id = any(${scopeDistricts(scope)}::int[]) and campaign_id = ${campaign.campaign_id}::uuid`.execute(
    c.w,
  );
  const known = new Set(before.map((row) => row.entry_id));
  const drawId = newId(c.at.getTime());
  const drawn: Drawn[] = [];
  let alone = 0;
  for (const [areaId, own] of Map.groupBy(done, (row) => areaAt(c.tree, row.area_id, c.today))) {
    const sample = drawSample(
      own.flatMap((row) => {
        const workerId = row.settled_by ?? row.worker_id;
        return workerId === null ? [] : [{ entryId: row.entry_id, workerId, drawn: known.has(row.entry_id) }];
      }),
      locked.recheck_percent,
      visitors.filter((one) => mayVisit(c, one, areaId)).map((one) => one.accountId),
      drawId,
    );
    drawn.push(...sample.drawn);
    alone += sample.alone;
  }
  if (drawn.length === 0) throw new AppError('campaign.nothing-to-draw', 'conflict');
  const byId = new Map(done.map((row) => [row.entry_id, row]));
  await insertRows(
    c.w,
    'campaign_recheck',
    drawn.map((one) => {
      const row = byId.get(one.entryId)!;
      return {
        district_id: row.district_id,
        recheck_id: newId(c.at.getTime()),
        entry_id: one.entryId,
        campaign_id: campaign.campaign_id,
        area_id: row.area_id,
        household_id: row.home_id,
        draw_id: drawId,
        worker_id: one.workerId,
        checker_id: one.checkerId,
        drawn_at: c.at,
        drawn_by: c.actor.accountId,
        compared: 0,
      };
    }),
  );
  auditCampaign(c, campaign, { drawn: drawn.length, alone, percent: locked.recheck_percent, seed: drawId });
  return { drawn: drawn.length, alone };
}

interface RecheckRow {
  district_id: number;
  recheck_id: string;
  entry_id: string;
  campaign_id: string;
  area_id: number;
  household_id: string | null;
  worker_id: string;
  checker_id: string;
  drawn_at: Date;
  submitted_at: Date | null;
  compared: number;
  address: string;
}

interface DifferenceRow {
  district_id: number;
  difference_id: string;
  recheck_id: string;
  campaign_id: string;
  area_id: number;
  worker_id: string;
  resident_id: string | null;
  person_name: string;
  field: CampaignDifference['field'];
  first_answer: string | null;
  second_answer: string | null;
  verdict: 'first' | 'second' | null;
  decided_by: string | null;
  version: number;
}

function firstAnswers(people: readonly KnownPerson[]): FirstPerson[] {
  return people.map((person) => ({
    residentId: person.residentId,
    name: person.name,
    relation: person.relation,
    hukouType: person.hukouType,
    education: person.education,
    employmentStatus: person.employmentStatus,
    employer: person.employer,
  }));
}

/** The register says by now what the second answer said. */
function isCorrected(row: DifferenceRow, people: readonly KnownPerson[]): boolean {
  if (row.verdict !== 'second') return false;
  const here = people.some((person) => person.residentId === row.resident_id);
  if (row.field === 'presence') return !here;
  // Of somebody who has moved away nothing can be read here.
  if (row.resident_id !== null && !here) return false;
  const nothing = { relation: null, hukouType: null, education: null, employmentStatus: null, employer: null };
  const said: SecondPerson = {
    ...nothing,
    residentId: row.resident_id,
    name: row.person_name,
    present: true,
    ...((comparedFields as readonly string[]).includes(row.field) && { [row.field]: row.second_answer }),
  };
  return compareAnswers(firstAnswers(people), [said]).differences.length === 0;
}

export async function listRechecks(
  c: AnyContext & { r: Reader },
  campaignId: string,
  query: { area: string; limit: number; offset: number },
): Promise<z.input<(typeof campaignRecheckContracts.rechecks)['output']>> {
  const { campaign, scope } = await campaignInArea(c, c.r, campaignId, query.area);
  const within = sql`k.campaign_id = ${campaignId}::uuid and ${inScope(scope, 'k.district_id', 'k.area_id')}`;
  const { rows } = await sql<RecheckRow & { count: number }>`
    select k.*, h.address, count(*) over ()::int as count from campaign_recheck k
    join campaign_household h on h.district_id = k.district_id and h.entry_id = k.entry_id where ${within}
    order by exists (select 1 from campaign_difference d where d.district_id = k.district_id and d.recheck_id = k.recheck_id and d.verdict is null) desc,
      (k.submitted_at is null), k.area_id, h.address_key collate "C", k.recheck_id limit ${query.limit} offset ${query.offset}`.execute(
    c.r,
  );
  const { rows: differences } = await sql<DifferenceRow>`select * from campaign_difference
    where district_id = any(${scopeDistricts(scope)}::int[]) and recheck_id = any(${rows.map((row) => row.recheck_id)}::uuid[])
    order by recheck_id, person_name, field`.execute(c.r);
  const people = await knownPeople(
    c.r,
    scope,
    rows.flatMap((row) => row.household_id ?? []),
    c.today,
  );
  const names = await namesOf(c.r, [
    ...rows.flatMap((row) => [row.worker_id, row.checker_id]),
    ...differences.flatMap((row) => row.decided_by ?? []),
  ]);
  const person = (accountId: string) => ({ accountId, name: names.get(accountId) ?? '' });
  return {
    count: rows[0]?.count ?? 0,
    rechecks: rows.map((row) => {
      const own = (row.household_id && people.get(row.household_id)) || [];
      return {
        recheckId: row.recheck_id,
        entryId: row.entry_id,
        householdId: row.household_id,
        area: areaRef(c.tree, row.area_id, c.today),
        address: row.address,
        headName: own[0]?.name ?? null,
        worker: person(row.worker_id),
        checker: person(row.checker_id),
        drawnOn: businessDay(row.drawn_at),
        submittedOn: row.submitted_at && businessDay(row.submitted_at),
        compared: row.compared,
        differences: differences
          .filter((one) => one.recheck_id === row.recheck_id)
          .map((one) => ({
            differenceId: one.difference_id,
            residentId: one.resident_id,
            name: one.person_name,
            field: one.field,
            first: one.first_answer,
            second: one.second_answer,
            verdict: one.verdict,
            decidedBy: one.decided_by === null ? null : (names.get(one.decided_by) ?? ''),
            corrected: isCorrected(one, own),
            mayDecide:
              actorMay(c.actor, 'survey.write') &&
              one.verdict === null &&
              campaign.state !== 'drafted' &&
              one.worker_id !== c.actor.accountId,
            version: one.version,
          })),
      };
    }),
  };
}

export async function submitRecheck(c: Submit): Promise<{ compared: number; differences: number }> {
  const { rows } =
    await sql<RecheckRow>`select k.* from campaign_recheck k where k.recheck_id = ${c.params.recheckId}::uuid
    and ${inScope(c.scope, 'k.district_id', 'k.area_id')} for update`.execute(c.w);
  const row = rows[0];
  if (!row) throw notFound();
  if (row.checker_id !== c.actor.accountId) throw new AppError('campaign.not-checker', 'conflict');
  if (row.submitted_at !== null) throw new AppError('campaign.recheck-done', 'conflict');
  requireAct(await getCampaign(c.w, c.tree, row.campaign_id, 'share'), 'check', c);
  const people = row.household_id
    ? ((await knownPeople(c.w, c.scope, [row.household_id], c.today)).get(row.household_id) ?? [])
    : [];
  const stranger = c.body.people.find(
    (one) => one.residentId !== null && !people.some((person) => person.residentId === one.residentId),
  );
  if (stranger) throw new AppError('campaign.unknown-person', 'conflict');
  const { compared, differences } = compareAnswers(firstAnswers(people), c.body.people);
  await sql`update campaign_recheck set answers = ${JSON.stringify(c.body.people)}::jsonb, compared = ${compared}, submitted_at = ${c.at},
    submitted_by = ${c.actor.accountId}::uuid where district_id = ${row.district_id} and recheck_id = ${row.recheck_id}::uuid`.execute(
    c.w,
  );
  await insertRows(
    c.w,
    'campaign_difference',
    differences.map((one) => ({
      district_id: row.district_id,
      difference_id: newId(c.at.getTime()),
      recheck_id: row.recheck_id,
      campaign_id: row.campaign_id,
      area_id: row.area_id,
      worker_id: row.worker_id,
      resident_id: one.residentId,
      person_name: one.name,
      field: one.field,
      first_answer: one.first,
      second_answer: one.second,
      verdict: null,
      version: 1,
    })),
  );
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: row.household_id === null ? 'campaign-household' : 'household',
    subjectId: row.household_id ?? row.entry_id,
    details: { campaign: row.campaign_id, compared, fields: differences.map((one) => one.field) },
  });
  return { compared, differences: differences.length };
}

/**
 * 判定: whose mistake it was. What the person's own fields say is corrected at once, the rest by its own act in the file. What somebody has
 * changed since the first answer is newer than both answers and stays.
 */
export async function decideDifference(c: Decide): Promise<{ corrected: boolean; changedSince: boolean }> {
  const { rows } =
    await sql<DifferenceRow>`select * from campaign_difference where difference_id = ${c.params.differenceId}::uuid
    and ${inScope(c.scope, 'district_id', 'area_id')} for update`.execute(c.w);
  const row = rows[0];
  if (!row) throw notFound();
  requireAct(await getCampaign(c.w, c.tree, row.campaign_id), 'decide', c);
  if (row.worker_id === c.actor.accountId) throw new AppError('campaign.own-work', 'conflict');
  if (row.verdict !== null) throw changedMeanwhile({ version: row.version });
  const { verdict, version } = c.body;
  requireOneRow(
    await c.w
      .updateTable('campaign_difference')
      .set((eb) => ({
        verdict,
        decided_at: c.at,
        decided_by: c.actor.accountId,
        version: eb('version', '+', 1),
      }))
      .where('district_id', '=', row.district_id)
      .where('difference_id', '=', row.difference_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: row.resident_id === null ? 'campaign-recheck' : 'resident',
    subjectId: row.resident_id ?? row.recheck_id,
    details: { campaign: row.campaign_id, field: row.field, verdict },
  });
  const untouched = { corrected: false, changedSince: false };
  if (verdict === 'first' || row.resident_id === null || !correctsItself(row.field)) return untouched;
  const resident = await findResident(c, row.resident_id);
  if (!resident) return untouched;
  const present = { hukouType: resident.hukou_type, education: resident.education }[row.field] || null;
  if (present === row.second_answer) return { corrected: true, changedSince: false };
  if (present !== row.first_answer) return { corrected: false, changedSince: true };
  await changeResident(c, row.resident_id, {
    version: resident.version,
    fields: { [row.field]: row.second_answer },
  });
  return { corrected: true, changedSince: false };
}

/** Undefined when she has left the area meanwhile: then the decision stands and her new community corrects. */
async function findResident(c: { w: Writer; scope: Decide['scope'] }, residentId: string) {
  try {
    return await getResident(c.w, c.scope, residentId);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'notFound') return undefined;
    throw error;
  }
}
