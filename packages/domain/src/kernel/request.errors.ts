import type { ErrorSentences } from './app-error.ts';

/** Errors of the request itself, before any slice is asked. */
export const requestErrors = {
  'request.invalid': {
    zh: '填写的内容有误，请按提示修改后重试。',
    en: 'Something in the form is wrong. Correct the marked fields and try again.',
  },
  'request.malformed': {
    zh: '请求内容无法识别，请刷新页面后重试。',
    en: 'The request could not be read. Reload the page and try again.',
  },
  'request.unsupported-type': {
    zh: '请求的内容类型不对，请刷新页面后重试。',
    en: 'The request has the wrong content type. Reload the page and try again.',
  },
  'request.foreign-origin': {
    zh: '请求来自别的网站，已拒绝。请从本系统页面操作。',
    en: 'The request came from another site and was refused. Use the pages of this system.',
  },
  'request.too-large': { zh: '内容太大，最多 {limit}。', en: 'Too large: at most {limit}.' },
  'request.infected': {
    zh: '病毒扫描发现这个文件有问题，没有接收。请先查杀，再重新上传。',
    en: 'The scanner found something in this file, so it was not taken. Clean it and send it again.',
  },
  'request.not-scanned': {
    zh: '病毒扫描现在不可用，文件没有接收。请稍后再试，或告诉系统管理员。',
    en: 'The scanner cannot be asked now, so the file was not taken. Try again later, or tell the system administrator.',
  },
  'request.no-idempotency-key': {
    zh: '请求缺少幂等键，请刷新页面后重试。',
    en: 'The request has no idempotency key. Reload the page and try again.',
  },
  'request.key-reused': {
    zh: '这一次的内容先前已经送达并保存，之后改动的内容没有保存。请核对已保存的记录，需要更正的在那里改。',
    en: 'This was received and saved before; what was changed afterwards is not saved. Look at the saved record, and correct it there.',
  },
  'request.not-found': {
    zh: '没有找到，可能已删除，或不在您的管辖范围。',
    en: 'Not found: it may be gone, or lie outside your area.',
  },
  'request.forbidden': {
    zh: '您的岗位没有这项权限。如需办理，请联系安全管理员。',
    en: 'Your post does not have this right. Ask the security administrator if you need it.',
  },
  'request.outside-area': { zh: '该区域不在您的管辖范围。', en: 'That area lies outside your own.' },
  'request.not-signed-in': { zh: '请先登录。', en: 'Please sign in first.' },
  'request.changed-meanwhile': {
    zh: '这条记录刚被别人修改过，请核对最新内容后再保存。',
    en: 'Somebody changed this record meanwhile. Look at the newest version and save again.',
  },
  'request.busy': { zh: '系统正忙，请稍候几秒重试。', en: 'The system is busy. Try again in a few seconds.' },
  'request.overloaded': {
    zh: '现在使用的人太多，这一步还没有开始，什么也没有保存。请过几秒再试。',
    en: 'Too many people are at work at once. This step was not begun and nothing was saved. Try again in a few seconds.',
  },
  'request.too-fast': {
    zh: '操作过于频繁，这一步没有保存。请稍候几秒再试。',
    en: 'That was faster than anybody works by hand; this step was not saved. Wait a few seconds and try again.',
  },
  'request.failed': {
    zh: '系统出错，没有保存任何内容。请重试；仍不行请把编号 {requestId} 告诉管理员。',
    en: 'Something failed and nothing was saved. Try again; if it fails again give number {requestId} to the administrator.',
  },
  'field.required': { zh: '请填写。', en: 'Please fill in.' },
  'field.too-long': { zh: '太长，最多 {maximum} 个字。', en: 'Too long: at most {maximum} characters.' },
  'field.too-short': { zh: '太短，至少 {minimum} 个字。', en: 'Too short: at least {minimum} characters.' },
  'field.date': { zh: '日期不对，应为 2026-01-31 这样的真实日期。', en: 'Not a real date; write it like 2026-01-31.' },
  'field.characters': {
    zh: '含有不可见的控制字符，请重新输入。',
    en: 'Contains invisible control characters; type it again.',
  },
  'field.unknown': { zh: '多余的内容：{keys}。', en: 'Unknown: {keys}.' },
  'field.wrong': { zh: '内容不对。', en: 'Not valid.' },
} as const satisfies ErrorSentences;
