import type { ErrorSentences } from '../kernel/app-error.ts';

export const householdErrors = {
  'household.not-member': {
    zh: '所选人员现在不是该户成员，请刷新后核对成员。',
    en: 'That person is no present member of this household. Reload and check the members.',
  },
  'household.already-member': {
    zh: '“{name}”已是该户成员。',
    en: '{name} already belongs to this household.',
  },
  'household.date-in-future': { zh: '日期不能晚于今天 {today}。', en: 'The date cannot be later than today, {today}.' },
  'household.date-before-membership': {
    zh: '日期不能早于“{name}”入户日 {from}。',
    en: 'The date cannot be earlier than {from}, when {name} joined.',
  },
  'household.ended': { zh: '该户已于 {endedOn} 注销，不能办理。', en: 'This household ended on {endedOn}.' },
  'household.head-missing': {
    zh: '新户须有一位户主，且户主在转出的成员之中。',
    en: 'The new household needs a head, who must be one of the members that leave.',
  },
  'household.two-heads': { zh: '一户只能有一位户主。', en: 'A household has one head only.' },
  'household.head-leaves': {
    zh: '户主要离开且户内还有其他成员，请先变更户主。',
    en: 'The head leaves while others remain. Change the head first.',
  },
  'household.would-be-empty': {
    zh: '全部成员都转出等于不分户；只改地址或户主请用“修改”。',
    en: 'Everybody would leave. To change the address or the head, edit the household instead.',
  },
  'household.changed-since': {
    zh: '此后“{name}”的家庭关系或者该户又有变动，不能撤销；请按现在的情况办理加入、移出或变更户主。',
    en: 'The memberships of {name} or the household have changed since, so it cannot be taken back. Record a joining, a leaving or a new head as things stand now.',
  },
  'household.relation-unknown': {
    zh: '与户主关系代码 {code} 不在代码表中，请重新选择。',
    en: 'Relation code {code} is in no list; choose again.',
  },
} as const satisfies ErrorSentences;
