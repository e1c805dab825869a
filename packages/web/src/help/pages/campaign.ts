/** Help of the survey drive. */
import { type PageHelp, task } from '../page-help.ts';

export const campaignHelp = {
  '/campaigns': {
    zh: {
      what: '一次次入户调查。录入一次，进度自己得出。',
      tasks: [
        task('看进度', '点调查的名称。', '看办结了多少户、谁落后。'),
        task('新建调查', '点新建，写名称、日期、内容。', '选社区。', '确认无误后开始，名单自动列出。'),
        task('打开自己的名单', '从工作台点进去，一户一户办。'),
      ],
      troubles: [
        ['开始后想加社区', '不能加了。另建一次。'],
        ['名单里少一户', '走访时登记为新发现户。'],
        ['没有新建的按钮', '由街道、区县或市局新建。'],
      ],
    },
    en: {
      what: 'Survey drives from door to door. Enter once; the progress follows.',
      tasks: [
        task('See how far it is', 'Press its name.', 'See how many are settled and who is behind.'),
        task(
          'Make a survey drive',
          'Name, dates, what is asked.',
          'Choose the communities.',
          'Start it; the list of households follows.',
        ),
        task('Open your own list', 'From the work list, household by household.'),
      ],
      troubles: [
        ['A community was forgotten', 'It cannot be added after the start. Make another survey drive.'],
        ['A household is missing', 'Record it as newly found.'],
        ['You cannot make one', 'Street, district or bureau do.'],
      ],
    },
    words: ['household', 'duty'],
  },
  '/campaigns/$campaignId': {
    zh: {
      what: '一次调查的进度、名单、复查和小结。',
      tasks: [
        task('分配', '打开家庭名单，选几户，分给走访人。', '或者平均分配，先看预览。'),
        task('催进度', '看进度里谁落后。', '人不在岗，把他的户转给别人。'),
        task('复查', '抽几户再走访一次。', '有差异的，判定哪个对。'),
      ],
      troubles: [
        ['有户没人管', '看未分配的，分下去。'],
        ['总是没人在家', '改天再去，次数会记下。'],
        ['结束早了', '结束后不能再走访，差异还可以判定。'],
      ],
    },
    en: {
      what: 'Progress, households, checks and summary of one survey drive.',
      tasks: [
        task('Assign', 'Choose households and give them to somebody.', 'Or share them equally; see the preview first.'),
        task('Keep it going', 'See who is behind.', 'Give the households of whoever is away to others.'),
        task('Check a sample', 'Visit some once more.', 'Where they differ, decide which is right.'),
      ],
      troubles: [
        ['Nobody has a household', 'Look at those not assigned.'],
        ['Nobody is ever at home', 'Go again; the tries are counted.'],
        ['It was ended too early', 'No more visits; differences can still be decided.'],
      ],
    },
    words: ['household', 'overdue'],
  },
  '/campaigns/own': {
    zh: {
      what: '分给您的户，按住址排好。',
      tasks: [
        task('有变化', '点录入。', '只改有变化的，保存。'),
        task('没变化', '点全户无变化。'),
        task('没办成', '记下无人在家、拒访、空户或搬走。', '约个日子再去。'),
      ],
      troubles: [
        ['点错了', '点撤销。'],
        ['有一户不在名单里', '登记新发现户，再录入里面的人。'],
        ['名单是空的', '还没分给您，问街道。'],
      ],
    },
    en: {
      what: 'The households given to you, in the order of their addresses.',
      tasks: [
        task('Something changed', 'Open the entry.', 'Change only that, and save.'),
        task('Nothing changed', 'Confirm the whole household.'),
        task('It did not work', 'Nobody home, refused, empty or moved: record it.', 'Choose a day to go again.'),
      ],
      troubles: [
        ['You pressed the wrong button', 'Undo it.'],
        ['A home is not listed', 'Record it as newly found, then its people.'],
        ['The list is empty', 'Nothing was given to you yet; ask the street.'],
      ],
    },
    words: ['household', 'undo'],
  },
  '/campaigns/rechecks/$recheckId': {
    zh: {
      what: '复查一户：再问一遍，看和原来录的一不一样。',
      tasks: [
        task('走访', '不要先看原来录的。', '按本人说的填。'),
        task('看差异', '保存以后列出不一样的地方。'),
        task('判定', '核实哪个对。', '原来错了的，档案会改过来。'),
      ],
      troubles: [
        ['没人在家', '改天再去，不要代填。'],
        ['两次都不对', '照证件填，写明情况。'],
        ['自己查自己', '不行，请别人复查。'],
      ],
    },
    en: {
      what: 'A second visit to one household: ask again and compare.',
      tasks: [
        task('Visit', 'Do not look at the first answers.', 'Write what the person says.'),
        task('See the differences', 'They are listed when you have saved.'),
        task('Decide', 'Find out which is right.', 'If the first was wrong, the file is corrected.'),
      ],
      troubles: [
        ['Nobody is at home', 'Go again; do not fill it in yourself.'],
        ['Both were wrong', 'Write what the papers say, with a note.'],
        ['It was your own visit', 'Somebody else has to check it.'],
      ],
    },
    words: ['household', 'file'],
  },
} as const satisfies Record<string, PageHelp>;
