import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { mergeCommunity } from './merge-community.ts';
import { mergeStreet, undoStreetMerge } from './merge-street.ts';
import { previewChange } from './preview-change.ts';
import { previewSplit, splitArea } from './split-area.ts';
import { listSplitRows } from './split-rows.ts';

/** What a change of areas does to people: a slice of its own, because it writes residences and re-homes rows. */
export const areaChangeRoutes: RouteDefinition[] = [
  commandRoute(areaContracts.merge, mergeCommunity),
  commandRoute(areaChangeContracts.mergeStreet, mergeStreet),
  commandRoute(areaChangeContracts.undo, undoStreetMerge),
  readRoute(areaChangeContracts.preview, previewChange),
  readRoute(areaChangeContracts.previewSplit, previewSplit),
  commandRoute(areaChangeContracts.split, splitArea),
  readRoute(areaChangeContracts.splitRows, listSplitRows),
];
