import type { ErrorSentences } from '../kernel/app-error.ts';

export const ledgerErrors = {
  'ledger.unknown': {
    zh: '没有这本台账。请从台账目录中选择。',
    en: 'There is no such ledger. Choose one from the list.',
  },
  'ledger.period': {
    zh: '这本台账不能按“{period}”查看。在册的台账选一天，发生的台账选一个月、季或年，都不能晚于今天。',
    en: 'This ledger cannot be shown for “{period}”. Choose a day for who stands in it, a month, quarter or year for what happened, not after today.',
  },
  'ledger.too-many-cards': {
    zh: '一次最多打印 {limit} 张卡片。请先筛选或勾选。',
    en: 'At most {limit} cards at a time. Filter or choose first.',
  },
  'ledger.no-cards': {
    zh: '没有可以打印的卡片：所选的人或家庭已不在本辖区。',
    en: 'There is no card to print: the chosen people or households are no longer in your area.',
  },
  'ledger.not-frozen': {
    zh: '{month} 还没有封存的台账。区县锁定这个月后才有。',
    en: 'No ledgers are frozen for {month}. They are once the district has closed the month.',
  },
  'ledger.frozen-as-is': {
    zh: '封存的台账按当时的样子显示，不能另选日期、筛选或排序，只能少选几列。',
    en: 'A frozen ledger is shown as it was: without another day, filter or order, with fewer columns at most.',
  },
  'ledger.frozen-already': {
    zh: '这个月的台账已经封存。',
    en: 'The ledgers of this month are frozen already.',
  },
  'ledger.columns': {
    zh: '列、筛选或排序写得不对：{problem}请重新选择。',
    en: 'Columns, filter or order are not right: {problem} Choose them again.',
  },
  'ledger.too-many-rows': {
    zh: '超过 {limit} 行，请缩小区域或加筛选后再导出、打印。',
    en: 'More than {limit} rows. Choose a smaller area or a filter first.',
  },
  'ledger.too-wide': {
    zh: '选了 {count} 列，A3 纸也放不下。请在“列”里去掉几列后再打印，或者导出 Excel。',
    en: '{count} columns do not fit even on A3. Take some out under “Columns” and print again, or export to Excel.',
  },
  'ledger.retired-already': { zh: '已经停用了。', en: 'It is retired already.' },
  'ledger.not-retired': { zh: '没有停用，不用恢复。', en: 'It is not retired.' },
  'ledger.column-needed': {
    zh: '这一列说明一行是谁，不能停用。',
    en: 'This column says whom a row is about; it cannot be retired.',
  },
  'ledger.export-gone': {
    zh: '导出的文件已过期删除，或者不是您导出的。请重新导出。',
    en: 'The exported file has expired and was deleted, or is not yours. Export the ledger again.',
  },
  'ledger.definition-wrong': {
    zh: '台账定义有 {count} 处要改：{problems}',
    en: '{count} things in the definition have to be changed: {problems}',
  },
  'ledger.key-taken': {
    zh: '已有标识为“{key}”的台账，请换一个 key。',
    en: 'There is a ledger with the key “{key}” already; choose another key.',
  },
  'ledger.own-unknown': {
    zh: '本市没有定义这本台账，或者已经停用。',
    en: 'The city has not defined this ledger, or has withdrawn it.',
  },
  'ledger.too-many-own': {
    zh: '本市台账最多 {most} 本，请先停用不用的。',
    en: 'At most {most} ledgers of the city; withdraw some first.',
  },
  'ledger.view-unknown': {
    zh: '这个视图已被删除，或者没有共享给您。',
    en: 'This view has been deleted, or is not shared with you.',
  },
  'ledger.view-not-yours': {
    zh: '只有保存人{name}可以修改或删除这个视图。',
    en: 'Only {name}, who saved this view, may change or delete it.',
  },
  'ledger.view-name-taken': {
    zh: '这本台账中您已有一个名为“{name}”的视图，请换一个名称。',
    en: 'You already have a view named “{name}” of this ledger; choose another name.',
  },
  'ledger.too-many-views': {
    zh: '每人最多保存 {most} 个视图，请先删除不用的。',
    en: 'At most {most} views can be saved; delete some first.',
  },
} as const satisfies ErrorSentences;
