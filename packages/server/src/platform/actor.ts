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

/** The post that an act is done at: the one that grants the permission, else the first; none of the local operator. */
export function postFor(actor: Actor, permission: Permission | null): ActorPost | undefined {
  if (actor.kind !== 'account') return undefined;
  return actor.posts.find((p) => permission !== null && roleHas(p.role, permission)) ?? actor.posts[0];
}

/** The office written into records and audit events. */
export function officeFor(actor: Actor, permission: Permission | null): string | null {
  return postFor(actor, permission)?.officeId ?? null;
}
