/** What is wrong, where, and what to do: the sentences of every code of a roster. `{name}` is filled from the details. */

type Sentences = Readonly<Record<string, { zh: string; en: string }>>;

/** One of these per rejected row, the first that applies in this order. */
export const rosterRejectCodes = [
  'name-missing',
  'id-missing',
  'id-precision-lost',
  'id-format',
  'id-birth-date',
  'id-checksum',
  'duplicate-in-file',
  'registered-elsewhere',
] as const;
export type RosterRejectCode = (typeof rosterRejectCodes)[number];

/** The row is accepted; the identity number decides. */
export const rosterWarningCodes = ['sex-differs-from-id', 'birth-differs-from-id', 'address-code-unknown'] as const;
export type RosterWarningCode = (typeof rosterWarningCodes)[number];

/** What was mended in a name or an identity number. */
export const rosterRepairCodes = [
  'name-blanks',
  'name-signs',
  'name-apostrophe',
  'id-blanks',
  'id-full-width',
  'id-lower-case',
  'id-apostrophe',
  'id-fifteen-digits',
] as const;
export type RosterRepairCode = (typeof rosterRepairCodes)[number];

export const rosterRowSentences = {
  'name-missing': {
    zh: '没有姓名。请补上姓名后重新提交这一行。',
    en: 'The name is missing. Add it and send this row again.',
  },
  'id-missing': {
    zh: '没有身份证号码。请补上 18 位号码后重新提交这一行。',
    en: 'The identity number is missing. Add its 18 characters and send this row again.',
  },
  'id-precision-lost': {
    zh: '身份证号码末几位已被表格软件改成 0 或科学计数法，无法还原。请把该列设为“文本”格式，照身份证重新录入。',
    en: 'The spreadsheet has turned the last digits of the identity number into zeros or scientific notation; they cannot be restored. Format the column as text and type the number again from the card.',
  },
  'id-format': {
    zh: '“{text}”不是身份证号码：应为 18 位，前 17 位是数字，末位是数字或 X（旧号 15 位数字）。请核对身份证原件。',
    en: '“{text}” is no identity number: it has 18 characters, 17 digits and a digit or X (old ones: 15 digits). Check it against the card.',
  },
  'id-birth-date': {
    zh: '身份证号码第 7 至 14 位“{birth}”不是可能的出生日期（不存在、在今天之后或超过 130 岁）。请核对身份证原件。',
    en: 'Digits 7 to 14 of the identity number, “{birth}”, are no possible date of birth (no such day, in the future, or over 130 years ago). Check them against the card.',
  },
  'id-checksum': {
    zh: '身份证号码第 18 位校验码不对，现为 {actual}，按前 17 位应为 {expected}；也可能是前面某一位录错。请核对身份证原件。',
    en: 'The check character of the identity number is {actual}; the first 17 digits ask for {expected}. One of the digits may be wrong as well. Check them against the card.',
  },
  'duplicate-in-file': {
    zh: '与“{firstSheet}”第 {firstRow} 行是同一身份证号码，只采用先出现的一行。请删去重复行，或改正录错的号码。',
    en: 'Same identity number as row {firstRow} of sheet “{firstSheet}”; only the first row is used. Delete this row or correct the number.',
  },
  'registered-elsewhere': {
    zh: '此人已在其他社区（村）建档。请不要重复建档，可发起转入申请。',
    en: 'Another community already keeps this person’s file. Ask for a transfer instead of registering again.',
  },
  'sex-differs-from-id': {
    zh: '性别写的是“{written}”，身份证号码是“{fromId}”，已按身份证号码登记。请核实。',
    en: 'The sex is written as “{written}”, the identity number says “{fromId}” and was followed. Please check.',
  },
  'birth-differs-from-id': {
    zh: '出生日期写的是“{written}”，身份证号码是 {fromId}，已按身份证号码登记。请核实。',
    en: 'The date of birth is written as “{written}”, the identity number says {fromId} and was followed. Please check.',
  },
  'address-code-unknown': {
    zh: '身份证号码前 6 位 {addressCode} 不在现行和历史区划代码中，已照原号登记。请核对身份证原件。',
    en: 'The first six digits of the identity number, {addressCode}, are in no list of areas, past or present; it was kept as it is. Check it against the card.',
  },
} as const satisfies Record<RosterRejectCode | RosterWarningCode, { zh: string; en: string }>;

