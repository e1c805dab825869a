import type { ErrorSentences } from '../kernel/app-error.ts';

export const contactErrors = {
  'contact.not-here': {
    zh: '已不在本辖区，不能由您记录联系。',
    en: 'No longer in your area: you cannot record a contact.',
  },
  'contact.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出），此后不能再记录联系。',
    en: 'The file ended on {on} (death or move out); no contact can be recorded after that.',
  },
  'contact.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'contact.before-residence': {
    zh: '日期不能早于此人在本地居住的第一天 {from}。',
    en: 'The day cannot be before {from}, the first day on which the person lived here.',
  },
  'contact.outcome-unknown': { zh: '没有这个联系结果。', en: 'There is no such outcome.' },
  'contact.service-not-reached': {
    zh: '没有联系上本人，不能同时记录已提供服务。',
    en: 'A service cannot be recorded when the person was not reached.',
  },
  'contact.moved-meanwhile': {
    zh: '此人的居住社区在您带走资料以后变了。请看清两边的情况再决定。',
    en: 'The person has moved to another community since you took the list along. Look at both sides and decide.',
  },
  'contact.contacted-meanwhile': {
    zh: '您带走资料以后，已有人在 {on} 记录了联系。请看清两边的情况再决定。',
    en: 'Somebody recorded a contact on {on} after you took the list along. Look at both sides and decide.',
  },
  'contact.voided-meanwhile': {
    zh: '您带走资料时的上次联系后来作废了。请看清两边的情况再决定。',
    en: 'The last contact that you saw has been voided since. Look at both sides and decide.',
  },
  'contact.next-before': {
    zh: '下次日期应晚于本次联系日期 {on}。',
    en: 'The next day must be after this contact of {on}.',
  },
} as const satisfies ErrorSentences;
