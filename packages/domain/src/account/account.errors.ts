import type { ErrorSentences } from '../kernel/app-error.ts';

export const accountErrors = {
  'account.wrong-credentials': {
    zh: '用户名或密码不对。在同一处连续输错 5 次，此处将停用该用户名 15 分钟。',
    en: 'User name or password is wrong. After five wrong tries from one place, the name rests there for 15 minutes.',
  },
  'account.first-password-expired': {
    zh: '管理员设的密码已过期。请联系安全管理员重新设置，收到后尽快登录并改成自己的密码。',
    en: 'The password that the administrator set has run out. Ask for a new one, sign in soon and choose your own.',
  },
  'account.wrong-city-name': {
    zh: '城市名称不对。为免误操作，请照写“{city}”。',
    en: 'That is not the name of the city. So that nobody does this by mistake, write “{city}”.',
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
  'account.wrong-proof': {
    zh: '验证没有通过。动态码每个只能用一次，请等下一个再试。',
    en: 'That did not prove it. A code is good once: wait for the next one.',
  },
  'account.step-up-needed': {
    zh: '这一步风险较高，请先再验证一次是您本人。',
    en: 'This step carries a high risk: first prove once more that it is you.',
  },
  'factor.ticket-expired': { zh: '等得太久了，请重新开始绑定。', en: 'That took too long; start again.' },
  'factor.taken': { zh: '这把安全密钥已经绑定过。', en: 'This security key is bound already.' },
  'factor.last-one': {
    zh: '您的岗位必须有第二因子，不能解除最后一个。请先绑定另一个。',
    en: 'Your post needs a second factor: add another one before removing the last.',
  },
  'account.no-provider': {
    zh: '本系统没有接入统一身份认证。',
    en: 'No identity provider is set up here.',
  },
  'account.provider-unreachable': {
    zh: '统一身份认证暂时连不上。请稍后再试，或用密码登录。',
    en: 'The identity provider cannot be reached. Try again later, or sign in with the password.',
  },
  'account.provider-refused': {
    zh: '统一身份认证没有完成，请重新登录。',
    en: 'Signing in by the identity provider was not completed; please start again.',
  },
  'account.provider-unknown': {
    zh: '您的统一身份认证账号（{subject}）还没有绑定本系统的账户，请联系安全管理员。',
    en: 'Your account at the identity provider ({subject}) is not bound to an account here; ask the security administrator.',
  },
  'account.identity-taken': {
    zh: '这个统一身份认证编号已经绑定了另一个账户。',
    en: 'This subject is bound to another account already.',
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
  'account.consent-needed': {
    zh: '这涉及高权限岗位，须有第二人同意：请写明理由提出授权申请，同意后才生效。',
    en: 'This is about a post with high rights and needs the consent of a second person: ask for it with a reason; it takes effect when it is given.',
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
