import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import type { noticeContracts } from '@renshe/domain/notice/notice.contract.ts';
import { mostNotices, type Notice, noticeDays } from '@renshe/domain/notice/notice.contract.ts';
import { monthOfPeriod, shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import { listGrants } from '../grant/grant.queries.ts';
import { actorMay } from '../platform/actor.ts';
import type { ReadContext } from '../platform/route.ts';
import { inScope, scopeDistricts, scopeFor } from '../platform/scope.ts';
import { listAnswered, listMentions } from '../remark/remark.queries.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { currentAreaRef } from '../resident/resident.queries.ts';
import { listSubmissionForms } from '../submission/submission-areas.ts';

type Context = ReadContext<typeof noticeContracts.list>;
const day = 86_400_000;

/** Notices of the actor, newest first; every source asks the right that its own page asks. */
export async function listNotices(c: Context): Promise<Notice[]> {
  const since = new Date(c.at.getTime() - noticeDays * day);
  const found = await Promise.all([
    taskNotices(c, since),
    reportNotices(c, since),
    grantNotices(c, since),
    campaignNotices(c, since),
    remarkNotices(c, since),
    transferNotices(c, since),
  ]);
  return found
    .flat()
    .sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.key < b.key ? -1 : 1))
    .slice(0, mostNotices);
}

async function taskNotices(c: Context, since: Date): Promise<Notice[]> {
  const rows = await c.r
    .selectFrom('task')
    .select(['task_id', 'kind', 'title', 'status', 'ended_at'])
    .where('account_id', '=', c.actor.accountId)
    .where('status', 'in', ['done', 'failed'])
    .where('ended_at', '>=', since)
    .orderBy('created_at', 'desc')
    .limit(mostNotices)
    .execute();
  return rows.map((row) => ({
    kind: 'task-over',
    key: `task:${row.task_id}`,
    at: row.ended_at!.toISOString(),
    taskKind: row.kind,
    title: row.title,
    outcome: row.status as 'done' | 'failed',
  }));
}

interface ReportRow {
  what: 'returned' | 'reminded';
  id: string;
  form: string;
  area_id: AreaId;
  period: string;
  at: Date;
  by_name: string | null;
  reason: string;
}

/** Of the offices for which the actor hands in reports: those that came back and are not handed in again, and who asked for one. */
async function reportNotices(c: Context, since: Date): Promise<Notice[]> {
  const { roots } = scopeFor(c.actor, 'report.submit', c.tree, c.today);
  if (roots.length === 0) return [];
  const districts = [...new Set(roots.map((areaId) => getArea(c.tree, areaId).districtId))];
  const { rows } = await sql<ReportRow>`
    select 'returned' as what, f.report_id as id, f.form, f.area_id, f.period, f.returned_at as at, a.name as by_name, f.return_reason as reason
    from report_form f left join account a on a.account_id = f.returned_by
    where f.district_id = any(${districts}::int[]) and f.area_id = any(${[...roots]}::int[]) and f.state = 'draft' and f.returned_at >= ${since}
    union all
    select 'reminded', m.reminder_id, m.form, m.area_id, m.period, m.at, m.by_name, ''
    from report_reminder m left join report_form f on f.district_id = m.district_id and f.form = m.form and f.area_id = m.area_id and f.period = m.period
    where m.district_id = any(${districts}::int[]) and m.area_id = any(${[...roots]}::int[]) and m.at >= ${since} and coalesce(f.state, 'draft') = 'draft'
    order by at desc limit ${mostNotices}`.execute(c.r);
  if (rows.length === 0) return [];
  const forms = new Map((await listSubmissionForms(c.host.db)).map((form) => [form.key, form]));
  return rows.flatMap((row): Notice[] => {
    const form = forms.get(row.form);
    const period = parsePeriod(row.period);
    if (!form || !period) return [];
    const told = {
      key: `${row.what}:${row.id}`,
      at: row.at.toISOString(),
      form: row.form,
      formName: { zh: form.zh, en: form.en },
      period: row.period,
      periodName: shortPeriodName(period),
      area: reportAreaRef(c.tree, row.area_id, monthOfPeriod(period)),
      by: row.by_name ?? '',
    };
    return [
      row.what === 'returned'
        ? { kind: 'report-returned', ...told, reason: row.reason }
        : { kind: 'report-reminded', ...told },
    ];
  });
}

