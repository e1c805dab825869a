/**
 * The columns that rosters of communities have, under the names that people really write above them. `identity` fields name
 * a person; a header that speaks of somebody else (配偶姓名, 联系人电话) must never be taken for them.
 */
import { removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';

type RosterColumn = { zh: string; en: string; identity?: true; synonyms: readonly string[] };

function words(text: string): readonly string[] {
  return text.split(' ');
}

export const rosterColumns = {
  sequence: {
    zh: '序号',
    en: 'No.',
    synonyms: words('序号 序 编号 顺序号 行号 项次 no no. 序列 序列号 人员序号'),
  },
  name: {
    zh: '姓名',
    en: 'Name',
    identity: true,
    synonyms: words(
      '姓名 名字 人员姓名 居民姓名 本人姓名 劳动者姓名 失业人员姓名 成员姓名 家庭成员姓名 申请人姓名 申请人 援助对象姓名 对象姓名 登记人姓名 家庭成员 人员名单 xm name fullname',
    ),
  },
  citizenId: {
    zh: '公民身份号码',
    en: 'Citizen ID',
    identity: true,
    synonyms: words(
      '身份证号 公民身份号码 公民身份证号码 公民身份证号 证件号码 证件号 身份证 身份证号码 身份证件号码 身份证件号 身份号码 居民身份证号 居民身份证号码 居民身份证 有效证件号码 身份证明号码 社会保障号码 社会保障号 社保号 个人身份证号 本人身份证号 本人身份证号码 成员身份证号 sfzh sfz idcard idno idnumber idcardno idcardnumber citizenid nationalid',
    ),
  },
  sex: { zh: '性别', en: 'Sex', synonyms: words('性别 男女 性別 xb sex gender') },
  birthOn: {
    zh: '出生日期',
    en: 'Date of birth',
    synonyms: words(
      '出生日期 出生年月 出生年月日 出生时间 出生年份 生日 出生 csrq birthday birthdate dateofbirth birth dob',
    ),
  },
  age: { zh: '年龄', en: 'Age', synonyms: words('年龄 周岁 实足年龄 年齡 age') },
  relation: {
    zh: '与户主关系',
    en: 'Relation to head',
    synonyms: words(
      '与户主关系 和户主关系 与户主的关系 户主关系 家庭关系 成员关系 关系 称谓 与本人关系 与家庭成员关系 同户主关系 家庭成员关系 relation relationship relationtohead',
    ),
  },
  householdNumber: {
    zh: '户编号',
    en: 'Household number',
    synonyms: words(
      '户编号 户号 户口号 户籍编号 家庭编号 户序号 户主编号 户口簿号 户口本号 户口簿编号 门户号 户数 家庭户号 户籍号 户别号 户次 householdno householdnumber householdid',
    ),
  },
  headName: {
    zh: '户主姓名',
    en: 'Head of household',
    synonyms: words('户主姓名 户主 户主名 户主名字 家庭户主 householder'),
  },
  address: {
    zh: '家庭住址',
    en: 'Address',
    synonyms: words(
      '家庭住址 住址 居住地址 门牌 家庭地址 现住址 现居住地址 现住地址 常住地址 常住地 居住地 地址 详细地址 详细住址 门牌号 门牌号码 楼栋门牌 房号 楼室号 小区楼栋 居住小区 家庭详细地址 通讯地址 联系地址 实际居住地 实际居住地址 幢室号 address homeaddress',
    ),
  },
  hukouAddress: {
    zh: '户籍地址',
    en: 'Hukou address',
    synonyms: words('户籍地址 户口所在地 户籍所在地 户口地址 户籍住址 户口所在地址 户籍详细地址 户籍地'),
  },
  phone: {
    zh: '联系电话',
    en: 'Phone',
    identity: true,
    synonyms: words(
      '联系电话 手机 电话 手机号 手机号码 电话号码 联系方式 移动电话 本人电话 本人联系电话 联系手机 联系号码 家庭电话 tel phone mobile phonenumber telephone mobilephone contactnumber',
    ),
  },
  education: {
    zh: '文化程度',
    en: 'Education',
    synonyms: words('文化程度 学历 教育程度 最高学历 受教育程度 学历层次 文化水平 education'),
  },
  hukouType: {
    zh: '户口性质',
    en: 'Hukou type',
    synonyms: words('户口性质 户籍性质 户口类型 户籍类型 户口类别 户籍类别 户别 户口 户籍 农业非农 hukou'),
  },
  employmentStatus: {
    zh: '就业状态',
    en: 'Employment status',
    synonyms: words(
      '就业状态 就业情况 从业状况 就业状况 从业情况 从业状态 就业失业状态 就业失业状况 劳动状况 工作状态 工作情况 就业形式 就业类型 现状 目前状况 就业现状 是否就业 就业方式 employmentstatus',
    ),
  },
  employer: {
    zh: '工作单位',
    en: 'Employer',
    synonyms: words(
      '工作单位 就业单位 单位名称 用人单位 所在单位 从业单位 现工作单位 原工作单位 原单位 工作单位名称 就业单位名称 原单位名称 工作单位及职务 employer company',
    ),
  },
  unemployedOn: {
    zh: '失业时间',
    en: 'Unemployed since',
    synonyms: words(
      '失业时间 失业日期 失业年月 失业起始时间 失业起始日期 失业开始时间 离职时间 离职日期 下岗时间 解除合同时间 终止合同时间 解除劳动合同时间 无业起始时间',
    ),
  },
  registeredOn: {
    zh: '失业登记日期',
    en: 'Registered on',
    synonyms: words(
      '失业登记时间 失业登记日期 登记日期 登记时间 办理失业登记时间 登记失业时间 登记失业日期 登记年月 办证时间 办理日期 办理时间',
    ),
  },
  unemploymentReason: {
    zh: '失业原因',
    en: 'Reason of unemployment',
    synonyms: words('失业原因 未就业原因 离职原因 失业事由 无业原因 下岗原因 解除合同原因'),
  },
  hardshipCategory: {
    zh: '人员类别',
    en: 'Hardship category',
    synonyms: words(
      '人员类别 困难类别 困难类型 就业困难类别 就业困难人员类别 困难人员类别 人员类型 援助对象类别 援助类别 对象类别 人员分类 就业困难类型 认定类别 困难原因 帮扶类别 类别 特殊人员类别',
    ),
  },
  minimumLiving: {
    zh: '是否低保',
    en: 'Minimum living allowance',
    synonyms: words(
      '是否低保 是否享受低保 低保 低保户 是否低保户 享受低保 低保情况 是否低保家庭 是否低保对象 是否享受最低生活保障',
    ),
  },
  politicalStatus: { zh: '政治面貌', en: 'Political status', synonyms: words('政治面貌 政治面目 党派 是否党员') },
  ethnicity: { zh: '民族', en: 'Ethnicity', synonyms: words('民族 族别 ethnicity') },
  maritalStatus: { zh: '婚姻状况', en: 'Marital status', synonyms: words('婚姻状况 婚姻 婚否 婚姻情况 婚姻状态') },
  skill: {
    zh: '技能特长',
    en: 'Skills',
    synonyms: words(
      '技能特长 技能等级 职业技能等级 职业技能 技能 特长 专业技能 职业资格 职业资格等级 技术等级 有何特长 技能水平 职称 技术特长 专长 专业特长 skill',
    ),
  },
  jobIntention: {
    zh: '求职意向',
    en: 'Job wanted',
    synonyms: words(
      '求职意向 就业意向 择业意向 意向岗位 求职意愿 就业意愿 就业愿望 求职岗位 意向工种 择业意愿 有无就业愿望 求职要求 就业需求 求职需求',
    ),
  },
  trainingIntention: {
    zh: '培训意向',
    en: 'Training wanted',
    synonyms: words('培训意向 培训意愿 培训需求 培训愿望 意向培训工种 培训工种 参加培训意愿 培训项目 技能培训意愿'),
  },
  certificateNumber: {
    zh: '就业创业证号',
    en: 'Employment certificate',
    synonyms: words(
      '就业创业证号 就业创业证编号 就业创业证 就业失业登记证号 就业失业登记证编号 失业证号 就业证号 登记证号 优惠证号 再就业优惠证号 证书编号',
    ),
  },
  remark: {
    zh: '备注',
    en: 'Remarks',
    synonyms: words('备注 备考 说明 注 其他 其它 备注说明 remark remarks note notes'),
  },
} as const satisfies Record<string, RosterColumn>;

export type RosterField = keyof typeof rosterColumns;

export const rosterFields = Object.keys(rosterColumns) as RosterField[];

/** Fields that carry nothing of their own: the identity number decides the age, and a row number says nothing. */
export const ignoredRosterFields: ReadonlySet<RosterField> = new Set<RosterField>(['sequence', 'age']);

/** Header words that belong to somebody else than the person of the row. */
const otherPerson =
  /配偶|丈夫|妻子|父亲|母亲|子女|紧急|联系人姓|联系人身|联系人电|代理|监护|走访|经办|责任|网格员|帮扶人|帮扶干部|帮扶责|负责|社工|干部|单位联系|填表|审核|推荐人|担保|银行|账号|残疾证/;

/** True for headers of somebody else than the person of the row: 配偶, 紧急联系人, 走访人. */
export function isOtherPersonLabel(text: string): boolean {
  return otherPerson.test(text);
}

const byLabel = new Map<string, RosterField>();
for (const field of rosterFields) for (const word of rosterColumns[field].synonyms) byLabel.set(word, field);

/** Longest first, so that 失业登记时间 is not taken for something shorter inside it. */
const containedWords = [...byLabel].filter(([word]) => word.length >= 2 && !/^[a-z.]+$/.test(word));
containedWords.sort((a, b) => b[0].length - a[0].length);

/** Too general to be recognised inside a longer header. */
const onlyWhole: ReadonlySet<string> = new Set(
  '关系 现状 类别 出生 户口 户籍 说明 其他 其它 编号 电话 手机 特长 技能 婚姻 学历 户主 称谓 低保 地址 证件号 党派 户数 门牌 申请人 家庭成员 人员名单 户次'.split(
    ' ',
  ),
);

/** General words that may still end a header: 本人电话, 现住地址. */
const mayEnd: ReadonlySet<string> = new Set('电话 手机 地址 学历 特长 关系 证件号 类别'.split(' '));

/** A header as it is compared: without blanks, line breaks, marks, brackets and what stands in them; lower case. */
export function normalizeLabel(text: string): string {
  const plain = removeBlanks(toHalfWidth(text)).toLowerCase();
  const outside = plain.replace(/[([{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]/g, '');
  const kept = outside === '' ? plain : outside;
  return kept.replace(/[*★☆:：、,，。;；'"“”‘’!?/\\|()[\]{}【】〔〕<>《》_\-—~·.]+/g, '');
}

export type LabelMatch = { field: RosterField; confidence: number };

/**
 * The field that a header names, with a confidence from 0 to 1: 1 = one of the known names, less when the name only stands
 * inside a longer header. Undefined when it names none.
 */
export function matchLabel(text: string): LabelMatch | undefined {
  const label = normalizeLabel(text);
  if (label === '' || label.length > 24) return undefined;
  const exact = byLabel.get(label);
  if (exact !== undefined) return { field: exact, confidence: 1 };
  if (otherPerson.test(label)) return undefined;
  // 姓名 Name, 身份证号1: what is written in Chinese decides.
  const chinese = label.replace(/[a-z0-9]+/g, '');
  const named = chinese === '' ? undefined : byLabel.get(chinese);
  if (named !== undefined) return { field: named, confidence: 0.95 };
  for (const [word, field] of containedWords) {
    if (word.length >= label.length || !label.includes(word)) continue;
    if (onlyWhole.has(word) && !(mayEnd.has(word) && label.endsWith(word))) continue;
    const share = word.length / label.length;
    // 家庭成员姓名及身份证号 names two things at once; what stands at the end of a Chinese compound decides.
    const bonus = label.endsWith(word) ? 0.2 : 0;
    if (share + bonus < 0.35) continue;
    // 户主身份证号 is the person's own number only where no other column has it.
    if (label.includes('户主') && 'identity' in rosterColumns[field]) return { field, confidence: 0.5 };
    return { field, confidence: Math.round(Math.min(0.9, 0.45 + share * 0.3 + bonus) * 100) / 100 };
  }
  return undefined;
}
