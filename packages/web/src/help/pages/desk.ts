/** Help of the pages that everybody has: work list, visits, search, tasks, own account. */
import { type PageHelp, task } from '../page-help.ts';

export const deskHelp = {
  '/': {
    zh: {
      what: '这里列出该办的事，最急的在最上面。从上往下办就行。',
      tasks: [
        task(
          '办一件待办',
          '看第一行：找谁、为什么、什么时候到期。',
          '点右边的按钮，表单会打开。',
          '填好保存。这一行自己消失，接着办下一行。',
        ),
        task('只看一种事', '点右上的“全部事项”。', '选一种，比如“每月联系”。', '看完再选回“全部事项”。'),
        task('看本辖区的数字', '看右边的几个数，灰字是上个月的。', '要看是哪些人，打开“统计报表”，点那个数字。'),
      ],
      troubles: [
        ['办完了，那一行还在', '看看结果选的是不是“联系上了”。没联系上的，记录会留下，待办也留着。'],
        ['找不到要办的人', '点左上换一个区域，或者用上面的搜索框。'],
        ['点错了、存错了', '十秒内点下面的“撤销”。过了十秒，到档案里用“变更”或“作废”。'],
        ['“提到我”是什么', '同事在档案的批注里 @ 了您。点名字打开，办好后点“办结”。'],
      ],
    },
    en: {
      what: 'This is what has to be done, the most urgent on top. Work from the top down.',
      tasks: [
        task(
          'Do the first thing',
          'Read the first row: who, why, by when.',
          'Press its button; the form opens.',
          'Fill it in and save. The row goes by itself.',
        ),
        task(
          'See one kind only',
          'Press “Everything” at the top right.',
          'Choose one, such as the monthly contact.',
          'Choose “Everything” again when you are done.',
        ),
        task(
          'See the numbers of your area',
          'Look at the figures on the right; last month is grey.',
          'To see who it is, open “Report forms” and press the number.',
        ),
      ],
      troubles: [
        ['It is done but the row is still there', 'Was she reached? A try is recorded, but the duty stays.'],
        ['Somebody is missing', 'Change the area at the top left, or use the search box.'],
        ['You saved the wrong thing', 'Press Undo within ten seconds. Later, correct or void it in the file.'],
        ['What “Mentions of me” is', 'A colleague named you in a remark. Open it, then press “Settle”.'],
      ],
    },
    words: ['duty', 'overdue', 'contact'],
  },
  '/visits': {
    zh: {
      what: '按风险排出要上门和要打电话的人。逾期的在前。',
      tasks: [
        task('上门走访', '从第一行开始，点“记录走访”。', '选一个结果，保存。', '没见到人，也要记一条。'),
        task('打电话', '换到“电话联系”。', '一行一个人，打完就记结果。', '点“保存”。'),
        task('没有网络也要去', '出门前点“带走”，写明用途。', '在手机上看名单、记走访。', '有网络后自动上报。'),
      ],
      troubles: [
        ['看不到完整电话', '点“查看”，写明用途。'],
        ['那个人已经工作了', '结果选已就业，然后办就业登记。'],
        ['记错了', '马上撤销，或到档案里作废那一条。'],
      ],
    },
    en: {
      what: 'Whom to visit and whom to call, in the order of risk. Overdue first.',
      tasks: [
        task(
          'Visit',
          'Begin with the first row and record the visit.',
          'Choose an outcome and save.',
          'Nobody there? Record that too.',
        ),
        task(
          'Call',
          'Switch to the calls.',
          'One row a person: write the outcome after each call.',
          'Save them together.',
        ),
        task(
          'Go where there is no network',
          'Take the list along before you leave, and say what for.',
          'See the list and record on the phone.',
          'It is sent when there is a network.',
        ),
      ],
      troubles: [
        ['The phone number is not complete', 'Press “Show” and say what it is for.'],
        ['The person works already', 'Choose that outcome, then register the employment.'],
        ['You recorded the wrong thing', 'Undo it at once, or void it in the file.'],
      ],
    },
    words: ['contact', 'overdue', 'masked'],
  },
  '/visits/results': {
    zh: {
      what: '把纸上记的走访结果一次录完。一人一行。',
      tasks: [
        task(
          '录一天的走访',
          '在“空着的日期按”里写走访那天。',
          '在结果一格打代码、汉字或拼音首字母。',
          '按回车到下一人，写齐的行自动保存。',
        ),
        task('录名单外的人', '到下面的空行，打姓名、拼音或身份证号。', '从列表中选人，再写结果。'),
        task(
          '从表格粘贴',
          '复制姓名、日期、方式、结果几列。',
          '选中第一行的姓名，按 Ctrl+V。',
          '按姓名对到各自的行，名单里没有的另起一行。',
        ),
      ],
      troubles: [
        ['有一行标红', '看格下面的原因，改好就能存。'],
        ['录错了已存的行', '按 Ctrl+Z 撤回记录，改好再存。'],
        ['没录完要走开', '没存的行留在这个标签页里，回来接着录。'],
      ],
    },
    en: {
      what: 'Types what was written on paper on a day of visits, one person a row.',
      tasks: [
        task(
          'Enter a day of visits',
          'Set the day of the visits at the top.',
          'Type the outcome: its code, a word or pinyin initials.',
          'Press Enter for the next person; a complete row is saved.',
        ),
        task(
          'Enter somebody who is not listed',
          'Go to an empty row and type a name, pinyin or identity number.',
          'Choose the person, then write the outcome.',
        ),
        task(
          'Paste from a sheet',
          'Copy the columns name, date, way and outcome.',
          'Select the first name and press Ctrl+V.',
          'Each line goes to the row of that name, or to a new one.',
        ),
      ],
      troubles: [
        ['A row is marked red', 'The reason stands below the sheet; correct it and it is saved.'],
        ['A saved row is wrong', 'Press Ctrl+Z: the record is taken back and can be corrected.'],
        ['You have to leave', 'Rows that are not saved stay in this tab.'],
      ],
    },
    words: ['contact', 'overdue', 'masked'],
  },
  '/search': {
    zh: {
      what: '找人。只能找到自己辖区的人。',
      tasks: [
        task('按名字找', '输入姓名、拼音或首字母，比如 py。', '用上下键选人。', '按回车打开档案。'),
        task('按号码找', '身份证号、电话、证号要输完整。', '按回车打开。'),
        task('在别的页面找', '按 Ctrl+K，搜索框就会出来。'),
      ],
      troubles: [
        ['找不到', '换个写法，或输完整的身份证号。'],
        ['有好几个同名的', '看出生日期、住址和社区。'],
        ['人在别的社区', '这里查不到。居民建档时输身份证号，可以申请转入。'],
      ],
    },
    en: {
      what: 'Finds people. Only those of your own area.',
      tasks: [
        task(
          'By name',
          'Type the name, pinyin or initials, such as py.',
          'Choose with the arrow keys.',
          'Press Enter to open the file.',
        ),
        task('By number', 'Type the whole identity, phone or certificate number.', 'Press Enter.'),
        task('From any page', 'Press Ctrl+K and the search opens.'),
      ],
      troubles: [
        ['Nothing is found', 'Write it another way, or type the whole identity number.'],
        ['Several people have the name', 'Compare birth date, address and community.'],
        [
          'The person lives elsewhere',
          'You cannot see her here. Start a registration with her identity number and ask for the transfer.',
        ],
      ],
    },
    words: ['file', 'transfer', 'masked'],
  },
  '/tasks': {
    zh: {
      what: '要等一会儿的工作在这里进行，比如导入名册。可以离开，回来再看。',
      tasks: [
        task('看进度', '看“进行中”的进度条。', '可以去做别的，它会接着做。'),
        task('拿结果', '在“已结束”里找到那一项。', '点下载或打开。'),
        task('再试一次', '失败的写有原因。', '改好以后点“重试”。'),
      ],
      troubles: [
        ['很久没动', '刷新页面。还是不动，告诉管理员编号。'],
        ['停电了', '不要紧。开机后它会从断处继续。'],
        ['文件下载不了', '结果保留 7 天，过期请重新做一次。'],
      ],
    },
    en: {
      what: 'Work that takes a while goes on here, such as an import. Leave and come back.',
      tasks: [
        task('See how far it is', 'Look at the bar of those that run.', 'Do something else meanwhile; it goes on.'),
        task('Take the result', 'Find it among those that are over.', 'Download or open it.'),
        task('Try again', 'A failure says why.', 'Put it right, then press “Try again”.'),
      ],
      troubles: [
        ['Nothing moves for long', 'Reload the page. If it stays, tell the administrator its number.'],
        ['The power went out', 'No harm. It goes on where it broke off.'],
        ['The file is gone', 'Results are kept for 7 days. Make it once more.'],
      ],
    },
    words: ['roster', 'closing'],
  },
  '/account': {
    zh: {
      what: '您的名字、岗位、密码、显示和登录情况。',
      tasks: [
        task('改密码', '输现在的密码，再输新密码两次。', '几个不相干的词连成一句，好记又难猜。', '保存。'),
        task(
          '换字号、行距和对比度',
          '在“显示”里选字号：标准、大、特大。',
          '选行距：宽松或紧凑；对比度：标准或高。',
          '马上生效，换电脑也一样。',
        ),
        task('看哪里登录着', '看“登录的地方”。', '不认识的，点退出，再改密码。'),
      ],
      troubles: [
        ['忘了密码', '请安全管理员重置。'],
        ['手机丢了，没有验证码', '用备用码。备用码也没有，请安全管理员解除第二因子。'],
        ['岗位不对', '请安全管理员改。自己改不了。'],
      ],
    },
    en: {
      what: 'Your name, posts, password, display, and where you are signed in.',
      tasks: [
        task(
          'Change the password',
          'Type the present one, then the new one twice.',
          'A few unrelated words are easy to remember and hard to guess.',
          'Save.',
        ),
        task(
          'Change size, spacing and contrast',
          'Under “Display” choose the text size: standard, large, extra large.',
          'Choose the rows, and the contrast: standard or high.',
          'It works at once, and at every computer.',
        ),
        task(
          'See where you are signed in',
          'Look at “Where you are signed in”.',
          'End the one you do not know, then change the password.',
        ),
      ],
      troubles: [
        ['The password is forgotten', 'The security administrator sets a new one.'],
        [
          'The phone with the codes is lost',
          'Use a recovery code. Without one, the security administrator removes the factor.',
        ],
        ['A post is wrong', 'The security administrator changes it; you cannot.'],
      ],
    },
    words: ['post', 'secondFactor'],
  },
} as const satisfies Record<string, PageHelp>;
