import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Id, RetireeLiving } from '@renshe/domain/kernel/file.ts';
import type { LivingChange } from '@renshe/domain/retiree/retiree.rules.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import type { FileChanges } from '../statistics/file-changes.ts';

type LivingContext = Pick<CommandContext<RouteContract>, 'at' | 'actor' | 'cause'>;

/** Writes with whom a retiree lives from a day on; what held of later days before is kept as void. */
export function recordLiving(
  c: LivingContext,
  changes: FileChanges,
  of: { districtId: number; residentId: Id },
  change: LivingChange,
): void {
  const { gone, added } = change;
  if (gone.length === 0 && added === null) return;
  const living: RetireeLiving | null = added && { livingId: newId(c.at.getTime()), ...added };
  changes
    .resident(of.residentId, (file) => ({
      ...file,
      livings: [...file.livings.filter((one) => !gone.includes(one.livingId)), ...(living ? [living] : [])],
    }))
    .write(async (w) => {
      if (gone.length > 0)
        await w
          .updateTable('retiree_living')
          .set({ voided_at: c.at })
          .where('district_id', '=', of.districtId)
          .where('resident_id', '=', of.residentId)
          .where('living_id', 'in', gone)
          .where('voided_at', 'is', null)
          .execute();
      if (living)
        await w
          .insertInto('retiree_living')
          .values({
            district_id: of.districtId,
            living_id: living.livingId,
            resident_id: of.residentId,
            living: living.living,
            from_on: living.from,
            known_on: living.knownOn,
            created_at: c.at,
            created_by: c.actor.accountId,
            cause: c.cause,
          })
          .execute();
    });
}

/** What was voided with a care is said again with it. To be called before the care itself is restored. */
export async function restoreLivings(
  c: Pick<CommandContext<RouteContract>, 'w'>,
  changes: FileChanges,
  { districtId, residentId, careId }: { districtId: number; residentId: Id; careId: Id },
): Promise<void> {
  const { rows: livings } = await sql<RetireeLiving>`
    select l.living_id as "livingId", l.living, l.from_on as "from", l.known_on as "knownOn" from retiree_living l
    join retiree_care k on k.district_id = l.district_id and k.resident_id = l.resident_id and k.voided_at = l.voided_at
    where l.district_id = ${districtId} and l.resident_id = ${residentId}::uuid and k.care_id = ${careId}::uuid`.execute(
    c.w,
  );
  if (livings.length === 0) return;
  changes
    .resident(residentId, (file) => ({ ...file, livings: [...file.livings, ...livings] }))
    .write((w) =>
      w
        .updateTable('retiree_living')
        .set({ voided_at: null })
        .where('district_id', '=', districtId)
        .where(
          'living_id',
          'in',
          livings.map((one) => one.livingId),
        )
        .execute(),
    );
}
