/** Help of survey entry, rosters, requests for help, monitored employers and ledgers. */
import { type PageHelp, task } from '../page-help.ts';

export const businessHelp = {
  '/survey': {
    zh: {
      what: '入户调查回来，在这里成片录入。一行一个人，和 Excel 一样。',
      tasks: [
        task('直接打字', '选中格子就打，拼音也行。', 'Tab 到下一格，Enter 到下一行。', '离开一行，写齐的行自己保存。'),
        task('从 Excel 粘贴', '在 Excel 里复制一片。', '点左上的格子，按 Ctrl+V。', '红格是有误的，改好再存。'),
        task('确认已有的人', '已建档的人会等您确认。', '看清要改什么。', '按 Ctrl+Enter 更新。'),
      ],
      troubles: [
        ['格子红了', '看表下面写的原因，改好按 Ctrl+Enter。'],
        ['打错了', '按 Ctrl+Z。已保存的用“撤销上次保存”。'],
        ['断网、刷新了', '没保存的行还在这个标签页里。'],
      ],
    },
    en: {
      what: 'Where a door-to-door survey is typed in. One person a row, as in Excel.',
      tasks: [
        task(
          'Type',
          'Select a cell and type, pinyin too.',
          'Tab goes to the next cell, Enter to the next row.',
          'A complete row is saved when you leave it.',
        ),
        task(
          'Paste from Excel',
          'Copy a block there.',
          'Press the top left cell here, then Ctrl+V.',
          'Red cells are wrong: correct them.',
        ),
        task(
          'Confirm known people',
          'People who have a file wait for you.',
          'See what would change.',
          'Press Ctrl+Enter to update them.',
        ),
      ],
      troubles: [
        ['A cell is red', 'The reason stands below the sheet. Correct it and press Ctrl+Enter.'],
        ['You typed the wrong thing', 'Ctrl+Z. For saved rows: “Undo the last save”.'],
        ['The network broke or the page was reloaded', 'Unsaved rows are still in this tab.'],
      ],
    },
    words: ['household', 'file', 'undo'],
  },
  '/rosters': {
    zh: {
      what: '把社区现有的 Excel 表整批导进来。表不用先改。',
      tasks: [
        task('导入一张表', '选好社区。', '把文件拖进来。', '跟着四步走：选文件、对列、逐行结果、导入。'),
        task('接着上次的', '在下面的记录里找到它。', '点开接着办。'),
        task('要空白模板', '下载空白模板，在 Excel 里填。'),
      ],
      troubles: [
        ['说不是名册文件', '用 .xlsx、.xls 或 .csv。'],
        ['同一个文件传了两次', '不要紧，没变化的行会跳过。'],
        ['文件太大', '分成几个文件再传。'],
      ],
    },
    en: {
      what: 'Brings in a whole Excel sheet that the community already has. It needs no change first.',
      tasks: [
        task(
          'Import a sheet',
          'Choose the community.',
          'Drop the file here.',
          'Follow the four steps: file, columns, rows, import.',
        ),
        task('Go on with an earlier one', 'Find it in the list below.', 'Open it.'),
        task('Get an empty sheet', 'Download a template and fill it in Excel.'),
      ],
      troubles: [
        ['It is not taken as a roster', 'Use .xlsx, .xls or .csv.'],
        ['The same file was sent twice', 'No harm: rows without a change are passed by.'],
        ['The file is too large', 'Split it and send the parts.'],
      ],
    },
    words: ['roster', 'rowJudged'],
  },
  '/rosters/$batchId': {
    zh: {
      what: '一次导入的四步。每一步都能回头看。',
      tasks: [
        task('对列', '左边是您的列，右边是对应内容。', '错的改过来，不要的选“不导入”。', '点“按此对列重新核对”。'),
        task('看逐行结果', '先看“不能用”的，原因写在后面。', '下载带原因的名册，改好再传。'),
        task('导入或撤销', '点导入的按钮，后台进行。', '导错了，点“撤销这次导入”。'),
      ],
      troubles: [
        ['身份证号末几位变成 0', 'Excel 弄坏的，请按原件补。'],
        ['导入停住了', '点“接着导入”，已导入的不会重复。'],
        ['不能撤销', '已经有人在这些档案上办过业务了。'],
      ],
    },
    en: {
      what: 'The four steps of one import. You can look back at each.',
      tasks: [
        task(
          'Match the columns',
          'Yours on the left, ours on the right.',
          'Correct what is wrong; leave out what is not needed.',
          'Check again.',
        ),
        task(
          'Look at the rows',
          'Begin with those that are not usable; the reason is beside them.',
          'Download the sheet with reasons, correct it, send it again.',
        ),
        task('Import or undo', 'Press import; it runs in the background.', 'If it was wrong, undo the whole import.'),
      ],
      troubles: [
        ['The last digits of a number are 0', 'Excel spoiled them. Type them from the card.'],
        ['The import stands still', 'Press “Go on importing”; nothing is doubled.'],
        ['It cannot be undone', 'Somebody has already worked on these files.'],
      ],
    },
    words: ['roster', 'rowJudged', 'undo'],
  },
  '/help-requests': {
    zh: {
      what: '居民上门、电话、网上提出的求助。按工作日答复。',
      tasks: [
        task('登记求助', '点“登记求助”。', '记姓名、电话、社区和事项。', '系统给出编号和期限。'),
        task('答复', '先点“接办”。', '联系本人。', '点“答复”，写说了什么。'),
        task('转办或办结', '不归您管的，点“转办”，写去向。', '办好了点“办结”，写结果。'),
      ],
      troubles: [
        ['红色的', '已经逾期，先办它。'],
        ['转错了社区', '请对方再转回来。'],
        ['电话不完整', '点“查看电话”，写用途。'],
      ],
    },
    en: {
      what: 'Requests for help, at the counter, by phone or online. Answered within working days.',
      tasks: [
        task(
          'Take one down',
          'Press the button at the top.',
          'Name, phone, community, and what is needed.',
          'The system gives number and date.',
        ),
        task('Answer', 'Take it first.', 'Contact the person.', 'Press “Answer” and write what was said.'),
        task('Forward or finish', 'Not yours: forward it and say where to.', 'Done: finish it with the result.'),
      ],
      troubles: [
        ['It is red', 'It is overdue. Do it first.'],
        ['It went to the wrong community', 'Ask them to forward it back.'],
        ['The phone number is not complete', 'Press “Show” and say why.'],
      ],
    },
    words: ['workday', 'overdue', 'masked'],
  },
  '/monitored-employers': {
    zh: {
      what: '每月看企业用工的变化，早发现裁员。',
      tasks: [
        task('填报本月', '找到未报的企业，点“填报”。', '填期初、招用、减少、裁员、期末。', '保存。'),
        task('纳入一家企业', '点“纳入监测”。', '填统一社会信用代码和名称。'),
        task('跟进裁员', '选“裁员报告”。', '点“跟进”，写进展，直到办结。'),
      ],
      troubles: [
        ['数字对不上', '期初加招用减去减少，要等于期末。'],
        ['填错了', '点“更正”，原数保留。'],
        ['企业关门了', '打开企业，在“更多”里退出监测。'],
      ],
    },
    en: {
      what: 'Watches the staff of employers each month, to see layoffs early.',
      tasks: [
        task(
          'Report the month',
          'Find an employer that has not reported.',
          'Staff at the start, hired, left, laid off, at the end.',
          'Save.',
        ),
        task('Add an employer', 'Press the button at the top.', 'Credit code and name.'),
        task('Follow a layoff', 'Show the layoff reports.', 'Follow up until it is finished.'),
      ],
      troubles: [
        ['The numbers do not add up', 'Start plus hired minus left is the end.'],
        ['A number is wrong', 'Correct it; the old one is kept.'],
        ['The employer has closed', 'Open it and end the monitoring.'],
      ],
    },
    words: ['layoff', 'overdue'],
  },
  '/monitored-employers/$employerId': {
    zh: {
      what: '一家企业的月报、裁员和变更。',
      tasks: [
        task('看变化', '看各月人数的图。', '换成“看表格”看数字。'),
        task('补报、更正', '点要报的月份。', '填好保存。'),
        task('改资料', '在“更多”里点“修改资料”。', '写清改了什么。'),
      ],
      troubles: [
        ['改错了', '最近一次变更可以撤销。'],
        ['不再监测了', '用“退出监测”，写原因。记录保留。'],
        ['联系不上企业', '在跟进里写一笔，换人再联系。'],
      ],
    },
    en: {
      what: 'The months, layoffs and changes of one employer.',
      tasks: [
        task('See how it went', 'Look at the chart of its staff.', 'Switch to the table for numbers.'),
        task('Report or correct a month', 'Press the month.', 'Fill it in and save.'),
        task('Change its details', 'Use the menu.', 'Say what changed.'),
      ],
      troubles: [
        ['A change was wrong', 'The last one can be undone.'],
        ['It is not monitored any more', 'End the monitoring with a reason. Records stay.'],
        ['Nobody there answers', 'Note it in the follow-up and ask somebody else.'],
      ],
    },
    words: ['layoff', 'undo'],
  },
  '/ledgers': {
    zh: {
      what: '全部台账。都从登记自动得出，不用另外填。',
      tasks: [
        task('打开一本', '在上面输名称。', '点台账的名字。'),
        task('看有多少本', '按四组排：在册、变动、家庭、走访。', '每本下面写着是哪些人。'),
        task('添加本市台账', '市局可以点“添加本市台账”。', '按例子写，保存前会检查。'),
      ],
      troubles: [
        ['少一个人', '打开那个人的档案，看登记办了没有。'],
        ['多一个人', '看档案：可能没注销。'],
        ['没有要的台账', '打开相近的一本，加筛选、选列，存成视图。'],
      ],
    },
    en: {
      what: 'All ledgers. They follow from the registrations; nobody fills them in.',
      tasks: [
        task('Open one', 'Type its name at the top.', 'Press it.'),
        task(
          'See which there are',
          'Four groups: who stands, what changed, households, visits.',
          'Each says whom it holds.',
        ),
        task(
          'Add one of your city',
          'The bureau can add one.',
          'Write it like the example; it is checked before saving.',
        ),
      ],
      troubles: [
        ['Somebody is missing', 'Open her file: is the registration there?'],
        ['Somebody should not be there', 'Look at the file: perhaps it was never ended.'],
        ['The ledger you need is not there', 'Open one like it, filter, choose columns, keep it as a view.'],
      ],
    },
    words: ['ledger', 'view'],
  },
  '/ledgers/$ledger': {
    zh: {
      what: '一本台账的名单。列、筛选、排序都可以变。',
      tasks: [
        task('缩小范围', '选“截至”哪一天或哪个月。', '点“加筛选”，选列和内容。', '点“视图”保存，下次一点就打开。'),
        task('打印、导出', '点“打印”得到 A4。', '“更多”里导出 Excel。', '写明用途。'),
        task(
          '一次改很多人',
          '点“在表格中修改”。',
          '白色的格可以改，灰色的格写明到哪里办。',
          '离开一行就存，按 Ctrl+Z 改回去。',
        ),
      ],
      troubles: [
        ['列太多看不全', '点“列”，去掉不用的，或冻结前几列。换电脑也记得。'],
        ['灰色的行', '那人后来离开了本辖区，只显示姓氏。'],
        ['导出很久', '超过 5000 行在后台做，到“任务”里下载。'],
      ],
    },
    en: {
      what: 'The people of one ledger. Columns, filters and order are yours to change.',
      tasks: [
        task('Narrow it', 'Choose the day or the month.', 'Add a filter by a column.', 'Keep it under “Views”.'),
        task('Print and export', 'Print gives A4.', 'The menu exports to Excel.', 'Say what it is for.'),
        task(
          'Change many people at once',
          'Press “Edit in the grid”.',
          'White cells can be changed; grey ones say where they are recorded.',
          'A row is saved when you leave it; Ctrl+Z puts it back.',
        ),
      ],
      troubles: [
        ['Too many columns', 'Open “Columns”: take some away or freeze some. Kept with your account.'],
        ['A row is grey', 'The person has left your area since; only the surname shows.'],
        ['The export takes long', 'Above 5000 rows it runs in the background: see Tasks.'],
      ],
    },
    words: ['asOf', 'view', 'purpose'],
  },
} as const satisfies Record<string, PageHelp>;
