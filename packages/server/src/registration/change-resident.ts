import { areaAt } from '@renshe/domain/area/area-tree.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { AreaId, Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { type SubjectParameters, subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles, type FileChanges } from '../statistics/file-changes.ts';

/** A resident under the lock: the file as it stands, where she lives, and the parameters as they hold for her. */
export interface LockedResident {
  file: ResidentFile;
  districtId: number;
  /** Leaf area of her present (or last) home. */
  areaId: AreaId;
  parameters: SubjectParameters;
  changes: FileChanges;
}

/**
 * One command on one resident of the actor's scope: locks, reads, lets `decide` judge what was read under the lock, writes, books. Unknown
 * and outside the scope look the same. What `decide` returns is the answer.
 */
export async function changeResident<C extends RouteContract, T>(
  c: CommandContext<C>,
  residentId: Id,
  decide: (resident: LockedResident) => T | Promise<T>,
): Promise<T> {
  const districtId = await findDistrict(c.w, c.scope, residentId);
  return changeFile(
    c.host,
    c.w,
    { residents: [{ districtId, id: residentId }] },
    async (files) => {
      const file = files.residents.get(residentId);
      const areaId = file && homeOf(file, (id) => areaAt(c.tree, id, c.today));
      if (!file || areaId === undefined || !c.scope.includes(areaId)) throw notFound();
      const changes = changeFiles(files);
      const parameters = subjectParameters(c.reference.timelines, file.residences);
      const result = await decide({ file, districtId, areaId, parameters, changes });
      return changes.done(result);
    },
    c.cause,
  );
}

/** The district that keeps the resident's rows. An office below the city knows it without asking; the file read under the lock decides. */
async function findDistrict(r: Reader, scope: Scope, residentId: Id): Promise<number> {
  const districts = scopeDistricts(scope);
  if (districts.length === 1) return districts[0]!;
  const found = await r
    .selectFrom('resident')
    .select('district_id')
    .where(inScope(scope, 'district_id', 'area_id'))
    .where(sql<boolean>`resident_id = ${residentId}::uuid`)
    .executeTakeFirst();
  if (!found) throw notFound();
  return found.district_id;
}

export function homeOf(file: ResidentFile, areaOf: (areaId: AreaId) => AreaId): AreaId | undefined {
  let last: ResidentFile['residences'][number] | undefined;
  for (const residence of file.residences) if (!last || residence.from >= last.from) last = residence;
  return last && areaOf(last.areaId);
}
