/** Help of volumes, the quality of files, voided records, and visits without a network. */
import { type PageHelp, task } from '../page-help.ts';

export const recordsHelp = {
  '/ledgers/volume': {
    zh: {
      what: '把各社区的台账合成一册。合计和全街道的数分开算，必须一致。',
      tasks: [
        task('看一册', '选街道和日期。', '看每本台账的合计和核对。', '点数字看名单。'),
        task('查差额', '红色的是不一致。', '点它看是哪些人、为什么。', '去改那个人的档案。'),
        task('编制成册', '点编制成册，选格式和名单。', '在后台做，完成后到任务里下载。'),
      ],
      troubles: [
        ['全市打不开', '人太多。先选一个区县或街道。'],
        ['合计不一致', '多半是有人在两个社区都算了。核对迁移日期。'],
        ['要交以前的月份', '选那个月已锁定的一册。'],
      ],
    },
    en: {
      what: 'The ledgers of all communities in one volume. Sum and whole are counted separately and have to agree.',
      tasks: [
        task(
          'Look at a volume',
          'Choose street and day.',
          'See the sum and the check of each ledger.',
          'Press a number for its people.',
        ),
        task(
          'Follow a difference',
          'Red means that they differ.',
          'Press it: who, and why.',
          'Correct that person’s file.',
        ),
        task(
          'Make the volume',
          'Press the button; choose format and lists.',
          'It runs in the background; take it from Tasks.',
        ),
      ],
      troubles: [
        ['The city does not open', 'Too many people. Choose a district or street first.'],
        ['The sums differ', 'Mostly somebody counts in two communities. Check the day of the move.'],
        ['An earlier month is wanted', 'Choose the volume that was kept when the month was closed.'],
      ],
    },
    words: ['ledger', 'asOf', 'closing'],
  },
  '/ledger-use': {
    zh: {
      what: '哪些台账有人用、哪些没人用，哪些列没人选。',
      tasks: [
        task('看使用情况', '选看几个月。', '从用得少的看起。'),
        task('看每一列', '点一本台账。', '看哪几列没人用。'),
        task('停用没人用的', '先问用过的人。', '再停用。档案和登记不受影响。'),
      ],
      troubles: [
        ['停用错了', '点“恢复”就回来了，什么都没丢。'],
        ['明明用过，没有记', '打开、打印、导出才算用。'],
        ['看不到这一页', '由市局查看。'],
      ],
    },
    en: {
      what: 'Which ledgers are used, which are not, and which columns nobody chooses.',
      tasks: [
        task('See the use', 'Choose how many months.', 'Begin with those used least.'),
        task('See its columns', 'Press a ledger.', 'See which nobody uses.'),
        task('Retire what nobody uses', 'Ask first whoever used it.', 'Then retire it. Files and records stay.'),
      ],
      troubles: [
        ['It was retired by mistake', 'Take it back; nothing is lost.'],
        ['It was used but not counted', 'Opening, printing and exporting count.'],
        ['The page is not there', 'The bureau sees it.'],
      ],
    },
    words: ['ledger', 'view'],
  },
  '/quality': {
    zh: {
      what: '档案全不全、新不新、对不对。点数字看要补的档案。',
      tasks: [
        task('看得分', '看本社区的得分。', '看哪条规则扣得多。'),
        task('补档案', '点待补正的数。', '点一个人，直接到要补的那一格。', '补好，得分马上变。'),
        task('导出名单', '点导出，写用途。', '分给同事去补。'),
      ],
      troubles: [
        ['补了还在名单里', '看是不是有两处要补。'],
        ['得分写着无对象', '这条规则在这里没有要查的档案。'],
        ['不知道该填什么', '打电话或上门问本人，不要猜。'],
      ],
    },
    en: {
      what: 'Are files complete, fresh and right? Press a number to see those to mend.',
      tasks: [
        task('See the score', 'Look at your community.', 'See which rule costs most.'),
        task(
          'Mend files',
          'Press the number to mend.',
          'Press a person: it opens at the field.',
          'Fill it in; the score follows at once.',
        ),
        task('Share the list', 'Export it and say what for.', 'Divide it among colleagues.'),
      ],
      troubles: [
        ['A mended file is still listed', 'Perhaps two things are missing.'],
        ['It says no object', 'No file here is asked by that rule.'],
        ['You do not know what to fill in', 'Call or visit the person. Do not guess.'],
      ],
    },
    words: ['file', 'noObject', 'purpose'],
  },
  '/recycle': {
    zh: {
      what: '作废的登记先放在这里，期限内可以恢复。',
      tasks: [
        task('找作废的登记', '输姓名，或选种类、作废人。'),
        task('恢复', '点恢复。', '看清会怎样，写理由。'),
        task('看还有几天', '看还可恢复一列。', '快到期的先处理。'),
      ],
      troubles: [
        ['不能恢复', '和后来的登记有矛盾，会写明是哪一条。'],
        ['找不到了', '过了期限，只在档案经历里留痕。请重新登记。'],
        ['上个月的报表会变吗', '锁定的不变，差额记为调整。'],
      ],
    },
    en: {
      what: 'Voided records wait here and can be brought back for a time.',
      tasks: [
        task('Find one', 'Type a name, or choose the kind or who voided it.'),
        task('Restore it', 'Press restore.', 'See what will happen and say why.'),
        task('See how long it stays', 'Look at the days left.', 'Begin with the shortest.'),
      ],
      troubles: [
        ['It cannot be restored', 'It contradicts a later record; the page says which.'],
        ['It is gone', 'Its time is over; only the file remembers it. Record it anew.'],
        ['Will last month’s report change?', 'A closed one does not; the difference is an adjustment.'],
      ],
    },
    words: ['undo', 'adjustment', 'closing'],
  },
  '/visits/along': {
    zh: {
      what: '没有网络也能看名单、记走访。有网络后自动上报。',
      tasks: [
        task('出门前', '有网络时在走访页带走名单。', '写明用途。'),
        task('走访时', '点一个人，看上次联系。', '记录结果，可以拍照，先存在手机上。'),
        task('回来后', '连上网络，看待上报。', '一条一条变成已上报。'),
      ],
      troubles: [
        ['被退回', '看理由，改好再报一次。'],
        ['有冲突', '别人也改了。看两边，选一个，不会丢。'],
        ['手机没电了', '记下的都在。充电后接着办。'],
      ],
    },
    en: {
      what: 'Your list and your records without a network. They are sent when there is one.',
      tasks: [
        task('Before you go', 'Take the list along while there is a network.', 'Say what for.'),
        task(
          'On the way',
          'Tap a person; see the last contact.',
          'Record the outcome, with photos; it stays on the phone.',
        ),
        task('Back again', 'Connect and look at what waits.', 'One after the other is sent.'),
      ],
      troubles: [
        ['One was refused', 'Read why, correct it, send it again.'],
        ['There is a conflict', 'Somebody else changed it too. Compare and choose; nothing is lost.'],
        ['The battery died', 'All records are still there.'],
      ],
    },
    words: ['contact', 'overdue', 'purpose'],
  },
} as const satisfies Record<string, PageHelp>;
