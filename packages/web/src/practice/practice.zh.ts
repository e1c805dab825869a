export const practiceZh = {
  title: '练习',
  nothingSaved: '人和数字都是假的，什么都不会存进系统。',
  again: '从头再来',
  leave: '结束练习',
  over: '五件事都做完了。关掉这一页，就可以开始真的工作。想再练，在“帮助”里点“第一天练习”。',
  step: {
    find: {
      title: '找人',
      what: '按 Ctrl+K，输入 {{initials}}，选{{name}}，按回车打开档案。用手机的，点下面的“搜索”。',
    },
    register: {
      title: '居民建档',
      what: '打开“居民”，点“居民建档”。身份证号 {{number}}，姓名 {{newcomer}}，住址随便写，然后建立档案。',
    },
    unemployment: {
      title: '登记失业',
      what: '在{{newcomer}}的档案里点“登记失业”。填哪天没了工作，选原因，勾上本人承诺，保存。',
    },
    contact: { title: '记录联系', what: '还在{{newcomer}}的档案里，点“记录联系”。选一个结果，保存。' },
    report: {
      title: '看数字',
      what: '打开“报表”里的“统计报表”，换到本月。点“登记失业人数”的合计，右边就是名单，{{newcomer}}也在里面。',
    },
  },
  offer: {
    title: '第一次用？先练一遍',
    what: '用假的人和数字，走一遍最常做的五件事，约十分钟。在新的标签页打开，不会动真的档案。',
    done: '已做 {{done}} 件，共 {{count}} 件。',
    start: '开始练习',
    later: '不用了',
    again: '第一天练习',
  },
} as const;
