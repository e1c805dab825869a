import type { Role } from '@renshe/domain/access/permissions.ts';

/** Who tries the doors: every role, colleagues beside, above and below, of another district, with two posts, suspended. */
export interface Persona {
  key: string;
  posts: readonly { role: Role; area: string }[];
  suspended?: boolean;
  /** The post has ended; the account is still there. */
  left?: boolean;
}

const at = <K extends string>(key: K, role: Role, area: string) => ({ key, posts: [{ role, area }] });

export const provePersonas = [
  at('worker', 'community-worker', '321102001001'),
  at('worker-beside', 'community-worker', '321102001002'),
  at('worker-same-district', 'community-worker', '321102002001'),
  at('worker-other-district', 'community-worker', '321111001001'),
  at('clerk', 'street-clerk', '321102001000'),
  at('clerk-other-district', 'street-clerk', '321111001000'),
  at('district', 'district-officer', '321102000000'),
  at('district-other', 'district-officer', '321111000000'),
  at('city', 'city-officer', '321100000000'),
  at('system', 'system-administrator', '321100000000'),
  at('security', 'security-administrator', '321100000000'),
  at('auditor', 'audit-administrator', '321100000000'),
  {
    key: 'two-posts',
    posts: [
      { role: 'community-worker', area: '321102001003' },
      { role: 'community-worker', area: '321111002002' },
    ],
  },
  {
    key: 'two-roles',
    posts: [
      { role: 'community-worker', area: '321102002003' },
      { role: 'street-clerk', area: '321111002000' },
    ],
  },
  { ...at('suspended', 'community-worker', '321102001001'), suspended: true },
  { ...at('left', 'community-worker', '321102001001'), left: true },
] as const satisfies readonly Persona[];

export type PersonaKey = (typeof provePersonas)[number]['key'];

/** The part of a code that all areas below share: 3211, 321102, 321102001, 321102001001. Written down apart from the area tree. */
export function stemOf(code: string): string {
  if (code.endsWith('00000000')) return code.slice(0, 4);
  if (code.endsWith('000000')) return code.slice(0, 6);
  return code.endsWith('000') ? code.slice(0, 9) : code;
}

/** Whether an area is one of the posts' own or lies below one. */
export function isUnder(roots: readonly string[], code: string): boolean {
  return roots.some((root) => code.startsWith(stemOf(root)));
}

export type Relation = 'own' | 'child' | 'sibling' | 'parent' | 'other-district';

/** What an area is to somebody whose posts are at `roots`. */
export function relationOf(roots: readonly string[], code: string): Relation {
  if (roots.includes(code)) return 'own';
  if (isUnder(roots, code)) return 'child';
  if (roots.some((root) => isUnder([code], root))) return 'parent';
  return roots.some((root) => root.slice(0, 6) === code.slice(0, 6)) ? 'sibling' : 'other-district';
}
