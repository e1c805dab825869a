import { getArea } from '@renshe/domain/area/area-tree.ts';
import { occurrencesDue } from '@renshe/domain/cadence/cadence.rules.ts';
import {
  addDays,
  addToMonth,
  firstDayOf,
  type Month,
  maxDate,
  minDate,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { recordedByHand } from '../cadence/cadence-evidence.ts';
import { cadenceRules } from '../cadence/cadence-rules.ts';
import { listOffices } from '../cadence/read-cadence.ts';
import type { System } from '../platform/open-system.ts';
import { DemoRandom } from './demo-random.ts';

/** What is written down of each kind of work: place, least and most people, what came of it. */
const told: readonly [RegExp, string, number, number, string][] = [
  [/large-fair/, '市人才大厦一楼大厅', 900, 2600, '进场单位 80 余家，达成意向 300 余人。'],
  [/fair|saturday/, '招聘大厅', 60, 420, '现场登记求职人员，会后三日内回访。'],
  [/training/, '会议室', 12, 60, '学习登记口径与系统操作。'],
  [/meeting/, '办公室', 4, 18, '通报上周工作，安排本周走访。'],
  [/information/, '社区公告栏', 0, 0, '发布岗位 12 条，电话通知 9 人。'],
  [/ledger/, '工作站', 2, 4, '台账与系统逐人核对一致。'],
  [/.*/, '办公室', 2, 8, '已形成书面材料。'],
];

/** Three months of records by hand for every office: most on time, some late, some missing. */
export async function keepCadence(system: System, seed: string, anchorMonth: Month): Promise<void> {
  const { tree, calendar } = await system.reference.current();
  const random = new DemoRandom(`${seed}:cadence`);
  const today = system.clock.today();
  const from = firstDayOf(addToMonth(anchorMonth, -2));
  const offices = await listOffices(system.db.kysely, [...tree.areas.keys()]);
  const rows: {
    districtId: number;
    officeId: string;
    rule: string;
    period: string;
    on: PlainDate;
    place: string;
    people: number;
    note: string;
  }[] = [];
  for (const rule of cadenceRules()) {
    if (!recordedByHand.includes(rule.evidence)) continue;
    const occurrences = occurrencesDue(rule, from, today, calendar);
    const [, place, least, most, note] = told.find(([pattern]) => pattern.test(rule.key))!;
    for (const office of offices) {
      if (office.kind !== rule.level) continue;
      for (const occurrence of occurrences) {
        const fate = random.next();
        const lateBy = random.between(1, 4);
        const people = random.between(least, most);
        const early = random.between(0, rule.rhythm === 'weekly' ? 1 : 5);
        if (fate < 0.05) continue;
        const on =
          fate < 0.12
            ? addDays(occurrence.dueOn, lateBy)
            : maxDate(occurrence.from, addDays(minDate(occurrence.dueOn, today), -early));
        if (on > today) continue;
        rows.push({
          districtId: getArea(tree, office.area_id).districtId,
          officeId: office.office_id,
          rule: rule.key,
          period: occurrence.period,
          on,
          place,
          people,
          note,
        });
      }
    }
  }
  const column = <K extends keyof (typeof rows)[number]>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into cadence_record (district_id, record_id, office_id, rule, period, held_on, place, people, note, entered_at)
    select d, gen_random_uuid(), o, r, p, h, l, n, t, h + time '16:30' from unnest(${column('districtId')}::int[], ${column('officeId')}::uuid[], ${column('rule')}::text[],
      ${column('period')}::text[], ${column('on')}::date[], ${column('place')}::text[], ${column('people')}::int[], ${column('note')}::text[]) as x (d, o, r, p, h, l, n, t)`.execute(
    system.db.kysely,
  );
}
