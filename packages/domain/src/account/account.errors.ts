import type { ErrorSentences } from '../kernel/app-error.ts';

export const accountErrors = {
  'account.wrong-credentials': {
    zh: '用户名或密码不对。在同一处连续输错 5 次，此处将停用该用户名 15 分钟。',
    en: 'User name or password is wrong. After five wrong tries from one place, the name rests there for 15 minutes.',
  },
  'account.too-many-tries': {
    zh: '尝试次数过多，请 {minutes} 分钟后再试，或请安全管理员解除锁定。',
    en: 'Too many tries. Wait {minutes} minutes, or ask the security administrator to unlock the account.',
  },
  'account.weak-password': { zh: '密码不合要求：{problems}', en: 'The password is not good enough: {problems}' },
  'account.wrong-old-password': { zh: '原密码不对。', en: 'The old password is wrong.' },
  'account.same-password': { zh: '新密码不能与原密码相同。', en: 'The new password must differ from the old one.' },
  'account.second-factor-owed': {
    zh: '还差第二步验证，请先完成登录。',
    en: 'The second step of signing in is still open; finish it first.',
  },
  'account.login-taken': { zh: '用户名已被使用，请换一个。', en: 'This user name is taken; choose another.' },
  'account.roles-exclude': {
    zh: '“{a}”与“{b}”不得由同一人兼任（三员分立）。',
    en: '“{a}” and “{b}” must not be held by one person (separation of administrators).',
  },
  'account.role-wrong-office': {
    zh: '“{role}”不能设在该类机构。',
    en: '“{role}” cannot be held at this kind of office.',
  },
  'account.own-rights': {
    zh: '不能修改自己的权限或停用自己。',
    en: 'You cannot change your own rights or suspend yourself.',
  },
  'account.post-exists': { zh: '此人在该机构已有这个岗位。', en: 'This person already holds that post there.' },
  'account.must-change-password': { zh: '首次登录请先修改密码。', en: 'Change your password first.' },
  'setup.already-done': { zh: '系统已启用，不能再次初始化。', en: 'This system is already set up.' },
  'setup.wrong-code': {
    zh: '启用码不对，请看启动窗口中打印的启用码。',
    en: 'The set-up code is wrong; it is printed where the server was started.',
  },
  'setup.same-login': { zh: '三位管理员须用不同的用户名。', en: 'The three administrators need different user names.' },
} as const satisfies ErrorSentences;
