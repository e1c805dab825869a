export const searchEn = {
  title: 'Search',
  box: 'Search people, addresses, numbers…',
  label: 'Search residents, households and certificates',
  help: 'Name, pinyin or initials; any part of an address, such as 幸福路12号 3栋; identity and phone numbers complete or their last four signs; a certificate number complete, a household number needs its beginning.',
  none: 'Nothing found for “{{text}}”',
  noneHelp:
    'Try another spelling or the complete identity number. People and households outside your area are not found here.',
  group: { people: 'Residents', households: 'Households', certificates: 'Certificates' },
  found: {
    people_one: '{{count}} person',
    people_other: '{{count}} people',
    households_one: '{{count}} household',
    households_other: '{{count}} households',
    certificates_one: '{{count}} certificate',
    certificates_other: '{{count}} certificates',
  },
  members_one: '{{count}} member',
  members_other: '{{count}} members',
  more: 'There are more; please type a little more',
  keys: 'Arrow keys to choose, Enter to open',
} as const;
