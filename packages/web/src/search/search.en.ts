export const searchEn = {
  title: 'Search',
  box: 'Search people, numbers…',
  label: 'Search residents',
  help: 'Name, pinyin or initials; identity, phone and certificate numbers must be complete.',
  none: 'Nobody found for “{{text}}”',
  noneHelp: 'Try another spelling or the complete identity number. People outside your area are not found here.',
  foundBy_one: '{{count}} person found',
  foundBy_other: '{{count}} people found',
  keys: 'Arrow keys to choose, Enter to open',
  recent: 'Recently opened',
} as const;
