import { codeName, type Language } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { contactServiceNames } from '@renshe/domain/code/contact-service.ts';
import type { TFunction } from 'i18next';
import { formatInstant } from '../kit/format.ts';
import type { OutboxRecord, Owner } from './along-store.ts';
import type { DoorRecord } from './door-store.ts';
import { doorBlocks } from './door-words.ts';

/**
 * Records that cannot be sent, for a file that anybody can read and enter by hand: its head says what it holds, who saved it and when, because no
 * server is there to write that down.
 * @param at an instant
 * @param waiting visits that the server has, while so many photos of theirs are on the phone alone
 * @param doors what was recorded at doors of survey drives
 */
export function rescueText(
  records: readonly OutboxRecord[],
  waiting: readonly { record: OutboxRecord; photos: number }[],
  who: Pick<Owner, 'name' | 'login'>,
  at: string,
  t: TFunction,
  language: Language,
  doors: readonly DoorRecord[] = [],
): string {
  const line = (what: string, value: string | null) =>
    value === null || value === '' ? [] : [t('visit.outbox.rescueLine', { what, value })];
  const blocks = records.map(({ person, words, at: madeAt, why, photos }, i) => [
    '',
    `${i + 1}. ${person.name}`,
    ...line(t('contact.record.on'), words.contactedOn),
    ...line(t('contact.record.way'), codeName(contactWays, words.way, language)),
    ...line(t('contact.record.outcome'), codeName(contactOutcomes, words.outcome, language)),
    ...line(t('contact.record.service'), words.service && codeName(contactServiceNames, words.service, language)),
    ...line(t('contact.record.note'), words.note),
    ...line(t('contact.record.next'), words.nextOn),
    ...line(t('visit.outbox.rescueMade'), formatInstant(madeAt)),
    ...line(t('visit.outbox.state.refused'), why),
    ...line(t('visit.outbox.rescuePhotos'), photos ? t('visit.outbox.rescuePhotosOf', { count: photos }) : null),
  ]);
  const more = doorBlocks(doors, records.length + 1, t, language);
  const left = waiting.map(({ record: { person, words }, photos }) =>
    t('visit.outbox.rescueLine', {
      what: `${person.name} ${words.contactedOn}`,
      value: t('visit.outbox.rescuePhotosOf', { count: photos }),
    }),
  );
  const count =
    records.reduce((sum, one) => sum + (one.photos ?? 0), 0) + waiting.reduce((sum, one) => sum + one.photos, 0);
  const none = count === 0 ? [] : [t('visit.outbox.rescueNoPhotos', { count })];
  const head = t('visit.outbox.rescueHead', { ...who, at: formatInstant(at), count: records.length + doors.length });
  const tail = left.length === 0 ? [] : ['', t('visit.outbox.rescueSaved'), ...left];
  return `${[t('visit.outbox.rescueWarning'), ...none, head, ...blocks.flat(), ...more, ...tail].join('\r\n')}\r\n`;
}
