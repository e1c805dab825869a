import { cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { countStates, dueCount, onTimeShare, workSystems } from '@renshe/domain/cadence/cadence.rules.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import {
  addDays,
  firstDayOf,
  lastDayOf,
  monthOf,
  parseMonth,
  previousMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { AuditEntry } from '../platform/audit.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { chainParameter } from '../report/report-form.queries.ts';
import { cadencePdf, cadenceXlsx, type PrintedCadence } from './cadence-export.ts';
import { type Due, entriesOf, listOffices, officeView, ownOfficeIds, readDue, readMatrix } from './read-cadence.ts';
import { changeRecordOfWork, recordWork, voidRecordOfWork } from './record-work.ts';

const byDueDay = (a: Due, b: Due) =>
  a.occurrence.dueOn < b.occurrence.dueOn ? -1 : a.occurrence.dueOn > b.occurrence.dueOn ? 1 : 0;

async function printedCadence(
  c: Context<RouteContract> & { audit(entry: AuditEntry): void },
  r: Reader,
  asked: { area: string; month: string; purpose: string },
): Promise<PrintedCadence> {
  const { areaId } = areaInScope(c.scope, c.tree, asked.area, c.today);
  c.audit({
    districtId: districtOf(c.tree, areaId),
    areaId,
    subjectKind: 'cadence',
    subjectId: `${areaId}/${asked.month}`,
    purpose: asked.purpose,
    details: { month: asked.month },
  });
  return {
    matrix: await readMatrix(c, r, areaId, parseMonth(asked.month)!),
    printedBy: c.actor.name,
    office: c.actor.posts[0]?.officeName ?? '',
    at: c.at,
    language: c.language,
    demo: (await findInstallation(r))?.demo ?? false,
  };
}

const fileNameOf = ({ matrix, language }: PrintedCadence, extension: string) =>
  `${matrix.area.name}-${matrix.month}-${language === 'zh' ? '工作节奏表' : 'cadence'}.${extension}`;

export const cadenceRoutes: RouteDefinition[] = [
  readRoute(cadenceContracts.matrix, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    return readMatrix(c, c.r, areaId, parseMonth(c.query.month)!);
  }),
  readRoute(cadenceContracts.office, async (c) => {
    const known = await c.r
      .selectFrom('office')
      .select('area_id')
      .where('office_id', '=', c.params.officeId)
      .executeTakeFirst();
    if (!known || !c.scope.includes(known.area_id)) throw notFound();
    const offices = (await listOffices(c.r, [known.area_id])).filter((one) => one.office_id === c.params.officeId);
    const month = parseMonth(c.query.month)!;
    const all = await readDue(c, c.r, offices, firstDayOf(month), lastDayOf(month));
    const counts = countStates(all.map((one) => one.state));
    const shown = all.filter((one) => c.query.rule === undefined || one.rule.key === c.query.rule).sort(byDueDay);
    return {
      office: officeView(c, offices[0]!),
      entries: await entriesOf(c, c.r, shown),
      share: onTimeShare(counts),
      due: dueCount(counts),
      systems: workSystems.flatMap((system) => {
        const own = all.filter((one) => one.rule.system === system);
        if (own.length === 0) return [];
        const states = countStates(own.map((one) => one.state));
        const settled = states.missing === 0 && states.pending === 0;
        // Complete once everything is done, incomplete once something is missing, open before.
        return [{ system, counts: states, complete: states.missing > 0 ? false : settled ? true : null }];
      }),
    };
  }),
  readRoute(cadenceContracts.late, async (c) => {
    const { scope } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const month = parseMonth(c.query.month)!;
    const areas = [...c.tree.areas.keys()].filter((id) => scope.includes(id));
    const offices = await listOffices(c.r, areas);
    const due = await readDue(c, c.r, offices, firstDayOf(month), lastDayOf(month), c.query.rule);
    const late = due.filter((one) => one.state === 'missing' || one.state === 'late').sort(byDueDay);
    return {
      count: late.length,
      entries: await entriesOf(c, c.r, late.slice(c.query.offset, c.query.offset + c.query.limit)),
    };
  }),
  readRoute(cadenceContracts.own, async (c) => {
    const own = ownOfficeIds(c);
    const areas = c.actor.posts.filter((post) => own.includes(post.officeId)).map((post) => post.areaId);
    const offices = (await listOffices(c.r, areas)).filter((office) => own.includes(office.office_id));
    const first = offices[0];
    if (!first) return { entries: [] };
    const soon = addDays(c.today, Number(chainParameter(c.reference, 'cadence.soon_days', first.area_id, c.today)));
    // This month and the one before: what is older is in the late list, not on the desk.
    const due = await readDue(c, c.r, offices, firstDayOf(previousMonth(monthOf(c.today))), soon);
    const open = due.filter((one) => one.state === 'missing' || one.state === 'pending').sort(byDueDay);
    return { entries: await entriesOf(c, c.r, open.slice(0, 30)) };
  }),
  commandRoute(cadenceContracts.record, recordWork),
  commandRoute(cadenceContracts.changeRecord, changeRecordOfWork),
  commandRoute(cadenceContracts.voidRecord, voidRecordOfWork),
  readRoute(cadenceContracts.exportXlsx, async (c) => {
    const printed = await printedCadence(c, c.r, c.body);
    return { file: await cadenceXlsx(printed), fileName: fileNameOf(printed, 'xlsx') };
  }),
  readRoute(cadenceContracts.exportPdf, async (c) => {
    const printed = await printedCadence(c, c.r, c.body);
    return { file: await cadencePdf(printed), fileName: fileNameOf(printed, 'pdf') };
  }),
];
