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
    code: 'sign_in.password_kinds',
    zh: '登录：密码至少几类字符(1为不要求，20个字符以上不查)',
    en: 'Sign-in: kinds of characters that a password needs (1 none in particular; from 20 characters on not asked)',
    value: 'number',
    unit: '类',
  },
  {
    code: 'sign_in.first_password_days',
    zh: '登录：管理员设的密码多少天内须使用',
    en: 'Sign-in: days within which a password set by the administrator must be used',
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
  {
    code: 'sign_in.factor_roles',
    zh: '登录：必须有第二因子的岗位(代码，逗号分隔)',
    en: 'Sign-in: roles that need a second factor (keys, separated by commas)',
    value: 'text',
    unit: '',
    form: 'roles',
  },
  {
    code: 'sign_in.step_up_minutes',
    zh: '登录：高风险操作前多久之内须验证过本人',
    en: 'Sign-in: minutes for which a proof of identity holds before an act of high risk',
    value: 'number',
    unit: '分钟',
  },
  {
    code: 'sign_in.export_people',
    zh: '登录：导出名单超过多少人须再次验证本人',
    en: 'Sign-in: people in an export from which a fresh proof of identity is asked',
    value: 'number',
    unit: '人',
  },
  {
    code: 'sign_in.reveals_hour',
    zh: '登录：一小时内查看完整号码超过多少次须再次验证本人',
    en: 'Sign-in: full numbers shown within an hour after which a fresh proof of identity is asked',
    value: 'number',
    unit: '次',
  },
  {
    code: 'sign_in.consent_days',
    zh: '登录：授权申请多少天内须由第二人同意，过期作废',
    en: 'Sign-in: days within which a second person must consent to a grant request; then it lapses',
    value: 'number',
    unit: '日',
  },
] as const satisfies CodeSet<ParameterKeyRow>;