export const rosterRepairSentences = {
  'name-blanks': { zh: '去掉姓名中的空格', en: 'Blanks taken out of the name' },
  'name-signs': {
    zh: '姓名中的间隔号或部首字符改为通用写法',
    en: 'Dots or radical signs of the name written the usual way',
  },
  'name-apostrophe': { zh: '去掉姓名前的撇号', en: 'Apostrophe before the name taken away' },
  'id-blanks': { zh: '去掉身份证号码中的空格', en: 'Blanks taken out of the identity number' },
  'id-full-width': { zh: '身份证号码全角改半角', en: 'Full-width characters of the identity number made half-width' },
  'id-lower-case': { zh: '身份证号码末位小写 x 改为大写 X', en: 'Lower-case x of the identity number made X' },
  'id-apostrophe': { zh: '去掉身份证号码前的撇号', en: 'Apostrophe before the identity number taken away' },
  'id-fifteen-digits': { zh: '15 位身份证号码升为 18 位', en: '15-digit identity number turned into 18' },
} as const satisfies Record<RosterRepairCode, { zh: string; en: string }>;

/** A file that cannot be read at all. */
export const rosterFileErrorCodes = [
  'roster-file-empty',
  'roster-file-type',
  'roster-file-encrypted',
  'roster-file-damaged',
  'roster-file-bomb',
  'roster-file-too-large',
  'roster-file-too-wide',
  'roster-file-entities',
  'roster-file-encoding',
  'roster-file-too-slow',
  'roster-file-no-header',
] as const;
export type RosterFileErrorCode = (typeof rosterFileErrorCodes)[number];

export const rosterFileSentences = {
  'roster-file-empty': {
    zh: '文件是空的。请选择有内容的名册。',
    en: 'The file is empty. Choose a roster with rows in it.',
  },
  'roster-file-type': {
    zh: '这不是 .xlsx、.xls 或 .csv 表格（实为 {found}）。请在 WPS 或 Excel 中打开后另存为 .xlsx 再上传。',
    en: 'This is no .xlsx, .xls or .csv sheet (it is {found}). Open it in WPS or Excel, save it as .xlsx and upload that.',
  },
  'roster-file-encrypted': {
    zh: '文件设有打开密码。请去掉密码另存后再上传。',
    en: 'The file is protected by a password. Save it without the password and upload that.',
  },
  'roster-file-damaged': {
    zh: '文件已损坏或没有传完整。请在 WPS 或 Excel 中打开检查，另存后再上传。',
    en: 'The file is damaged or incomplete. Open it in WPS or Excel, save it again and upload that.',
  },
  'roster-file-bomb': {
    zh: '文件解压后大得不正常，为安全起见没有打开。请把名册复制到新建的表格中再上传。',
    en: 'The file unpacks to an abnormal size and was not opened, for safety. Copy the roster into a new sheet and upload that.',
  },
  'roster-file-too-large': {
    zh: '文件太大（{what}超过 {limit}）。请按社区或小组分成几个文件上传。',
    en: 'The file is too large ({what} over {limit}). Split it by community or group and upload the parts.',
  },
  'roster-file-too-wide': {
    zh: '工作表“{sheet}”的列数超过 {limit}。请删去右侧多余的列再上传。',
    en: 'Sheet “{sheet}” has more than {limit} columns. Delete the surplus columns on the right and upload it again.',
  },
  'roster-file-entities': {
    zh: '文件中含有不允许的外部引用（XML 实体），为安全起见没有打开。请把名册复制到新建的表格中再上传。',
    en: 'The file contains XML entities, which are not allowed, and was not opened. Copy the roster into a new sheet and upload that.',
  },
  'roster-file-encoding': {
    zh: '看不懂文件的文字编码。请在 WPS 或 Excel 中打开后另存为 .xlsx 再上传。',
    en: 'The text encoding of the file is unknown. Open it in WPS or Excel, save it as .xlsx and upload that.',
  },
  'roster-file-too-slow': {
    zh: '读取文件用时超过 {seconds} 秒，已停止。请删去多余的格式和工作表，或分成几个文件上传。',
    en: 'Reading the file took more than {seconds} seconds and was stopped. Delete surplus formats and sheets, or split the file.',
  },
  'roster-file-no-header': {
    zh: '没有找到表头：前面各行中没有同时出现“姓名”或“身份证号”等列名。请在第一行写上列名再上传。',
    en: 'No header was found: none of the first rows names columns such as 姓名 or 身份证号. Write the column names in the first row and upload it again.',
  },
} as const satisfies Record<RosterFileErrorCode, { zh: string; en: string }>;

