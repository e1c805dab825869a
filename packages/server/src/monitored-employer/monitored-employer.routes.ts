import { parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { sql } from 'kysely';
import { areaInScope } from '../platform/area-ref.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';
import { addEmployer, changeEmployer, endEmployer } from './change-panel.ts';
import { listHistory, undoChange } from './employer-history.ts';
import {
  employerOf,
  getEmployer,
  listEmployers,
  listLayoffs,
  listMonthsOf,
  subjectOf,
} from './monitored-employer.queries.ts';
import { followLayoff, reportLayoff, reportMonth } from './report-employer.ts';

export const monitoredEmployerRoutes: RouteDefinition[] = [
  readRoute(monitoredEmployerContracts.list, (c) => {
    const { areaId, scope } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    return listEmployers(c.r, c.reference, scope, c.today, {
      ...c.query,
      areaId,
      month: parseMonth(c.query.month)!,
    });
  }),
  readRoute(monitoredEmployerContracts.file, async (c) => {
    const row = await getEmployer(c.r, c.scope, c.params.employerId);
    const one = sql`l.district_id = ${row.district_id} and l.employer_id = ${row.employer_id}::uuid and l.withdrawn_at is null`;
    const { layoffs } = await listLayoffs(c.r, c.tree, c.today, one, { limit: 200, offset: 0 });
    return {
      employer: employerOf(row, c.tree, c.today),
      months: await listMonthsOf(c.r, c.reference, row, c.today),
      layoffs,
      history: await listHistory(c.r, row),
    };
  }),
  commandRoute(monitoredEmployerContracts.add, addEmployer),
  commandRoute(monitoredEmployerContracts.change, changeEmployer),
  commandRoute(monitoredEmployerContracts.end, endEmployer),
  commandRoute(monitoredEmployerContracts.undo, undoChange),
  commandRoute(monitoredEmployerContracts.reportMonth, reportMonth),
  readRoute(monitoredEmployerContracts.layoffs, (c) => {
    const { scope } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const state =
      c.query.state === undefined
        ? sql``
        : c.query.state === 'closed'
          ? sql` and l.state = 'closed'`
          : sql` and l.state <> 'closed'`;
    return listLayoffs(
      c.r,
      c.tree,
      c.today,
      sql`${inScope(scope, 'e.district_id', 'e.area_id')} and l.withdrawn_at is null${state}`,
      c.query,
    );
  }),
  commandRoute(monitoredEmployerContracts.reportLayoff, reportLayoff),
  commandRoute(monitoredEmployerContracts.followLayoff, followLayoff),
  readRoute(monitoredEmployerContracts.reveal, async (c) => {
    const row = await getEmployer(c.r, c.scope, c.params.employerId);
    c.audit({ ...subjectOf(row), purpose: c.body.purpose, details: { fields: ['phone'] } });
    return {
      phone:
        row.phone_cipher === null
          ? null
          : c.host.keyring.decrypt(row.phone_cipher, `monitored_employer.phone:${row.employer_id}`),
    };
  }),
];
