import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';

/** What the city asks of those who sign in. The parameters of the city hold for every account, wherever its posts are. */
export interface SignInPolicy {
  passwordLength: number;
  /** 0: a password need not be changed. */
  passwordDays: number;
  idleMinutes: number;
  sessionHours: number;
}

export function signInPolicy(reference: Reference, on: PlainDate): SignInPolicy {
  const city = [...reference.tree.areas.values()].find((area) => area.kind === 'city');
  if (!city) throw new Error('the tree has no city');
  const number = (key: ParameterKey) => parameterNumber(reference, key, city.areaId, on);
  return {
    passwordLength: number('sign_in.password_length'),
    passwordDays: number('sign_in.password_days'),
    idleMinutes: number('sign_in.idle_minutes'),
    sessionHours: number('sign_in.session_hours'),
  };
}
