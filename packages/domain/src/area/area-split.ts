/**
 * Splitting a community (kernel K11): whose residences go over into another community from a day on. Nothing else is written: the
 * facts follow from the residences, and late corrections of days before the split still go to the old community.
 */
import type { AreaId, Id, Residence } from '../kernel/file.ts';
import { maxDate, type PlainDate } from '../kernel/plain-date.ts';
import { type AreaTree, areaAt } from './area-tree.ts';

export type ResidenceSplit = { fromAreaId: AreaId; intoAreaId: AreaId; on: PlainDate };

/** One residence that goes over: ended on `from` where it began earlier, replaced whole where it began on that day or later. */
export type ResidenceCut = { residence: Residence; replaced: boolean; next: Residence };

/**
 * What a split does to the residences of one person. A residence counts where its area counts by then: that of a community absorbed
 * before the split is cut like one of the absorbing community.
 * @returns the residences afterwards and the cuts; no cut when the person did not live in the community on the day or later
 */
export function splitResidences(
  tree: AreaTree,
  residences: readonly Residence[],
  split: ResidenceSplit,
  newId: () => Id,
): { residences: Residence[]; cuts: ResidenceCut[] } {
  const cuts: ResidenceCut[] = [];
  const after = residences.flatMap((residence): Residence[] => {
    const from = maxDate(residence.from, split.on);
    const over = residence.to !== null && residence.to <= from;
    if (over || areaAt(tree, residence.areaId, from) !== split.fromAreaId) return [residence];
    const next: Residence = { residenceId: newId(), areaId: split.intoAreaId, from, to: residence.to };
    const replaced = residence.from >= split.on;
    cuts.push({ residence, replaced, next });
    return replaced ? [next] : [{ ...residence, to: from }, next];
  });
  return { residences: after, cuts };
}
