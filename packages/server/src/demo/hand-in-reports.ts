/** How the offices of the demo city hand in their monthly reports: mostly in time, some late and asked for, some returned at a cell. */
import {
  type AreaId,
  ancestorsAt,
  areaVersionAt,
  childrenAt,
  descendantsAt,
  getArea,
  isWithinArea,
} from '@renshe/domain/area/area-tree.ts';
import { addDays, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { addWorkdays } from '@renshe/domain/kernel/workdays.ts';
import type { PointedCell } from '@renshe/domain/report/report.contract.ts';
import type { ReportAction, ReportState } from '@renshe/domain/report/report.rules.ts';
import { monthOfPeriod } from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import { fillMonthlyForm, flatFigures } from '../report/monthly-report.ts';
import { type FormPeriod, formDueOn, monthlyOf } from '../report/report-form.queries.ts';
import { lateShareOf } from './demo-districts.ts';
import type { DemoRandom } from './demo-random.ts';

export interface Officer {
  accountId: string | null;
  name: string;
  office: string;
}
export type Staff = (areaId: AreaId) => Officer;

const names =
  '张慧 刘洋 陈静 杨帆 赵磊 黄敏 周涛 吴娟 徐丽 孙健 马超 朱琳 胡斌 郭芳 何勇 高洁 林峰 罗燕 郑凯 梁玉 谢军 宋佳 唐平 许娜 韩旭'.split(
    ' ',
  );

/** Who works where: the demo logins at their own offices, invented people elsewhere. */
export async function readStaff(w: Writer): Promise<Staff> {
  const offices = await w.selectFrom('office').select(['area_id', 'name']).execute();
  const posts = await w
    .selectFrom('post')
    .innerJoin('account', 'account.account_id', 'post.account_id')
    .innerJoin('office', 'office.office_id', 'post.office_id')
    .select(['office.area_id', 'account.account_id', 'account.name'])
    .where('post.role', 'in', ['community-worker', 'street-clerk', 'district-officer', 'city-officer'])
    .execute();
  const officeOf = new Map(offices.map((office) => [office.area_id, office.name]));
  const personOf = new Map(posts.map((post) => [post.area_id, post]));
  return (areaId) => ({
    accountId: personOf.get(areaId)?.account_id ?? null,
    name: personOf.get(areaId)?.name ?? names[areaId % names.length]!,
    office: officeOf.get(areaId) ?? '',
  });
}

const codeOf = (reference: Reference, areaId: AreaId, on: PlainDate) => areaVersionAt(reference.tree, areaId, on).code;

export interface Act {
  at: Date;
  action: ReportAction;
  by: Officer;
  reason?: string;
  cells?: readonly PointedCell[];
}

export interface HandedIn {
  areaId: AreaId;
  dueOn: PlainDate;
  acts: Act[];
  reminders: { on: PlainDate; by: Officer }[];
  figures?: string;
}

const returned = [
  {
    reason: '女性人数与花名册不符，请核对。',
    cells: [{ row: 'registered-unemployed', column: 'female', remark: '与花名册差 1 人' }],
  },
  { reason: '注销原因没有填全。', cells: [{ row: 'deregistered-unemployed', column: 'total', remark: '与台账不符' }] },
  { reason: '请核对新登记人数。', cells: [{ row: 'newly-registered-unemployed', column: 'total', remark: '' }] },
] as const;

export const instant = (on: PlainDate, minutes: number) =>
  new Date(Date.parse(`${on}T00:00:00+08:00`) + minutes * 60_000);
export const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);
const states = { submit: 'submitted', return: 'draft', accept: 'accepted', close: 'closed' } as const;

