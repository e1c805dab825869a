import type { ErrorSentences } from '../kernel/app-error.ts';

export const remarkErrors = {
  'remark.holds-number': {
    zh: '批注里不要写身份证号码和手机号码：档案里有，按规定遮盖显示。请删去号码再保存。',
    en: 'Leave identity and mobile numbers out of a remark: they stand in the file, masked. Take the number out and save again.',
  },
  'remark.no-colleague': {
    zh: '“@”到的人里有人不能看这份档案，或者账户已停用。请从提示的名单中选择。',
    en: 'Somebody named with @ may not see this file, or the account is suspended. Choose from the list that opens.',
  },
  'remark.about-unknown': {
    zh: '批注所指的这条记录不在这份档案里，可能已经作废。请重新选择批注的对象。',
    en: 'The record that the remark is about is not in this file; it may have been voided. Choose again what the remark is about.',
  },
  'remark.too-many': {
    zh: '这份档案已有 {most} 条未办结的批注。请先办结一些。',
    en: 'This file has {most} open remarks already. Settle some of them first.',
  },
  'remark.not-open': {
    zh: '这条批注已经办结或作废。',
    en: 'This remark has been settled or voided already.',
  },
  'remark.not-yours': {
    zh: '批注只能由写的人作废。您可以办结它，并写上处理情况。',
    en: 'Only its author can void a remark. You can settle it and say what was done.',
  },
} satisfies ErrorSentences;
