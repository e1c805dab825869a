/** The chain of every form but the monthly one, whose closing is the ledger's: submit, return at the cell, accept, lock. */
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { findFormColumn, findRow } from '@renshe/domain/report/form.ts';
import { columnValueOf } from '@renshe/domain/report/form-figures.ts';
import { mayMove, type ReportState } from '@renshe/domain/report/report.rules.ts';
import type { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { ledgerForm, opensOn } from '@renshe/domain/submission/submission.rules.ts';
import type { z } from 'zod';
import type { Reader, Writer } from '../platform/db.ts';
import type { CommandContext, Context } from '../platform/route.ts';
import { type FilledReport, fillReport, requireSubmittable } from '../report/fill-report.ts';
import { findNarrative, listExplanations } from '../report/narrative.queries.ts';
import {
  type FormRow,
  findForm,
  formDueOn,
  listForms,
  lockForm,
  moveForm,
  recordEvent,
  setForm,
  wrongState,
} from '../report/report-form.queries.ts';
import {
  isOwner,
  isOwnSubmission,
  isSuperior,
  lastReturnedCells,
  remindersOf,
  requireOthersSubmission,
} from '../report/report-state.ts';
import { sealDocument } from '../report/seal-forms.ts';
import { type AskedForm, askedForm, dueTimeOf, owes, owingChildren } from './submission-areas.ts';

const ok = { ok: true } as const;
type Standing = z.input<typeof submissionContracts.state.output>;
type Figures = Record<string, number | null>;

/** Every number of a filled form by `row|column`. */
export function figuresOf(report: FilledReport): Figures {
  const figures: Figures = {};
  for (const row of report.form.rows)
    for (const column of report.form.columns) {
      const value = columnValueOf(report.form, report.sources, row, column);
      if (typeof value === 'number' || value === null) figures[`${row.key}|${column.key}`] = value;
    }
  return figures;
}

function fill(c: Context<RouteContract>, r: Reader, asked: AskedForm): Promise<FilledReport> {
  return fillReport(r, c.tree, asked.definition, asked.areaId, asked.period, c.today, { ages: true });
}

function changedCells(then: unknown, now: Figures): Standing['changedSinceSubmission'] {
  const before = then as Figures | null | undefined;
  if (!before) return [];
  return Object.keys(now)
    .filter((key) => (before[key] ?? null) !== now[key])
    .map((key) => {
      const [row = '', column = ''] = key.split('|');
      return { row, column, before: before[key] ?? null, now: now[key] ?? null };
    });
}

async function countWaiting(c: Context<RouteContract>, r: Reader, asked: AskedForm): Promise<number> {
  const children = owingChildren(c.reference, asked.areaId, asked.definition, asked.period);
  const forms = await listForms(r, c.tree, children, asked);
  return children.filter((id) => !['accepted', 'closed'].includes(forms.get(id)?.state ?? 'draft')).length;
}

/** The level above an office; of the city, which has nobody above, another officer of the city. */
function judges(c: Context<RouteContract>, asked: AskedForm, submittedBy: string | null): boolean {
  if (isSuperior(c.actor, c.reference, asked.areaId, c.today)) return true;
  return (
    getArea(c.tree, asked.areaId).kind === 'city' &&
    isOwner(c.actor, c.reference, asked.areaId, c.today) &&
    c.actor.accountId !== submittedBy
  );
}

export async function formStanding(c: Context<RouteContract>, r: Reader, asked: AskedForm): Promise<Standing> {
  const row = await findForm(r, c.tree, asked.areaId, asked);
  const state = (row?.state ?? 'draft') as ReportState;
  const dueOn = row?.due_on ?? formDueOn(c.reference, asked.areaId, asked);
  const opens = opensOn(asked.period);
  const owed = owes(c.reference, asked.areaId, asked.definition, asked.period);
  const mine = asked.definition.levels.includes(getArea(c.tree, asked.areaId).kind);
  const waiting = await countWaiting(c, r, asked);
  const moving = row !== undefined && state !== 'closed' && (row.submitted_figures ?? row.accepted_figures) !== null;
  const now = moving ? figuresOf(await fill(c, r, asked)) : {};
  const actions: Standing['allowedActions'] = [];
  const chained = asked.form !== ledgerForm && mine;
  if (
    chained &&
    mayMove(state, 'submit') &&
    c.today >= opens &&
    waiting === 0 &&
    isOwner(c.actor, c.reference, asked.areaId, c.today)
  )
    actions.push('submit');
  if (chained && judges(c, asked, row?.submitted_by ?? null)) {
    if (mayMove(state, 'accept') && !isOwnSubmission(c.actor, row?.submitted_by ?? null)) actions.push('accept');
    if (mayMove(state, 'return')) actions.push('return');
    if (mayMove(state, 'close')) actions.push('lock');
  }
  const events = row ? await listTraces(r, row) : [];
  return {
    state,
    owed,
    opensOn: opens,
    dueOn,
    dueTime: dueTimeOf(c.reference, asked.areaId, asked),
    overdue: state === 'draft' && c.today > dueOn,
    traces: events,
    returnReason: row?.return_reason ?? '',
    returnedCells: row && state === 'draft' ? await lastReturnedCells(r, row) : [],
    reminders: await remindersOf(
      r,
      getArea(c.tree, asked.areaId).districtId,
      asked.areaId,
      asked,
      row?.submitted_at ?? null,
    ),
    digest: row?.digest?.toString('hex') ?? null,
    version: row?.version ?? 0,
    changedSinceSubmission: moving ? changedCells(row.submitted_figures, now) : [],
    changedSinceAcceptance: moving ? changedCells(row.accepted_figures, now) : [],
    waiting,
    allowedActions: actions,
  };
}

/** Who brought the form into each state, the last time. */
async function listTraces(r: Reader, row: FormRow): Promise<Standing['traces']> {
  const events = await r
    .selectFrom('report_event')
    .select(['to_state', 'by_name', 'at'])
    .where('district_id', '=', row.district_id)
    .where('report_id', '=', row.report_id)
    .orderBy('at')
    .execute();
  const last = new Map(events.map((event) => [event.to_state, event]));
  return [...last.values()]
    .filter((event) => event.to_state !== 'draft')
    .map((event) => ({ state: event.to_state as ReportState, by: event.by_name, at: event.at.toISOString() }));
}

type Body = { area: string; form: string; period: string };

/** @throws AppError `submission.ledger-form`, `submission.not-owed` */
async function chainedForm(c: CommandContext<RouteContract>, body: Body): Promise<AskedForm> {
  const asked = await askedForm(c, body);
  if (asked.form === ledgerForm) throw new AppError('submission.ledger-form', 'conflict');
  if (!asked.definition.levels.includes(getArea(c.tree, asked.areaId).kind))
    throw new AppError('submission.not-owed', 'conflict');
  return asked;
}

function audit(c: CommandContext<RouteContract>, asked: AskedForm, details: Record<string, unknown> = {}): void {
  c.audit({
    districtId: getArea(c.tree, asked.areaId).districtId,
    areaId: asked.areaId,
    subjectKind: 'report',
    subjectId: `${asked.form}/${asked.areaId}/${asked.period.text}`,
    details: { form: asked.form, period: asked.period.text, ...details },
  });
}

export async function submitForm(c: CommandContext<typeof submissionContracts.submit>): Promise<typeof ok> {
  const asked = await chainedForm(c, c.body);
  const opens = opensOn(asked.period);
  if (c.today < opens) throw new AppError('submission.not-open', 'conflict', { date: opens });
  if (!isOwner(c.actor, c.reference, asked.areaId, c.today)) throw new AppError('report.not-owner', 'forbidden');
  const waiting = await countWaiting(c, c.w, asked);
  if (waiting > 0) throw new AppError('report.children-open', 'conflict', { count: waiting });
  const row = await lockForm(c.w, c.reference, asked.areaId, asked, c.body.version, c.at);
  const report = await fill(c, c.w, asked);
  await requireSubmittable(c.w, c.tree, report);
  await moveForm(
    c.w,
    row,
    'submit',
    {
      submitted_at: c.at,
      submitted_by: c.actor.accountId,
      submitted_figures: JSON.stringify(figuresOf(report)),
      return_reason: '',
    },
    c,
  );
  audit(c, asked);
  return ok;
}

/** The form under its lock, for whom may judge it. */
async function judgedForm(
  c: CommandContext<RouteContract>,
  body: Body & { version: number },
): Promise<{ asked: AskedForm; row: FormRow }> {
  const asked = await chainedForm(c, body);
  const row = await lockForm(c.w, c.reference, asked.areaId, asked, body.version, c.at);
  if (!judges(c, asked, row.submitted_by)) throw new AppError('report.not-superior', 'forbidden');
  return { asked, row };
}

export async function returnForm(c: CommandContext<typeof submissionContracts.return>): Promise<typeof ok> {
  const { asked, row } = await judgedForm(c, c.body);
  for (const cell of c.body.cells)
    if (!findRow(asked.definition, cell.row) || !findFormColumn(asked.definition, cell.column))
      throw new AppError('report.unknown-cell', 'invalid');
  await moveForm(
    c.w,
    row,
    'return',
    {
      returned_at: c.at,
      returned_by: c.actor.accountId,
      return_reason: c.body.reason,
      return_count: row.return_count + 1,
      accepted_at: null,
      accepted_by: null,
    },
    { at: c.at, actor: c.actor, reason: c.body.reason, cells: c.body.cells },
  );
  audit(c, asked, { reason: c.body.reason, cells: c.body.cells.length });
  return ok;
}

export async function acceptForm(c: CommandContext<typeof submissionContracts.accept>): Promise<typeof ok> {
  const { asked, row } = await judgedForm(c, c.body);
  requireOthersSubmission(c.actor, row.submitted_by);
  const accepted_figures = JSON.stringify(figuresOf(await fill(c, c.w, asked)));
  await moveForm(c.w, row, 'accept', { accepted_at: c.at, accepted_by: c.actor.accountId, accepted_figures }, c);
  audit(c, asked);
  return ok;
}

/** The accepted form as it stands, with its words: nothing of it changes any more. */
export async function lockReport(c: CommandContext<typeof submissionContracts.lock>): Promise<typeof ok> {
  const { asked, row } = await judgedForm(c, c.body);
  if (!mayMove(row.state as ReportState, 'close')) throw wrongState(row);
  const document = await documentOf(c, c.w, asked);
  await recordEvent(c.w, row, 'close', 'closed', c);
  await setForm(c.w, row, { state: 'closed', closed_at: c.at, closed_by: c.actor.accountId });
  const digest = await sealDocument(c.w, c.reference, row, asked, asked.definition, document, c.at);
  audit(c, asked, { digest });
  return ok;
}

async function documentOf(c: Context<RouteContract>, w: Writer, asked: AskedForm): Promise<unknown> {
  const { definition, areaId, period } = asked;
  const narrative = definition.narrative ? await findNarrative(w, c.tree, definition.key, areaId, period) : undefined;
  return {
    title: { zh: definition.zh, en: definition.en },
    rows: definition.rows.map(({ key, zh, en, unit }) => ({ key, zh, en, unit })),
    columns: definition.columns.map(({ key, zh, en }) => ({ key, zh, en })),
    figures: figuresOf(await fill(c, w, asked)),
    narrative: narrative?.body ?? null,
    explanations: await listExplanations(w, c.tree, definition.key, areaId, period),
  };
}
