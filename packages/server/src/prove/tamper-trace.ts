/** What one call leaves in the log: exactly the event of its contract, whole, in its transaction, or neither of them. */
import { type Permission, permissions } from '@renshe/domain/access/permissions.ts';
import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { RequestParts } from './prove-request.ts';
import type { ProofTally } from './prove-result.ts';
import type { Answered, ProveWorld } from './prove-world.ts';

interface TracedEvent {
  action: string;
  at: Date;
  district_id: number;
  account_id: string | null;
  office_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  area_id: number | null;
  purpose: string | null;
  details: Record<string, unknown> & { authority?: { role?: string; permission?: string | null } };
}

/** They take rows away, or do nothing but look at a file: no row is left that says by which transaction. */
const leavingNothing: readonly string[] = [
  'account.sign-out',
  'account.end-session',
  'account.end-sessions',
  'account.end-all-sessions',
  'account.unlock',
  'account.reset-factors',
  'analysis.delete-saved',
  'campaign.delete-draft',
  'exchange.validate',
  'ledger.delete-view',
];

export class TraceProbe {
  /** Operations that wrote more than one event: each about another subject or in the chain of another district. */
  readonly several: string[] = [];
  /** Operations whose event says neither an area nor a district: of the city as a whole. */
  readonly ofTheCity: string[] = [];
  private readonly world: Pick<ProveWorld, 'system' | 'clock' | 'call'>;
  private readonly tally: ProofTally;
  private digestSql = '';

  constructor(world: Pick<ProveWorld, 'system' | 'clock' | 'call'>, tally: ProofTally) {
    this.world = world;
    this.tally = tally;
  }

  private get db() {
    return this.world.system.db.kysely;
  }

  /** The call while the log takes no event: any insert breaks the constraint. */
  async callWithoutLog(contract: RouteContract, token: string | null, parts: RequestParts): Promise<Answered> {
    const run = (text: string) => sql.raw(text).execute(this.db);
    await run('alter table audit_event add constraint audit_event_refused check (false) not valid');
    return this.world
      .call(token, contract, parts)
      .finally(() => run('alter table audit_event drop constraint audit_event_refused'));
  }

  /**
   * After the call without the log: the call as it should be, with its event read.
   * @param before digest of all tables before the call without the log
   * @returns what was answered; undefined when it was not 200
   */
  async judge(
    contract: RouteContract,
    token: string | null,
    parts: RequestParts,
    before: string,
  ): Promise<Answered | undefined> {
    const after = await this.digest();
    const answer = await this.world.call(token, contract, parts);
    if (answer.status !== 200) return undefined;
    this.tally.check(
      before === after,
      () => `${contract.id}: without its event something of it stayed in the database`,
    );
    const requestId = String(answer.raw.headers['x-request-id']);
    await this.judgeEvents(contract, requestId, parts);
    if (contract.effect === 'change') await this.judgeTransaction(contract, requestId);
    return answer;
  }

  private async judgeEvents(contract: RouteContract, requestId: string, parts: RequestParts): Promise<void> {
    const events: TracedEvent[] = (
      await sql<TracedEvent>`select * from audit_event where request_id = ${requestId} order by event_id`.execute(
        this.db,
      )
    ).rows;
    const check = (holds: boolean, words: string) => this.tally.check(holds, () => `${contract.id}: ${words}`);
    const said = events.map((event) => event.action);
    check(
      said.length > 0 && said.every((action) => action === contract.audit),
      `wrote ${said.join(', ') || 'nothing'}, not ${contract.audit}`,
    );
    const about = new Set(events.map((event) => `${event.district_id} ${event.subject_kind} ${event.subject_id}`));
    check(about.size === events.length, 'the same is told twice');
    if (events.length > 1) this.several.push(contract.id);
    const needsPost = (permissions as readonly string[]).includes(contract.permission);
    for (const event of events) {
      if (contract.permission !== 'public') check(event.account_id !== null, 'its event does not say who');
      if (needsPost) {
        check(event.office_id !== null, 'its event does not say at which office');
        check(event.details.authority?.role !== undefined, 'its event does not say by which post');
        check(
          event.details.authority?.permission === (contract.permission as Permission),
          'its event does not say by which permission it was allowed',
        );
      }
      check(event.at.getTime() === this.world.clock.now().getTime(), 'its event does not say when');
      const { authority: _, ...told } = event.details;
      check(
        (event.subject_kind !== null && event.subject_id !== null) || Object.keys(told).length > 0,
        'its event does not say what it was about',
      );
      if (event.area_id === null && event.district_id === 0) this.ofTheCity.push(contract.id);
    }
    const whole = JSON.stringify(events);
    for (const [field, typed] of reasonsOf(parts.body)) {
      const masked = JSON.stringify(maskNumbersIn(typed)).slice(1, -1);
      const kept =
        field === 'purpose' ? events.every((event) => event.purpose === maskNumbersIn(typed)) : whole.includes(masked);
      check(kept, `its event does not say why: ${field} is missing`);
    }
  }

  /** Something of the act was written by the very transaction that wrote its event. */
  private async judgeTransaction(contract: RouteContract, requestId: string): Promise<void> {
    const { rows: own } = await sql<{ xmin: string }>`
      select distinct xmin::text from audit_event where request_id = ${requestId}`.execute(this.db);
    const { rows: tables } = await sql<{ name: string }>`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'public' and c.relname not in ('audit_event', 'audit_link', 'idempotency') or n.nspname = 'graphile_worker')`.execute(
      this.db,
    );
    const written = tables.map(({ name }) => `exists (select 1 from ${name} where xmin = '${own[0]?.xmin ?? 0}'::xid)`);
    const { rows } = await sql<{ found: boolean }>`select ${sql.raw(written.join(' or '))} as found`.execute(this.db);
    this.tally.check(
      own.length === 1 && (rows[0]!.found || leavingNothing.includes(contract.id)),
      () => `${contract.id}: its event is not of the transaction that did it`,
    );
  }

  /**
   * Rows of all tables and of the queue of tasks; of a session without its last use, which moves on with every call; of the tries to sign in
   * without those that were taken back, as a right password is.
   */
  async digest(): Promise<string> {
    if (this.digestSql === '') this.digestSql = await this.makeDigest();
    const { rows } = await sql<{ d: string }>`
      select md5(string_agg(n || c || ':' || h, ',' order by n)) as d from (${sql.raw(this.digestSql)}) x`.execute(
      this.db,
    );
    return rows[0]!.d;
  }

  private async makeDigest(): Promise<string> {
    const { rows } = await sql<{ name: string }>`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'public' or n.nspname = 'graphile_worker' and c.relname like '%jobs') order by 1`.execute(
      this.db,
    );
    const said = (name: string) => (name === 'session' ? `(to_jsonb(t) - 'seen_at')::text` : 't::text');
    const where = (name: string) =>
      name === 'sign_in_guess' ? 'where failed_count > 0 or familiar_at is not null' : '';
    return rows
      .map(
        ({ name }) =>
          `select '${name}' as n, count(*) as c, coalesce(sum(hashtextextended(${said(name)}, 0)), 0) as h from ${name} t ${where(name)}`,
      )
      .join(' union all ');
  }
}

/** What a form asks for as the reason of an act; a reason may also be a code, which the event keeps as it is. */
function reasonsOf(body: unknown): [string, string][] {
  return Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([field, value]): [string, string][] =>
    ['purpose', 'why', 'reason'].includes(field) && typeof value === 'string' && value !== '' ? [[field, value]] : [],
  );
}
