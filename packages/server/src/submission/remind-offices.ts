import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { mayRemind, monthOfPeriod, opensOn } from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { reportAreaInScope } from '../report/report-area.ts';
import { isSuperior } from '../report/report-state.ts';
import { type AskedForm, askedForm, owingBelow } from './submission-areas.ts';
import { listStanding } from './submission-board.ts';

/** 催报: one named office or all late ones below, at most once a day a form; the notice stands on the owner's desk until it is handed in. */
export async function remindOffices(
  c: CommandContext<typeof submissionContracts.remind>,
): Promise<{ reminded: number; skipped: number }> {
  const asked = await askedForm(c, c.body);
  const named = c.body.areas?.map((code) => namedArea(c, asked, code));
  const chosen = named ?? owingBelow(c.reference, asked.areaId, asked.definition, asked.period);
  const standing = chosen.length === 0 ? [] : await listStanding(c.w, c.reference, asked, chosen);
  const opens = opensOn(asked.period);
  const due = standing.filter(
    (form) => mayRemind(form, opens, c.today) && (named !== undefined || c.today > form.dueOn),
  );
  if (due.length === 0) throw new AppError('submission.nothing-to-remind', 'conflict');
  const districtOf = (areaId: AreaId) => getArea(c.tree, areaId).districtId;
  // Two superiors at once: the first one counts.
  const { rows } = await sql<{ district_id: number; area_id: AreaId }>`
    insert into report_reminder (district_id, reminder_id, form, area_id, period, reminded_on, at, account_id, by_name, office_name)
    select d, i, ${asked.form}, a, ${asked.period.text}, ${c.today}::date, ${c.at}, ${c.actor.accountId}::uuid, ${c.actor.name}, ${c.actor.posts[0]?.officeName ?? ''}
    from unnest(${due.map((form) => districtOf(form.areaId))}::int[], ${due.map(() => newId(c.at.getTime()))}::uuid[], ${due.map((form) => form.areaId)}::int[]) as n (d, i, a)
    on conflict (district_id, form, area_id, period, reminded_on) do nothing
    returning district_id, area_id`.execute(c.w);
  for (const districtId of new Set(due.map((form) => districtOf(form.areaId)))) {
    const areas = rows.filter((row) => row.district_id === districtId).map((row) => row.area_id);
    c.audit({
      districtId,
      areaId: asked.areaId,
      subjectKind: 'report',
      subjectId: `${asked.form}/${asked.areaId}/${asked.period.text}`,
      details: { form: asked.form, period: asked.period.text, areas },
    });
  }
  return { reminded: rows.length, skipped: standing.length - rows.length };
}

function namedArea(c: CommandContext<typeof submissionContracts.remind>, asked: AskedForm, code: string): AreaId {
  const areaId = reportAreaInScope(c.scope, c.tree, code, monthOfPeriod(asked.period), c.today);
  if (!isSuperior(c.actor, c.reference, areaId, c.today)) throw new AppError('report.not-superior', 'forbidden');
  return areaId;
}
