import type { z } from 'zod';
import type { Permission } from '../access/permissions.ts';
import type { Sentence } from './app-error.ts';

/** Who may call at all. `public` needs no session, `signed-in` any session, else a permission held by one of the actor's posts. */
export type RoutePermission = Permission | 'public' | 'signed-in';

/**
 * When a caller must have proved who she is within the last minutes (parameter sign_in.step_up_minutes): before every call, when a file names more
 * people than sign_in.export_people, when she has been shown more full numbers within an hour than sign_in.reveals_hour.
 */
export const stepUps = ['never', 'always', 'many-people', 'many-reveals'] as const;
export type StepUp = (typeof stepUps)[number];

/**
 * A route as data: the server implements it, the web calls it, the OpenAPI document and the access matrix are made from it.
 * - `scope`: which rows the handler may touch: `area` (the permission's area subtree), `own` (the actor's own things), `none` (no rows of people).
 * - `audit`: the action name written in the same transaction; required for everything but plain reads.
 * - `effect`: `read` changes nothing (it may still be audited: reveals, exports, prints), `change` runs once per idempotency key.
 */
export interface RouteContract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: `/api/${string}`;
  summary: Sentence;
  permission: RoutePermission;
  scope: 'area' | 'own' | 'none';
  audit: string | null;
  effect: 'read' | 'change';
  params: P;
  query: Q;
  body: B;
  output: O;
  /** High risk (security handbook §4g). */
  stepUp: StepUp;
  /** What the answer is; files carry a content type instead of JSON; a picture that of its format. */
  produces: 'json' | 'pdf' | 'xlsx' | 'zip' | 'picture';
  /** `upload` is one multipart file field named `file` beside the body's fields (which are then strings). */
  consumes: 'json' | 'upload' | 'nothing';
}
