import { areaAt, childrenAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { addWorkdays } from '@renshe/domain/kernel/workdays.ts';
import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { sql } from 'kysely';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import { agreeTransfer } from '../transfer/decide-transfer.ts';
import { actAs } from './act-as.ts';
import { DemoRandom } from './demo-random.ts';

const refusals = ['本人仍住本社区，已电话核实。', '房屋未变更，暂不转出。', '本人不同意转出。'];

/**
 * Communities that ask the demo community for the files of people who moved: two were agreed to through the real command, some were refused
 * after a few days, one waits.
 */
export async function askTransfers(
  system: System,
  seed: string,
  at: { street: string; community: string; worker: string },
): Promise<void> {
  const { tree, calendar } = await system.reference.current();
  const today = system.clock.today();
  const random = new DemoRandom(`${seed}/transfer`);
  const home = findAreaByCode(tree, at.community, today)!;
  const { districtId } = getArea(tree, home);
  const asking = childrenAt(tree, findAreaByCode(tree, at.street, today)!, today).filter((id) => id !== home);
  // People who live alone: nobody else's household changes with them.
  const { rows: people } = await sql<{ resident_id: string }>`
    select r.resident_id from resident r where r.district_id = ${districtId} and r.area_id = ${home} and r.ended_on is null and r.voided_at is null
      and r.birth_on between '1970-01-01' and '2000-01-01'
      and exists (select 1 from household_member m where m.district_id = r.district_id and m.resident_id = r.resident_id and m.to_on is null and m.voided_at is null
        and (select count(*) from household_member o where o.district_id = m.district_id and o.household_district = m.household_district
          and o.household_id = m.household_id and o.to_on is null and o.voided_at is null) = 1)
    order by r.resident_id limit 12`.execute(system.db.kysely);
  const noonOf = (on: string) => new Date(`${on}T04:00:00Z`);
  const requests = people.map(({ resident_id }, index) => {
    const agreed = index < 2;
    const open = agreed || index === 2;
    const askedOn = addDays(today, open ? -3 - index : -6 - index * 9);
    const decidedOn = addWorkdays(askedOn, random.pick([0, 1, 1, 2, 3, 5]), calendar).date;
    const askedAt = noonOf(askedOn);
    const to = areaAt(tree, random.pick(asking), today);
    return {
      district_id: districtId,
      request_id: random.uuid(askedAt.getTime()),
      resident_id,
      from_area_id: home,
      to_district: getArea(tree, to).districtId,
      to_area_id: to,
      reason: '已搬来本社区居住',
      status: open ? 'asked' : 'refused',
      asked_at: askedAt,
      asked_by: null,
      decided_at: open ? null : noonOf(decidedOn),
      decided_by: null,
      decision_note: open ? '' : random.pick(refusals),
    };
  });
  if (requests.length === 0) return;
  await system.db.kysely.transaction().execute((w) => insertRows(w, 'transfer_request', requests));
  const act = await actAs(system);
  for (const { request_id } of requests.slice(0, 2))
    await act(
      at.worker,
      transferContracts.agree,
      { params: { requestId: request_id }, body: { movedOn: addDays(today, -1), note: '属实' } },
      async (c) => {
        await agreeTransfer(c, c.params.requestId, c.body);
        return { ok: true };
      },
    );
}
