/**
 * Words of rosters → codes of handbook §1.6, §1.9, §1.10 and §3 (reasons). A word that is not known here stays text and is
 * never a reason to refuse a row.
 */
import { removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';
import type { RosterField } from './roster.columns.ts';

type Dictionary = Readonly<Record<string, string>>;

/** GB/T 2261.1. */
const sex: Dictionary = {
  '1': '男 男性 m male 1 先生 男士',
  '2': '女 女性 f female 2 女士 妇女',
};

/** GB/T 4658. */
const education: Dictionary = {
  '11': '博士 博士研究生 博士毕业 博士学历 博士及以上',
  '14': '硕士 硕士研究生 研究生 硕士毕业 研究生毕业 硕士及以上 研究生及以上 研究生学历',
  '21': '本科 大学本科 大学 大本 本科毕业 大学本科毕业 全日制本科 本科及以上 学士 大学毕业 本科学历 专升本',
  '31': '大专 专科 大学专科 专科毕业 大专毕业 高职 高职高专 高等职业 大学专科毕业 大专学历 电大 夜大 函授大专',
  '41': '中专 中等专科 中专毕业 中师 中等专业学校 中专学历 中专中技',
  '44': '职高 职业高中 职高毕业 中职 职高中专 中等职业',
  '47': '技校 技工学校 中技 技校毕业 技工 高技',
  '61': '高中 普高 高中毕业 普通高中 高中学历 高中及以下',
  '71': '初中 初中毕业 初中学历 初中及以下 初级中学',
  '81': '小学 小学毕业 小学学历 小学及以下',
  '90': '文盲 半文盲 文盲半文盲 不识字 无 学龄前 未上学 其他 未入学',
};

/** AAC009. */
const hukouType: Dictionary = {
  '10': '城镇 非农业 非农 城镇户口 非农业户口 非农户口 城市 城市户口 城镇居民 市民',
  '11': '本地城镇 本地非农业 本地非农 本市城镇 本市非农',
  '12': '外地城镇 外地非农业 外地非农 外埠城镇',
  '20': '农业 农村 农业户口 农村户口 农 农民 农村居民',
  '21': '本地农业 本地农村 本市农村 本市农业',
  '22': '外地农业 外地农村 外埠农村',
  '30': '港澳台侨 港澳台',
  '40': '外国人 外籍',
  '50': '居民户口 居民 居民户 城乡居民 家庭户 统一居民户口 居民家庭户',
  '51': '本地居民 本地户籍 本地居民户口 本市居民 本地',
  '52': '外地居民 外地户籍 外地居民户口 外地 外来人口',
};

/** GB/T 4761. */
const relation: Dictionary = {
  '01': '本人',
  '02': '户主 家长 户主本人 本人户主 本人或户主',
  '10': '配偶 夫妻 爱人 之配偶',
  '11': '夫 丈夫 老公 之夫',
  '12': '妻 妻子 老婆 之妻',
  '20': '子 儿子 之子 儿',
  '21': '独生子',
  '22': '长子 大儿子',
  '23': '次子 二子 二儿子',
  '24': '三子 三儿子',
  '27': '养子 继子 养子或继子',
  '28': '女婿',
  '30': '女 女儿 之女',
  '31': '独生女',
  '32': '长女 大女儿',
  '33': '次女 二女 二女儿',
  '34': '三女 三女儿',
  '37': '养女 继女 养女或继女',
  '38': '儿媳 媳妇 儿媳妇 之儿媳 媳',
  '40': '孙辈 孙子女 外孙子女 孙子孙女',
  '41': '孙子 孙 长孙',
  '42': '孙女 长孙女',
  '43': '外孙 外孙子 外甥孙',
  '44': '外孙女',
  '45': '孙媳 孙媳妇 外孙媳妇',
  '46': '孙女婿 外孙女婿 孙婿',
  '50': '父母',
  '51': '父亲 父 爸爸 之父',
  '52': '母亲 母 妈妈 之母',
  '53': '公公',
  '54': '婆婆',
  '55': '岳父',
  '56': '岳母',
  '57': '继父 养父',
  '58': '继母 养母',
  '60': '祖父母 外祖父母',
  '61': '祖父 爷爷',
  '62': '祖母 奶奶',
  '63': '外祖父 外公 姥爷',
  '64': '外祖母 外婆 姥姥',
  '70': '兄弟姐妹 兄弟 姐妹',
  '71': '兄 哥哥 哥',
  '72': '嫂 嫂子',
  '73': '弟 弟弟',
  '74': '弟媳 弟妹 弟媳妇',
  '75': '姐姐 姐',
  '76': '姐夫',
  '77': '妹妹 妹',
  '78': '妹夫',
  '80': '其他 其他亲属 其他亲戚 亲戚 亲属',
  '97': '非亲属 租户 保姆 寄居',
};

/** Reasons of unemployment, handbook §3 (就业服务与就业管理规定 art. 65). */
const unemploymentReason: Dictionary = {
  '01': '毕业未就业 毕业后未就业 未就业毕业生 应届毕业 毕业 毕(肄)业未就业 肄业 毕肄业未就业 毕业生未就业 新成长失业 新成长劳动力',
  '02': '单位辞退 辞职 合同到期 合同期满 解除合同 终止合同 解除劳动合同 终止劳动合同 辞退 被辞退 裁员 经济性裁员 离职 开除 除名 自动离职 下岗 协商解除 解聘 单位裁员 与单位解除劳动关系 终止劳动关系 解除劳动关系 劳动合同期满 合同终止 劳动合同终止 个人辞职 本人辞职 失业 买断工龄 协保',
  '03': '企业破产 破产 倒闭 企业倒闭 停业 歇业 企业停产 个体停业 经营不善 企业关闭 单位破产 单位倒闭 企业改制 单位撤销 停业破产 个体户停业 个体工商户停业 关闭破产',
  '04': '土地被征用 征地 失地 土地征用 失去土地 拆迁失地 土地征收',
  '05': '退役未安置 退伍 退役 复员 转业 退役军人 复退军人 军人退役',
  '06': '刑满释放 假释 监外执行 刑释解教 社区矫正 解除强制戒毒 刑释',
  '07': '其他 其它 灵活就业停止 照顾家庭 家庭原因 身体原因 灵活就业终止 停止灵活就业 其他原因 个人原因',
};

/** Handbook §1.10. */
const hardshipCategory: Dictionary = {
  '01': '4050 4050人员 大龄 大龄人员 大龄失业 大龄失业人员 大龄就业困难人员 "4050"人员 40504050人员 大龄困难人员 大龄劳动者',
  '02': '残疾 残疾人 残疾人员 持证残疾人 残疾失业人员 残疾劳动者',
  '03': '低保 低保人员 低保家庭 低保户 低收入 低收入家庭 低保对象 最低生活保障 享受低保 低保家庭成员 享受最低生活保障人员 低保边缘',
  '04': '长期失业 连续失业一年以上 长期失业人员 长失 失业一年以上 连续失业1年以上 登记失业一年以上',
  '05': '零就业家庭 零就业 零就业家庭成员 零就业家庭人员',
  '06': '失地农民 被征地农民 失地 被征地 失地人员',
  '07': '退捕渔民 退捕 禁捕退捕 禁捕退捕渔民',
  '08': '高校毕业生 困难毕业生 离校未就业高校毕业生 未就业高校毕业生 困难高校毕业生 离校未就业毕业生 应届困难毕业生',
  '09': '退役军人 退伍军人 困难退役军人 复退军人 复转军人',
  '10': '单亲 单亲家庭 单亲抚养未成年 单亲母亲 单亲抚养未成年子女',
  '11': '戒毒康复 戒毒 戒毒康复人员 戒毒人员',
  '12': '刑满释放 社区矫正 刑释人员 刑满释放人员 社区矫正人员 刑释解教',
  '13': '脱贫 脱贫户 监测户 脱贫人口 脱贫劳动力 建档立卡 建档立卡贫困户 防返贫监测对象 监测户劳动力 建档立卡贫困劳动力',
  '14': '双下岗 双失业 双下岗家庭 双失业家庭 双下岗双失业家庭 夫妻双下岗',
  '99': '其他 其它 其他困难 其他人员',
};

/** Handbook §1.9. */
const employmentStatus: Dictionary = {
  '10': '就业 单位就业 已就业 在业 在职 在岗 上班 企业就业 合同就业 从业 有工作 签订合同就业 事业单位 机关事业单位 务工 打工 工作 已从业 是',
  '20': '个体经营 个体 自主创业 创业 个体工商户 私营业主 自营 经商 自谋职业 业主 个体户',
  '30': '灵活就业 临时工 打零工 零工 非全日制 自由职业 灵活 临时就业 钟点工',
  '40': '公益性岗位 公益岗位 公益性岗位就业 公岗',
  '50': '农村转移就业 外出务工 转移就业 务农 农业劳动 种地',
  '60': '失业 登记失业 已登记失业 失业登记 失业人员 下岗 待业 待岗',
  '61': '无业 未就业 未登记失业 无工作 求职 求职中 有就业愿望 未工作 无业有就业愿望 否 无职业 未从业',
  '70': '无就业愿望 家务 料理家务 不愿就业 不想就业 无业无就业愿望 家庭主妇 无就业意愿 全职妈妈 自愿失业',
  '80': '在校 在学 学生 在校生 学龄前/在校 学龄前 在读 上学 入学 在校学生 学前 儿童 幼儿 升学 学龄前在校',
  '81': '服兵役 服现役 参军 现役 当兵 现役军人 在役 入伍',
  '82': '服刑 在押 劳教 收监',
  '83': '丧失劳动能力 完全丧失劳动能力 无劳动能力 残疾丧失劳动能力 病残',
  '90': '退休 已退休 离退休 退养 离休 享受养老待遇 领取养老金 退休人员 内退 病退 退休在家',
  '99': '死亡 注销 去世 已故',
};

/** GB/T 2261.2. */
const maritalStatus: Dictionary = {
  '10': '未婚 单身 否',
  '20': '已婚 有配偶 结婚 是',
  '21': '初婚',
  '22': '再婚',
  '23': '复婚',
  '30': '丧偶',
  '40': '离婚 离异',
  '90': '未说明 不详',
};

/** GB/T 4762. */
const politicalStatus: Dictionary = {
  '01': '中共党员 党员 中国共产党党员 共产党员 是',
  '02': '预备党员 中共预备党员',
  '03': '团员 共青团员 共青团',
  '04': '民革 民革党员',
  '05': '民盟 民盟盟员',
  '06': '民建 民建会员',
  '07': '民进 民进会员',
  '08': '农工党 农工党党员',
  '09': '致公党 致公党党员',
  '10': '九三学社 九三学社社员',
  '11': '台盟',
  '12': '无党派 无党派人士',
  '13': '群众 普通群众 否 无',
};

/** GB/T 3304, written without 族. */
const ethnicityNames =
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺';
const ethnicity: Dictionary = Object.fromEntries(
  ethnicityNames.split(' ').map((name, i) => [String(i + 1).padStart(2, '0'), `${name} ${name}族`]),
);

const minimumLiving: Dictionary = {
  '1': '是 有 低保 享受 y yes 1 √ 已享受 低保户',
  '0': '否 无 不是 未享受 n no 0 × x 没有 非低保 不享受',
};

const dictionaries = {
  sex,
  education,
  hukouType,
  relation,
  unemploymentReason,
  hardshipCategory,
  employmentStatus,
  maritalStatus,
  politicalStatus,
  ethnicity,
  minimumLiving,
} as const satisfies Partial<Record<RosterField, Dictionary>>;

export type CodedRosterField = keyof typeof dictionaries;

export const codedRosterFields = Object.keys(dictionaries) as CodedRosterField[];

const codesByWord = new Map<CodedRosterField, Map<string, string>>();
for (const field of codedRosterFields) {
  const codes = new Map<string, string>();
  for (const [code, text] of Object.entries(dictionaries[field] as Dictionary)) {
    for (const word of text.split(' ')) if (!codes.has(plainWord(word))) codes.set(plainWord(word), code);
    if (/^\d{2}$/.test(code) && !codes.has(code)) codes.set(code, code);
  }
  codesByWord.set(field, codes);
}

function plainWord(text: string): string {
  return removeBlanks(toHalfWidth(text))
    .toLowerCase()
    .replace(/["'“”‘’()、,，。.;；:：]/g, '');
}

/** The code of a word in a column, or undefined when the word is not known; the text is kept in any case. */
export function findRosterCode(field: CodedRosterField, text: string): string | undefined {
  const codes = codesByWord.get(field);
  const word = plainWord(text);
  if (word === '') return undefined;
  // 大专(在读), 低保/残疾: the first part decides when the whole is not known.
  return (
    codes?.get(word) ??
    codes?.get(plainWord(text.replace(/[(（].*$/, ''))) ??
    codes?.get(plainWord(text.split(/[/、,，;；]/)[0] ?? ''))
  );
}
