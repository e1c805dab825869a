/** What the streets of the city wrote into their weekly briefs and campaign reports, and what was said about weeks and quarters. */
import { ancestorsAt, childrenAt, descendantsAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { type Period, periodName, periodOf, shiftPeriod, yearBefore } from '@renshe/domain/kernel/period.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { draftNarrative } from '@renshe/domain/report/form-narrative.ts';
import { quarterlyAnalysisForm } from '@renshe/domain/report/forms/quarterly-analysis.ts';
import { weeklyMarketForm } from '@renshe/domain/report/forms/weekly-market.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import { fillReport } from '../report/fill-report.ts';

/** Whose desk it is: her street has an unusual week to explain and a running one to fill in. */
interface Desk {
  district: string;
  street: string;
  login: string;
}

const clerks = ['周芳', '孙丽娟', '吴建国', '徐敏', '马晓东', '朱红梅', '胡志强', '郭燕', '何斌', '罗静'];
const weeksBack = 20;

export async function enterReportCells(system: System, desk: Desk, today: PlainDate, cause: string): Promise<void> {
  const { tree } = await system.reference.current();
  const district = findAreaByCode(tree, desk.district, today)!;
  const street = findAreaByCode(tree, desk.street, today)!;
  const city = ancestorsAt(tree, district, today).at(-1)!;
  const streetsOf = (areaId: number) =>
    descendantsAt(tree, areaId, today).filter((id) => getArea(tree, id).kind === 'street');
  const first = streetsOf(district);
  const streets = [...first, ...streetsOf(city).filter((id) => !first.includes(id))];
  const account = await system.db.kysely
    .selectFrom('account')
    .select(['account_id', 'name'])
    .where('login', '=', desk.login)
    .executeTakeFirstOrThrow();
  const rows: Record<string, string | number | Date | null>[] = [];
  const enter = (form: string, areaId: number, period: Period, at: PlainDate, cells: Record<string, number>) => {
    const mine = areaId === street;
    for (const [row, value] of Object.entries(cells))
      rows.push({
        district_id: getArea(tree, areaId).districtId,
        form,
        area_id: areaId,
        period: period.text,
        row_key: row,
        cell: '',
        value,
        entered_by: mine ? account.account_id : null,
        entered_by_name: mine ? account.name : clerks[areaId % clerks.length]!,
        entered_at: new Date(`${at}T08:20:00Z`),
        version: 1,
        cause,
      });
  };
  const running = periodOf('week', today);
  for (const [place, areaId] of streets.entries()) {
    for (let back = weeksBack; back >= 0; back--) {
      const week = shiftPeriod(running, -back);
      // The running week of the desk's street is still empty: it is hers to fill in.
      if (back === 0 && areaId === street) continue;
      const unusual = back === 1 && areaId === street;
      for (const period of back < 6 ? [week, yearBefore(week)] : [week])
        enter(weeklyMarketForm.key, areaId, period, period === running ? today : addDays(period.last, -2), {
          ...weekOf(place, Number(period.text.slice(6)) + (period === week ? 3 : 0), unusual && period === week),
        });
    }
    for (const areaBelow of areaId === street ? childrenAt(tree, areaId, today) : [])
      for (let back = 1; back <= 5; back++)
        enter(
          'campaign-daily',
          areaBelow,
          periodOf('day', addDays(today, -back)),
          addDays(today, -back),
          dayOf(areaBelow + back),
        );
  }
  await system.db.kysely.transaction().execute((w) => insertRows(w, 'report_manual_cell', rows));
  const analyst = { accountId: null, name: '陈军' };
  for (let back = 1; back <= 3; back++)
    await write(
      system,
      quarterlyAnalysisForm,
      district,
      shiftPeriod(periodOf('quarter', today), -back),
      analyst,
      quarterReasons[back % quarterReasons.length]!,
    );
  for (let back = 2; back <= 5; back++)
    await write(
      system,
      weeklyMarketForm,
      street,
      shiftPeriod(running, -back),
      { accountId: account.account_id, name: account.name },
      weekReasons[back % weekReasons.length]!,
    );
}

const quarterReasons = [
  '主要原因是高校毕业生集中离校登记，以及两家服装企业减员；已组织三场专场招聘会，并对长期失业人员逐户走访。',
  '节后用工恢复，再就业明显增加；就业困难人员多由公益性岗位吸纳。',
  '受季节影响，灵活就业人员停工较多；下季度重点跟踪大龄失业人员。',
];
const weekReasons = [
  '需求以制造业普工、家政和物业为主，求职者偏大龄，供需错位仍在。',
  '周六举办的小型招聘会带来较多求职登记。',
];

/** Between 60 and 200 vacancies a street, in waves over the year. */
function weekOf(place: number, week: number, unusual: boolean): Record<string, number> {
  const wave = Math.round(18 * Math.sin((week + place) / 4));
  const vacancies = (96 + ((place * 37) % 70) + wave + ((week * 7) % 11)) * (unusual ? 2 : 1);
  const seekers = 84 + ((place * 29) % 60) - Math.round(wave / 2) + ((week * 5) % 9);
  const fairs = (week + place) % 2 === 0 ? 1 : 0;
  return {
    fairs: unusual ? 2 : fairs,
    'fair-employers': unusual ? 31 : fairs * (9 + (place % 5)),
    vacancies,
    'new-vacancies': Math.round(vacancies * 0.34),
    seekers,
    'unemployed-seekers': Math.round(seekers * 0.46),
    'graduate-seekers': Math.round(seekers * 0.17),
    intentions: Math.round(seekers * (fairs ? 0.28 : 0.16)),
    'next-fairs': (week + place + 1) % 2 === 0 ? 1 : 0,
  };
}

function dayOf(number: number): Record<string, number> {
  const visited = 4 + (number % 7);
  return {
    'visited-households': visited,
    'visited-hardship': Math.round(visited / 2),
    leaflets: 12 + ((number * 5) % 30),
    'campaign-fairs': number % 9 === 0 ? 1 : 0,
    'campaign-vacancies': number % 9 === 0 ? 46 : 0,
    'campaign-intentions': number % 9 === 0 ? 7 : number % 2,
  };
}

/** The draft of the time, with the reason that the office added. */
async function write(
  system: System,
  form: ReportForm,
  areaId: number,
  period: Period,
  by: { accountId: string | null; name: string },
  reason: string,
): Promise<void> {
  const { tree } = await system.reference.current();
  const { kysely } = system.db;
  const { name } = getArea(tree, areaId).versions.at(-1)!;
  const report = await fillReport(kysely, tree, form, areaId, period, system.clock.today(), { ages: false });
  const title = periodName(period).zh.replace(/（.*/u, '');
  const draft = draftNarrative(form, report.sources, name, { zh: title, en: period.text }).zh;
  await kysely
    .insertInto('report_narrative')
    .values({
      district_id: getArea(tree, areaId).districtId,
      form: form.key,
      area_id: areaId,
      period: period.text,
      body: `${draft}${reason}`,
      written_by: by.accountId,
      written_by_name: by.name,
      written_at: new Date(`${addDays(period.last, 2)}T02:30:00Z`),
    })
    .execute();
}
