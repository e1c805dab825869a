/** What somebody draws: the yearly confirmation that a pension is still due 领取资格认证, and policies enjoyed that end. */
export const retireeParameterKeys = [
  {
    code: 'policy.ending_days',
    zh: '待遇到期提前列入待办',
    en: 'Days before the end of a benefit on which it is on the list',
    value: 'number',
    unit: '日',
  },
  {
    code: 'retiree.confirmation_months',
    zh: '领取资格认证有效月数',
    en: 'Months that a confirmation of eligibility holds',
    value: 'number',
    unit: '月',
  },
  {
    code: 'retiree.confirmation_notice_months',
    zh: '资格认证提前列入待办',
    en: 'Months before its end when a confirmation is due',
    value: 'number',
    unit: '月',
  },
] as const;
