/** Help of the pages before the sign-in. */
import { type PageHelp, task } from '../page-help.ts';

export const everybodyHelp = {
  '/sign-in': {
    zh: {
      what: '登录。登录名和密码由单位给。',
      tasks: [
        task('登录', '输登录名和密码。', '有第二因子的，再输手机上的 6 位数。'),
        task('第一次登录', '换成自己的密码，至少 12 个字符。', '按提示设置第二因子。'),
        task('用统一身份认证', '点密码下面的按钮。', '在那边登录，会自己回来。'),
      ],
      troubles: [
        ['密码不对', '看大写锁定开了没有。连错 5 次要等 15 分钟。'],
        ['忘了密码', '请安全管理员重置。'],
        ['自己退出来了', '半小时没用会退出。没交的内容还在。'],
      ],
    },
    en: {
      what: 'Signs you in. Your office gives you login and password.',
      tasks: [
        task('Sign in', 'Type login and password.', 'With a second factor, the six digits from your phone.'),
        task(
          'The first time',
          'Choose your own password of at least 12 characters.',
          'Set up the second factor as the page says.',
        ),
        task(
          'By the identity provider',
          'Press the button below the password.',
          'Sign in there; you come back by yourself.',
        ),
      ],
      troubles: [
        ['The password is refused', 'Is the capital lock on? After five wrong tries you wait 15 minutes.'],
        ['It is forgotten', 'The security administrator sets a new one.'],
        ['You were signed out', 'After half an hour without use. What you typed is still there.'],
      ],
    },
    words: ['secondFactor', 'post'],
  },
  '/sign-in/provider': {
    zh: {
      what: '从统一身份认证回来的一页，会自己继续。',
      tasks: [
        task('等一下', '一两秒后自己登录。'),
        task('回到登录页', '点“去登录”。'),
        task('用密码登录', '回到登录页，输登录名和密码。'),
      ],
      troubles: [
        ['说还没有绑定', '把页面上的编号告诉安全管理员。'],
        ['说已过期', '回到登录页，再点一次。'],
      ],
    },
    en: {
      what: 'You come back here from the identity provider. It goes on by itself.',
      tasks: [
        task('Wait', 'A second or two.'),
        task('Go back', 'Use the link to the sign-in.'),
        task('Use the password', 'Go back and type login and password.'),
      ],
      troubles: [
        ['You are not bound yet', 'Tell the security administrator the number on the page.'],
        ['It took too long', 'Go back and press the button again.'],
      ],
    },
    words: ['secondFactor'],
  },
  '/setup': {
    zh: {
      what: '第一次启用时建立三位管理员。只做一次。',
      tasks: [
        task('找到启用码', '看启动程序的窗口。'),
        task('填三位管理员', '每人一个登录名和密码。', '三个人不能是同一个人。'),
        task('之后', '用安全管理员登录。', '给大家建账户。'),
      ],
      troubles: [
        ['启用码不对', '照窗口再输一遍。'],
        ['说已经启用', '直接登录。'],
      ],
    },
    en: {
      what: 'Makes the three administrators of a new system. Once only.',
      tasks: [
        task('Find the code', 'It stands in the window that started the program.'),
        task('Fill in three people', 'Each with a login and a password.', 'They must be three.'),
        task('Then', 'Sign in as security administrator.', 'Make the accounts of the others.'),
      ],
      troubles: [
        ['The code is refused', 'Type it again from the window.'],
        ['It is set up already', 'Sign in.'],
      ],
    },
    words: ['threeAdministrators'],
  },
  '/help': {
    zh: {
      what: '没有工作、想找工作或有困难，在这里留话。社区会联系您。',
      tasks: [
        task('提交求助', '填称呼和电话。', '选您住的社区。', '选要帮什么，提交。'),
        task('记下编号', '提交后会有编号和日期。', '抄下来。'),
        task('再提一件', '点“再提交一件”。'),
      ],
      troubles: [
        ['到日子没人联系', '打社区电话，报编号。'],
        ['填错了电话', '再提交一次，说明一下。'],
        ['怕泄露', '电话加密保存。请不要填身份证号。'],
      ],
    },
    en: {
      what: 'Without work, looking for work, or in need? Leave a word. Your community calls you.',
      tasks: [
        task('Ask for help', 'Your name and phone.', 'The community where you live.', 'What you need; then send it.'),
        task('Keep the number', 'You get a number and a date.', 'Write them down.'),
        task('Ask for something else', 'Press the button to send another.'),
      ],
      troubles: [
        ['Nobody called', 'Call the community and give the number.'],
        ['The phone number was wrong', 'Send it again and say so.'],
        ['Is it safe?', 'The phone number is encrypted. Do not write your identity number.'],
      ],
    },
    words: ['workday'],
  },
  '/verify': {
    zh: {
      what: '核对一本就业创业证是不是真的。谁都可以用。',
      tasks: [
        task('输核验码', '在证上找 16 位核验码。', '输进去，点“核验”。'),
        task('扫二维码', '用手机扫证上的码。'),
        task('核对', '看姓名和编号尾数一不一样。'),
      ],
      troubles: [
        ['没有这个码', '再对一遍。还是没有，证可能是假的。'],
        ['说已补发', '这一本旧了，请看新证。'],
        ['说已作废', '这本证不能用了。'],
      ],
    },
    en: {
      what: 'Checks whether a certificate is genuine. For everybody.',
      tasks: [
        task('Type the code', 'Find the 16 signs on the paper.', 'Type them and check.'),
        task('Or scan it', 'Point a phone at the square.'),
        task('Compare', 'Do name and last digits agree?'),
      ],
      troubles: [
        ['The code is unknown', 'Look again. If it stays, the paper may be false.'],
        ['It was re-issued', 'This copy is old; ask for the new one.'],
        ['It is void', 'The paper is no longer valid.'],
      ],
    },
    words: ['certificate'],
  },
} as const satisfies Record<string, PageHelp>;
