import { remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { readHouseholdFile } from '../household/household.queries.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { readResidentFile } from '../resident/resident-file.ts';
import { getRemarkedFile, listColleagues, listMentions, listRemarks, type SubjectKind } from './remark.queries.ts';
import { settleRemark, voidRemark, writeRemark } from './write-remark.ts';

type ReadContext = Parameters<Parameters<typeof readRoute<typeof remarkContracts.mentions>>[1]>[0];

async function remarksOf(
  c: Pick<ReadContext, 'r' | 'scope' | 'tree' | 'today' | 'actor'>,
  kind: SubjectKind,
  subjectId: string,
) {
  const file = await getRemarkedFile(c.r, c.scope, kind, subjectId);
  const remarks = await listRemarks(c.r, c.actor, file);
  return { remarks, colleagues: await listColleagues(c.r, c.tree, c.today, c.actor, file) };
}

/** 批注: what colleagues write to each other on a file. */
export const remarkRoutes: RouteDefinition[] = [
  readRoute(remarkContracts.ofResident, (c) => remarksOf(c, 'resident', c.params.residentId)),
  readRoute(remarkContracts.ofHousehold, (c) => remarksOf(c, 'household', c.params.householdId)),
  readRoute(remarkContracts.mentions, (c) => listMentions(c.r, c.scope, c.tree, c.today, c.actor, c.query)),
  commandRoute(remarkContracts.writeOnResident, (c) =>
    writeRemark(c, 'resident', c.params.residentId, async (about) => {
      const { timeline } = await readResidentFile(c.w, c.scope, c.reference, c.today, c.params.residentId, () => []);
      return timeline.some((line) => line.kind === about.timelineKind && line.recordId === about.recordId);
    }),
  ),
  commandRoute(remarkContracts.writeOnHousehold, (c) =>
    writeRemark(c, 'household', c.params.householdId, async (about) => {
      const { timeline } = await readHouseholdFile(c.w, c.scope, c.tree, c.today, c.params.householdId);
      return timeline.some((line) => line.kind === about.timelineKind && line.recordId === about.recordId);
    }),
  ),
  commandRoute(remarkContracts.settle, settleRemark),
  commandRoute(remarkContracts.void, voidRemark),
];
