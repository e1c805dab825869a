import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PointedCell } from '@renshe/domain/report/report.contract.ts';
import type { ReportAction, ReportState } from '@renshe/domain/report/report.rules.ts';
import type { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import type { z } from 'zod';
import type { Reader } from '../platform/db.ts';
import { findForm } from '../report/report-form.queries.ts';
import type { AskedForm } from './submission-areas.ts';

type HistoryEvent = z.infer<typeof submissionContracts.history.output>['events'][number];

/** Everything that happened to a form, oldest first: its transitions and the reminders between them. */
export async function listHistory(r: Reader, tree: AreaTree, asked: AskedForm): Promise<HistoryEvent[]> {
  const { districtId } = getArea(tree, asked.areaId);
  const form = await findForm(r, tree, asked.areaId, asked);
  const events = form
    ? await r
        .selectFrom('report_event')
        .selectAll()
        .where('district_id', '=', districtId)
        .where('report_id', '=', form.report_id)
        .execute()
    : [];
  const reminders = await r
    .selectFrom('report_reminder')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('form', '=', asked.form)
    .where('area_id', '=', asked.areaId)
    .where('period', '=', asked.period.text)
    .execute();
  return [
    ...events.map(
      (event): HistoryEvent => ({
        at: event.at.toISOString(),
        action: event.action as ReportAction,
        fromState: event.from_state as ReportState,
        toState: event.to_state as ReportState,
        by: event.by_name,
        office: event.office_name,
        reason: event.reason,
        cells: event.cells as unknown as PointedCell[],
      }),
    ),
    ...reminders.map(
      (reminder): HistoryEvent => ({
        at: reminder.at.toISOString(),
        action: 'remind',
        fromState: null,
        toState: null,
        by: reminder.by_name,
        office: reminder.office_name,
        reason: '',
        cells: [],
      }),
    ),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
