import type { HelpWord } from './page-help.ts';

const word = (term: { zh: string; en: string }, zh: string, en: string): HelpWord => ({ term, means: { zh, en } });

/** The words of the field, each explained once, in plain words. */
export const helpWords = {
  duty: word(
    { zh: '待办', en: 'Duty' },
    '按规定该办、还没办的事。办好并留下记录，它自己消失，不用打勾。',
    'Something the rules ask for that is not done yet. Record what you did and it goes; nobody ticks it off.',
  ),
  overdue: word(
    { zh: '逾期', en: 'Overdue' },
    '过了期限还没办，用红色标出。',
    'Past its date and still not done. Shown in red.',
  ),
  contact: word(
    { zh: '联系', en: 'Contact' },
    '打电话、上门、在窗口或发短信问近况。联系上了才算完成。',
    'A call, a visit, a talk at the counter or a message. Only reaching the person completes it.',
  ),
  file: word(
    { zh: '档案', en: 'File' },
    '一个人的全部记录放在一起。一人一份，跟着人走。',
    'Everything recorded about one person. One file a person; it moves with her.',
  ),
  registeredUnemployed: word(
    { zh: '登记失业', en: 'Registered unemployed' },
    '劳动年龄内、能工作、想工作、没有工作，并且办了失业登记的人。',
    'Of working age, able and willing to work, without work, and registered as such.',
  ),
  hardship: word(
    { zh: '就业困难人员', en: 'Person in hardship' },
    '年龄大、残疾、长期失业等，不容易找到工作的人。要经过认定。',
    'Somebody who finds work hard to get: older, disabled, long without work. It has to be recognised.',
  ),
  fourFifty: word(
    { zh: '4050', en: '40/50' },
    '女满 40 岁、男满 50 岁的失业人员。',
    'Unemployed women from 40 and men from 50.',
  ),
  zeroEmployment: word(
    { zh: '零就业家庭（待核实）', en: 'Zero-employment family (to be checked)' },
    '家里能工作、想工作的人没有一个在工作，且有人登记失业。系统找出来，要上门核实。',
    'Nobody who can and wants to work has work, and somebody is registered. The system finds it; a visit has to confirm it.',
  ),
  undo: word(
    { zh: '撤销、作废、变更', en: 'Undo, void, correct' },
    '刚录入的用撤销。内容错的用变更。不该有的用作废。都留有历史。',
    'Undo what was just entered. Correct what is wrong. Void what should never have been there. History stays.',
  ),
  masked: word(
    { zh: '查看完整号码', en: 'Show the full number' },
    '身份证号和电话平时只显示一部分。写明用途才能看完整的，看一次记一次。',
    'Identity and phone numbers show a part only. Say why to see the whole; each look is recorded.',
  ),
  purpose: word(
    { zh: '用途', en: 'Purpose' },
    '为什么要看、要打印、要导出。写一句实话，会记进审计日志。',
    'Why you look, print or export. One honest sentence; the audit log keeps it.',
  ),
  household: word(
    { zh: '家庭、户主', en: 'Household, head' },
    '住在一起、记在一户的人。户主是这一户的代表。',
    'People recorded as living together. The head stands for the household.',
  ),
  transfer: word(
    { zh: '转入、转出', en: 'Transfer' },
    '人搬到别的社区，档案连同历史一起转过去。转出的一方要同意。',
    'A person moves to another community and the file goes along, with its history. The old community has to agree.',
  ),
  roster: word(
    { zh: '名册', en: 'Roster' },
    '社区原有的 Excel 表，一行一个人。',
    'The Excel sheet that the community already has, one person a row.',
  ),
  rowJudged: word(
    { zh: '可用、已修正、有提醒、不能用', en: 'Usable, repaired, with a notice, not usable' },
    '每一行的检查结果。只有“不能用”的不会导入。',
    'What was found for each row. Only rows that are not usable are left out.',
  ),
  ledger: word(
    { zh: '台账', en: 'Ledger' },
    '一份名单，由档案和登记自动得出，不用另外填。',
    'A list that follows from files and registrations. Nobody fills it in.',
  ),
  asOf: word({ zh: '截至', en: 'As of' }, '看哪一天在册的人。', 'The day whose people you see.'),
  view: word(
    { zh: '视图', en: 'View' },
    '把列、筛选和排序存成一个名称。名单总是最新的。',
    'Columns, filters and order kept under a name. The people in it are always the present ones.',
  ),
  states: word(
    { zh: '待填、已报、已收、锁定', en: 'Draft, submitted, accepted, closed' },
    '报表走的四步。上级可能退回，写明原因。',
    'The four steps of a report. The level above may return it, with the reason.',
  ),
  closing: word(
    { zh: '锁定', en: 'Closed' },
    '这个月的数字从此不变。以后补办的记在办理的月份，标为调整。',
    'The numbers of the month never change again. What is recorded later counts in its own month, as an adjustment.',
  ),
  adjustment: word(
    { zh: '调整', en: 'Adjustment' },
    '以前月份的业务，后来才补办或更正的。',
    'Something of an earlier month that was recorded or corrected later.',
  ),
  indicator: word(
    { zh: '指标', en: 'Indicator' },
    '报表上的一个数字，有固定的定义和算法。',
    'One number of a report, with a fixed definition.',
  ),
  stockFlow: word(
    { zh: '存量、流量', en: 'Stock, flow' },
    '存量是月底有多少人；流量是这个月发生了多少次。',
    'A stock is how many there are at the end of the month; a flow is how many times it happened in it.',
  ),
  noObject: word(
    { zh: '无对象', en: 'No object' },
    '没有该办的事，算不出比例，所以不写 0 也不写 100。',
    'There was nothing to be done, so there is no rate: neither 0 nor 100.',
  ),
  drillDown: word(
    { zh: '数字背后的人', en: 'The people behind a number' },
    '点数字就能看到是哪些人。只看得到自己辖区的。',
    'Press a number and see who it is. Only people of your own area.',
  ),
  warningLine: word(
    { zh: '预警线', en: 'Warning line' },
    '数字超过它就提醒。由政策参数规定，分蓝黄橙红四级。',
    'A number beyond it raises a warning: blue, yellow, orange or red. Set by policy parameters.',
  ),
  layoff: word(
    { zh: '裁员报告', en: 'Layoff report' },
    '企业一次裁员 20 人以上，或占职工一成以上，要提前 30 天报告。',
    'An employer that lays off 20 people or a tenth of the staff has to report it 30 days before.',
  ),
  workday: word(
    { zh: '工作日', en: 'Working day' },
    '周末和法定节假日不算。',
    'Weekends and public holidays do not count.',
  ),
  cadence: word(
    { zh: '按时率', en: 'On-time rate' },
    '按时做的次数 ÷ 到期的次数。',
    'Done in time, divided by what was due.',
  ),
  median: word(
    { zh: '中位数', en: 'Median' },
    '一半的业务不超过这个天数。',
    'Half of the cases took no longer than this.',
  ),
  basis: word(
    { zh: '入账、实际发生', en: 'As booked, as it happened' },
    '入账和月报一致。实际发生按事情真正发生的月份算，会变。',
    'As booked agrees with the report. As it happened counts the true month, and may still change.',
  ),
  delivery: word(
    { zh: '交付、全量、增量', en: 'Delivery, all, changes' },
    '交付是交给上级的一套文件。全量是全部记录，增量是上次以后变了的。',
    'A delivery is a set of files for the level above: all records, or what changed since the last one.',
  ),
  targetLine: word(
    { zh: '目标、预计全年', en: 'Target, forecast' },
    '目标是计划要达到的数；预计是按现在的进度推算到年底的数。',
    'The target is what was planned; the forecast is where the present pace ends up.',
  ),
  areaOffice: word(
    { zh: '区域、机构', en: 'Area, office' },
    '区域是地方；机构是在那里办公的单位。权限跟着机构走。',
    'An area is a place; an office works there. Rights come with the office.',
  ),
  succession: word(
    { zh: '沿革', en: 'History of an area' },
    '一个地方改名、合并、拆分的经过。旧报表仍用当时的名称。',
    'How a place was renamed, merged or split. Old reports keep the name of their time.',
  ),
  post: word(
    { zh: '岗位', en: 'Post' },
    '在哪个机构、做什么、从哪天到哪天。没有岗位什么也看不到。',
    'Which office, which role, from when to when. Without a post nothing is seen.',
  ),
  threeAdministrators: word(
    { zh: '三位管理员', en: 'Three administrators' },
    '系统、安全、审计三人分开，互不兼任，都看不到居民。',
    'System, security and audit are three people; none is another, none sees residents.',
  ),
  parameter: word(
    { zh: '政策参数', en: 'Policy parameter' },
    '由文件规定的年龄、期限、次数。每个值有起始日期和依据。',
    'An age, a time limit or a count that a document sets. Each value has a first day and a source.',
  ),
  auditChain: word(
    { zh: '审计链', en: 'Audit chain' },
    '每条记录和前一条连着。改动或删除会被发现。',
    'Each entry is tied to the one before. A change or a gap is found.',
  ),
  secondFactor: word(
    { zh: '第二因子', en: 'Second factor' },
    '密码以外再证明是您本人：手机验证器或安全密钥。',
    'A second proof besides the password: an authenticator app or a security key.',
  ),
  certificate: word(
    { zh: '就业创业证', en: 'Employment and entrepreneurship certificate' },
    '一人一号，终身不变。上面有核验码，谁都能核对。',
    'One number for life. It carries a code that anybody can check.',
  ),
} as const satisfies Record<string, HelpWord>;

export type HelpWordKey = keyof typeof helpWords;
