import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { levelOfAreaKind } from '@renshe/domain/area/area.rules.ts';
import { type AreaTree, areaVersionAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addDays, formatMonth, monthOf, type PlainDate, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import { requireOneRow } from '../platform/errors.ts';
import { namePinyin } from '../platform/pinyin.ts';
import { raiseStamp } from '../platform/reference.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';
import { mergeArea } from '../statistics/merge-area.ts';
import { areaNode, listAreaNodes } from './area.queries.ts';

function pinyinOf(name: string): string {
  const { full, initials } = namePinyin(name);
  return `${full} ${initials.join(' ')}`;
}

function requireFreeCode(tree: AreaTree, code: string, on: PlainDate, except: number | null): void {
  const holder = findAreaByCode(tree, code, on);
  if (holder !== undefined && holder !== except)
    throw new AppError('area.code-taken', 'conflict', { code, name: areaVersionAt(tree, holder, on).name });
}

export const areaRoutes: RouteDefinition[] = [
  readRoute(areaContracts.tree, async (c) => ({
    areas: listAreaNodes(c.tree, c.query.whole ? null : c.scope, c.query.on ?? c.today),
  })),
  readRoute(areaContracts.history, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.params.code, c.today);
    const successions = [...c.tree.successions.values()].filter((s) => s.areaId === areaId || s.intoAreaId === areaId);
    return {
      versions: getArea(c.tree, areaId).versions.map((version) => areaNode(c.tree, areaId, version, version.from)),
      successions: successions.map((s) => ({
        fromArea: areaRef(c.tree, s.areaId, addDays(s.effectiveOn, -1)),
        intoArea: areaRef(c.tree, s.intoAreaId, s.effectiveOn),
        effectiveOn: s.effectiveOn,
        bookedMonth: formatMonth(s.bookedMonth),
      })),
    };
  }),
  commandRoute(areaContracts.rename, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.params.code, c.today);
    const area = getArea(c.tree, areaId);
    const current = area.versions.at(-1)!;
    if (c.body.effectiveOn <= current.from || (current.to !== null && c.body.effectiveOn >= current.to))
      throw new AppError('area.date-too-early', 'invalid', { from: current.from });
    if (area.kind === 'community' && c.body.urbanRural === null) throw new AppError('area.class-missing', 'invalid');
    requireFreeCode(c.tree, c.body.newCode, c.body.effectiveOn, areaId);
    requireOneRow(
      await c.w
        .updateTable('area_version')
        .set({ to_on: c.body.effectiveOn })
        .where('area_id', '=', areaId)
        .where('from_on', '=', current.from)
        .where('to_on', 'is', current.to)
        .executeTakeFirst(),
    );
    await c.w
      .insertInto('area_version')
      .values({
        area_id: areaId,
        from_on: c.body.effectiveOn,
        to_on: current.to,
        code: c.body.newCode,
        name: c.body.name,
        parent_id: current.parentId,
        urban_rural: c.body.urbanRural,
        pinyin: pinyinOf(c.body.name),
      })
      .execute();
    await raiseStamp(c.w, 'area');
    c.audit({
      districtId: area.districtId,
      areaId,
      subjectKind: 'area',
      subjectId: String(areaId),
      details: {
        before: { code: current.code, name: current.name, urbanRural: current.urbanRural },
        after: { ...c.body },
      },
    });
    return { ok: true as const };
  }),
  commandRoute(areaContracts.merge, async (c) => {
    const from = areaInScope(c.scope, c.tree, c.params.code, c.today);
    const into = areaInScope(c.scope, c.tree, c.body.intoCode, c.today);
    const area = getArea(c.tree, from.areaId);
    const current = area.versions.at(-1)!;
    if (from.areaId === into.areaId) throw new AppError('area.merge-itself', 'invalid');
    if (c.body.effectiveOn <= current.from)
      throw new AppError('area.date-too-early', 'invalid', { from: current.from });
    const merge = { areaId: from.areaId, intoAreaId: into.areaId, effectiveOn: c.body.effectiveOn, at: c.at };
    const { bookedMonth, version } = await mergeArea(c.host, c.w, merge);
    await c.w
      .updateTable('area_version')
      .set({ to_on: c.body.effectiveOn })
      .where('area_id', '=', from.areaId)
      .where('to_on', 'is', null)
      .execute();
    c.audit({
      districtId: area.districtId,
      areaId: from.areaId,
      subjectKind: 'area',
      subjectId: String(from.areaId),
      details: { ...c.body, bookedMonth: formatMonth(bookedMonth) },
    });
    const title = `${current.name} → ${areaVersionAt(c.tree, into.areaId, c.today).name}`;
    return { taskId: await enqueueDerivation(c.host, c.w, { version, title, actor: c.actor, at: c.at }) };
  }),
  commandRoute(areaContracts.create, async (c) => {
    const { areaId: parentId } = areaInScope(c.scope, c.tree, c.body.parentCode, c.today);
    const parent = getArea(c.tree, parentId);
    if (levelOfAreaKind[parent.kind] + 1 !== levelOfAreaKind[c.body.kind])
      throw new AppError('area.code-wrong-level', 'invalid', { code: c.body.code });
    if (c.body.kind === 'community' && c.body.urbanRural === null) throw new AppError('area.class-missing', 'invalid');
    requireFreeCode(c.tree, c.body.code, c.body.effectiveOn, null);
    // The stamp row is the lock of the id: two areas created at once get two ids.
    await raiseStamp(c.w, 'area');
    const { last } = await c.w
      .selectFrom('area')
      .select((eb) => eb.fn.max<number>('area_id').as('last'))
      .executeTakeFirstOrThrow();
    const areaId = last + 1;
    await c.w
      .insertInto('area')
      .values({ area_id: areaId, kind: c.body.kind, district_id: parent.districtId, created_at: c.at })
      .execute();
    await c.w
      .insertInto('area_version')
      .values({
        area_id: areaId,
        from_on: c.body.effectiveOn,
        to_on: null,
        code: c.body.code,
        name: c.body.name,
        parent_id: parentId,
        urban_rural: c.body.urbanRural,
        pinyin: pinyinOf(c.body.name),
      })
      .execute();
    if (c.body.kind === 'community') {
      const opening = monthOf(c.body.effectiveOn);
      await c.w
        .insertInto('area_period')
        .values({
          district_id: parent.districtId,
          area_id: areaId,
          opening_month: opening,
          closed_through: previousMonth(opening),
        })
        .execute();
    }
    c.audit({
      districtId: parent.districtId,
      areaId,
      subjectKind: 'area',
      subjectId: String(areaId),
      details: { ...c.body },
    });
    return { areaId };
  }),
];
