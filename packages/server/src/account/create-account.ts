import { type Role, roleNames, roleOfficeKinds, rolesExcludeEachOther } from '@renshe/domain/access/permissions.ts';
import { passwordProblems, passwordProblemText } from '@renshe/domain/account/password.rules.ts';
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { databaseErrorOf, type Reader, type Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { hashPassword } from '../platform/password.ts';
import { namePinyin } from '../platform/pinyin.ts';
import type { Context } from '../platform/route.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { isStolenPassword } from './stolen-passwords.ts';

/** Refuses a password that does not keep the rules of the city, all reasons at once; the pinyin of the name is the name. */
export async function hashGoodPassword(
  password: string,
  owner: { login: string; name: string },
  c: Pick<Context<RouteContract>, 'reference' | 'today' | 'language'>,
): Promise<string> {
  const { language } = c;
  const { passwordLength: least, passwordKinds: kinds } = signInPolicy(c.reference, c.today);
  const problems = passwordProblems(password, { ...owner, nameSpellings: [namePinyin(owner.name).full] }, least, kinds);
  if (isStolenPassword(password)) problems.push('password-stolen');
  if (problems.length > 0) {
    const separator = language === 'zh' ? '；' : '; ';
    throw new AppError('account.weak-password', 'invalid', {
      problems: problems.map((problem) => passwordProblemText(problem, language, least, kinds)).join(separator),
      codes: problems,
    });
  }
  return hashPassword(password);
}

/** When a password ends that the administrator sets now, unless its owner has made one of her own. */
export function firstPasswordEnd(c: Pick<Context<RouteContract>, 'reference' | 'today' | 'at'>): Date {
  return new Date(c.at.getTime() + signInPolicy(c.reference, c.today).firstPasswordDays * 86_400_000);
}

export interface NewAccount {
  login: string;
  name: string;
  passwordHash: string;
  mustChangePassword: boolean;
  /** Until when a password that somebody else set can be used for signing in. */
  firstPasswordUntil?: Date;
  demo?: boolean;
  by: string | null;
  at: Date;
}

export async function insertAccount(w: Writer, account: NewAccount): Promise<string> {
  const accountId = newId(account.at.getTime());
  try {
    await w
      .insertInto('account')
      .values({
        account_id: accountId,
        login: account.login,
        name: account.name,
        password_hash: account.passwordHash,
        must_change_password: account.mustChangePassword,
        demo: account.demo ?? false,
        password_set_at: account.at,
        first_password_until: account.firstPasswordUntil ?? null,
        created_at: account.at,
        created_by: account.by,
      })
      .execute();
  } catch (error) {
    if (databaseErrorOf(error)?.constraint === 'account_login_unique')
      throw new AppError('account.login-taken', 'conflict');
    throw error;
  }
  return accountId;
}

export interface WantedPost {
  /** Null: of an account that is yet to be made. */
  accountId: string | null;
  officeId: string;
  role: Role;
  fromOn: PlainDate;
}

/** The area of the post, or why it cannot be held there: kind of office, exclusion of administrators (三员分立). */
export async function judgePost(r: Reader, post: WantedPost, language: Language): Promise<{ areaId: number }> {
  const office = await r
    .selectFrom('office')
    .select(['kind', 'area_id'])
    .where('office_id', '=', post.officeId)
    .executeTakeFirst();
  if (!office) throw new AppError('request.not-found', 'notFound');
  if (!(roleOfficeKinds[post.role] as readonly string[]).includes(office.kind))
    throw new AppError('account.role-wrong-office', 'invalid', { role: roleNames[post.role][language] });
  if (post.accountId === null) return { areaId: office.area_id };
  const held = await r
    .selectFrom('post')
    .select('role')
    .where('account_id', '=', post.accountId)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', post.fromOn)]))
    .execute();
  const clash = held.find((row) => rolesExcludeEachOther(row.role as Role, post.role));
  if (clash)
    throw new AppError('account.roles-exclude', 'conflict', {
      a: roleNames[clash.role as Role][language],
      b: roleNames[post.role][language],
    });
  return { areaId: office.area_id };
}

/** Grants a role at an office, or says why not. */
export async function grantPost(
  w: Writer,
  post: WantedPost & { accountId: string; by: string | null; at: Date },
  language: Language,
): Promise<{ postId: string; areaId: number }> {
  // The account row is the lock: two grants at once could each pass the exclusion alone.
  await w.selectFrom('account').select('account_id').where('account_id', '=', post.accountId).forUpdate().execute();
  const { areaId } = await judgePost(w, post, language);
  const postId = newId(post.at.getTime());
  try {
    await w
      .insertInto('post')
      .values({
        post_id: postId,
        account_id: post.accountId,
        office_id: post.officeId,
        role: post.role,
        from_on: post.fromOn,
        created_at: post.at,
        created_by: post.by,
      })
      .execute();
  } catch (error) {
    if (databaseErrorOf(error)?.constraint === 'post_unique') throw new AppError('account.post-exists', 'conflict');
    throw error;
  }
  return { postId, areaId };
}

export async function accountsExist(r: Reader): Promise<boolean> {
  return (await r.selectFrom('account').select('account_id').limit(1).executeTakeFirst()) !== undefined;
}
