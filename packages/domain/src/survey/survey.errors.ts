import type { ErrorSentences } from '../kernel/app-error.ts';

export const surveyErrors = {
  'survey.name-missing': { zh: '没有姓名。请补上姓名。', en: 'The name is missing. Add it.' },
  'survey.phone': {
    zh: '“{text}”不是电话号码：应为 7 至 12 位数字，座机可写区号。请核对后重写，没有就留空。',
    en: '“{text}” is no telephone number: it has 7 to 12 digits, with the area code for a landline. Check it, or leave it empty.',
  },
  'survey.word-unknown': {
    zh: '“{text}”不在可选内容里。请打代码、汉字或拼音首字母，从列表中选一项，没有就留空。',
    en: '“{text}” is not among the choices. Type a code, a word or pinyin initials and choose one, or leave it empty.',
  },
  'survey.says-dead': {
    zh: '已去世的人不建档。已建档的请在个人档案中办理销档，并清空本行。',
    en: 'No file is made of somebody who has died. End an existing file there, and clear this row.',
  },
  'survey.two-heads': {
    zh: '本户已有户主。请改写与户主关系，或在“户”一列写上另一户。',
    en: 'This household has a head already. Change the relation, or write another household in the first column.',
  },
  'survey.twice': {
    zh: '与本次一起保存的另一行是同一身份证号。请删去重复的一行，或改正号码。',
    en: 'Another row saved with this one has the same identity number. Clear one of them, or correct the number.',
  },
  'survey.registered-elsewhere': {
    zh: '此人已在其他社区（村）建档，没有重复建档。请在“居民建档”中输入号码，提出转入申请。',
    en: 'Another community keeps this person’s file; no second one was made. Enter the number under “New resident” and ask for a transfer.',
  },
  'survey.name-differs': {
    zh: '此号码的档案姓名是“{name}”，与本行不同。请核对号码和姓名；确实改名的，请在个人档案中修改。',
    en: 'The file with this number says “{name}”. Check number and name; a change of name is entered in the file.',
  },
  'survey.household-gone': {
    zh: '所选的家庭已撤销或不在本社区。请重新选择，或留空另立一户。',
    en: 'The chosen household has ended or is not in this community. Choose again, or leave it empty for a new one.',
  },
  'survey.known-update': {
    zh: '此人已建档，保存后将更新档案。请核对后按 Ctrl+Enter 保存。',
    en: 'This person has a file, which will change. Check it, then save with Ctrl+Enter.',
  },
  'survey.first-version-kept': {
    zh: '本行先前已经保存过，保存的是当时的内容。要修改请打开个人档案。',
    en: 'This row had been saved before, as it was then. To change it, open the person’s file.',
  },
  'survey.taken-back': {
    zh: '本行保存后已被撤销，没有再次保存。请重新写一行。',
    en: 'This row was saved and taken back; it was not saved again. Write it as a new row.',
  },
  'survey.built-on': {
    zh: '保存之后，{names} 的档案又有变动或办过业务，或同户后来又加了人，不能撤销。请先撤销后加的人，或到个人档案里更正。',
    en: 'The file of {names} was changed or used after saving, or others joined the household; it cannot be undone. Undo those who came later first, or correct the file.',
  },
} as const satisfies ErrorSentences;
