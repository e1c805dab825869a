import { type Office, officeContracts } from '@renshe/domain/area/area.contract.ts';
import { areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { areaInScope, areaRef, listScope } from '../platform/area-ref.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';

const levelOfOffice = {
  'city-bureau': 'city',
  'district-centre': 'district',
  'street-office': 'street',
  workstation: 'community',
} as const satisfies Record<Office['kind'], string>;
const ok = { ok: true } as const;

export const officeRoutes: RouteDefinition[] = [
  readRoute(officeContracts.list, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    const areaIds = [...c.tree.areas.keys()].filter((id) => scope.includes(id));
    let query = c.r.selectFrom('office as o').where(sql<boolean>`o.area_id = any(${areaIds}::int[])`);
    if (c.query.kind) query = query.where('o.kind', '=', c.query.kind);
    if (c.query.text) query = query.where('o.name', 'like', `%${c.query.text.replace(/[%_\\]/g, '\\$&')}%`);
    const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const rows = await query
      .selectAll('o')
      .orderBy('o.area_id')
      .orderBy('o.name')
      .limit(c.query.limit)
      .offset(c.query.offset)
      .execute();
    const staff = await c.r
      .selectFrom('post')
      .innerJoin('office', 'office.office_id', 'post.office_id')
      .where(sql<boolean>`office.area_id = any(${areaIds}::int[])`)
      .where('post.from_on', '<=', c.today)
      .where((eb) => eb.or([eb('post.to_on', 'is', null), eb('post.to_on', '>', c.today)]))
      .select(['post.office_id', 'office.kind', (eb) => eb.fn.count<number>('post.account_id').distinct().as('count')])
      .groupBy(['post.office_id', 'office.kind'])
      .execute();
    const leaves = rows.filter((row) => row.kind === 'workstation').map((row) => row.area_id);
    const residents = await c.r
      .selectFrom('resident')
      .where(inScope(scope, 'district_id', 'area_id'))
      .where(sql<boolean>`area_id = any(${leaves}::int[])`)
      .where('ended_on', 'is', null)
      .where('voided_at', 'is', null)
      .select(['area_id', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('area_id')
      .execute();
    const residentCount = new Map(residents.map((row) => [row.area_id, row.count]));
    const staffCount = new Map(staff.map((row) => [row.office_id, row.count]));
    const communities = areaIds.filter(
      (id) =>
        getArea(c.tree, id).kind === 'community' &&
        c.tree.successions.get(id) === undefined &&
        areaVersionAt(c.tree, id, c.today).to === null,
    );
    const open = await c.r
      .selectFrom('office')
      .select((eb) => eb.fn.count<number>('area_id').distinct().as('count'))
      .where('kind', '=', 'workstation')
      .where(sql<boolean>`area_id = any(${communities}::int[])`)
      .where('opened_on', '<=', c.today)
      .where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>', c.today)]))
      .executeTakeFirstOrThrow();
    return {
      count,
      offices: rows.map((row) => ({
        officeId: row.office_id,
        kind: row.kind as Office['kind'],
        name: row.name,
        area: areaRef(c.tree, row.area_id, c.today),
        openedOn: row.opened_on,
        closedOn: row.closed_on,
        staffCount: staffCount.get(row.office_id) ?? 0,
        residentCount: residentCount.get(row.area_id) ?? 0,
        version: row.version,
      })),
      coverage: {
        communities: communities.length,
        withWorkstation: open.count,
        staff: staff.filter((row) => row.kind === 'workstation').reduce((sum, row) => sum + row.count, 0),
      },
    };
  }),
  commandRoute(officeContracts.open, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.body.areaCode, c.today);
    if (getArea(c.tree, areaId).kind !== levelOfOffice[c.body.kind])
      throw new AppError('office.wrong-area', 'invalid', { kind: c.body.kind });
    const officeId = newId(c.at.getTime());
    await c.w
      .insertInto('office')
      .values({
        office_id: officeId,
        kind: c.body.kind,
        area_id: areaId,
        name: c.body.name,
        opened_on: c.body.openedOn,
        created_at: c.at,
      })
      .execute();
    c.audit({
      districtId: getArea(c.tree, areaId).districtId,
      areaId,
      subjectKind: 'office',
      subjectId: officeId,
      details: { ...c.body },
    });
    return { officeId };
  }),
  commandRoute(officeContracts.change, async (c) => {
    const office = await c.w
      .selectFrom('office')
      .selectAll()
      .where('office_id', '=', c.params.officeId)
      .forUpdate()
      .executeTakeFirst();
    if (!office || !c.scope.includes(office.area_id)) throw notFound();
    if (c.body.closedOn !== null && c.body.closedOn <= c.body.openedOn)
      throw new AppError('office.date-order', 'invalid');
    if (c.body.closedOn !== null) {
      const closedOn = c.body.closedOn;
      const { count } = await c.w
        .selectFrom('post')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('office_id', '=', office.office_id)
        .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', closedOn)]))
        .executeTakeFirstOrThrow();
      if (count > 0) throw new AppError('office.has-posts', 'conflict', { count });
    }
    requireOneRow(
      await c.w
        .updateTable('office')
        .set((eb) => ({
          name: c.body.name,
          opened_on: c.body.openedOn,
          closed_on: c.body.closedOn,
          version: eb('version', '+', 1),
        }))
        .where('office_id', '=', office.office_id)
        .where('version', '=', c.body.version)
        .executeTakeFirst(),
    );
    c.audit({
      districtId: getArea(c.tree, office.area_id).districtId,
      areaId: office.area_id,
      subjectKind: 'office',
      subjectId: office.office_id,
      details: {
        before: { name: office.name, openedOn: office.opened_on, closedOn: office.closed_on },
        after: { name: c.body.name, openedOn: c.body.openedOn, closedOn: c.body.closedOn },
      },
    });
    return ok;
  }),
];
