import { type Role, roleIsHigh, roleOfficeKinds, rolesExcludeEachOther } from '@renshe/domain/access/permissions.ts';
import type { Account } from '@renshe/domain/account/account.contract.ts';
import type { Office } from '@renshe/domain/area/area.contract.ts';

type Post = Account['posts'][number];

/** Posts that are held now or later; the others are history. `toOn` is exclusive. */
export function currentPosts(posts: readonly Post[], today: string): Post[] {
  return posts.filter((post) => post.toOn === null || post.toOn > today);
}

/** The held role that forbids another one 三员分立, if any. */
export function findExclusion(posts: readonly Post[], role: Role, today: string): Role | undefined {
  return currentPosts(posts, today).find((post) => rolesExcludeEachOther(post.role, role))?.role;
}

/** Holds high rights now or from a later day on. */
export function holdsHighPost(posts: readonly Post[], today: string): boolean {
  return currentPosts(posts, today).some((post) => roleIsHigh(post.role));
}

/** Offices at which a role may be held: of the right kind and open. */
export function officesFor(offices: readonly Office[], role: Role): Office[] {
  const kinds: readonly Office['kind'][] = roleOfficeKinds[role];
  return offices.filter((office) => office.closedOn === null && kinds.includes(office.kind));
}

const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';

/** A first password that can be read aloud: four groups of five signs without those that look alike. Cryptographic randomness. */
export function proposePassword(random: (size: number) => Uint32Array = randomNumbers): string {
  const numbers = random(20);
  const signs = [...numbers].map((number, index) => {
    const set = index % 5 === 4 ? digits : letters;
    return set[number % set.length];
  });
  return [0, 5, 10, 15].map((start) => signs.slice(start, start + 5).join('')).join('-');
}

function randomNumbers(size: number): Uint32Array {
  return crypto.getRandomValues(new Uint32Array(size));
}
