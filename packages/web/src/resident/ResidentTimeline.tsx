import { isReached } from '@renshe/domain/code/contact-outcome.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { type TimelineGroup, timelineGroupOf, timelineGroups } from '@renshe/domain/resident/resident.timeline.ts';
import { Button, Segmented, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { timelineSentence } from './timeline-sentence.ts';

const firstEntries = 20;

/** The same person's or household's life in lines, newest first; each opens to its facts and to who entered it when. */
export function ResidentTimeline(props: {
  entries: readonly TimelineEntry[];
  /** Buttons of an opened line, e.g. void this contact. */
  actionsOf?: (entry: TimelineEntry) => ReactNode;
  emptyText: string;
}): ReactNode {
  const { t } = useTexts();
  const [group, setGroup] = useState<TimelineGroup | 'all'>('all');
  const [contacts, setContacts] = useState<ContactFilter>('all');
  const [shown, setShown] = useState(firstEntries);
  const present = timelineGroups.filter((one) => props.entries.some((entry) => timelineGroupOf(entry.kind) === one));
  const all = props.entries.toSorted(newestFirst);
  const ofGroup = group === 'all' ? all : all.filter((entry) => timelineGroupOf(entry.kind) === group);
  const chosen = group === 'contact' ? ofGroup.filter((entry) => fits(entry, contacts)) : ofGroup;
  if (all.length === 0) return <p className="quiet">{props.emptyText}</p>;
  return (
    <>
      {present.length > 1 ? (
        <div className="timeline-filter">
          <Segmented<TimelineGroup | 'all'>
            size="small"
            value={group}
            onChange={(value) => {
              setGroup(value);
              setShown(firstEntries);
            }}
            aria-label={t('resident.file.timelineFilter')}
            options={[
              { value: 'all', label: t('resident.file.timelineAll') },
              ...present.map((one) => ({ value: one, label: t(`resident.group.${one}`) })),
            ]}
          />
        </div>
      ) : null}
      {group === 'contact' ? (
        <div className="timeline-filter">
          <Segmented<ContactFilter>
            size="small"
            value={contacts}
            onChange={(value) => {
              setContacts(value);
              setShown(firstEntries);
            }}
            aria-label={t('resident.file.contactFilter')}
            options={contactFilters.map((one) => ({ value: one, label: t(`resident.file.contacts.${one}`) }))}
          />
        </div>
      ) : null}
      <ol className="timeline">
        {chosen.slice(0, shown).map((entry, index) => (
          <TimelineLine
            key={entry.entryId}
            entry={entry}
            year={yearShown(chosen[index - 1]?.on, entry.on)}
            {...(props.actionsOf ? { actionsOf: props.actionsOf } : {})}
          />
        ))}
      </ol>
      {chosen.length > shown ? (
        <Button type="link" onClick={() => setShown(shown + 50)}>
          {t('resident.file.moreEntries', { count: Math.min(50, chosen.length - shown) })}
        </Button>
      ) : null}
    </>
  );
}

const contactFilters = ['all', 'visit', 'phone', 'other', 'unreached'] as const;
type ContactFilter = (typeof contactFilters)[number];

/** Contacts by their way, or those that reached nobody. */
function fits(entry: TimelineEntry, filter: ContactFilter): boolean {
  if (filter === 'all') return true;
  const { way, outcome } = entry.data;
  if (filter === 'unreached') return !isReached(String(outcome));
  return filter === 'other' ? way !== 'visit' && way !== 'phone' : way === filter;
}

function newestFirst(a: TimelineEntry, b: TimelineEntry): number {
  if (a.on !== b.on) return a.on > b.on ? -1 : 1;
  return a.recordedAt > b.recordedAt ? -1 : a.recordedAt < b.recordedAt ? 1 : 0;
}

/** A year stands over its first line. */
function yearShown(before: PlainDate | undefined, on: PlainDate): string | undefined {
  return before?.slice(0, 4) === on.slice(0, 4) ? undefined : on.slice(0, 4);
}

function TimelineLine(props: {
  entry: TimelineEntry;
  year: string | undefined;
  actionsOf?: (entry: TimelineEntry) => ReactNode;
}): ReactNode {
  const { t, language } = useTexts();
  const [open, setOpen] = useState(false);
  const { entry } = props;
  const { sentence, details } = timelineSentence(entry, t, language);
  const who = entry.recordedBy ?? t('resident.file.unknownPerson');
  const lateKey = 'late' in entry.data && entry.data.late === true;
  return (
    <>
      {props.year ? <li className="timeline-year">{props.year}</li> : null}
      <li className={`timeline-line group-${timelineGroupOf(entry.kind)}${entry.voided ? ' voided' : ''}`}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <time dateTime={entry.on} className="figures">
            {entry.on.slice(5)}
          </time>
          <span className="timeline-sentence">
            {entry.voided ? <s>{sentence}</s> : sentence}
            {entry.voided ? <Tag variant="outlined">{t('resident.file.voided')}</Tag> : null}
            {lateKey && !entry.voided ? (
              <Tag color="warning" variant="outlined">
                {t('employment.late')}
              </Tag>
            ) : null}
          </span>
        </button>
        {open ? (
          <div className="timeline-details">
            {details.length > 0 ? (
              <dl>
                {details.map((detail) => (
                  <div key={detail.label}>
                    <dt>{detail.label}</dt>
                    <dd>{detail.value}</dd>
                  </div>
                ))}
              </dl>
            ) : null}
            <p className="quiet">{t('resident.file.recorded', { who, at: formatInstant(entry.recordedAt) })}</p>
            {entry.voided ? null : props.actionsOf?.(entry)}
          </div>
        ) : null}
      </li>
    </>
  );
}
