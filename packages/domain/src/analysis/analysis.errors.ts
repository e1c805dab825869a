import type { ErrorSentences } from '../kernel/app-error.ts';

export const analysisErrors = {
  'analysis.indicator-unknown': {
    zh: '没有“{key}”这个指标，请从列表中重新选择。',
    en: 'There is no indicator “{key}”; choose one from the list.',
  },
  'analysis.not-ranked': {
    zh: '“{zh}”没有公平的分母，不能排名。请换一个指标。',
    en: '“{en}” has no fair denominator and cannot be ranked; choose another indicator.',
  },
  'analysis.month-unknown': {
    zh: '{month} 没有数据：本系统从 {first} 起有月报，最新到 {last}。',
    en: 'There are no figures for {month}: months from {first} to {last} can be analysed.',
  },
  'analysis.range-wrong': {
    zh: '开始月份 {from} 晚于结束月份 {to}，请重新选择。',
    en: 'The first month {from} is after the last month {to}.',
  },
  'analysis.shapes-wrong': {
    zh: '地图边界文件不能用：{zh} 请改正 regions 文件夹里的 shapes.geojson；在此之前用方块图代替。',
    en: 'The file of map shapes cannot be used: {en} Correct shapes.geojson in the regions folder; tiles are shown until then.',
  },
  'analysis.saved-unknown': {
    zh: '这个分析已被删除，或者没有共享给您。',
    en: 'This analysis has been deleted, or is not shared with you.',
  },
  'analysis.not-yours': {
    zh: '只有保存人{name}可以修改或删除这个分析。',
    en: 'Only {name}, who saved this analysis, may change or delete it.',
  },
  'analysis.name-taken': {
    zh: '您已有一个名为“{name}”的分析，请换一个名称。',
    en: 'You already have an analysis named “{name}”; choose another name.',
  },
  'analysis.too-many': {
    zh: '每人最多保存 {most} 个分析，请先删除不用的。',
    en: 'At most {most} analyses can be saved; delete some first.',
  },
} as const satisfies ErrorSentences;
