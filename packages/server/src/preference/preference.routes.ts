import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { preferenceContracts } from '@renshe/domain/preference/preference.contract.ts';
import { isColumnsKey, mostKeptLists, preferenceSchema } from '@renshe/domain/preference/preference.ts';
import type { Writer } from '../platform/db.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';

/** How somebody likes to work, kept with her account. Nobody but she reads or writes it. */
export const preferenceRoutes: RouteDefinition[] = [
  readRoute(preferenceContracts.list, async (c) => {
    const rows = await c.r
      .selectFrom('preference')
      .select(['key', 'value'])
      .where('account_id', '=', c.actor.accountId!)
      .execute();
    return {
      preferences: Object.fromEntries(
        // What an older program wrote and this one does not know is not hers to see.
        rows
          .filter((row) => preferenceSchema(row.key)?.safeParse(row.value).success)
          .map((row) => [row.key, row.value]),
      ),
    };
  }),
  commandRoute(preferenceContracts.keep, async (c) => {
    const accountId = c.actor.accountId!;
    const { key } = c.params;
    const { value } = c.body;
    if (value === null)
      await c.w.deleteFrom('preference').where('account_id', '=', accountId).where('key', '=', key).execute();
    else {
      const read = preferenceSchema(key)!.safeParse(value);
      if (!read.success) throw new AppError('preference.value', 'invalid');
      const row = { value: JSON.stringify(read.data), changed_at: c.at };
      await c.w
        .insertInto('preference')
        .values({ account_id: accountId, key, ...row })
        .onConflict((on) => on.columns(['account_id', 'key']).doUpdateSet(row))
        .execute();
      if (isColumnsKey(key)) await forgetOldLists(c.w, accountId);
    }
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: accountId,
      details: { setting: isColumnsKey(key) ? 'columns' : key },
    });
    return { ok: true as const };
  }),
];

async function forgetOldLists(w: Writer, accountId: string): Promise<void> {
  const kept = w
    .selectFrom('preference')
    .select('key')
    .where('account_id', '=', accountId)
    .where('key', 'like', 'columns:%')
    .orderBy('changed_at', 'desc')
    .orderBy('key')
    .limit(mostKeptLists);
  await w
    .deleteFrom('preference')
    .where('account_id', '=', accountId)
    .where('key', 'like', 'columns:%')
    .where('key', 'not in', kept)
    .execute();
}
