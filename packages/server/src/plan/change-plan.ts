import { areaAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Month, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { IndicatorFields, planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { planRefusals, planYears } from '@renshe/domain/plan/plan.rules.ts';
import { parsePastedIndicators } from '@renshe/domain/plan/plan-paste.ts';
import type { z } from 'zod';
import { areaInScope } from '../platform/area-ref.ts';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { listIndicators, listTargets, type PlanRow } from './plan.queries.ts';
import { catalogueMeasure } from './plan-figures.ts';
import { auditPlan, liesInPlan, maySetTarget, planInScope, planInSight, requireOffice } from './plan-scope.ts';

const ok = { ok: true } as const;
type Create = CommandContext<typeof planContracts.create>;
type Change = CommandContext<typeof planContracts.change>;
type Add = CommandContext<typeof planContracts.addIndicator>;
type ChangeIndicator = CommandContext<typeof planContracts.changeIndicator>;
type VoidIndicator = CommandContext<typeof planContracts.voidIndicator>;
type Import = CommandContext<typeof planContracts.importIndicators>;
type SetTargets = CommandContext<typeof planContracts.setTargets>;

function datesOf(
  body: z.output<(typeof planContracts.create)['body']> | z.output<(typeof planContracts.change)['body']>,
) {
  const fromMonth: Month = parseMonth(body.from)!;
  const toMonth: Month = parseMonth(body.to)!;
  requireAllowed(planRefusals({ kind: body.kind, fromMonth, toMonth }));
  return { from_month: fromMonth, to_month: toMonth };
}

export async function createPlan(c: Create): Promise<{ planId: string }> {
  const { areaId } = areaInScope(c.scope, c.tree, c.body.areaCode, c.today);
  const { districtId } = getArea(c.tree, areaId);
  const planId = newId(c.at.getTime());
  const { name, kind, sourceDocument } = c.body;
  await c.w
    .insertInto('plan')
    .values({
      district_id: districtId,
      plan_id: planId,
      area_id: areaId,
      name,
      kind,
      ...datesOf(c.body),
      source_document: sourceDocument,
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  c.audit({ districtId, areaId, subjectKind: 'plan', subjectId: planId, details: { ...c.body } });
  return { planId };
}

export async function changePlan(c: Change): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  const { name, kind, sourceDocument, version } = c.body;
  requireOneRow(
    await c.w
      .updateTable('plan')
      .set((eb) => ({
        name,
        kind,
        ...datesOf(c.body),
        source_document: sourceDocument,
        version: eb('version', '+', 1),
      }))
      .where('district_id', '=', plan.district_id)
      .where('plan_id', '=', plan.plan_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan', plan.plan_id, {
    before: {
      name: plan.name,
      kind: plan.kind,
      from: plan.from_month,
      to: plan.to_month,
      sourceDocument: plan.source_document,
    },
    after: { ...c.body },
  });
  return ok;
}

/** Years outside the plan and entries that the catalogue lacks are refused; the measure follows the catalogue. */
function checkFields(plan: PlanRow, fields: IndicatorFields): IndicatorFields {
  const years = planYears(plan.from_month, plan.to_month);
  const outside = fields.path.find((step) => !years.includes(step.year));
  if (outside) throw new AppError('plan.year-outside', 'invalid', { year: outside.year, field: 'path' });
  if (fields.catalogueKey === null) return fields;
  const measure = catalogueMeasure(fields.catalogueKey);
  if (!measure)
    throw new AppError('plan.unknown-indicator', 'invalid', { key: fields.catalogueKey, field: 'catalogueKey' });
  return { ...fields, measure };
}

const numeric = (value: number | null) => (value === null ? null : String(value));

function columnsOf(fields: IndicatorFields) {
  return {
    name: fields.name,
    kind: fields.kind,
    direction: fields.direction,
    measure: fields.measure,
    catalogue_key: fields.catalogueKey,
    unit: fields.unit,
    note: fields.note,
    baseline_year: fields.baselineYear,
    baseline_value: numeric(fields.baselineValue),
    total_target: numeric(fields.totalTarget),
    owner_office_id: fields.ownerOfficeId,
    owner_name: fields.ownerName,
  };
}

async function insertIndicator(
  c: Pick<Add, 'w' | 'at' | 'actor'>,
  plan: PlanRow,
  fields: IndicatorFields,
  position: number,
): Promise<string> {
  const indicatorId = newId(c.at.getTime());
  await c.w
    .insertInto('plan_indicator')
    .values({
      district_id: plan.district_id,
      indicator_id: indicatorId,
      plan_id: plan.plan_id,
      position,
      ...columnsOf(fields),
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  for (const step of fields.path) await setTarget(c, plan, indicatorId, plan.area_id, step.year, step.value);
  return indicatorId;
}

async function setTarget(
  c: Pick<Add, 'w' | 'at' | 'actor'>,
  plan: PlanRow,
  indicatorId: string,
  areaId: number,
  year: number,
  value: number | null,
): Promise<void> {
  if (value === null) {
    await c.w
      .deleteFrom('plan_target')
      .where('district_id', '=', plan.district_id)
      .where('indicator_id', '=', indicatorId)
      .where('area_id', '=', areaId)
      .where('year', '=', year)
      .execute();
    return;
  }
  const set = { value: String(value), set_at: c.at, set_by: c.actor.accountId };
  await c.w
    .insertInto('plan_target')
    .values({ district_id: plan.district_id, indicator_id: indicatorId, area_id: areaId, year, ...set })
    .onConflict((on) => on.columns(['district_id', 'indicator_id', 'area_id', 'year']).doUpdateSet(set))
    .execute();
}

/** Locks the plan, so that positions and names stay single. */
async function lockPlan(w: Writer, plan: PlanRow): Promise<void> {
  await w
    .selectFrom('plan')
    .select('plan_id')
    .where('district_id', '=', plan.district_id)
    .where('plan_id', '=', plan.plan_id)
    .forUpdate()
    .execute();
}

export async function addIndicator(c: Add): Promise<{ indicatorId: string }> {
  const plan = await planInScope(c, c.params.planId);
  const fields = checkFields(plan, c.body);
  if (fields.ownerOfficeId !== null) await requireOffice(c, fields.ownerOfficeId);
  await lockPlan(c.w, plan);
  const others = await listIndicators(c.w, plan);
  refuseRepeated(others, fields.name, null);
  const indicatorId = await insertIndicator(c, plan, fields, (others.at(-1)?.position ?? 0) + 1);
  auditPlan(c, plan, 'plan-indicator', indicatorId, { ...fields });
  return { indicatorId };
}

function refuseRepeated(
  others: readonly { name: string; indicator_id: string }[],
  name: string,
  self: string | null,
): void {
  if (others.some((row) => row.name === name && row.indicator_id !== self))
    throw new AppError('plan.repeated-indicator', 'invalid', { name, field: 'name' });
}

export async function changeIndicator(c: ChangeIndicator): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  const { version, ...body } = c.body;
  const fields = checkFields(plan, body);
  await lockPlan(c.w, plan);
  const others = await listIndicators(c.w, plan);
  const before = others.find((row) => row.indicator_id === c.params.indicatorId);
  if (!before) throw notFound();
  refuseRepeated(others, fields.name, before.indicator_id);
  if (fields.ownerOfficeId !== null && fields.ownerOfficeId !== before.owner_office_id)
    await requireOffice(c, fields.ownerOfficeId);
  const path = (await listTargets(c.w, plan, [before.indicator_id]))
    .filter((target) => target.area_id === plan.area_id)
    .map(({ year, value }) => ({ year, value }));
  requireOneRow(
    await c.w
      .updateTable('plan_indicator')
      .set((eb) => ({ ...columnsOf(fields), version: eb('version', '+', 1) }))
      .where('district_id', '=', plan.district_id)
      .where('indicator_id', '=', before.indicator_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  for (const step of fields.path) await setTarget(c, plan, before.indicator_id, plan.area_id, step.year, step.value);
  auditPlan(c, plan, 'plan-indicator', before.indicator_id, {
    before: {
      name: before.name,
      kind: before.kind,
      direction: before.direction,
      measure: before.measure,
      catalogueKey: before.catalogue_key,
      unit: before.unit,
      note: before.note,
      baselineYear: before.baseline_year,
      baselineValue: before.baseline_value,
      totalTarget: before.total_target,
      ownerOfficeId: before.owner_office_id,
      ownerName: before.owner_name,
      path,
    },
    after: { ...fields },
  });
  return ok;
}

export async function voidIndicator(c: VoidIndicator): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  requireOneRow(
    await c.w
      .updateTable('plan_indicator')
      .set((eb) => ({
        voided_at: c.at,
        voided_by: c.actor.accountId,
        void_reason: c.body.reason,
        version: eb('version', '+', 1),
      }))
      .where('district_id', '=', plan.district_id)
      .where('plan_id', '=', plan.plan_id)
      .where('indicator_id', '=', c.params.indicatorId)
      .where('version', '=', c.body.version)
      .where('voided_at', 'is', null)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan-indicator', c.params.indicatorId, { reason: c.body.reason });
  return ok;
}

/** 粘贴导入: all lines or none. An office is found by its exact name; without one the indicator waits for its owner. */
export async function importIndicators(c: Import): Promise<{ added: number; withoutOffice: number }> {
  const plan = await planInScope(c, c.params.planId);
  const { rows, problems } = parsePastedIndicators(c.body.text);
  const [problem] = problems;
  if (problem)
    throw new AppError('plan.paste-wrong', 'invalid', { line: problem.line, value: problem.value, field: 'text' });
  if (rows.length === 0) throw new AppError('plan.paste-empty', 'invalid', { field: 'text' });
  await lockPlan(c.w, plan);
  const others = await listIndicators(c.w, plan);
  const names = [...new Set(rows.map((row) => row.ownerOffice).filter((name) => name !== ''))];
  const offices = new Map(
    names.length === 0
      ? []
      : (await c.w.selectFrom('office').select(['office_id', 'name', 'area_id']).where('name', 'in', names).execute())
          .filter((office) => c.scope.includes(areaAt(c.tree, office.area_id, c.today)))
          .map((office) => [office.name, office.office_id] as const),
  );
  let position = others.at(-1)?.position ?? 0;
  for (const row of rows) {
    refuseRepeated(others, row.name, null);
    const { line: _, ownerOffice, path, ...rest } = row;
    const fields = checkFields(plan, {
      ...rest,
      // An office that is not known here keeps its name beside the person's.
      ownerOfficeId: offices.get(ownerOffice) ?? null,
      ownerName: offices.has(ownerOffice) ? row.ownerName : [ownerOffice, row.ownerName].filter(Boolean).join(' '),
      catalogueKey: null,
      note: '',
      path: Object.entries(path).map(([year, value]) => ({ year: Number(year), value })),
    });
    position++;
    await insertIndicator(c, plan, fields, position);
  }
  auditPlan(c, plan, 'plan', plan.plan_id, { added: rows.length, names: rows.map((row) => row.name) });
  return { added: rows.length, withoutOffice: rows.filter((row) => !offices.has(row.ownerOffice)).length };
}

async function raiseVersion(w: Writer, plan: PlanRow, indicatorId: string): Promise<void> {
  await w
    .updateTable('plan_indicator')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('district_id', '=', plan.district_id)
    .where('indicator_id', '=', indicatorId)
    .execute();
}

/** 分解下达: each target with the value that the sender saw; somebody else's change in between is refused as a whole. */
export async function setTargets(c: SetTargets): Promise<typeof ok> {
  const plan = await planInSight(c, c.params.planId);
  const indicator = (await listIndicators(c.w, plan)).find((row) => row.indicator_id === c.params.indicatorId);
  if (!indicator) throw notFound();
  if (!planYears(plan.from_month, plan.to_month).includes(c.body.year))
    throw new AppError('plan.year-outside', 'invalid', { year: c.body.year });
  await lockPlan(c.w, plan);
  const known = await c.w
    .selectFrom('plan_target')
    .select(['area_id', 'value'])
    .where('district_id', '=', plan.district_id)
    .where('indicator_id', '=', indicator.indicator_id)
    .where('year', '=', c.body.year)
    .execute();
  const values = new Map(known.map((row) => [row.area_id, Number(row.value)]));
  const changes = [];
  for (const target of c.body.targets) {
    const { areaId } = areaInScope(c.scope, c.tree, target.areaCode, c.today);
    const area = target.areaCode;
    if (!liesInPlan(c, plan, areaId)) throw new AppError('plan.not-below', 'invalid', { area });
    if (!maySetTarget(c, plan, areaId)) throw new AppError('plan.target-not-yours', 'forbidden', { area });
    const before = values.get(areaId) ?? null;
    if (before !== target.before) throw changedMeanwhile({ area });
    if (before === target.value) continue;
    await setTarget(c, plan, indicator.indicator_id, areaId, c.body.year, target.value);
    if (target.value === null) values.delete(areaId);
    else values.set(areaId, target.value);
    // The plan's own path is written with the indicator as well: who has that open must look again.
    if (areaId === plan.area_id) await raiseVersion(c.w, plan, indicator.indicator_id);
    changes.push({ area, before, after: target.value });
  }
  auditPlan(c, plan, 'plan-indicator', indicator.indicator_id, { year: c.body.year, changes });
  return ok;
}
