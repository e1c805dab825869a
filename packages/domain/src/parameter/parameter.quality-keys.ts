/** How long what is known of somebody counts as fresh 鲜活度, by kind of file. */
export const qualityParameterKeys = [
  {
    code: 'quality.fresh_days_unemployed',
    zh: '登记失业人员档案核实间隔',
    en: 'Days after which the file of a registered unemployed person is stale',
    value: 'number',
    unit: '日',
  },
  {
    code: 'quality.fresh_days_hardship',
    zh: '困难人员档案核实间隔',
    en: 'Days after which the file of somebody with a hardship mark is stale',
    value: 'number',
    unit: '日',
  },
  {
    code: 'quality.fresh_days_retiree',
    zh: '社区管理退休人员档案核实间隔',
    en: 'Days after which the file of a retiree in community care is stale',
    value: 'number',
    unit: '日',
  },
  {
    code: 'quality.fresh_days_everybody',
    zh: '居民档案核实间隔',
    en: 'Days after which anybody’s file is stale',
    value: 'number',
    unit: '日',
  },
] as const;
