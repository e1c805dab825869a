import { handlingContracts } from '@renshe/domain/handling/handling.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { handlingXlsx } from './handling-export.ts';
import { handlingFrame, listHandledCases, readHandlingTable } from './read-handling.ts';

export const handlingRoutes: RouteDefinition[] = [
  readRoute(handlingContracts.table, async (c) => readHandlingTable(c, c.r, handlingFrame(c, c.query))),
  readRoute(handlingContracts.cases, async (c) => {
    const { process, late, limit, offset } = c.query;
    return listHandledCases(c, c.r, handlingFrame(c, c.query), { process, late: late === 'yes', limit, offset });
  }),
  readRoute(handlingContracts.exportXlsx, async (c) => {
    const frame = handlingFrame(c, c.body);
    const table = await readHandlingTable(c, c.r, frame);
    c.audit({
      districtId: districtOf(c.tree, frame.areaId),
      areaId: frame.areaId,
      subjectKind: 'handling',
      subjectId: `${frame.areaId}/${frame.period.text}`,
      purpose: c.body.purpose,
      details: { period: frame.period.text },
    });
    const file = await handlingXlsx({
      table,
      printedBy: c.actor.name,
      office: c.actor.posts[0]?.officeName ?? '',
      at: c.at,
      language: c.language,
    });
    const name = c.language === 'zh' ? '业务经办时长表' : 'handling-times';
    return { file, fileName: `${table.area.name}-${table.period}-${name}.xlsx` };
  }),
];
