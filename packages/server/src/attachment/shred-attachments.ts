/** 剩余信息清除: what was dropped, or belongs to a contact that was voided, loses its key when it can no longer be restored. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import { runCommand } from '../platform/command.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import { type AttachmentRow, subjectOf } from './attachment.queries.ts';
import { shredPicture } from './attachment-store.ts';

const keeper = { kind: 'operator', accountId: null, login: 'file-keeper', name: 'file-keeper', posts: [] } as const;
const most = 200;

/** @returns how many were destroyed */
export async function shredAttachments(host: Pick<Host, 'db' | 'clock' | 'reference'>): Promise<number> {
  const reference = await host.reference.current();
  const today = host.clock.today();
  const { rows } = await sql<
    Pick<AttachmentRow, 'district_id' | 'attachment_id' | 'resident_id' | 'household_id' | 'area_id' | 'kind'> & {
      since: Date;
    }
  >`
    select a.district_id, a.attachment_id, a.resident_id, a.household_id, coalesce(r.area_id, h.area_id) as area_id, a.kind,
      least(a.dropped_at, c.voided_at) as since
    from attachment a
      left join contact c on c.district_id = a.district_id and c.contact_id = a.contact_id
      left join resident r on r.district_id = a.district_id and r.resident_id = a.resident_id
      left join household h on h.district_id = a.district_id and h.household_id = a.household_id
    where a.shredded_at is null and (a.dropped_at is not null or c.voided_at is not null)`.execute(host.db.kysely);
  const due = rows
    .filter(
      (row) => addDays(businessDay(row.since), parameterNumber(reference, 'recycle.days', row.area_id, today)) <= today,
    )
    .slice(0, most);
  let shredded = 0;
  for (const row of due) {
    try {
      await runCommand(
        host,
        { actor: keeper, action: 'attachment.shredded', permission: null },
        async ({ w, at, audit }) => {
          if (!(await shredPicture(w, row.district_id, row.attachment_id, row.since, at))) throw changedMeanwhile();
          audit({
            ...subjectOf(row),
            details: { attachmentId: row.attachment_id, attachmentKind: row.kind, since: businessDay(row.since) },
          });
        },
      );
      shredded++;
    } catch (error) {
      // Restored, moved to another district, or destroyed by another server since it was looked at: nothing of it is to be said.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return shredded;
}
