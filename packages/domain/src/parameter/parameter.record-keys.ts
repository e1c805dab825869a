/** Parameters of how records are kept. */
export const recordParameterKeys = [
  {
    code: 'recycle.days',
    zh: '作废的登记可以恢复的天数',
    en: 'Days within which a voided record can be restored',
    value: 'number',
    unit: '日',
  },
] as const;
