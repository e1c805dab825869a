import type { AreaNode } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';

/** The tree of areas as screens need it: children, paths and search over the flat list of the contract. */
export interface AreaBranch {
  node: AreaNode;
  children: AreaBranch[];
}

export function buildBranches(areas: readonly AreaNode[]): AreaBranch[] {
  const byCode = new Map<string, AreaBranch>();
  for (const node of areas) byCode.set(node.code, { node, children: [] });
  const roots: AreaBranch[] = [];
  for (const branch of byCode.values()) {
    const parent = branch.node.parentCode === null ? undefined : byCode.get(branch.node.parentCode);
    (parent?.children ?? roots).push(branch);
  }
  for (const branch of byCode.values()) branch.children.sort((a, b) => (a.node.code < b.node.code ? -1 : 1));
  return roots.sort((a, b) => (a.node.code < b.node.code ? -1 : 1));
}

/** From the root down to the area itself; empty when the code is unknown. */
export function pathOf(areas: ReadonlyMap<string, AreaNode>, code: string): AreaNode[] {
  const path: AreaNode[] = [];
  for (let node = areas.get(code); node && !path.includes(node); node = areas.get(node.parentCode ?? '')) {
    path.unshift(node);
  }
  return path;
}

export function byCode(areas: readonly AreaNode[]): ReadonlyMap<string, AreaNode> {
  return new Map(areas.map((node) => [node.code, node]));
}

/** Areas whose name or code contains the text, with every ancestor, so that a hit is seen at its place. */
export function searchAreas(areas: readonly AreaNode[], text: string): { shown: Set<string>; hits: string[] } {
  const wanted = text.trim().toLowerCase();
  const all = byCode(areas);
  const shown = new Set<string>();
  const hits: string[] = [];
  if (wanted === '') return { shown, hits };
  for (const node of areas) {
    if (!node.name.toLowerCase().includes(wanted) && !node.code.startsWith(wanted)) continue;
    hits.push(node.code);
    for (const step of pathOf(all, node.code)) shown.add(step.code);
  }
  return { shown, hits };
}

/** Communities below an area, itself included when it is one. */
export function countCommunities(branch: AreaBranch): number {
  const own = branch.node.kind === 'community' ? 1 : 0;
  return branch.children.reduce((sum, child) => sum + countCommunities(child), own);
}

export function findBranch(branches: readonly AreaBranch[], code: string): AreaBranch | undefined {
  for (const branch of branches) {
    if (branch.node.code === code) return branch;
    const found = findBranch(branch.children, code);
    if (found) return found;
  }
  return undefined;
}

/** 镇江市 · 京口区 · 贺家弄社区: the path in short names, without the province. */
export function spokenAreaPath(path: readonly AreaNode[]): string {
  return path
    .filter((node) => node.kind !== 'province')
    .map((node) => shortAreaName(node.name))
    .join(' · ');
}

/** The next code below a parent that no child uses, as a proposal; undefined when the range is full. */
export function proposeCode(
  parentCode: string,
  kind: 'street' | 'community',
  used: ReadonlySet<string>,
): string | undefined {
  const head = kind === 'street' ? parentCode.slice(0, 6) : parentCode.slice(0, 9);
  const tail = kind === 'street' ? '000' : '';
  for (let number = 1; number < 600; number++) {
    const code = `${head}${String(number).padStart(3, '0')}${tail}`;
    if (!used.has(code)) return code;
  }
  return undefined;
}