/** What waits for the actor's consent, and what became of what she asked for. */
async function grantNotices(c: Context, since: Date): Promise<Notice[]> {
  const asked: Notice[] = [];
  if (actorMay(c.actor, 'account.consent')) {
    const scope = scopeFor(c.actor, 'account.consent', c.tree, c.today);
    const filter = { status: 'asked', limit: mostNotices, offset: 0 } as const;
    const { requests } = await listGrants(c.r, scope, c.tree, c, c.actor, filter);
    for (const one of requests)
      if (one.hindrance === null)
        asked.push({
          kind: 'grant-asked',
          key: `grant-asked:${one.requestId}`,
          at: one.askedAt,
          name: one.receiver.name,
          by: one.askedBy.name,
        });
  }
  if (c.actor.accountId === null) return asked;
  const { rows } = await sql<{
    request_id: string;
    name: string;
    status: string;
    decided_at: Date;
    by_name: string | null;
  }>`
    select g.request_id, g.name, g.status, g.decided_at, a.name as by_name from grant_request g left join account a on a.account_id = g.decided_by
    where g.asked_by = ${c.actor.accountId}::uuid and g.status in ('consented', 'refused', 'lapsed') and g.decided_at >= ${since}
    order by g.decided_at desc limit ${mostNotices}`.execute(c.r);
  return [
    ...asked,
    ...rows.map(
      (row): Notice => ({
        kind: 'grant-decided',
        key: `grant-decided:${row.request_id}`,
        at: row.decided_at.toISOString(),
        name: row.name,
        by: row.by_name ?? '',
        status: row.status as 'consented',
      }),
    ),
  ];
}

/** Running survey drives in which households are the actor's. */
async function campaignNotices(c: Context, since: Date): Promise<Notice[]> {
  const scope = scopeFor(c.actor, 'survey.write', c.tree, c.today);
  const districts = scopeDistricts(scope);
  if (districts.length === 0) return [];
  const { rows } = await sql<{ campaign_id: string; name: string; count: number; at: Date }>`
    select k.campaign_id, k.name, count(*)::int as count, greatest(max(h.created_at), k.started_at) as at
    from campaign_household h join campaign k on k.campaign_id = h.campaign_id
    where h.district_id = any(${districts}::int[]) and k.district_id = any(${[0, ...districts]}::int[]) and h.worker_id = ${c.actor.accountId}::uuid
      and ${inScope(scope, 'h.district_id', 'h.area_id')} and k.state = 'running'
    group by k.campaign_id, k.name, k.started_at having greatest(max(h.created_at), k.started_at) >= ${since}`.execute(
    c.r,
  );
  return rows.map((row) => ({
    kind: 'campaign-assigned',
    // More households are another notice.
    key: `campaign:${row.campaign_id}:${row.count}`,
    at: row.at.toISOString(),
    campaignId: row.campaign_id,
    name: row.name,
    count: row.count,
  }));
}

/** Open remarks that name the actor, and what colleagues did about her own. */
async function remarkNotices(c: Context, since: Date): Promise<Notice[]> {
  const scope = scopeFor(c.actor, 'resident.read', c.tree, c.today);
  if (scopeDistricts(scope).length === 0 || c.actor.accountId === null) return [];
  const { mentions } = await listMentions(c.r, scope, c.tree, c.today, c.actor, {
    limit: mostNotices,
    offset: 0,
    since,
  });
  const settled = await listAnswered(c.r, scope, c.today, c.actor.accountId, { since, limit: mostNotices });
  return [
    ...mentions.map(
      (one): Notice => ({
        kind: 'remark-mention',
        key: `mention:${one.remarkId}`,
        at: one.writtenAt,
        remarkId: one.remarkId,
        subjectKind: one.subjectKind,
        subjectId: one.subjectId,
        name: one.name,
        by: one.author,
        text: one.body,
      }),
    ),
    ...settled.map((one): Notice => ({ kind: 'remark-settled', ...one, key: `settled:${one.remarkId}` })),
  ];
}

interface TransferRow {
  what: 'asked' | 'decided';
  request_id: string;
  at: Date;
  by_name: string | null;
  to_area_id: AreaId;
  status: string;
  words: string;
}

/** Requests for files of the actor's area, and what became of her own. */
async function transferNotices(c: Context, since: Date): Promise<Notice[]> {
  const scope = scopeFor(c.actor, 'transfer.decide', c.tree, c.today);
  const { rows } = await sql<TransferRow>`
    select 'asked' as what, q.request_id, q.asked_at as at, null as by_name, q.to_area_id, q.status, q.reason as words
    from transfer_request q join area f on f.area_id = q.from_area_id
    where q.status = 'asked' and ${inScope(scope, 'f.district_id', 'q.from_area_id')} and q.asked_by is distinct from ${c.actor.accountId}::uuid
    union all
    select 'decided', q.request_id, q.decided_at, a.name, q.to_area_id, q.status, q.decision_note
    from transfer_request q left join account a on a.account_id = q.decided_by
    where q.asked_by = ${c.actor.accountId}::uuid and q.status in ('agreed', 'refused') and q.decided_at >= ${since}
    order by at desc limit ${mostNotices}`.execute(c.r);
  return rows.map((row): Notice => {
    const told = { key: `transfer:${row.request_id}:${row.what}`, at: row.at.toISOString() };
    return row.what === 'asked'
      ? { kind: 'transfer-asked', ...told, to: currentAreaRef(c.tree, row.to_area_id, c.today), reason: row.words }
      : { kind: 'transfer-decided', ...told, by: row.by_name ?? '', status: row.status, note: row.words };
  });
}
