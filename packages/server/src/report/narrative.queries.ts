import { type AreaId, type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import type { Reader } from '../platform/db.ts';

export interface Narrative {
  body: string;
  writtenBy: string;
  writtenAt: string;
  version: number;
}

export interface Explanation {
  check: string;
  body: string;
  explainedBy: string;
  explainedAt: string;
  version: number;
}

/** The text that the owner wrote; undefined while there is only the draft. */
export async function findNarrative(
  r: Reader,
  tree: AreaTree,
  form: string,
  areaId: AreaId,
  period: Period,
): Promise<Narrative | undefined> {
  const row = await r
    .selectFrom('report_narrative')
    .select(['body', 'written_by_name', 'written_at', 'version'])
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('form', '=', form)
    .where('area_id', '=', areaId)
    .where('period', '=', period.text)
    .executeTakeFirst();
  return (
    row && {
      body: row.body,
      writtenBy: row.written_by_name,
      writtenAt: row.written_at.toISOString(),
      version: row.version,
    }
  );
}

export async function listExplanations(
  r: Reader,
  tree: AreaTree,
  form: string,
  areaId: AreaId,
  period: Period,
): Promise<Explanation[]> {
  const rows = await r
    .selectFrom('report_explanation')
    .select(['check_key', 'body', 'explained_by_name', 'explained_at', 'version'])
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('form', '=', form)
    .where('area_id', '=', areaId)
    .where('period', '=', period.text)
    .orderBy('check_key')
    .execute();
  return rows.map((row) => ({
    check: row.check_key,
    body: row.body,
    explainedBy: row.explained_by_name,
    explainedAt: row.explained_at.toISOString(),
    version: row.version,
  }));
}
