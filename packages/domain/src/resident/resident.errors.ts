import type { ErrorSentences } from '../kernel/app-error.ts';

export const residentErrors = {
  'resident.id-missing': { zh: '请填写身份证号。', en: 'Fill in the identity number.' },
  'resident.id-format': {
    zh: '身份证号应为 18 位：17 位数字，末位为数字或 X。请对照证件逐位核对。',
    en: 'An identity number has 18 characters: 17 digits and a digit or X. Compare it with the card.',
  },
  'resident.id-birth-date': {
    zh: '身份证号第 7–14 位不是可能的出生日期。请对照证件核对。',
    en: 'Digits 7–14 of the identity number are no possible birth date. Compare it with the card.',
  },
  'resident.id-checksum': {
    zh: '身份证号的校验位不对，其中至少有一位写错。请对照证件逐位核对。',
    en: 'The last character of the identity number does not fit: at least one digit is wrong. Compare it with the card.',
  },
  'resident.exists': {
    zh: '此人已建档（{name}，{areaName}），请打开已有档案，不要重复建档。',
    en: 'This person already has a file ({name}, {areaName}). Open it instead of making a second one.',
  },
  'resident.registered-elsewhere': {
    zh: '此人已在“{areaName}”建档。请向对方提出转入申请，对方同意后档案转到您的社区。',
    en: 'This person has a file in {areaName}. Ask for a transfer; the file moves to you when they agree.',
  },
  'resident.area-not-leaf': {
    zh: '居民须建在社区（村）一级，请选择具体的社区或村。',
    en: 'A resident belongs to a community or village; choose one.',
  },
  'resident.date-in-future': {
    zh: '日期不能晚于今天 {today}，请改填实际发生的日期。',
    en: 'The date cannot be later than today, {today}. Give the day on which it happened.',
  },
  'resident.date-before-birth': {
    zh: '日期不能早于出生日期 {birthOn}。',
    en: 'The date cannot be earlier than the birth date {birthOn}.',
  },
  'resident.date-before-residence': {
    zh: '日期不能早于此人入住现社区的日期 {from}。',
    en: 'The date cannot be earlier than {from}, when the person came to the present community.',
  },
  'resident.phone': {
    zh: '联系电话不对。请填 11 位手机号，或 7–12 位的固定电话（带区号）；没有电话就留空。',
    en: 'This is no telephone number. Enter a mobile number of 11 digits or a landline of 7 to 12 with its area code; leave it empty when there is none.',
  },
  'resident.code-unknown': {
    zh: '代码 {code} 不在代码表中，请从列表中重新选择。',
    en: 'Code {code} is in no list; choose again.',
  },
  'resident.category-of-other-sex': {
    zh: '退休类别与性别不符：男性为 M60，女性为 F55 或 F50。',
    en: 'The retirement category does not fit the sex: M60 for men, F55 or F50 for women.',
  },
  'resident.ended': {
    zh: '档案已于 {endedOn} 销档，不能办理。如属误销，请先恢复档案。',
    en: 'This file ended on {endedOn}. If that was a mistake, reopen the file first.',
  },
  'resident.not-ended': { zh: '档案没有销档，无须恢复。', en: 'This file has not ended; there is nothing to reopen.' },
  'resident.same-area': {
    zh: '迁入地与现居住社区相同；只改地址请用“修改居民信息”。',
    en: 'The person already lives in that community; change the address instead.',
  },
  'resident.same-identity': {
    zh: '新号码与现有号码相同，无须更正。',
    en: 'The new number is the one on file; nothing to correct.',
  },
  'resident.moved-district': {
    zh: '迁移时本人或家庭户换了区县，或者家庭户后来去了别的区县，不能撤销；请由现在的区县办理迁回。',
    en: 'The person or the household went to another district, so the move cannot be taken back; the district where they are now moves them back.',
  },
  'resident.moved-again': {
    zh: '此后本人或随迁的家庭成员又迁移过，不能撤销这一次；请按现在的情况办理迁移。',
    en: 'The person, or somebody who went along, has moved again since, so this move cannot be taken back. Record a move as things stand now.',
  },
  'resident.recorded-since': {
    zh: '迁移以后又有了登记或变动，不能撤销；请按现在的情况办理迁移。',
    en: 'Something was recorded since the move, so it cannot be taken back. Record a move as things stand now.',
  },
  'resident.export-too-large': {
    zh: '名单超过 {limit} 人，请缩小区域或增加条件后再导出。',
    en: 'The list has more than {limit} people. Choose a smaller area or more filters.',
  },
} as const satisfies ErrorSentences;
