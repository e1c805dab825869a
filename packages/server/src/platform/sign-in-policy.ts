import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type ParameterKey, parseRoles } from '@renshe/domain/parameter/parameter.keys.ts';
import { parameterAt, parameterNumber } from './parameter-value.ts';
import type { Reference } from './reference.ts';

/** What the city asks of those who sign in. The parameters of the city hold for every account, wherever its posts are. */
export interface SignInPolicy {
  passwordLength: number;
  /** 1: of whatever signs. */
  passwordKinds: number;
  /** Within so many days a password that the administrator set must be used. */
  firstPasswordDays: number;
  /** 0: a password need not be changed. */
  passwordDays: number;
  idleMinutes: number;
  sessionHours: number;
  /** Roles that need a second factor. */
  factorRoles: readonly Role[];
  /** For so long a proof of identity holds before an act of high risk. */
  stepUpMinutes: number;
  /** An export of more people, and more numbers shown within an hour, are acts of high risk. */
  exportPeople: number;
  revealsHour: number;
  /** Within so many days a second person must consent to a grant request. */
  consentDays: number;
}

export function signInPolicy(reference: Reference, on: PlainDate): SignInPolicy {
  const city = [...reference.tree.areas.values()].find((area) => area.kind === 'city');
  if (!city) throw new Error('the tree has no city');
  const number = (key: ParameterKey) => parameterNumber(reference, key, city.areaId, on);
  const roleList = String(parameterAt(reference, 'sign_in.factor_roles', city.areaId, on).value);
  return {
    passwordLength: number('sign_in.password_length'),
    passwordKinds: number('sign_in.password_kinds'),
    firstPasswordDays: Math.max(1, number('sign_in.first_password_days')),
    passwordDays: number('sign_in.password_days'),
    idleMinutes: number('sign_in.idle_minutes'),
    sessionHours: number('sign_in.session_hours'),
    // A list that cannot be read asks everybody rather than nobody.
    factorRoles: parseRoles(roleList) ?? roles,
    stepUpMinutes: number('sign_in.step_up_minutes'),
    exportPeople: number('sign_in.export_people'),
    revealsHour: number('sign_in.reveals_hour'),
    consentDays: Math.max(1, number('sign_in.consent_days')),
  };
}
