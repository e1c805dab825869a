/** Help of the three administrators. */
import { type PageHelp, task } from '../page-help.ts';

export const adminHelp = {
  '/admin/areas': {
    zh: {
      what: '登记区域的变更：改名、改码、新设、合并、隶属。',
      tasks: [
        task('改名或改码', '在左边选区域。', '点“变更”，选更名或改码。', '填生效日期、文号、原因。'),
        task('合并', '选“并入其他社区”。', '先看会怎样，再登记。'),
        task('新设', '选上级，在“变更”里选新设。', '填名称和 12 位代码。'),
      ],
      troubles: [
        ['合并错了', '社区合并不能撤回。街道撤并在报表锁定前可以撤销。'],
        ['代码说已使用', '看看是哪个区域在用。'],
        ['居民还没转过去', '后台在转，到“任务”里看。'],
      ],
    },
    en: {
      what: 'Records changes of areas: name, code, new ones, mergers, parents.',
      tasks: [
        task(
          'Change a name or code',
          'Choose the area on the left.',
          'Choose the change.',
          'First day, document, reason.',
        ),
        task('Merge', 'Choose the merger.', 'See what it would do, then record it.'),
        task('Make a new one', 'Choose its parent.', 'Name and code of 12 digits.'),
      ],
      troubles: [
        [
          'A merger was wrong',
          'That of communities stands. That of streets can be undone before the report is closed.',
        ],
        ['The code is used', 'See which area has it.'],
        ['Residents have not moved yet', 'It runs in the background: see Tasks.'],
      ],
    },
    words: ['areaOffice', 'succession', 'closing'],
  },
  '/admin/offices': {
    zh: {
      what: '机构的设立和关闭。',
      tasks: [
        task('设立机构', '点“设立机构”。', '选类别和区域，填名称。'),
        task('改资料', '在那一行点“修改”。'),
        task('关闭', '先请安全管理员结束岗位。', '再点“关闭机构”。'),
      ],
      troubles: [
        ['不能关闭', '还有人任职。'],
        ['社区没有机构', '设立一个，才能派人。'],
        ['名称写错', '点“修改”。'],
      ],
    },
    en: {
      what: 'Opens and closes offices.',
      tasks: [
        task('Open an office', 'Press the button at the top.', 'Kind, area, name.'),
        task('Change it', 'Use the button in its row.'),
        task('Close it', 'The security administrator ends its posts first.', 'Then close it.'),
      ],
      troubles: [
        ['It cannot be closed', 'Somebody still has a post there.'],
        ['A community has no office', 'Open one; then people can be posted.'],
        ['The name is wrong', 'Change it.'],
      ],
    },
    words: ['areaOffice', 'post'],
  },
  '/admin/accounts': {
    zh: {
      what: '谁能登录、能做什么。',
      tasks: [
        task('新建账户', '点“新建账户”。', '填姓名、登录名、机构和岗位。', '初始密码当面告诉本人。'),
        task('人调走了', '打开账户，结束岗位。', '不再来的，停用账户。'),
        task('忘了密码', '打开账户，点重置密码。', '被锁的点解除锁定。'),
      ],
      troubles: [
        ['不能授予岗位', '三位管理员互不兼任，也不能兼业务。'],
        ['手机丢了', '解除那个第二因子。'],
        ['怀疑凭证外泄', '“更多”里让所有人退出登录。'],
      ],
    },
    en: {
      what: 'Who may sign in and do what.',
      tasks: [
        task(
          'Make an account',
          'Press the button at the top.',
          'Name, login, office and role.',
          'Tell the first password in person.',
        ),
        task('Somebody leaves', 'Open the account and end the post.', 'Suspend it if she does not come back.'),
        task('A password is forgotten', 'Open the account and set a new one.', 'If it is locked, unlock it.'),
      ],
      troubles: [
        ['A role cannot be given', 'The three administrators exclude each other and all other work.'],
        ['A phone is lost', 'Remove that second factor.'],
        ['Something leaked', 'In the menu: sign everybody out.'],
      ],
    },
    words: ['post', 'threeAdministrators', 'secondFactor'],
  },
  '/admin/grants': {
    zh: {
      what: '权力大的授权，要第二个人同意才生效。在这里看和答复。',
      tasks: [
        task('答复申请', '看申请人、给谁、为什么。', '先与本人或其单位核实。', '点同意或不同意。'),
        task('看自己的申请', '看状态和期限。', '不需要了就撤回。'),
        task('查以前的', '换一个状态看。'),
      ],
      troubles: [
        ['不能同意', '自己提的、给自己的，都要别人同意。'],
        ['过期了', '请重新申请。'],
        ['没有别的管理员', '按页面写的，请能登录服务器的人办。'],
      ],
    },
    en: {
      what: 'Grants of great power need a second person. See and answer them here.',
      tasks: [
        task('Answer', 'Who asks, for whom, and why.', 'Check with the person or the office.', 'Agree or refuse.'),
        task('Follow your own', 'See its state and its last day.', 'Withdraw it when it is not needed.'),
        task('See earlier ones', 'Choose another state.'),
      ],
      troubles: [
        ['You cannot agree', 'Not to your own request, and not to one for yourself.'],
        ['It has lapsed', 'Ask again.'],
        ['There is no other administrator', 'Do as the page says, with whoever may sign in to the server.'],
      ],
    },
    words: ['post', 'threeAdministrators'],
  },
  '/admin/parameters': {
    zh: {
      what: '政策规定的年龄、期限、次数。',
      tasks: [
        task('看现行值', '输名称找。', '看值、日期和依据。'),
        task('设新值', '点“设定新值”。', '填值、从哪天起、依据文件。'),
        task('填错了', '点“作废”，写原因。', '前一个值继续有效。'),
      ],
      troubles: [
        ['以前的报表变了吗', '不变。新值只对起始日期以后有效。'],
        ['在重新推算', '后台在做，可以离开。'],
        ['不能改', '由系统管理员办理。'],
      ],
    },
    en: {
      what: 'Ages, time limits and counts set by policy.',
      tasks: [
        task('See the present value', 'Find it by name.', 'Value, first day, source.'),
        task('Set a new one', 'Press “Set a new value”.', 'Value, first day, document.'),
        task('It was wrong', 'Void it with a reason.', 'The value before it goes on.'),
      ],
      troubles: [
        ['Do old reports change?', 'No. A value works from its first day on.'],
        ['People are being derived again', 'It runs in the background.'],
        ['You cannot change it', 'The system administrator does.'],
      ],
    },
    words: ['parameter', 'closing'],
  },
  '/admin/audit': {
    zh: {
      what: '谁在什么时候做了什么。',
      tasks: [
        task('查一件事', '选时间。', '选操作或账户。', '点一行看内容。'),
        task('查一个对象', '打开一条记录。', '点“只看这个对象”。'),
        task('核对审计链', '看下面的链头。', '和公布的比一比。'),
      ],
      troubles: [
        ['查不到', '放宽时间，清除条件。'],
        ['写着“待入链”', '最多五秒后就编进去。'],
        ['链头对不上', '马上报告，不要动机器。'],
      ],
    },
    en: {
      what: 'Who did what, and when.',
      tasks: [
        task('Look something up', 'Choose the time.', 'Choose an action or account.', 'Press a row for its content.'),
        task('Follow one record', 'Open an entry.', 'Show only this subject.'),
        task('Check the chain', 'Look at the heads below.', 'Compare them with the published ones.'),
      ],
      troubles: [
        ['Nothing is found', 'Widen the time and clear the conditions.'],
        ['It is not in the chain yet', 'Five seconds at most.'],
        ['A head differs', 'Report it at once and leave the machine alone.'],
      ],
    },
    words: ['auditChain', 'purpose'],
  },
} as const satisfies Record<string, PageHelp>;
