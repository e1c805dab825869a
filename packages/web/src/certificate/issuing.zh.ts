/** Words of issuing certificates at the desk in Chinese; `issuing.en.ts` has the same keys. */
export const issuingZh = {
  status: { valid: '有效', replaced: '已换发', void: '已作废' },
  copy: '第 {{count}} 本',
  issuedOn: '发证日期',
  issue: {
    title: '给{{name}}发放就业创业证',
    submit: '发放就业创业证',
    note: '证号一人一号、终身不变，由系统编号。发证免费。',
    done: '已给{{name}}发证，证号 {{number}}',
  },
  reissue: {
    title: '给{{name}}补发就业创业证',
    submit: '补发就业创业证',
    note: '证号 {{number}} 不变，原证作废。',
    reason: '补发原因',
    reasonHint: '如：遗失、损坏、内容写满',
    done: '已给{{name}}补发就业创业证',
  },
  void: {
    title: '作废{{name}}的就业创业证',
    submit: '作废{{name}}的就业创业证',
    note: '证号 {{number}}。作废后公开核验会显示“已作废”。',
    reason: '作废原因',
    reasonHint: '如：发错人、本人交回',
    done: '已作废{{name}}的就业创业证',
  },
  print: '打印',
} as const;