/** A month that was closed long ago: everybody handed in, from the communities up, each after those below it. */
export async function handInMonth(
  w: Writer,
  reference: Reference,
  areaIds: readonly AreaId[],
  month: Month,
  random: DemoRandom,
  staff: Staff,
): Promise<void> {
  const what = monthlyOf(month);
  const on = lastDayOf(month);
  const accepted = new Map<AreaId, Date>();
  const forms: HandedIn[] = [];
  const level = { province: 9, city: 3, district: 2, street: 1, community: 0 } as const;
  const upwards = [...areaIds].sort(
    (a, b) => level[getArea(reference.tree, a).kind] - level[getArea(reference.tree, b).kind] || a - b,
  );
  for (const areaId of upwards) {
    const dueOn = formDueOn(reference, areaId, what);
    const { kind } = getArea(reference.tree, areaId);
    const [parent] = ancestorsAt(reference.tree, areaId, on);
    const boss = staff(parent ?? areaId);
    const own = staff(areaId);
    const late = kind === 'community' && random.chance(lateShareOf(codeOf(reference, areaId, on)));
    const workdaysLate = late ? (random.chance(0.15) ? 2 : 1) : 0;
    const day = addWorkdays(dueOn, workdaysLate, reference.calendar).date;
    const planned = instant(day, (kind === 'community' ? 9 * 60 : 14 * 60) + random.between(0, 120));
    const below = childrenAt(reference.tree, areaId, on).flatMap((id) => accepted.get(id) ?? []);
    const ready = new Date(Math.max(0, ...below.map((time) => time.getTime())));
    let at = planned > ready ? planned : after(ready, 40);
    const acts: Act[] = [{ at, action: 'submit', by: own }];
    if (kind !== 'city' && random.chance(0.04)) {
      acts.push({ at: after(at, 30), action: 'return', by: boss, ...random.pick(returned) });
      at = after(at, 60);
      acts.push({ at, action: 'submit', by: own });
    }
    if (kind !== 'city') {
      // Some wait for the street until the next working morning.
      const nextDay = kind === 'community' && !late && (areaId * 7 + month) % 5 === 0;
      at = nextDay ? instant(addWorkdays(day, 1, reference.calendar).date, 8 * 60 + 40) : after(at, 25);
      acts.push({ at, action: 'accept', by: boss });
    }
    accepted.set(areaId, at);
    const reminders = workdaysLate > 0 ? [{ on: addDays(dueOn, 1), by: boss }] : [];
    forms.push({ areaId, dueOn, acts, reminders });
  }
  await writeForms(w, reference, what, forms);
}

/** When everybody has handed in: the day after the city's own due day. */
export function closingInstant(reference: Reference, cityId: AreaId, month: Month): Date {
  return instant(addDays(formDueOn(reference, cityId, monthlyOf(month)), 1), 10 * 60);
}

/**
 * The month that is being reported: in the demo street two communities are late and have been asked for it, one form came back with a cell
 * to be checked, two wait for the street; a district that is often late has a good many communities outstanding; everybody else's are
 * accepted, and the streets of the other districts are on their way.
 */
export async function handInOpenMonth(
  w: Writer,
  reference: Reference,
  month: Month,
  places: { city: AreaId; district: AreaId; street: AreaId },
  random: DemoRandom,
  staff: Staff,
): Promise<void> {
  const { tree } = reference;
  const what = monthlyOf(month);
  const on = lastDayOf(month);
  const inStreet = childrenAt(tree, places.street, on);
  const [first, second, third, ...others] = inStreet;
  const waiting = new Set(others.slice(0, 2));
  const forms: HandedIn[] = [];
  for (const areaId of descendantsAt(tree, places.city, on)) {
    const { kind } = getArea(tree, areaId);
    const inDistrict = isWithinArea(tree, areaId, places.district, on);
    const dueOn = formDueOn(reference, areaId, what);
    const [parent] = ancestorsAt(tree, areaId, on);
    const boss = staff(parent ?? areaId);
    const own = staff(areaId);
    if (areaId === first || areaId === second) {
      const days = areaId === first ? [1, 4] : [1];
      forms.push({ areaId, dueOn, acts: [], reminders: days.map((n) => ({ on: addDays(dueOn, n), by: boss })) });
      continue;
    }
    // Where many are late, a good part of the communities has been asked for their reports, and no street can hand in.
    const lateShare = lateShareOf(codeOf(reference, areaId, on));
    if (lateShare > 0.1 && !inDistrict && (kind === 'street' || (kind === 'community' && random.chance(lateShare)))) {
      if (kind === 'community')
        forms.push({ areaId, dueOn, acts: [], reminders: [{ on: addDays(dueOn, 1), by: boss }] });
      continue;
    }
    if (kind === 'district' || (kind === 'street' && (inDistrict || random.chance(0.3)))) continue;
    const at = instant(dueOn, (kind === 'community' ? 9 * 60 : 15 * 60) + random.between(0, 90));
    const acts: Act[] = [{ at, action: 'submit', by: own }];
    if (areaId === third) acts.push({ at: after(at, 120), action: 'return', by: boss, ...returned[0] });
    else if (!waiting.has(areaId) && (kind === 'community' || random.chance(0.7)))
      acts.push({ at: after(at, 60), action: 'accept', by: boss });
    const figures =
      inDistrict && kind === 'community'
        ? JSON.stringify(flatFigures(await fillMonthlyForm(w, tree, areaId, month)))
        : undefined;
    forms.push({ areaId, dueOn, acts, reminders: [], ...(figures && { figures }) });
  }
  await writeForms(w, reference, what, forms);
}

