export const searchZh = {
  title: '搜索',
  box: '搜人、证号、电话…',
  label: '搜索居民',
  help: '姓名、拼音、拼音首字母；身份证号、电话、证书编号要输完整。',
  none: '没有找到“{{text}}”',
  noneHelp: '换个写法试试，或者输入完整的身份证号。不在您辖区的人这里查不到。',
  foundBy_other: '找到 {{count}} 人',
  keys: '上下键选择，回车打开',
  recent: '最近打开',
} as const;
