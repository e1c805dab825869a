import { type AreaNode, areaContracts } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { mostRecentAreas } from '@renshe/domain/preference/preference.ts';
import { useMemo } from 'react';
import { useMe } from '../app/session.ts';
import { keepPreference, preferenceOf } from '../preference/preference-store.ts';
import { useRead } from './use-api.ts';

export interface AreaChoice {
  code: string;
  /** The name people use: 贺家弄社区. */
  name: string;
  /** Names from below the city down to the area's parent: 京口区 · 正东路街道. */
  pathName: string;
  kind: AreaNode['kind'];
  parentCode: string | null;
}

/** The areas that the actor may see (or all of the city), by code, in code order; empty while loading. */
export function useAreas(whole = false): { areas: readonly AreaChoice[]; byCode: ReadonlyMap<string, AreaChoice> } {
  const tree = useRead(
    areaContracts.tree,
    { query: whole ? { whole: 'yes' as const } : {} },
    { freshFor: 60 * 60_000 },
  );
  return useMemo(() => {
    const nodes = new Map((tree.data?.areas ?? []).map((node) => [node.code, node]));
    const areas = [...nodes.values()]
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .map((node) => ({
        code: node.code,
        name: shortAreaName(node.name),
        pathName: pathOf(node, nodes),
        kind: node.kind,
        parentCode: node.parentCode,
      }));
    return { areas, byCode: new Map(areas.map((area) => [area.code, area])) };
  }, [tree.data]);
}

function pathOf(node: AreaNode, nodes: ReadonlyMap<string, AreaNode>): string {
  const names: string[] = [];
  let parent = node.parentCode === null ? undefined : nodes.get(node.parentCode);
  while (parent && parent.kind !== 'city' && parent.kind !== 'province') {
    names.unshift(shortAreaName(parent.name));
    parent = parent.parentCode === null ? undefined : nodes.get(parent.parentCode);
  }
  return names.join(' · ');
}

/** The areas within the actor's posts: what the area switch and pickers offer (the tree also holds their ancestors), or all of the city. */
export function useOwnAreas(whole = false): readonly AreaChoice[] {
  const { areas, byCode } = useAreas(whole);
  const { areas: roots } = useMe();
  return useMemo(
    () => (whole ? areas : areas.filter((area) => roots.some((root) => isBelow(area.code, root.code, byCode)))),
    [areas, byCode, roots, whole],
  );
}

/** Whether `code` is `within` or below it, by the codes of today's tree. */
export function isBelow(code: string, within: string, byCode: ReadonlyMap<string, AreaChoice>): boolean {
  let at: string | null = code;
  while (at !== null) {
    if (at === within) return true;
    at = byCode.get(at)?.parentCode ?? null;
  }
  return false;
}

export function recentAreaCodes(): readonly string[] {
  return preferenceOf('recent-areas') ?? [];
}

export function rememberArea(code: string): void {
  const rest = recentAreaCodes().filter((one) => one !== code);
  keepPreference('recent-areas', [code, ...rest].slice(0, mostRecentAreas));
}

/** Full pinyin and initials of names, loaded when somebody first types letters. */
export async function spellAreas(areas: readonly AreaChoice[]): Promise<ReadonlyMap<string, string>> {
  const { pinyin } = await import('pinyin-pro');
  return new Map(
    areas.map(({ code, name }) => {
      const syllables = pinyin(name, { toneType: 'none', type: 'array' });
      return [code, `${syllables.join('')} ${syllables.map((one) => one[0]).join('')}`.toLowerCase()];
    }),
  );
}
