import type { ErrorSentences } from '../kernel/app-error.ts';

export const attachmentErrors = {
  'attachment.no-picture': {
    zh: '这个文件不是 JPEG、PNG 或 WebP 图片，没有收下。请重新拍照，或先把扫描件存成图片。',
    en: 'This file is no JPEG, PNG or WebP picture and was not taken. Take the photo again, or save the scan as a picture first.',
  },
  'attachment.damaged': {
    zh: '图片不完整或已损坏，没有收下。请重新拍照或重新选择。',
    en: 'The picture is incomplete or damaged and was not taken. Take the photo again or choose another one.',
  },
  'attachment.too-large': {
    zh: '图片有 {size} KB，超过 {limit} KB，没有收下。请拍小一点，或用系统里的“拍照”按钮，它会自动缩小。',
    en: 'The picture has {size} KB, more than {limit} KB, and was not taken. Use the button “Take a photo”, which makes it smaller.',
  },
  'attachment.too-wide': {
    zh: '图片有 {width}×{height} 像素，长边超过 {limit}，没有收下。请用系统里的“拍照”按钮，它会自动缩小。',
    en: 'The picture measures {width}×{height}; its longer side may have {limit}. Use the button “Take a photo”, which makes it smaller.',
  },
  'attachment.enough-today': {
    zh: '这份档案今天已添加 {count} 张，达到一天的上限。请明天再添加。',
    en: '{count} pictures were added to this file today, which is as many as a day may bring. Add others tomorrow.',
  },
  'attachment.enough': {
    zh: '这份档案已有 {count} 张附件，达到上限。请先移除不再需要的附件。',
    en: 'This file has {count} attachments, which is as many as it may have. Drop those that are not needed any more.',
  },
  'attachment.same': {
    zh: '这张图片已经在这份档案里了，不用再添加。',
    en: 'This picture is on the file already.',
  },
  'attachment.no-contact': {
    zh: '照片所属的走访记录已作废或不存在，照片没有保存。',
    en: 'The contact that this photo belongs to has been voided or does not exist; the photo was not saved.',
  },
  'attachment.expired': {
    zh: '移除已超过 {days} 天（{until} 到期），内容已不再保留，不能恢复。',
    en: 'It was dropped more than {days} days ago (the limit was {until}); its content is not kept any more.',
  },
} as const satisfies ErrorSentences;
