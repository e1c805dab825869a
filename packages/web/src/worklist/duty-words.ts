import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { catalogue } from '@renshe/domain/statistics/indicators.ts';
import { findVisitGroup, visitLevels } from '@renshe/domain/visit/visit.policy.ts';
import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import i18next, { type TFunction } from 'i18next';
import { formatDay, formatDuration } from '../kit/format.ts';

/** Duties that one recorded contact fulfils: their button opens the contact drawer over the list. */
export function isContactDuty(kind: string): boolean {
  return (
    kind === 'risk-visit' ||
    kind === 'unemployment-contact' ||
    kind === 'follow-up-contact' ||
    kind === 'no-contact-warning' ||
    kind === 'benefit-ending' ||
    kind.startsWith('service-')
  );
}

/** The strand of a service duty, e.g. 'training' of 'service-training'. */
export function strandOf(kind: string): string | null {
  return kind.startsWith('service-') ? kind.slice('service-'.length) : null;
}

/** The action of the file that another duty asks for; the file opens with it (`?action=`). */
export function fileActionOf(kind: string): string | undefined {
  if (kind === 'certificate-issue') return 'certificate.issue';
  if (kind === 'eligibility-confirmation') return 'retiree.confirm';
  if (kind === 'no-contact-proposal' || kind === 'deregistration-proposal') return 'unemployment.deregister';
  return undefined;
}

/** Words of a kind of duty: from the catalogue, or from its declaration when a slice declared it without words here. */
export function kindName(kind: string, t: TFunction, language: Language): string {
  if (i18next.exists(`worklist.kind.${kind}.name`)) return t(`worklist.kind.${kind}.name`);
  return catalogue.duties.find((duty) => duty.kind === kind)?.[language] ?? kind;
}

/** What to do, as one sentence with a verb. */
export function sentenceOf(item: WorklistItem, t: TFunction, language: Language): string {
  if (i18next.exists(`worklist.kind.${item.kind}.do`)) return t(`worklist.kind.${item.kind}.do`, { name: item.name });
  return t('worklist.kind.other.do', { name: item.name, kind: kindName(item.kind, t, language) });
}

export function buttonOf(kind: string, t: TFunction): string {
  return i18next.exists(`worklist.kind.${kind}.button`)
    ? t(`worklist.kind.${kind}.button`)
    : t('worklist.kind.other.button');
}

/** Why, and since when; from the facts that the server sent with the duty (`registeredOn`, `lastContactOn`). */
export function reasonOf(item: WorklistItem, today: PlainDate, t: TFunction, language: Language): string {
  const parts: string[] = [];
  if (item.kind === 'benefit-ending' && typeof item.data.policy === 'string') {
    const on = formatDay(item.dueOn, language, today);
    return t('worklist.why.benefit', { policy: item.data.policy, on });
  }
  const registeredOn = dayIn(item.data, 'registeredOn');
  const lastContactOn = dayIn(item.data, 'lastContactOn');
  if (item.kind === 'certificate-issue') parts.push(t('worklist.why.certificate'));
  const group = findVisitGroup(typeof item.data.reason === 'string' ? item.data.reason : null);
  if (group) {
    const level = visitLevels.find((one) => one.code === group.level)![language];
    parts.push(t('worklist.why.visit', { level, group: group[language] }));
  }
  if (registeredOn && !group) {
    parts.push(
      registeredOn.slice(0, 7) === today.slice(0, 7)
        ? t('worklist.why.registeredNew', { on: formatDay(registeredOn, language, today) })
        : t('worklist.why.registered', { time: formatDuration(registeredOn, today) }),
    );
  }
  if (item.kind === 'unemployment-contact' || group?.of === 'resident' || item.kind.startsWith('no-contact')) {
    // A contact of an earlier registration says nothing about this one.
    const counts = lastContactOn && (!registeredOn || lastContactOn >= registeredOn);
    if (counts) parts.push(t('worklist.why.lastContact', { on: formatDay(lastContactOn, language, today) }));
    else if ('lastContactOn' in item.data) parts.push(t('worklist.why.neverContacted'));
  }
  if (parts.length === 0) parts.push(t('worklist.due', { due: formatDay(item.dueOn, language, today) }));
  return parts.join(language === 'zh' ? '，' : ', ');
}

function dayIn(data: WorklistItem['data'], name: string): PlainDate | undefined {
  const value = data[name];
  return isPlainDate(value) ? value : undefined;
}
