export const taskZh = {
  title: '任务',
  note: '导入、撤销导入、大批量更新在这里继续进行，可以离开页面。',
  running: '进行中',
  over: '已结束',
  empty: '没有任务',
  emptyHelp: '导入名册这类要等一会儿的工作会出现在这里。',
  startedAt: '{{at}} 开始',
  endedAt: '{{at}} 结束',
  toRosters: '去导入名册',
  retry: '重试',
} as const;
