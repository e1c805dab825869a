import { volumeContracts } from '@renshe/domain/volume/volume.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { askVolume, readVolume } from './ask-volume.ts';
import { startVolume } from './make-volume.ts';
import { listVolumeDifferences } from './volume.queries.ts';

export const volumeRoutes: readonly RouteDefinition[] = [
  readRoute(volumeContracts.table, async (c) => readVolume(c.r, c.reference, c.today, await askVolume(c, c.query))),
  readRoute(volumeContracts.differences, async (c) => {
    const { ledger, ...asked } = c.query;
    const { scope, parts, lines } = await askVolume(c, { ...asked, ledgers: ledger });
    return listVolumeDifferences(c.r, scope, c.reference, c.today, lines[0]!, parts);
  }),
  commandRoute(volumeContracts.start, startVolume),
];
