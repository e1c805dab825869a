import { randomInt } from 'node:crypto';
import { type AreaId, areaAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import type { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import {
  answerDueOn,
  type HelpAction,
  type HelpChannel,
  type HelpState,
  helpMay,
  parsePhone,
} from '@renshe/domain/help-request/help-request.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { maskPhone } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Writer } from '../platform/db.ts';
import { outsideArea, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { networkOf } from '../platform/network.ts';
import { oneAtATime } from '../platform/one-at-a-time.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { CommandContext } from '../platform/route.ts';
import { getRequest, type HelpRow } from './help-request.queries.ts';

type Contracts = typeof helpRequestContracts;
type Ask = CommandContext<Contracts['ask']>;
type Receive = CommandContext<Contracts['receive']>;

/** The community of a code, of the whole city. */
function communityOf(c: Ask | Receive | CommandContext<Contracts['forward']>, code: string): AreaId {
  const areaId = findAreaByCode(c.tree, code, c.today);
  if (areaId === undefined || getArea(c.tree, areaId).kind !== 'community')
    throw new AppError('help-request.area', 'invalid', { field: 'area' });
  return areaId;
}

/** QZ and day, then six digits by chance: it says nothing of how many others there are. One at a time in a district, so that none comes twice. */
async function freeNumber(w: Writer, districtId: number, today: PlainDate): Promise<string> {
  await oneAtATime(w, `help-request-number:${districtId}`);
  for (;;) {
    const number = `QZ${today.replaceAll('-', '')}${String(randomInt(1_000_000)).padStart(6, '0')}`;
    const known = await w
      .selectFrom('help_request')
      .select('request_id')
      .where('district_id', '=', districtId)
      .where('number', '=', number)
      .executeTakeFirst();
    if (!known) return number;
  }
}

interface Accepted {
  requestId: string;
  number: string;
  dueOn: PlainDate;
}

async function accept(
  c: Ask | Receive,
  areaId: AreaId,
  how: { channel: HelpChannel; source: Buffer | null },
): Promise<Accepted> {
  const phone = parsePhone(c.body.phone);
  if (phone === undefined) throw new AppError('help-request.phone', 'invalid', { field: 'phone' });
  const { districtId } = getArea(c.tree, areaId);
  const requestId = newId(c.at.getTime());
  const days = parameterNumber(c.reference, 'help.answer_workdays', areaId, c.today);
  const dueOn = answerDueOn(c.today, days, c.reference.calendar);
  const number = await freeNumber(c.w, districtId, c.today);
  await c.w
    .insertInto('help_request')
    .values({
      district_id: districtId,
      request_id: requestId,
      number,
      area_id: areaId,
      channel: how.channel,
      name: c.body.name,
      phone_cipher: c.host.keyring.encrypt(phone, `help_request.phone:${requestId}`),
      phone_masked: maskPhone(phone),
      need: c.body.need,
      detail: c.body.detail,
      state: 'received',
      received_at: c.at,
      received_by: c.actor.accountId,
      due_on: dueOn,
      source_digest: how.source,
      cause: c.cause,
    })
    .execute();
  c.audit({
    districtId,
    areaId,
    subjectKind: 'help-request',
    subjectId: requestId,
    details: { channel: how.channel, need: c.body.need },
  });
  return { requestId, number, dueOn };
}

/**
 * 网上求助, open to everybody: what is asked for and no more. A form that fills the field nobody sees is refused like one that comes too
 * often from the same network address, of which only a keyed digest is kept.
 */
export async function askForHelp(c: Ask): Promise<{ number: string; dueOn: PlainDate }> {
  const areaId = communityOf(c, c.body.area);
  if (c.body.website !== '') throw new AppError('help-request.too-many', 'conflict');
  const network = networkOf(c.address);
  const source = c.host.keyring.blindIndex('network-address', network);
  // Twenty at once would all count what stood there before any of them.
  await oneAtATime(c.w, `help-request-source:${source.toString('hex')}`);
  const limit = parameterNumber(c.reference, 'help.hourly_limit', areaId, c.today);
  const hourAgo = new Date(c.at.getTime() - 3_600_000);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from help_request
    where source_digest = ${source} and received_at > ${hourAgo}`.execute(c.w);
  if (rows[0]!.count >= limit) throw new AppError('help-request.too-many', 'conflict');
  const { number, dueOn } = await accept(c, areaId, { channel: 'web', source });
  return { number, dueOn };
}

/** Somebody came or called: recorded by the staff for a community of their own. */
export async function receiveRequest(c: Receive): Promise<Accepted> {
  const areaId = communityOf(c, c.body.area);
  if (!c.scope.includes(areaId)) throw outsideArea();
  return accept(c, areaId, { channel: c.body.channel, source: null });
}

type Step = CommandContext<Contracts['take' | 'answer' | 'forward' | 'close']>;

async function openStep(c: Step, action: HelpAction): Promise<HelpRow> {
  const row = await getRequest(c.w, c.scope, c.params.requestId, true);
  if (!helpMay(row.state as HelpState, action)) throw new AppError('help-request.wrong-state', 'conflict');
  return row;
}

async function setRequest(c: Step, row: HelpRow, values: Partial<HelpRow>): Promise<{ ok: true }> {
  requireOneRow(
    await c.w
      .updateTable('help_request')
      .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
      .where('district_id', '=', row.district_id)
      .where('request_id', '=', row.request_id)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: 'help-request',
    subjectId: row.request_id,
    details: { state: values.state },
  });
  return { ok: true };
}

export async function takeRequest(c: CommandContext<Contracts['take']>): Promise<{ ok: true }> {
  const row = await openStep(c, 'take');
  return setRequest(c, row, { state: 'taken', taken_at: c.at, taken_by: c.actor.accountId });
}

export async function answerRequest(c: CommandContext<Contracts['answer']>): Promise<{ ok: true }> {
  const row = await openStep(c, 'answer');
  return setRequest(c, row, {
    state: 'answered',
    answer: c.body.answer,
    answered_at: c.at,
    answered_by: c.actor.accountId,
  });
}

/** 转办: to another community of the city a request of its own, with the same due day; to somebody else a note. */
export async function forwardRequest(c: CommandContext<Contracts['forward']>): Promise<{ ok: true }> {
  const row = await openStep(c, 'forward');
  let to = c.body.to;
  if (c.body.area !== null) {
    const areaId = communityOf(c, c.body.area);
    if (areaId === areaAt(c.tree, row.area_id, c.today))
      throw new AppError('help-request.same-area', 'invalid', { field: 'area' });
    to = areaRef(c.tree, areaId, c.today).name;
    const requestId = newId(c.at.getTime());
    const phone = c.host.keyring.decrypt(row.phone_cipher, `help_request.phone:${row.request_id}`);
    const { districtId } = getArea(c.tree, areaId);
    await c.w
      .insertInto('help_request')
      .values({
        district_id: districtId,
        request_id: requestId,
        number: await freeNumber(c.w, districtId, c.today),
        area_id: areaId,
        channel: row.channel,
        name: row.name,
        phone_cipher: c.host.keyring.encrypt(phone, `help_request.phone:${requestId}`),
        phone_masked: row.phone_masked,
        need: row.need,
        detail: row.detail,
        state: 'received',
        received_at: c.at,
        received_by: c.actor.accountId,
        due_on: row.due_on,
        forwarded_from: row.request_id,
        cause: c.cause,
      })
      .execute();
  }
  if (to === '') throw new AppError('help-request.area', 'invalid', { field: 'to' });
  return setRequest(c, row, {
    state: 'forwarded',
    forwarded_to: to,
    answered_at: c.at,
    answered_by: c.actor.accountId,
  });
}

export async function closeRequest(c: CommandContext<Contracts['close']>): Promise<{ ok: true }> {
  const row = await openStep(c, 'close');
  return setRequest(c, row, {
    state: 'closed',
    result: c.body.result,
    closed_at: c.at,
    closed_by: c.actor.accountId,
  });
}
