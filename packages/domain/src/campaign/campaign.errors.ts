import type { ErrorSentences } from '../kernel/app-error.ts';

export const campaignErrors = {
  'campaign.dates': {
    zh: '结束日期在开始日期之前，请改正。',
    en: 'The survey drive ends before it begins. Correct the days.',
  },
  'campaign.too-long': {
    zh: '期限过长：最多 {most} 天。长期的工作不用调查来做。',
    en: 'The survey drive is too long: at most {most} days. Standing work is no survey drive.',
  },
  'campaign.no-communities': {
    zh: '没有选社区（村）。请至少选一个。',
    en: 'No community is chosen. Choose at least one.',
  },
  'campaign.not-below': {
    zh: '“{area}”不在本单位范围内，或不是社区（村）。请重新选择。',
    en: '“{area}” does not lie within your area or is no community. Choose again.',
  },
  'campaign.wrong-state': {
    zh: '调查现在是“{state}”，不能做这件事。请刷新后再看。',
    en: 'The survey drive is “{state}”; this cannot be done now. Reload and look again.',
  },
  'campaign.communities-fixed': {
    zh: '调查已经开始，调查内容、开始日期和社区不能再改；名称、目的、结束日期和复查比例可以改。',
    en: 'The survey drive has begun: what is asked, the first day and the communities stay; name, purpose, last day and sample share can be changed.',
  },
  'campaign.too-early': {
    zh: '{date} 才开始。要提前开始，请先修改开始日期。',
    en: 'It begins on {date}. To begin earlier, change the first day.',
  },
  'campaign.over': {
    zh: '结束日期 {date} 已过。请先修改结束日期。',
    en: 'Its last day, {date}, is over. Change the last day first.',
  },
  'campaign.overlaps': {
    zh: '“{community}”正在做同类的调查“{campaign}”（共 {count} 处重叠），居民会被问两次。确要开始，请确认后再开始。',
    en: '“{community}” is in the running survey drive “{campaign}” of the same kind ({count} overlaps); people would be asked twice. Confirm to begin all the same.',
  },
  'campaign.no-households': {
    zh: '所选社区（村）里没有家庭户，没有可走访的。',
    en: 'There is no household in the chosen communities to visit.',
  },
  'campaign.not-worker': {
    zh: '“{name}”不能走访“{area}”的家庭：不在该社区任职，或账户已停用。',
    en: '“{name}” cannot visit households of “{area}”: no post there, or the account is suspended.',
  },
  'campaign.nobody-chosen': {
    zh: '没有选工作人员。请至少选一人。',
    en: 'Nobody is chosen. Choose at least one person.',
  },
  'campaign.nothing-to-share': {
    zh: '没有可分配的家庭：都已分配或已完成。',
    en: 'There is nothing to share out: all households are assigned or settled.',
  },
  'campaign.visit-day': {
    zh: '走访日期须在 {from} 至 {to} 之间。',
    en: 'The day of the visit must lie between {from} and {to}.',
  },
  'campaign.next-day': {
    zh: '下次走访日期在本次走访之前，请改正。',
    en: 'The next visit lies before this one. Correct the day.',
  },
  'campaign.nothing-known': {
    zh: '这一处还没有家庭档案，不能确认“没有变化”。请录入这户人家。',
    en: 'Nothing is known of this household, so nothing can be confirmed. Enter it.',
  },
  'campaign.already-listed': {
    zh: '这个地址已在名单里，请在名单中找到它。',
    en: 'This address is on the list already. Find it there.',
  },
  'campaign.nothing-to-draw': {
    zh: '没有可抽的家庭：已完成的不够，或已经抽足比例，或没有别人可以复查。',
    en: 'Nothing can be drawn: too few are done, the share is drawn already, or nobody else could check.',
  },
  'campaign.not-checker': {
    zh: '这户由别人复查。',
    en: 'Somebody else checks this household.',
  },
  'campaign.own-work': {
    zh: '这户是您调查的，差异须由别人判定。',
    en: 'You surveyed this household; somebody else decides its differences.',
  },
  'campaign.recheck-done': {
    zh: '这户已经复查过了。',
    en: 'This household has been checked already.',
  },
  'campaign.unknown-person': {
    zh: '复查表里有不属于这户的人，请刷新后再填。',
    en: 'The sheet names somebody who does not belong to this household. Reload and fill it in again.',
  },
  'campaign.entry-closed': {
    zh: '这户所在的调查没有在进行，或不在本社区。请刷新名单。',
    en: 'The survey drive of this household is not running, or it is in another community. Reload the list.',
  },
  'campaign.merged-meanwhile': {
    zh: '带走名单以后，这户所在的社区（村）已并入“{area}”。请看过现在的情况，再决定是否登记。',
    en: 'Since the list was taken along, the community of this household has become part of “{area}”. Look at how it stands, then decide.',
  },
  'campaign.reassigned-meanwhile': {
    zh: '带走名单以后，这户已改由 {name} 走访。请看过现在的情况，再决定是否登记。',
    en: 'Since the list was taken along, this household has been given to {name}. Look at how it stands, then decide.',
  },
  'campaign.unassigned-meanwhile': {
    zh: '带走名单以后，这户已不在您的走访名单里。请看过现在的情况，再决定是否登记。',
    en: 'Since the list was taken along, this household has left your list. Look at how it stands, then decide.',
  },
  'campaign.answered-meanwhile': {
    zh: '带走名单以后，{name} 录入过这户。请对照后再决定是否登记。',
    en: 'Since the list was taken along, {name} entered this household. Compare, then decide.',
  },
  'campaign.left-meanwhile': {
    zh: '带走名单以后，{name} 已不在这户。请看过现在的情况，再决定是否登记。',
    en: 'Since the list was taken along, {name} has left this household. Look at how it stands, then decide.',
  },
  'campaign.visited-meanwhile': {
    zh: '带走名单以后，{name} 走访过这户。请对照后再决定是否登记。',
    en: 'Since the list was taken along, {name} visited this household. Compare, then decide.',
  },
} as const satisfies ErrorSentences;
