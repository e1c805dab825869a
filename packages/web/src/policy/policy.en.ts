/** Words of policies that people enjoy in English; the keys are those of `policy.zh.ts`. */
export const policyEn = {
  field: {
    policy: 'Policy',
    policyMissing: 'Choose the policy.',
    fromOn: 'Enjoyed from',
    toOn: 'Until',
    toOnHint: 'Leave empty while it goes on.',
    amount: 'Amount (yuan)',
    amountHint: 'Leave empty when nothing is paid to the person.',
    source: 'Source',
    sourceMissing: 'Say how this is known.',
    sourceHint: 'e.g. the district’s list of payments of October',
  },
  record: {
    title: 'A policy that {{name}} enjoys',
    submit: 'Record the policy',
    explain: 'Records what somebody has enjoyed; whether it is due is not judged here.',
    done: 'The policy that {{name}} enjoys was recorded',
  },
  end: {
    title: 'End {{policy}} of {{name}}',
    submit: 'End it',
    why: 'Why it ends',
    done: 'The policy of {{name}} has ended',
  },
  void: {
    title: 'Void {{policy}} of {{name}}',
    submit: 'Void the record',
    note: 'Only for what was recorded by mistake: it counts as never recorded.',
    why: 'Why it is void',
    done: 'The record of {{name}} is void',
  },
} as const;
