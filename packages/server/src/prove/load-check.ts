/** What the database says after a run: every acknowledged write is there once, nothing of what was sent away is there. */
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { verifyLedger, verifyResidents } from '../statistics/verify.ts';
import type { Outcome } from './load-round.ts';
import type { ProofTally } from './prove-result.ts';

const isCommand = (outcome: Outcome) => outcome.key !== undefined;
const tablesOf: Readonly<Record<string, string>> = {
  'unemployment.register':
    'select resident_id::text as subject, count(*) as n from unemployment_registration where created_at >= $1 and created_by is not null and voided_at is null group by 1',
  'unemployment.deregister':
    "select subject_id as subject, count(*) as n from audit_event where at >= $1 and action = 'unemployment.deregistered' group by 1",
  'contact.record':
    'select resident_id::text as subject, count(*) as n from contact where created_at >= $1 and created_by is not null group by 1',
  'help-request.receive': 'select name as subject, count(*) as n from help_request where received_at >= $1 group by 1',
  'roster.upload': 'select file_name as subject, count(*) as n from import_batch where created_at >= $1 group by 1',
  'roster.apply':
    "select file_name as subject, count(*) as n from import_batch where created_at >= $1 and status = 'applied' group by 1",
};
const actKinds = ['report.submit', 'report.accept', 'report.return'];
const actsSql =
  'select f.area_id::text as subject, count(*) as n from report_event e join report_form f on f.district_id = e.district_id and f.report_id = e.report_id where e.at >= $1 group by 1';

export interface WriteCheck {
  acknowledged: number;
  sentAway: number;
  /** Neither an answer nor a refusal: nobody can know. */
  unanswered: number;
}

/**
 * Compares all commands of a run with what was written since its beginning. A command may have been sent several times under its key; one
 * acknowledgement counts.
 */
export async function checkWrites(
  system: System,
  since: Date,
  outcomes: readonly Outcome[],
  tally: ProofTally,
): Promise<WriteCheck> {
  await waitForTasks(system);
  const byKey = new Map<string, Outcome[]>();
  for (const outcome of outcomes.filter(isCommand)) {
    const sent = byKey.get(outcome.key!) ?? [];
    sent.push(outcome);
    byKey.set(outcome.key!, sent);
  }
  const fates = [...byKey.values()].map((sent) => ({
    first: sent[0]!,
    acknowledged: sent.some(({ status }) => status === 200),
    unanswered: sent.some(({ status }) => status === 0),
  }));
  await checkKeys(system, since, fates, tally);
  await checkEvents(system, since, outcomes.filter(isCommand), tally);
  for (const [kind, statement] of Object.entries(tablesOf))
    await compare(
      system,
      since,
      statement,
      kind,
      fates.filter(({ first }) => first.kind === kind),
      tally,
    );
  await compare(
    system,
    since,
    actsSql,
    'acts on reports',
    fates.filter(({ first }) => actKinds.includes(first.kind)),
    tally,
  );
  return {
    acknowledged: fates.filter(({ acknowledged }) => acknowledged).length,
    sentAway: outcomes.filter(({ status }) => status === 503).length,
    unanswered: fates.filter(({ acknowledged, unanswered }) => unanswered && !acknowledged).length,
  };
}

interface Fate {
  first: Outcome;
  acknowledged: boolean;
  unanswered: boolean;
}

async function checkKeys(system: System, since: Date, fates: readonly Fate[], tally: ProofTally): Promise<void> {
  const { rows } = await sql<{ key: string }>`select key from idempotency where at >= ${since}`.execute(
    system.db.kysely,
  );
  const kept = new Set(rows.map(({ key }) => key));
  for (const { first, acknowledged, unanswered } of fates) {
    const there = kept.has(first.key!);
    if (acknowledged) tally.check(there, () => `${first.kind}: acknowledged, but its key was not kept`);
    else if (!unanswered)
      tally.check(!there, () => `${first.kind}: refused with ${first.code}, but its key is kept: it was done`);
  }
}

/** One event for each acknowledgement, none of a request that was sent away. */
async function checkEvents(system: System, since: Date, sent: readonly Outcome[], tally: ProofTally): Promise<void> {
  const { rows } = await sql<{ request_id: string; n: number }>`
    select request_id, count(*) as n from audit_event where at >= ${since} and request_id is not null group by request_id`.execute(
    system.db.kysely,
  );
  const events = new Map(rows.map((row) => [row.request_id, row.n]));
  for (const { kind, status, requestId, replayed } of sent) {
    if (requestId === '') continue;
    const n = events.get(requestId) ?? 0;
    if (status === 200 && !replayed) tally.check(n > 0, () => `${kind}: acknowledged without an event`);
    else tally.check(n === 0, () => `${kind}: ${replayed ? 'a replay' : `answered ${status}`}, but left an event`);
  }
}

async function compare(
  system: System,
  since: Date,
  statement: string,
  kind: string,
  fates: readonly Fate[],
  tally: ProofTally,
): Promise<void> {
  const { rows } = await system.db.pool.query<{ subject: string; n: number }>(statement, [since]);
  const there = new Map(rows.map((row) => [row.subject, Number(row.n)]));
  const expected = new Map<string, { least: number; most: number }>();
  for (const { first, acknowledged, unanswered } of fates) {
    const range = expected.get(first.subject!) ?? { least: 0, most: 0 };
    if (acknowledged) range.least++;
    if (acknowledged || unanswered) range.most++;
    expected.set(first.subject!, range);
  }
  for (const [subject, { least, most }] of expected) {
    const n = there.get(subject) ?? 0;
    tally.check(n >= least && n <= most, () => `${kind} of ${subject}: acknowledged ${least} times, there ${n} times`);
  }
}

/** Imports go on in the background after their acknowledgement. */
async function waitForTasks(system: System): Promise<void> {
  for (let waited = 0; waited < 300; waited++) {
    const open = await system.db.kysely
      .selectFrom('task')
      .select('task_id')
      .where('status', 'in', ['waiting', 'running'])
      .limit(1)
      .execute();
    if (open.length === 0) return;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/** Up to so many subjects everybody is derived again; a larger city is sampled, and who was changed in the run is looked at in any case. */
const verifiedWhole = 20_000;

/** Facts, totals, duties and flags are what the records say. */
export async function checkLedger(system: System, since: Date, tally: ProofTally, residents: number) {
  const { rows } = await sql<{ districtId: number; id: string }>`
    select distinct r.district_id as "districtId", r.resident_id as id from audit_event e
      join resident r on r.district_id = e.district_id and r.resident_id::text = e.subject_id
    where e.at >= ${since} and e.subject_kind = 'resident' and e.request_id is not null`.execute(system.db.kysely);
  const wrong = new Set(await verifyResidents(system, rows));
  for (const { id } of rows) tally.check(!wrong.has(id), () => `the ledger does not say what the records of ${id} say`);
  const verified = await verifyLedger(system, () => {}, Math.max(1, Math.ceil(residents / verifiedWhole)));
  tally.check(
    verified.differences === 0,
    () => `${verified.differences} differences between records and ledger, first ${verified.examples.join(', ')}`,
  );
  tally.cases += verified.subjects + verified.totals + verified.sealed;
  return { ...verified, changed: rows.length };
}
