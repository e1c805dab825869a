import type { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { contactErrors } from '@renshe/domain/contact/contact.errors.ts';
import { contactRefusals } from '@renshe/domain/contact/contact.rules.ts';
import { allowedAction } from '@renshe/domain/kernel/refusal.ts';
import type { Answer, ReadContext } from '../platform/route.ts';
import { chainOf, inScope } from '../platform/scope.ts';
import { readResidentFiles } from '../statistics/read-files.ts';

/** 批量联系预览: the rule of the command, asked for each; who is not within the scope is refused without a word about her. */
export async function checkManyContacts(
  c: ReadContext<typeof contactContracts.checkMany>,
): Promise<Answer<typeof contactContracts.checkMany>> {
  const { residentIds, ...entry } = c.body;
  const ids = [...new Set(residentIds)];
  const found = await c.r
    .selectFrom('resident')
    .select(['district_id', 'resident_id'])
    .where(inScope(c.scope, 'district_id', 'area_id'))
    .where('resident_id', 'in', ids)
    .where('voided_at', 'is', null)
    .execute();
  const refs = found.map((row) => ({ districtId: row.district_id, id: row.resident_id }));
  const files = new Map((await readResidentFiles(c.r, refs)).map((file) => [file.residentId, file]));
  const rows = ids.map((residentId) => {
    const file = files.get(residentId);
    if (!file) return { residentId, reasons: [contactErrors['contact.not-here']] };
    const refusals = contactRefusals(file, { ...entry, service: null }, c.today);
    const { reasons } = allowedAction('contact.record', refusals, contactErrors);
    return { residentId, reasons: reasons.map(({ zh, en }) => ({ zh, en })) };
  });
  c.audit({
    districtId: chainOf(c.scope),
    details: { count: ids.length, refused: rows.filter((row) => row.reasons.length > 0).length },
  });
  return { rows };
}
