/** Help of the reports: forms, submission, monthly analysis, cadence, handling times. */
import { type PageHelp, task } from '../page-help.ts';

export const reportingHelp = {
  '/reports': {
    zh: {
      what: '日报、周报、月报、季报。数字自己填好，您核对后上报。',
      tasks: [
        task('核对数字', '选报表和月份。', '点任何数字，看怎么来的、是哪些人。', '不对的，去改那个人的档案。'),
        task('上报', '月底以后，核对无误。', '点“上报”。'),
        task('打印、导出', '在“更多”里选打印或导出。'),
      ],
      troubles: [
        ['和自己的台账不一样', '点开数字看名单，缺谁、多谁就清楚了。'],
        ['被退回了', '看退回原因和红框的格子，改好再报。'],
        ['上个月的错了，已经锁定', '照常改档案。差额记在这个月，标为调整。'],
      ],
    },
    en: {
      what: 'Daily, weekly, monthly and quarterly forms. The numbers fill themselves; you check and submit.',
      tasks: [
        task(
          'Check a number',
          'Choose the form and the month.',
          'Press any number: where it comes from, who it is.',
          'If it is wrong, correct that person’s file.',
        ),
        task('Submit', 'After the end of the month, when all is right.', 'Press “Submit”.'),
        task('Print and export', 'Both are in the menu.'),
      ],
      troubles: [
        ['It differs from your own list', 'Open the number and compare the names.'],
        ['It was returned', 'Read the reason, look at the framed cells, correct, submit again.'],
        [
          'A closed month is wrong',
          'Correct the file all the same. The difference counts this month, as an adjustment.',
        ],
      ],
    },
    words: ['states', 'closing', 'adjustment', 'drillDown'],
  },
  '/submissions': {
    zh: {
      what: '下级谁报了、谁没报、谁逾期。',
      tasks: [
        task('催报', '选报表和报告期。', '看红色逾期的。', '点“催报”，或一键催报。'),
        task('接收', '打开已报的一张。', '核对后接收；不对就退回，写原因。'),
        task('看及时率和更正单', '上面切换到“及时率”。', '或切换到“更正单”。'),
      ],
      troubles: [
        ['名单里没有那个单位', '换“看到社区”，或换一个状态。'],
        ['接收错了', '没锁定前可以退回。'],
        ['不能催', '还没到上报的日子。'],
      ],
    },
    en: {
      what: 'Who below you has submitted, who has not, who is overdue.',
      tasks: [
        task('Remind', 'Choose the form and the period.', 'Look at those in red.', 'Remind one, or all at once.'),
        task('Accept', 'Open one that was submitted.', 'Accept it, or return it with a reason.'),
        task('See on-time rates and corrections', 'Switch at the top.'),
      ],
      troubles: [
        ['An office is not in the list', 'Show all levels, or another state.'],
        ['You accepted by mistake', 'Return it while the month is not closed.'],
        ['You cannot remind', 'It is not due yet.'],
      ],
    },
    words: ['states', 'overdue', 'closing'],
  },
  '/analysis-sheets': {
    zh: {
      what: '每月一份分析。数字自动，文字先由系统起草。',
      tasks: [
        task('写分析', '看数字。', '把文字改成自己的话。', '点“保存草稿”。'),
        task('签字', '月底以后点“签字”。', '签了就不再变。'),
        task('改签过的', '点“另起新版本”，写理由。', '改好再签。旧的还在。'),
      ],
      troubles: [
        ['数字后来变了', '签字前可以重新起草。'],
        ['逾期未签', '尽快签，会记为迟签。'],
        ['看不到人', '点数字就能看到人。'],
      ],
    },
    en: {
      what: 'One analysis a month. The numbers fill themselves; the system drafts the words.',
      tasks: [
        task('Write it', 'Look at the numbers.', 'Put the draft into your own words.', 'Save the draft.'),
        task('Sign', 'After the end of the month, sign.', 'Then it never changes.'),
        task('Change a signed one', 'Begin a new version, with the reason.', 'Sign again. The old one stays.'),
      ],
      troubles: [
        ['The numbers changed since', 'Before signing you can take a new draft.'],
        ['It is overdue', 'Sign soon; it counts as late.'],
        ['You want to see the people', 'Press the number.'],
      ],
    },
    words: ['closing', 'overdue', 'drillDown'],
  },
  '/cadence': {
    zh: {
      what: '每个单位按规定该做什么，做了没有。',
      tasks: [
        task('看缺什么', '选月份。', '看“未做”的格子。', '点单位，打开它的月历。'),
        task('看逾期的', '切换到“未做与补做”。'),
        task('看下级', '点“看下级”。', '再点返回。'),
      ],
      troubles: [
        ['报表报了，还显示未做', '看期限：可能是迟了，算补做。'],
        ['写着“无对象”', '这个月没有该做的，不算好也不算坏。'],
        ['做了没登记', '打开月历，点“登记”。'],
      ],
    },
    en: {
      what: 'What each office has to do by the rules, and whether it was done.',
      tasks: [
        task(
          'See what is missing',
          'Choose the month.',
          'Look for what is missing.',
          'Press the office to open its calendar.',
        ),
        task('See what was late', 'Switch to the list of late and missing work.'),
        task('Look below', 'Press the button of an area.', 'And come back.'),
      ],
      troubles: [
        ['It was submitted but shows as missing', 'Look at the date: it may have been late.'],
        ['It says “no object”', 'Nothing was due this month.'],
        ['It was done but not recorded', 'Open the calendar and record it.'],
      ],
    },
    words: ['cadence', 'noObject', 'overdue'],
  },
  '/cadence/$officeId': {
    zh: {
      what: '一个单位一个月的工作。招聘会、例会、培训在这里登记。',
      tasks: [
        task('登记一次工作', '找到那一项，点“登记”。', '填日期、地点、人数。', '保存。'),
        task('看自动认定的', '报表、分析、联系由系统自己认定。', '不用登记。'),
        task('改或作废', '点“修改”或“作废”。', '次月末以前都可以。'),
      ],
      troubles: [
        ['不能改了', '过了次月末，记录就固定了。'],
        ['登记了两次', '把多的一条作废。'],
        ['没有这一项', '这个单位不需要做它。'],
      ],
    },
    en: {
      what: 'The month of one office. Job fairs, meetings and courses are recorded here.',
      tasks: [
        task('Record something', 'Find the line and press “Record”.', 'Date, place, number of people.', 'Save.'),
        task(
          'See what counts by itself',
          'Reports, analyses and contacts are found by the system.',
          'Nothing to record.',
        ),
        task('Correct or void', 'Both are beside the entry.', 'Possible until the end of the next month.'),
      ],
      troubles: [
        ['It cannot be changed any more', 'After the end of the next month it stands.'],
        ['It was recorded twice', 'Void one of them.'],
        ['A line is not there', 'This office does not have to do it.'],
      ],
    },
    words: ['cadence', 'noObject', 'undo'],
  },
  '/handling': {
    zh: {
      what: '每项业务规定几天办完，实际用了几天。',
      tasks: [
        task('看慢在哪里', '选月、季或年。', '看“超期件数”。', '点数字看是哪些业务。'),
        task('比较各地区', '往下看各地区的用时。'),
        task('看办事指南', '点“办事指南”。', '有步骤、材料和时限。'),
      ],
      troubles: [
        ['写着“未规定”', '这项没有时限，只量用时。'],
        ['件数比想的少', '还没办完的不算，名册导入的也不算。'],
        ['要给上级', '点“导出表格”，写用途。'],
      ],
    },
    en: {
      what: 'How many days each business may take, and how many it took.',
      tasks: [
        task(
          'See what is slow',
          'Choose month, quarter or year.',
          'Look at the cases beyond their time.',
          'Press the number to see them.',
        ),
        task('Compare areas', 'Look further down.'),
        task('Read the guide', 'Press “Guide”.', 'Steps, papers and time.'),
      ],
      troubles: [
        ['It says there is no limit', 'Then only the time is measured.'],
        ['There are fewer cases than expected', 'Open cases and imported rosters do not count.'],
        ['The level above wants it', 'Export the table and say what for.'],
      ],
    },
    words: ['median', 'workday', 'noObject'],
  },
} as const satisfies Record<string, PageHelp>;
