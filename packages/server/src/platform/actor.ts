import { type Permission, type Role, roleHas } from '@renshe/domain/access/permissions.ts';

export interface ActorPost {
  postId: string;
  role: Role;
  officeId: string;
  officeName: string;
  areaId: number;
  fromOn: string;
  toOn: string | null;
}

/** Whoever acts: an account with the posts that hold today, or the local operator of the CLI (named, audited, explicit). */
export interface Actor {
  kind: 'account' | 'operator';
  accountId: string | null;
  login: string;
  name: string;
  posts: readonly ActorPost[];
}

export function actorMay(actor: Actor, permission: Permission): boolean {
  return actor.posts.some((post) => roleHas(post.role, permission));
}

/** The office written into audit events: the post that grants the permission, else the first. */
export function officeFor(actor: Actor, permission: Permission | null): string | null {
  const post = actor.posts.find((p) => permission !== null && roleHas(p.role, permission)) ?? actor.posts[0];
  return post && actor.kind === 'account' ? post.officeId : null;
}
