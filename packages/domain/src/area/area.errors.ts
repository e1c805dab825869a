import type { ErrorSentences } from '../kernel/app-error.ts';

export const areaErrors = {
  'area.code-taken': { zh: '代码 {code} 已被“{name}”使用。', en: 'Code {code} is already used by “{name}”.' },
  'area.code-wrong-level': {
    zh: '代码 {code} 的级别与上级不符，请核对 12 位统计用区划代码。',
    en: 'Code {code} does not fit the level of the area above it; check the 12-digit code.',
  },
  'area.not-leaf': { zh: '只有社区（村）可以撤并。', en: 'Only a community or village can be merged.' },
  'area.merged-already': { zh: '“{name}”已经并入“{into}”。', en: '“{name}” has already been merged into “{into}”.' },
  'area.merge-itself': { zh: '不能并入自己。', en: 'An area cannot be merged into itself.' },
  'area.date-too-early': {
    zh: '生效日期应晚于现行名称的生效日 {from}。',
    en: 'The date must be after {from}, when the present name took effect.',
  },
  'area.not-village': { zh: '“{name}”现在不是村，不能撤村建居。', en: '“{name}” is no village now.' },
  'area.class-not-urban': {
    zh: '撤村建居以后的城乡分类应为城镇（1 开头），请改选。',
    en: 'A village that becomes a community needs an urban class (beginning with 1).',
  },
  'area.parent-same': { zh: '“{name}”现在就属于“{parent}”。', en: '“{name}” already belongs to “{parent}”.' },
  'area.parent-wrong-level': {
    zh: '“{parent}”的级别不对：社区（村）属于街道（乡镇），街道（乡镇）属于区县。',
    en: '“{parent}” is at the wrong level: communities belong to streets, streets to districts.',
  },
  'area.target-too-young': {
    zh: '“{name}”{from} 才设立，生效日期不能更早。',
    en: '“{name}” was set up on {from}; the change cannot take effect earlier.',
  },
  'area.split-into-itself': {
    zh: '划出的去向不能是原社区。',
    en: 'People cannot be assigned to the community they leave.',
  },
  'area.split-other-district': {
    zh: '“{name}”在别的区县，不能直接划入。请先在本区县设立接收的社区并划出，再为它办理变更隶属。',
    en: '“{name}” lies in another district. Set up a community here, assign the people to it, then change its parent.',
  },
  'area.split-unknown-households': {
    zh: '有 {count} 个户号在“{name}”没有找到，例如 {first}。请核对或删去。',
    en: '{count} household numbers were not found in “{name}”, for example {first}. Check or remove them.',
  },
  'area.split-twice': {
    zh: '有 {count} 人同时选进了两个去向，请核对名单。',
    en: '{count} people were chosen for two communities at once. Check the lists.',
  },
  'area.split-nobody': {
    zh: '没有选到任何人：请填写户号、地址开头或逐个选择居民。',
    en: 'Nobody was chosen: enter household numbers, beginnings of addresses, or choose residents.',
  },
  'area.future-split': {
    zh: '拆分的生效日期不能晚于今天 {today}。',
    en: 'A split cannot take effect later than today, {today}.',
  },
  'area.future-merge-across': {
    zh: '并入另一区县的生效日期不能晚于今天 {today}：档案当天就转到那个区县。请到生效那天再办理。',
    en: 'A merger into another district cannot take effect later than today, {today}: the files go over at once. Enter it on the day itself.',
  },
  'area.rehome-stuck': {
    zh: '“{name}”还有 {residents} 人、{households} 户没有转到另一区县，反复尝试都没有进展。已转走的不受影响；请管理员查看运行日志，处理后重新运行这项任务。',
    en: '{residents} residents and {households} households of “{name}” could not be taken into the other district, however often it was tried. Those already there are in order; look at the server log, mend the cause and run the task again.',
  },
  'area.not-street': {
    zh: '“{name}”不是街道（乡镇），街道只能并入另一个街道。',
    en: '“{name}” is no street: a street can only be merged into another street.',
  },
  'area.child-changed-later': {
    zh: '“{name}”从 {from} 起另有登记，街道撤并的生效日期应晚于这一天。',
    en: '“{name}” has an entry from {from} on; the street can only be merged on a later day.',
  },
  'area.codes-used-up': {
    zh: '新街道下没有可以给“{name}”用的代码了，请先为它改码。',
    en: 'The other street has no code left for “{name}”; give it another code first.',
  },
  'area.undo-other-kind': {
    zh: '只有街道（乡镇）撤并可以撤销。其他变更请再登记一次相反的变更。',
    en: 'Only a merger of streets can be taken back. Enter the opposite change instead.',
  },
  'area.undone-already': {
    zh: '“{name}”的撤并已经撤销过了。',
    en: 'The merger of “{name}” has been taken back already.',
  },
  'area.undo-closed': {
    zh: '{month} 的报表已按新区划锁定，不能撤销“{name}”的撤并。请新设街道，再逐个变更隶属。',
    en: 'Reports of {month} are closed with the new boundary: the merger of “{name}” stays. Set up a street and change parents instead.',
  },
  'area.undo-changed-since': {
    zh: '“{name}”在撤并以后又有变更，不能撤销。',
    en: '“{name}” has been changed since; the merger cannot be taken back.',
  },
  'area.class-missing': { zh: '社区（村）须填写城乡分类代码。', en: 'A community needs its urban–rural class.' },
  'office.wrong-area': {
    zh: '“{kind}”应设在相应级别的区域。',
    en: 'This kind of office belongs to another level of area.',
  },
  'office.date-order': { zh: '撤销日期应晚于设立日期。', en: 'The closing date must be after the opening date.' },
  'office.has-posts': {
    zh: '该机构还有 {count} 个在任岗位，请先结束岗位再撤销。',
    en: 'This office still has {count} posts; end them first.',
  },
  'parameter.unknown': { zh: '没有名为“{key}”的参数。', en: 'There is no parameter “{key}”.' },
  'parameter.no-limits': {
    zh: '参数“{key}”应填四个由小到大的数，用斜线隔开，如 5/10/15/20。',
    en: 'Parameter “{key}” takes four ascending numbers with slashes between, such as 5/10/15/20.',
  },
  'parameter.no-roles': {
    zh: '参数“{key}”应填岗位代码，用逗号隔开，如 city-officer,district-officer。',
    en: 'Parameter “{key}” takes role keys with commas between, such as city-officer,district-officer.',
  },
  'parameter.wrong-kind': { zh: '参数“{key}”应填{kind}。', en: 'Parameter “{key}” takes a {kind}.' },
  'parameter.out-of-range': {
    zh: '参数“{key}”应为 {least} 至 {most} 的整数。',
    en: 'Parameter “{key}” is a whole number from {least} to {most}.',
  },
  'parameter.last': {
    zh: '这是该参数在全国一级的唯一取值，作废后就没有值可用。请先设定新值。',
    en: 'This is the only national value of the parameter; without it there is none. Set a new value first.',
  },
  'parameter.exists': {
    zh: '该参数在这一天已有取值，请换一个生效日期；那个取值填错了的，先作废它。',
    en: 'This parameter already changes on that day. Choose another date, or void that value first if it was a mistake.',
  },
} as const satisfies ErrorSentences;
