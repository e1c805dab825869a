import { draftAnalysis } from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { childrenAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { maskPhone } from '@renshe/domain/kernel/citizen-id.ts';
import { creditCodeCheck, entityCodeCheck } from '@renshe/domain/kernel/credit-code.ts';
import {
  addDays,
  addToMonth,
  firstDayAfter,
  firstDayOf,
  lastDayOf,
  listMonths,
  type Month,
  monthOf,
  nextMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import { isLargeLayoff } from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { digestOf, sheetDueOn } from '../analysis-sheet/analysis-sheet.queries.ts';
import { readAnalysis } from '../analysis-sheet/read-analysis.ts';
import type { Writer } from '../platform/db.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import type { Reference } from '../platform/reference.ts';
import { recordWarnings, warningsNow } from '../warning/record-warning.ts';
import { DemoRandom } from './demo-random.ts';
import type { MonitoringSite } from './monitoring-sites.ts';

/**
 * The panels of monitored employers with two years of reports and layoffs, signed analysis sheets of the last months, and warnings that were
 * told and handled: by the same rules as in a real office.
 */
export async function loadMonitoring(
  system: System,
  seed: string,
  anchorMonth: Month,
  months: number,
  cause: string,
  sites: readonly MonitoringSite[],
): Promise<void> {
  const reference = await system.reference.current();
  const accounts = await system.db.kysely
    .selectFrom('account')
    .select(['account_id', 'login', 'name'])
    .where(
      'login',
      'in',
      sites.flatMap(({ signers }) => signers.map(({ login }) => login)),
    )
    .execute();
  await system.db.kysely.transaction().execute(async (w) => {
    for (const [index, at] of sites.entries()) {
      const people = at.signers.map(({ login }) => accounts.find((one) => one.login === login)!);
      const random = new DemoRandom(index === 0 ? `${seed}/monitoring` : `${seed}/monitoring/${at.district}`);
      await loadPanel(w, system, reference, random, cause, { anchorMonth, months, at, by: people[0]!.account_id });
      await loadSheets(w, system, reference, random, cause, { anchorMonth, at, people });
      await loadWarnings(w, system, reference, random, cause, { anchorMonth, at, people });
    }
  });
}

const noon = (on: string) => new Date(`${on}T04:00:00Z`);
type Person = { account_id: string; name: string };

async function loadPanel(
  w: Writer,
  system: System,
  reference: Reference,
  random: DemoRandom,
  cause: string,
  made: { anchorMonth: Month; months: number; at: MonitoringSite; by: string },
): Promise<void> {
  const { tree } = reference;
  const today = system.clock.today();
  const first = addToMonth(made.anchorMonth, 1 - made.months);
  const street = findAreaByCode(tree, made.at.street, today)!;
  const home = findAreaByCode(tree, made.at.community, today)!;
  const district = getArea(tree, findAreaByCode(tree, made.at.district, today)!);
  const places = [
    ...childrenAt(tree, street, today),
    ...childrenAt(tree, district.areaId, today).flatMap((id) => childrenAt(tree, id, today).slice(0, 1)),
  ];
  const key = { district_id: district.areaId, cause };
  const panel = [];
  const reports = [];
  const layoffs = [];
  for (const [index, [name, industry, staff, keyEmployer, fate]] of made.at.employers.entries()) {
    const employerId = random.uuid(noon(firstDayOf(first)).getTime() + index);
    const entity = String(made.at.serial + index * 7);
    const first17 = `91${made.at.district.slice(0, 6)}${entity}${entityCodeCheck(entity)}`;
    const phone = `139${String(random.between(10_000_000, 99_999_999))}`;
    panel.push({
      ...key,
      employer_id: employerId,
      area_id: index < 3 ? home : random.pick(places),
      credit_code: first17 + creditCodeCheck(first17),
      name,
      industry,
      key_employer: keyEmployer,
      contact_name: random.pick(['赵经理', '钱主管', '孙部长', '李经理', '周主任']),
      phone_cipher: system.keyring.encrypt(phone, `monitored_employer.phone:${employerId}`),
      phone_masked: maskPhone(phone),
      from_on: firstDayOf(first),
      version: 1,
      created_at: noon(firstDayOf(first)),
      created_by: made.by,
    });
    let now = staff;
    for (const month of listMonths(first, made.anchorMonth)) {
      const back = monthsBack(month, made.anchorMonth);
      const dueOn = keyEmployer ? addDays(firstDayOf(nextMonth(month)), 9) : addDays(firstDayOf(month), 27);
      // Two employers are late with the last month; nobody has reported a day that has not come yet.
      if (dueOn > today || (back <= 1 && (index === 4 || index === 9))) continue;
      const laidOff =
        fate === 'layoff' && back === 2
          ? random.between(24, 36)
          : fate === 'falling' && back < 4
            ? random.between(2, 6)
            : 0;
      const hired = random.between(0, Math.ceil(staff * (fate === 'growing' ? 0.03 : 0.015)));
      const departed = laidOff + random.between(0, Math.ceil(staff * 0.015));
      const end = now + hired - departed;
      reports.push({
        ...key,
        employer_id: employerId,
        month,
        staff_start: now,
        hired,
        departed,
        laid_off: laidOff,
        staff_end: end,
        reason: laidOff > 0 ? (laidOff > 20 ? '02' : '05') : null,
        outlook: fate === 'growing' ? 'up' : fate === 'steady' ? 'steady' : 'down',
        note: '',
        reported_at: noon(dueOn),
        reported_by: made.by,
        version: 1,
      });
      if (laidOff > 20) {
        const closed = index % 2 === 0;
        layoffs.push({
          ...key,
          layoff_id: random.uuid(noon(firstDayOf(month)).getTime()),
          employer_id: employerId,
          told_on: addDays(firstDayOf(month), -28 - index),
          planned_on: addDays(firstDayOf(month), 9),
          persons: laidOff,
          staff: now,
          reason: '02',
          plan_filed: true,
          large: isLargeLayoff(laidOff, now, { persons: 20, percent: 10 }),
          state: closed ? 'closed' : 'followed',
          follow_up: '已上门核实裁减方案和经济补偿，组织专场招聘对接岗位。',
          followed_at: noon(addDays(firstDayOf(month), 15)),
          followed_by: made.by,
          result: closed ? '补偿金已足额发放，被裁人员均已登记求职。' : '',
          reported_at: noon(addDays(firstDayOf(month), -20)),
          reported_by: made.by,
          version: 2,
        });
      }
      now = end;
    }
  }
  await insertRows(w, 'monitored_employer', panel);
  await insertRows(w, 'employer_month', reports);
  await insertRows(w, 'layoff_report', layoffs);
  await insertRows(
    w,
    'monitored_employer_change',
    panel.map((row, index) => ({
      ...key,
      change_id: random.uuid(row.created_at.getTime() + 100 + index),
      employer_id: row.employer_id,
      record_kind: 'employer',
      record_key: row.employer_id,
      action: 'added',
      after: { ...row, cause: undefined, to_on: null, end_reason: '' },
      changed_at: row.created_at,
      changed_by: made.by,
    })),
  );
}

const monthsBack = (month: Month, anchor: Month) =>
  (Math.floor(anchor / 100) - Math.floor(month / 100)) * 12 + (anchor % 100) - (month % 100);

/** The worker's community, its street and the district have signed the months that are closed; the last one waits for some of them. */
async function loadSheets(
  w: Writer,
  system: System,
  reference: Reference,
  random: DemoRandom,
  cause: string,
  made: { anchorMonth: Month; at: MonitoringSite; people: readonly Person[] },
): Promise<void> {
  const { tree } = reference;
  const today = system.clock.today();
  const owners = [made.at.community, made.at.street, made.at.district];
  for (const [level, code] of owners.entries()) {
    const areaId = findAreaByCode(tree, code, today)!;
    const { districtId } = getArea(tree, areaId);
    const owner = made.people[level]!;
    for (const back of made.at.signedMonths[level]!) {
      const month = addToMonth(made.anchorMonth, -back);
      const figures = await readAnalysis(w, tree, areaId, month, today);
      if (!figures) continue;
      const texts = draftAnalysis(figures, 'zh');
      const signedAt = noon(addDays(firstDayAfter(month), 2));
      const sheetId = random.uuid(signedAt.getTime());
      const row = {
        area_id: areaId,
        month,
        revision: 1,
        figures,
        texts,
        signed_by: owner.account_id,
        signed_at: signedAt,
      };
      await w
        .insertInto('analysis_sheet')
        .values({
          ...row,
          district_id: districtId,
          sheet_id: sheetId,
          state: 'signed',
          figures: JSON.stringify(figures),
          texts: JSON.stringify(texts),
          due_on: sheetDueOn(reference, areaId, month),
          created_at: signedAt,
          created_by: owner.account_id,
          changed_at: signedAt,
          changed_by: owner.account_id,
          signed_name: owner.name,
          digest: digestOf(row),
          version: 2,
          cause,
        })
        .execute();
      const reader = made.people[level + 1]!;
      await w
        .insertInto('analysis_remark')
        .values({
          district_id: districtId,
          remark_id: random.uuid(signedAt.getTime() + 86_400_000),
          sheet_id: sheetId,
          text: back === 2 && level === 0 ? '请逐人核对长期失业人员的求职意愿。' : '',
          remarked_at: noon(addDays(firstDayAfter(month), 4)),
          remarked_by: reader.account_id,
          cause,
        })
        .execute();
    }
  }
}

/** Two real warnings of the last closed months, told and handled; and one of this month that stands on the worker's desk. */
async function loadWarnings(
  w: Writer,
  system: System,
  reference: Reference,
  random: DemoRandom,
  cause: string,
  made: { anchorMonth: Month; at: MonitoringSite; people: readonly Person[] },
): Promise<void> {
  const { tree } = reference;
  const today = system.clock.today();
  const districtArea = findAreaByCode(tree, made.at.district, today)!;
  const street = findAreaByCode(tree, made.at.street, today)!;
  const offices = await w
    .selectFrom('office')
    .select(['office_id', 'area_id'])
    .where('area_id', 'in', [findAreaByCode(tree, made.at.community, today)!, street, districtArea])
    .where('closed_on', 'is', null)
    .execute();
  const officeOf = (areaId: number) => offices.find((office) => office.area_id === areaId)?.office_id;
  const clerk = made.people[1]!;
  const officer = made.people[2]!;
  let handled = 0;
  for (const back of [2, 3, 4, 5, 6]) {
    const month = addToMonth(made.anchorMonth, -back);
    for (const areaId of [districtArea, street]) {
      if (handled === 2) break;
      const [warning] = await warningsNow(w, reference, areaId, month, today);
      if (!warning) continue;
      const { districtId } = getArea(tree, areaId);
      const recordedAt = noon(addDays(firstDayAfter(month), 4));
      const [row] = await recordWarnings(w, districtId, areaId, month, [warning], { at: recordedAt, by: null, cause });
      if (!row) continue;
      const by = areaId === street ? clerk : officer;
      const closed = handled === 1;
      await w
        .updateTable('warning_case')
        .set({
          state: closed ? 'closed' : 'handled',
          acknowledged_at: noon(addDays(firstDayAfter(month), 5)),
          acknowledged_by: by.account_id,
          measure: '召开形势分析会，走访裁员企业，组织两场专场招聘会。',
          responsible: by.name,
          due_on: closed ? lastDayOf(nextMonth(month)) : addDays(today, 9),
          handled_at: noon(addDays(firstDayAfter(month), 6)),
          handled_by: by.account_id,
          ...(closed && {
            result: '招聘会达成就业意向 36 人，月末数字已回落。',
            closed_at: noon(lastDayOf(nextMonth(month))),
            closed_by: by.account_id,
          }),
          version: 4,
        })
        .where('district_id', '=', districtId)
        .where('case_id', '=', row.case_id)
        .execute();
      const target = officeOf(areaId === street ? districtArea : street);
      if (target)
        await w
          .insertInto('warning_notice')
          .values({
            district_id: districtId,
            notice_id: random.uuid(recordedAt.getTime()),
            case_id: row.case_id,
            direction: areaId === street ? 'up' : 'down',
            office_id: target,
            how: 'meeting',
            note: '',
            told_at: noon(addDays(firstDayAfter(month), 5)),
            told_by: by.account_id,
            confirmed_at: noon(addDays(firstDayAfter(month), 6)),
            confirmed_by: (areaId === street ? officer : clerk).account_id,
            cause,
          })
          .execute();
      handled++;
    }
  }
  const now = monthOf(today);
  const [present] = await warningsNow(w, reference, street, now, today);
  const desk = officeOf(findAreaByCode(tree, made.at.community, today)!);
  if (!present || !desk) return;
  const at = new Date(system.clock.now().getTime() - 3_600_000);
  const { districtId } = getArea(tree, street);
  const [row] = await recordWarnings(w, districtId, street, now, [present], { at, by: clerk.account_id, cause });
  if (!row) return;
  await w
    .updateTable('warning_case')
    .set({ state: 'acknowledged', acknowledged_at: at, acknowledged_by: clerk.account_id, version: 2 })
    .where('district_id', '=', districtId)
    .where('case_id', '=', row.case_id)
    .execute();
  await w
    .insertInto('warning_notice')
    .values({
      district_id: districtId,
      notice_id: random.uuid(at.getTime()),
      case_id: row.case_id,
      direction: 'down',
      office_id: desk,
      how: 'system',
      note: '请本周内核实并补齐。',
      told_at: at,
      told_by: clerk.account_id,
      cause,
    })
    .execute();
}
