/** How the files of the made city stood at its last closings: a little worse each month back, as people filled in what was missing. */
import { descendantsAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import { scopeOfRoots } from '../platform/scope.ts';
import { countQuality, emptyCounts } from '../quality/quality.queries.ts';
import { qualityMonthRow } from '../quality/quality-months.ts';
import { qualityRules } from '../quality/quality-rules-file.ts';
import { DemoRandom } from './demo-random.ts';

const months = 8;

/** @param last the last closed month */
export async function keepQualityHistory(system: System, seed: string, last: Month): Promise<void> {
  const reference = await system.reference.current();
  const { tree } = reference;
  const random = new DemoRandom(`${seed} quality`);
  const rules = await qualityRules(system.db);
  const today = system.clock.today();
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;
  const scope = scopeOfRoots(tree, [city], today);
  const counts = await countQuality(system.db.kysely, { scope, reference, today, rules });
  const rows = descendantsAt(tree, city, today)
    .filter((id) => getArea(tree, id).kind === 'community')
    .flatMap((areaId) => {
      const own = counts.find((one) => one.areaId === areaId) ?? emptyCounts(areaId);
      let worse = 1;
      return Array.from({ length: months }, (_, back) => {
        const month = addToMonth(last, -back);
        worse += random.between(1, 6) / 100;
        const more = (flawed: number, files: number) => Math.min(files, Math.round(flawed * worse));
        return qualityMonthRow(
          { districtId: getArea(tree, areaId).districtId, month, countedOn: lastDayOf(month) },
          rules,
          {
            ...own,
            flawed: more(own.flawed, own.people + own.households),
            counts: own.counts.map((one) => ({ ...one, flawed: more(one.flawed, one.files) })),
          },
        );
      });
    });
  await system.db.kysely.transaction().execute((w) => insertRows(w, 'quality_month', rows));
}
