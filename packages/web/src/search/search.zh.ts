export const searchZh = {
  title: '搜索',
  box: '搜人、住址、户号、证号、电话…',
  label: '搜索居民、家庭和证件',
  help: '姓名、拼音、首字母；住址写一部分就行，如“幸福路12号 3栋”；身份证号、电话输完整或输末四位；证件编号要输完整，户编号输开头。',
  none: '没有找到“{{text}}”',
  noneHelp: '换个写法试试，或者输入完整的身份证号。不在您辖区的人和户这里查不到。',
  group: { people: '居民', households: '家庭', certificates: '证件' },
  found: { people_other: '{{count}} 人', households_other: '{{count}} 户', certificates_other: '{{count}} 本证件' },
  members_other: '{{count}} 口人',
  more: '还有更多，请再输具体一点',
  keys: '上下键选择，回车打开',
} as const;
