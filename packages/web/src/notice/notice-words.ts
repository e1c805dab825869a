import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { Notice } from '@renshe/domain/notice/notice.contract.ts';
import type { Translate } from '../resident/timeline-sentence.ts';
import { formHref } from '../submission/form-address.ts';

/** The sentence of a notice and where it leads. */
export function noticeWords(one: Notice, t: Translate, language: Language): { text: string; href: string } {
  const say = (key: string, values: Record<string, unknown>) => t(`notice.kind.${key}`, values);
  switch (one.kind) {
    case 'task-over': {
      const task = t(`kit.task.kind.${one.taskKind}`, { title: one.title });
      return { text: say(one.outcome === 'done' ? 'taskDone' : 'taskFailed', { task }), href: '/tasks' };
    }
    case 'report-returned':
    case 'report-reminded': {
      const told = {
        area: shortAreaName(one.area.name),
        period: one.periodName[language],
        form: one.formName[language],
        by: one.by,
      };
      return {
        text:
          one.kind === 'report-returned'
            ? say('reportReturned', { ...told, reason: one.reason })
            : say('reportReminded', told),
        href: formHref(one.form, one.area.code, one.period),
      };
    }
    case 'grant-asked':
      return { text: say('grantAsked', { by: one.by, name: one.name }), href: '/admin/grants' };
    case 'grant-decided': {
      const keys = { consented: 'grantConsented', refused: 'grantRefused', lapsed: 'grantLapsed' } as const;
      return { text: say(keys[one.status], { name: one.name }), href: '/admin/grants' };
    }
    case 'campaign-assigned':
      return {
        text: say('campaignAssigned', { name: one.name, count: one.count }),
        href: `/campaigns/own?${new URLSearchParams({ campaign: one.campaignId })}`,
      };
    case 'remark-mention':
    case 'remark-settled':
      return {
        text: say(one.kind === 'remark-mention' ? 'remarkMention' : 'remarkSettled', {
          by: one.by,
          name: one.name,
          text: one.text,
        }),
        href: `/${one.subjectKind === 'resident' ? 'residents' : 'households'}/${one.subjectId}?${new URLSearchParams({ remark: one.remarkId })}`,
      };
    case 'transfer-asked':
      return { text: say('transferAsked', { to: shortAreaName(one.to.name), reason: one.reason }), href: '/transfers' };
    case 'transfer-decided':
      return {
        text: say(one.status === 'agreed' ? 'transferAgreed' : 'transferRefused', { note: one.note }),
        href: '/transfers',
      };
  }
}
