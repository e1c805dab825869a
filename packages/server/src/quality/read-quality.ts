/** The score of an area with that of the areas below it, and the files behind it. */
import { type AreaId, childrenAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { QualityArea, QualityFile, QualityRuleView } from '@renshe/domain/quality/quality.contract.ts';
import {
  addCounts,
  partOf,
  type QualityCount,
  type QualityRule,
  scoresOf,
} from '@renshe/domain/quality/quality.rules.ts';
import { freshDays, isFreshGroup, type QualityPart } from '@renshe/domain/quality/quality-check.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import type { Scope } from '../platform/scope.ts';
import { currentAreaRef } from '../resident/resident.queries.ts';
import { countQuality, listFlawed, type QualityCounts } from './quality.queries.ts';
import { qualityRules } from './quality-rules-file.ts';

export interface QualityAsking {
  r: Reader;
  host: Host;
  scope: Scope;
  reference: Reference;
  today: PlainDate;
}

/** The area that is asked about, or the reader's own. */
function placeOf(c: QualityAsking, code: string | undefined): { areaId: AreaId; scope: Scope } {
  if (code !== undefined) return areaInScope(c.scope, c.reference.tree, code, c.today);
  const [areaId] = c.scope.roots;
  if (areaId === undefined) throw new AppError('request.outside-area', 'forbidden');
  return { areaId, scope: c.scope };
}

export interface QualityScore {
  scope: Scope;
  whole: QualityArea;
  areas: QualityArea[];
  rules: QualityRuleView[];
}

export async function readScore(c: QualityAsking, code: string | undefined): Promise<QualityScore> {
  const { areaId, scope } = placeOf(c, code);
  const rules = await qualityRules(c.host.db);
  const { tree } = c.reference;
  const counted = await countQuality(c.r, { ...c, scope, rules });
  const children = childrenAt(tree, areaId, c.today).filter((id) => c.scope.includes(id));
  const within = (id: AreaId) => counted.filter((one) => isWithinArea(tree, one.areaId, id, c.today));
  return {
    scope,
    whole: areaView(c, areaId, rules, counted),
    areas: children.map((id) => areaView(c, id, rules, within(id))),
    rules: ruleViews(c, areaId, rules, addCounts(counted.map((one) => one.counts))),
  };
}

function areaView(
  c: QualityAsking,
  areaId: AreaId,
  rules: readonly QualityRule[],
  counted: readonly QualityCounts[],
): QualityArea {
  const sum = (of: (one: QualityCounts) => number) => counted.reduce((all, one) => all + of(one), 0);
  return {
    area: areaRef(c.reference.tree, areaId, c.today),
    people: sum((one) => one.people),
    households: sum((one) => one.households),
    flawed: sum((one) => one.flawed),
    scores: scoresOf(rules, addCounts(counted.map((one) => one.counts))),
  };
}

function ruleViews(
  c: QualityAsking,
  areaId: AreaId,
  rules: readonly QualityRule[],
  counts: readonly QualityCount[],
): QualityRuleView[] {
  return rules.map((rule) => {
    const count = counts.find((one) => one.rule === rule.key);
    const days =
      rule.check === 'stale' && isFreshGroup(rule.group)
        ? parameterNumber(c.reference, freshDays[rule.group], areaId, c.today)
        : null;
    const { key, check, group, weight, source } = rule;
    return {
      key,
      check,
      part: partOf(rule),
      group,
      weight,
      days,
      source,
      files: count?.files ?? 0,
      flawed: count?.flawed ?? 0,
    };
  });
}

export interface AskedFiles {
  area?: string | undefined;
  rule?: string | undefined;
  part?: QualityPart | undefined;
  worker?: string | undefined;
}

/** @throws AppError `quality.rule-unknown`, and those of an area outside the scope */
export async function readFlawed(c: QualityAsking, asked: AskedFiles, page: { limit: number; offset: number }) {
  const { scope } = placeOf(c, asked.area);
  const rules = await qualityRules(c.host.db);
  if (asked.rule !== undefined && !rules.some((rule) => rule.key === asked.rule))
    throw new AppError('quality.rule-unknown', 'invalid', { rule: asked.rule, field: 'rule' });
  const chosen = rules.filter(
    (rule) =>
      (asked.rule === undefined || rule.key === asked.rule) &&
      (asked.part === undefined || partOf(rule) === asked.part),
  );
  const found = await listFlawed(c.r, { ...c, scope, rules }, new Set(chosen.map((rule) => rule.key)), {
    worker: asked.worker,
    ...page,
  });
  const files = found.files.map(
    (file): QualityFile => ({
      subjectKind: file.kind,
      subjectId: file.id,
      name: file.name,
      area: currentAreaRef(c.reference.tree, file.areaId, c.today),
      rules: file.rules,
      touchedOn: file.touchedOn,
      worker: file.worker,
    }),
  );
  return { scope, rules, chosen, count: found.count, files, workers: found.workers };
}