/** What applying an accepted row could not take over as written. The person is kept; `{why}` is the rule's own sentence. */
export const rosterNoteSentences = {
  'file-ended': {
    zh: '此人档案已销档（死亡或迁出）或已作废，未作改动。请核实后在个人档案中办理。',
    en: 'The file of this person has ended or was voided and was left as it is. Check it in the file.',
  },
  'says-dead': {
    zh: '名册写明此人已去世或注销，没有建档或改动。已建档的请在个人档案中办理销档。',
    en: 'The roster says that this person has died; no file was made or changed. End an existing file there.',
  },
  'moved-elsewhere': {
    zh: '核对之后此人已转到其他社区（村），未作改动。',
    en: 'Another community has the person since the roster was judged; nothing was changed.',
  },
  'registration-refused': { zh: '失业登记没有录入：{why}', en: 'The unemployment registration was not entered: {why}' },
  'employment-refused': { zh: '就业登记没有录入：{why}', en: 'The employment was not entered: {why}' },
  'registered-today': {
    zh: '名册没有写登记或失业日期，按导入当天登记失业，计入本月新登记。如有实际日期，请在个人档案中更正。',
    en: 'The roster gives no date: registered on the day of the import and counted as new this month. Correct the date in the file if it is known.',
  },
  'employment-undated': {
    zh: '档案中已有就业或失业登记，名册没有写就业开始日期，就业登记没有录入。请在个人档案中登记。',
    en: 'The file already has employment or unemployment and the roster gives no first day of work; enter the employment in the file.',
  },
  'employed-by-status': {
    zh: '名册写明此人正在就业，按就业登记，没有登记失业。',
    en: 'The roster says that this person works: entered as employed, not as unemployed.',
  },
  'household-differs': {
    zh: '名册中同一户的人已分属不同家庭，没有改动家庭关系。请在家庭档案中办理。',
    en: 'People of this household already belong to different households; memberships were left as they are.',
  },
} as const satisfies Sentences;
export type RosterNoteCode = keyof typeof rosterNoteSentences;

/** Errors of an import as a whole. */
const batchSentences = {
  'roster.wrong-state': {
    zh: '这次导入现在不能这样操作（当前状态不允许）。请刷新页面查看最新状态。',
    en: 'Not possible in the present state of this import. Reload the page to see it.',
  },
  'roster.not-a-community': {
    zh: '名册只能导入到一个社区（村）。请选择具体的社区。',
    en: 'A roster goes into one community. Choose the community itself.',
  },
  'roster.mapping-wrong': {
    zh: '列对应与文件不符（{what}）。请刷新页面后重新核对各列。',
    en: 'The mapping does not fit the file ({what}). Reload the page and check the columns again.',
  },
  'roster.built-on': {
    zh: '有 {count} 人的档案在导入后又有变动或办过业务（{names}），不能整批撤销。请到个人档案里逐项更正。',
    en: '{count} of the files were changed or used after the import ({names}); it cannot be undone as a whole. Correct them one by one.',
  },
  'roster.file-missing': {
    zh: '上传的文件已不在存储中。请重新上传名册。',
    en: 'The uploaded file is no longer in the store. Upload the roster again.',
  },
} as const satisfies Sentences;

/** Everything of the slice that can be thrown. */
export const rosterErrors = { ...rosterFileSentences, ...batchSentences } as const satisfies Sentences;

/** All sentences of the slice by code. */
export const rosterSentences: Sentences = { ...rosterRowSentences, ...rosterRepairSentences, ...rosterFileSentences };
