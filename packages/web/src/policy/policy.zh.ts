/** Words of policies that people enjoy in Chinese; `policy.en.ts` has the same keys. */
export const policyZh = {
  field: {
    policy: '政策',
    policyMissing: '请选择政策。',
    fromOn: '从哪天起享受',
    toOn: '到哪天为止',
    toOnHint: '还在享受就空着。',
    amount: '金额(元)',
    amountHint: '没有发给本人的钱就空着。',
    source: '依据、来源',
    sourceMissing: '请写明从哪里知道。',
    sourceHint: '如：区人社局 10 月发放名单',
  },
  record: {
    title: '登记{{name}}享受的政策',
    submit: '登记享受政策',
    explain: '记下已经享受的政策；系统不审核能不能享受。',
    done: '已登记{{name}}享受的政策',
  },
  end: {
    title: '终止{{name}}的{{policy}}',
    submit: '终止享受',
    why: '终止原因',
    done: '已终止{{name}}享受的政策',
  },
  void: {
    title: '作废{{name}}的{{policy}}记录',
    submit: '作废记录',
    note: '只用于登错的情况。作废后视同从未登记。',
    why: '作废原因',
    done: '已作废{{name}}的享受政策记录',
  },
} as const;
