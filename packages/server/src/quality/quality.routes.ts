import { qualityContracts } from '@renshe/domain/quality/quality.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { exportQuality, printQuality } from './quality-paper.ts';
import { readFlawed, readScore } from './read-quality.ts';

export const qualityRoutes: RouteDefinition[] = [
  readRoute(qualityContracts.score, async (c) => {
    const { scope: _, ...score } = await readScore(c, c.query.area);
    return score;
  }),
  readRoute(qualityContracts.files, async (c) => {
    const { limit, offset, ...asked } = c.query;
    const { count, files, workers } = await readFlawed(c, asked, { limit, offset });
    return { count, files, workers };
  }),
  readRoute(qualityContracts.export, exportQuality),
  readRoute(qualityContracts.print, printQuality),
];
