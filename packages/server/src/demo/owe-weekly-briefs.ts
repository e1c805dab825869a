/** 周预报: streets, districts and the city owe a weekly brief, due on Monday at noon; the demo city asks for it since three weeks ago. */
import { ancestorsAt, areaVersionAt, descendantsAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { weeklyMarketForm } from '@renshe/domain/report/forms/weekly-market.ts';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import { raiseStamp } from '../platform/reference.ts';
import { formDueOn, monthlyForm } from '../report/report-form.queries.ts';
import { lateShareOf } from './demo-districts.ts';
import { DemoRandom } from './demo-random.ts';
import { type Act, after, type HandedIn, instant, readStaff, writeForms } from './hand-in-reports.ts';

const weeks = 3;

/** The city's own value of the parameter of owed reports: beside the monthly one the weekly brief, which workstations do not hand in. */
export async function oweWeeklyBriefs(w: Writer, cityAreaId: number, today: PlainDate, at: Date): Promise<void> {
  await w
    .insertInto('parameter')
    .values({
      parameter_id: newId(at.getTime()),
      key: 'report.owed_forms',
      area_id: cityAreaId,
      from_on: shiftPeriod(periodOf('week', today), -weeks).from,
      to_on: null,
      value: JSON.stringify(`${monthlyForm},${weeklyMarketForm.key}`),
      unit: '',
      source: '演示：领域手册5.3，周预报周一12:00前',
      certainty: 'local',
      created_at: at,
    })
    .execute();
  await raiseStamp(w, 'parameter');
}

/** The briefs of the weeks that are over: mostly on Monday morning, some a day late; the demo street still owes the last one and was asked for it. */
export async function handInWeeks(
  system: System,
  seed: string,
  places: { street: string },
  today: PlainDate,
): Promise<void> {
  const reference = await system.reference.current();
  const { tree } = reference;
  const now = system.clock.now();
  const desk = findAreaByCode(tree, places.street, today)!;
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;
  const random = new DemoRandom(`${seed} weeks`);
  await system.db.kysely.transaction().execute(async (w) => {
    const staff = await readStaff(w);
    for (let back = weeks; back >= 1; back--) {
      const what = { form: weeklyMarketForm.key, period: shiftPeriod(periodOf('week', today), -back) };
      const on = what.period.last;
      const accepted = new Map<number, Date[]>();
      const forms: HandedIn[] = [];
      const below = descendantsAt(tree, city, on).filter((id) => getArea(tree, id).kind !== 'community');
      const streets = below.filter((id) => getArea(tree, id).kind === 'street');
      const districts = below.filter((id) => getArea(tree, id).kind === 'district');
      for (const areaId of [...streets, ...districts, city]) {
        const { kind } = getArea(tree, areaId);
        const dueOn = formDueOn(reference, areaId, what);
        const parent = ancestorsAt(tree, areaId, on)[0] ?? areaId;
        const boss = staff(parent);
        if (back === 1 && areaId === desk) {
          const asked = addDays(dueOn, 1);
          forms.push({ areaId, dueOn, acts: [], reminders: asked <= today ? [{ on: asked, by: boss }] : [] });
          continue;
        }
        const late = kind === 'street' && random.chance(lateShareOf(areaVersionAt(tree, areaId, on).code));
        const hour = kind === 'street' ? 8.5 * 60 : kind === 'district' ? 10.5 * 60 : 14 * 60;
        const planned = instant(addDays(dueOn, late ? 1 : 0), hour + random.between(0, 80));
        const ready = Math.max(0, ...(accepted.get(areaId) ?? []).map((time) => after(time, 15).getTime()));
        const at = new Date(Math.max(planned.getTime(), ready));
        const acts: Act[] = [{ at, action: 'submit', by: staff(areaId) }];
        if (kind !== 'city') acts.push({ at: after(at, 10), action: 'accept', by: boss });
        // What has not come yet has not been handed in; and a district waits for all its streets.
        const last = acts.at(-1)!.at;
        const waits = kind !== 'street' && back === 1 && (areaId === city || areaId === ancestorsAt(tree, desk, on)[0]);
        if (last > now || waits) continue;
        accepted.set(parent, [...(accepted.get(parent) ?? []), last]);
        forms.push({ areaId, dueOn, acts, reminders: late ? [{ on: addDays(dueOn, 1), by: boss }] : [] });
      }
      await writeForms(w, reference, what, forms);
    }
  });
}