/** Forms, their history and the reminders, in three statements. */
export async function writeForms(
  w: Writer,
  reference: Reference,
  { form, period }: FormPeriod,
  forms: readonly HandedIn[],
): Promise<void> {
  const month = monthOfPeriod(period);
  const districtOf = (areaId: AreaId) => getArea(reference.tree, areaId).districtId;
  const rows = forms
    .filter(({ acts }) => acts.length > 0)
    .map((one) => {
      const last = (action: ReportAction) => one.acts.findLast((act) => act.action === action);
      const submit = last('submit');
      const accept = last('accept');
      const back = last('return');
      const state: ReportState = states[one.acts.at(-1)!.action];
      return {
        d: districtOf(one.areaId),
        i: newId(one.acts[0]!.at.getTime()),
        a: one.areaId,
        state,
        due: one.dueOn,
        submitted_at: submit?.at.toISOString() ?? null,
        submitted_by: submit?.by.accountId ?? null,
        figures: one.figures ?? null,
        accepted_at: accept?.at.toISOString() ?? null,
        accepted_by: accept?.by.accountId ?? null,
        returned_at: back?.at.toISOString() ?? null,
        reason: state === 'draft' ? (back?.reason ?? '') : '',
        returns: one.acts.filter((act) => act.action === 'return').length,
        version: one.acts.length,
        acts: one.acts,
      };
    });
  await sql`
    insert into report_form (district_id, report_id, form, area_id, month, period, state, due_on, submitted_at, submitted_by, submitted_figures,
      accepted_at, accepted_by, accepted_figures, returned_at, return_reason, return_count, version)
    select d, i, ${form}, a, ${month}, ${period.text}, state, due, submitted_at, submitted_by, figures, accepted_at, accepted_by,
      case when accepted_at is not null then figures end, returned_at, reason, returns, version
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ acts: _, figures, ...row }) => ({ ...row, figures: figures === null ? null : JSON.parse(figures) })))}::jsonb)
      as n (d int, i uuid, a int, state text, due date, submitted_at timestamptz, submitted_by uuid, figures jsonb, accepted_at timestamptz,
        accepted_by uuid, returned_at timestamptz, reason text, returns int, version int)`.execute(w);
  const events = rows.flatMap(({ d, i, acts }) =>
    acts.map((act, index) => ({
      d,
      i,
      e: newId(act.at.getTime()),
      at: act.at.toISOString(),
      action: act.action,
      came: index === 0 ? 'draft' : states[acts[index - 1]!.action],
      went: states[act.action],
      account: act.by.accountId,
      name: act.by.name,
      office: act.by.office,
      reason: act.reason ?? '',
      cells: act.cells ?? [],
    })),
  );
  await sql`
    insert into report_event (district_id, report_id, event_id, at, action, from_state, to_state, account_id, by_name, office_name, reason, cells)
    select d, i, e, at, action, came, went, account, name, office, reason, cells from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as n (d int, i uuid, e uuid, at timestamptz, action text, came text, went text, account uuid, name text, office text, reason text, cells jsonb)`.execute(
    w,
  );
  const reminders = forms.flatMap(({ areaId, reminders: list }) =>
    list.map(({ on, by }) => {
      const at = instant(on, 10 * 60);
      return {
        d: districtOf(areaId),
        i: newId(at.getTime()),
        a: areaId,
        on,
        at: at.toISOString(),
        account: by.accountId,
        name: by.name,
        office: by.office,
      };
    }),
  );
  await sql`
    insert into report_reminder (district_id, reminder_id, form, area_id, period, reminded_on, at, account_id, by_name, office_name)
    select d, i, ${form}, a, ${period.text}, "on", at, account, name, office from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb)
      as n (d int, i uuid, a int, "on" date, at timestamptz, account uuid, name text, office text)`.execute(w);
}
