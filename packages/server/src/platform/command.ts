import type { Permission } from '@renshe/domain/access/permissions.ts';
import type { Actor } from './actor.ts';
import { type AuditEntry, auditRows, type GivenReasons, type IdempotencyRow, writeAudit } from './audit.ts';
import type { Clock } from './clock.ts';
import { type Database, mayRetry, type Writer } from './db.ts';
import { newId } from './id.ts';

/** An open command: the transaction, the id of its audit event (the cause of the facts it books) and the way to describe it. */
export interface Command {
  w: Writer;
  cause: string;
  at: Date;
  /** Say what was done; at least once, the first event is the cause. */
  audit(entry: AuditEntry): void;
}

export interface CommandIntent {
  actor: Actor;
  action: string;
  permission: Permission | null;
  requestId?: string;
  given?: GivenReasons;
  /** Written in the same transaction with the audit event. */
  idempotency?: Omit<IdempotencyRow, 'response' | 'status'>;
}

const tries = 5;

/**
 * Runs one command in one READ COMMITTED transaction, the same for routes, tasks and the CLI: handler, audit event, idempotency row, commit.
 * Deadlocks, lock timeouts and serialization failures repeat the whole command. A handler that says nothing to audit is an error.
 */
export async function runCommand<T>(
  host: { db: Database; clock: Clock },
  intent: CommandIntent,
  handle: (command: Command) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await host.db.kysely.transaction().execute(async (w) => {
        const at = host.clock.now();
        const cause = newId(at.getTime());
        const entries: AuditEntry[] = [];
        const result = await handle({ w, cause, at, audit: (entry) => void entries.push(entry) });
        if (entries.length === 0) throw new Error(`${intent.action} wrote no audit event`);
        const rows = auditRows(
          {
            at,
            actor: intent.actor,
            action: intent.action,
            permission: intent.permission,
            requestId: intent.requestId ?? null,
            ...(intent.given && { given: intent.given }),
          },
          cause,
          entries,
        );
        await writeAudit(
          w,
          rows,
          intent.idempotency && { ...intent.idempotency, status: 200, response: result ?? null },
        );
        return result;
      });
    } catch (error) {
      if (attempt >= tries || !mayRetry(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
}
