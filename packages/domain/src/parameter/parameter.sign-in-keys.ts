import type { CodeSet } from '../code/code-set.ts';
import type { ParameterKeyRow } from './parameter.keys.ts';

/** Parameters of signing in (security handbook §4g). They hold for the whole city: an account has no area of its own. */
export const signInParameterKeys = [
  {
    code: 'sign_in.password_length',
    zh: '登录：密码最少字符数',
    en: 'Sign-in: fewest characters of a password',
    value: 'number',
    unit: '位',
  },
  {
    code: 'sign_in.password_days',
    zh: '登录：密码使用多少天后须更换(0为不强制)',
    en: 'Sign-in: days after which a password must be changed (0 never)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'sign_in.idle_minutes',
    zh: '登录：不操作多久后退出',
    en: 'Sign-in: minutes without use after which a session ends',
    value: 'number',
    unit: '分钟',
  },
  {
    code: 'sign_in.session_hours',
    zh: '登录：一次登录最长多久',
    en: 'Sign-in: hours after which a session ends in any case',
    value: 'number',
    unit: '小时',
  },
] as const satisfies CodeSet<ParameterKeyRow>;
