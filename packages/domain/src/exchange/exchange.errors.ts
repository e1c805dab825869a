import type { ErrorSentences } from '../kernel/app-error.ts';

export const exchangeErrors = {
  'exchange.edition-unknown': {
    zh: '没有名为“{edition}”的对应文件。请在“对应文件”页查看可用的版本。',
    en: 'There is no mapping file “{edition}”. The page of mapping files lists those that can be used.',
  },
  'exchange.edition-faulty': {
    zh: '对应文件“{edition}”有 {count} 处错误，不能使用。第一处：{where}：{problem}',
    en: 'The mapping file “{edition}” has {count} faults and cannot be used. The first one: {where}: {problem}',
  },
  'exchange.table-unknown': {
    zh: '这个版本没有表 {table}。请从列出的表中选择。',
    en: 'This edition has no table {table}. Choose among those listed.',
  },
  'exchange.person-table-needed': {
    zh: '表 {table} 引用 {other}，请一并选择 {other}。',
    en: 'Table {table} refers to {other}: choose {other} too.',
  },
  'exchange.day-in-future': {
    zh: '数据截止日不能晚于今天 {today}。',
    en: 'The day of the data cannot be later than today, {today}.',
  },
  'exchange.day-not-today': {
    zh: '增量交付按登记时间取变化，截止日只能是今天。请改选今天，或改为全量。',
    en: 'A delivery of changes goes by when records were entered: its day is today. Choose today, or everything.',
  },
  'exchange.no-earlier-delivery': {
    zh: '这个地区、这个版本还没有交付过，无从比较变化。请先做一次全量交付。',
    en: 'Nothing was delivered for this area and edition yet, so there are no changes. Deliver everything first.',
  },
  'exchange.wrong-state': {
    zh: '这次交付现在是“{state}”，不能这样做。请刷新后再看。',
    en: 'The delivery is now “{state}”, which does not allow this. Reload and look again.',
  },
  'exchange.being-made': {
    zh: '这个地区、这个版本正在生成另一次交付，请等它完成。',
    en: 'Another delivery of this area and edition is being made. Wait until it is done.',
  },
  'exchange.has-errors': {
    zh: '检查发现 {errors} 行有错，按您的选择没有生成文件。请改好后重做，或选择“有错的行不报”。',
    en: '{errors} rows are faulty, so no file was made, as you chose. Mend them and start again, or leave faulty rows out.',
  },
  'exchange.file-gone': {
    zh: '文件已按保存期限删除。请重新生成一次交付。',
    en: 'The file was deleted when its time was over. Make a new delivery.',
  },
  'exchange.too-many-rows': {
    zh: '表 {table} 超过 {limit} 行，.xlsx 放不下。请改用 .csv 或 .txt。',
    en: 'Table {table} has more than {limit} rows, too many for .xlsx. Use .csv or .txt.',
  },
  'exchange.file-unreadable': {
    zh: '读不出这个文件。请上传 .csv、.txt、.xlsx，或装有它们的 .zip。',
    en: 'The file cannot be read. Send .csv, .txt, .xlsx, or a .zip of these.',
  },
  'exchange.file-table-unknown': {
    zh: '看不出文件“{name}”是哪一张表。文件名请以表号开头(如 DY13)，或在页面上选表。',
    en: 'It is not clear which table “{name}” is. Let its name begin with the table (such as DY13), or choose the table.',
  },
  'exchange.too-large': {
    zh: '文件超过 {limit}，一次放不下。请按区县分别交付。',
    en: 'The file is larger than {limit}. Deliver district by district.',
  },
  'exchange.cancelled': {
    zh: '已被取消。需要时请重新开始。',
    en: 'Cancelled. Start again when you need it.',
  },
} as const satisfies ErrorSentences;
