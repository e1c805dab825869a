/** Parameters of how records are kept. */
export const recordParameterKeys = [
  {
    code: 'recycle.days',
    zh: '作废的登记、移除的附件可以恢复的天数',
    en: 'Days within which a voided record or a dropped attachment can be restored',
    value: 'number',
    unit: '日',
  },
  {
    code: 'attachment.max_kilobytes',
    zh: '一张附件图片的大小上限',
    en: 'Largest size of an attached picture',
    value: 'number',
    unit: 'KB',
  },
  {
    code: 'attachment.longest_side',
    zh: '一张附件图片长边的像素上限',
    en: 'Longest side of an attached picture in pixels',
    value: 'number',
    unit: '像素',
  },
  {
    code: 'attachment.file_day',
    zh: '一份档案一天可添加的附件数',
    en: 'Attachments that a day may bring to one file',
    value: 'number',
    unit: '张',
  },
  {
    code: 'attachment.file_total',
    zh: '一份档案保存的附件数上限',
    en: 'Attachments that one file may have',
    value: 'number',
    unit: '张',
  },
] as const;
