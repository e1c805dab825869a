/** The score of an area with that of the areas below it, and the files behind it. */
import { type AreaId, areaAt, childrenAt, getArea, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type {
  QualityArea,
  QualityFile,
  QualityMonth,
  QualityRuleView,
} from '@renshe/domain/quality/quality.contract.ts';
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
import { narrowScope, type Scope, scopeOfLeaves } from '../platform/scope.ts';
import { currentAreaRef } from '../resident/resident.queries.ts';
import { countQuality, type FlawedFiles, listFlawed, type QualityCounts } from './quality.queries.ts';
import { listQualityMonths } from './quality-months.ts';
import { qualityRules } from './quality-rules-file.ts';
import { readStandings } from './quality-standing.ts';

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
  return { areaId, scope: narrowScope(c.scope, c.reference.tree, areaId, c.today) };
}

export interface QualityScore {
  scope: Scope;
  whole: QualityArea;
  areas: QualityArea[];
  rules: QualityRuleView[];
  countedAt: string | null;
  trend: QualityMonth[];
}

/** Areas whose people are too many to be gone through while somebody waits. */
function isWide(c: QualityAsking, areaId: AreaId): boolean {
  const { kind } = getArea(c.reference.tree, areaId);
  return kind !== 'community' && kind !== 'street';
}

/** The counts of an area's communities: as they are now, of districts and above as they were counted last. */
async function countsIn(
  c: QualityAsking,
  { areaId, scope }: { areaId: AreaId; scope: Scope },
  rules: readonly QualityRule[],
): Promise<{ counts: QualityCounts[]; countedAt: Date | null }> {
  const question = { ...c, scope, rules };
  if (isWide(c, areaId)) return readStandings(c.r, question);
  return { counts: await countQuality(c.r, question), countedAt: null };
}

export async function readScore(c: QualityAsking, code: string | undefined): Promise<QualityScore> {
  const { areaId, scope } = placeOf(c, code);
  const rules = await qualityRules(c.host.db);
  const { tree } = c.reference;
  const { counts: counted, countedAt } = await countsIn(c, { areaId, scope }, rules);
  const children = childrenAt(tree, areaId, c.today).filter((id) => c.scope.includes(id));
  // Whoever lives in what has been absorbed counts where it belongs by now.
  const within = (id: AreaId) =>
    counted.filter((one) => isWithinArea(tree, areaAt(tree, one.areaId, c.today), id, c.today));
  return {
    scope,
    whole: areaView(c, areaId, rules, counted),
    areas: children.map((id) => areaView(c, id, rules, within(id))),
    rules: ruleViews(c, areaId, rules, addCounts(counted.map((one) => one.counts))),
    countedAt: countedAt?.toISOString() ?? null,
    trend: await listQualityMonths(c.r, { ...c, scope, areaId }),
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

export interface FlawedAnswer {
  scope: Scope;
  rules: readonly QualityRule[];
  count: number;
  files: QualityFile[];
  workers: FlawedFiles['workers'];
}

/**
 * @param most how many files there may be in all
 * @throws AppError `quality.rule-unknown`, `quality.too-many-files`, and those of an area outside the scope
 */
export async function readFlawed(
  c: QualityAsking,
  asked: AskedFiles,
  page: { limit: number; offset: number },
  most = Number.POSITIVE_INFINITY,
): Promise<FlawedAnswer> {
  const place = placeOf(c, asked.area);
  const { scope } = place;
  const rules = await qualityRules(c.host.db);
  if (asked.rule !== undefined && !rules.some((rule) => rule.key === asked.rule))
    throw new AppError('quality.rule-unknown', 'invalid', { rule: asked.rule, field: 'rule' });
  const chosen = rules.filter(
    (rule) =>
      (asked.rule === undefined || rule.key === asked.rule) &&
      (asked.part === undefined || partOf(rule) === asked.part),
  );
  const keys = new Set(chosen.map((rule) => rule.key));
  const found =
    isWide(c, place.areaId) && asked.worker === undefined
      ? await listByCommunity(c, place, rules, asked, keys, page, most)
      : await listFlawed(c.r, { ...c, scope, rules }, keys, { worker: asked.worker, ...page });
  // Files that came since the count are read with it.
  requireFew(Math.max(found.count, found.files.length), most);
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
  return { scope, rules, count: found.count, files, workers: found.workers };
}

function requireFew(count: number, most: number): void {
  if (count > most) throw new AppError('quality.too-many-files', 'tooLarge', { limit: most });
}

/** How many files of a community break any of the rules that are asked about. */
function flawedOf(one: QualityCounts, rules: readonly QualityRule[], { rule, part }: AskedFiles): number {
  if (rule === undefined) return part === undefined ? one.flawed : one.parts[part];
  const asked = rules.find((known) => known.key === rule);
  if (!asked || (part !== undefined && partOf(asked) !== part)) return 0;
  return one.counts.find((count) => count.rule === rule)?.flawed ?? 0;
}

/**
 * A page out of as few communities as it takes: how many each has is known, so that nobody goes through all of their people. Each community has
 * as many places as it had files when it was counted, in an order that no count changes; what has come since stands with its last place, so
 * that page after page every file that is still there comes once.
 */
async function listByCommunity(
  c: QualityAsking,
  place: { areaId: AreaId; scope: Scope },
  rules: readonly QualityRule[],
  asked: AskedFiles,
  keys: ReadonlySet<string>,
  page: { limit: number; offset: number },
  most: number,
): Promise<FlawedFiles> {
  const { counts } = await countsIn(c, place, rules);
  const flawed = counts
    .map((one) => ({ areaId: one.areaId, count: flawedOf(one, rules, asked) }))
    .filter((one) => one.count > 0)
    .sort((a, b) => a.areaId - b.areaId);
  const count = flawed.reduce((sum, one) => sum + one.count, 0);
  requireFew(count, most);
  const files: FlawedFiles['files'] = [];
  let places = 0;
  for (const one of flawed) {
    const from = Math.max(page.offset - places, 0);
    const to = page.offset + page.limit - places;
    if (to <= 0) break;
    places += one.count;
    if (from >= one.count) continue;
    const scope = scopeOfLeaves(c.reference.tree, [one.areaId]);
    const limit = to < one.count ? to - from : null;
    const own = await listFlawed(c.r, { ...c, scope, rules }, keys, { worker: undefined, limit, offset: from });
    files.push(...own.files);
  }
  return { count, files, workers: [] };
}
