import { codeName } from '@renshe/domain/code/code-set.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { formatDuration } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { flagWords } from './declared-words.ts';
import { isOfWorkingAge, type PersonOfAge } from './working-age.ts';

type Status = ResidentRow['status'];

/** Flags that the hardship category of the same name makes redundant. */
const categoryOfFlag: Readonly<Record<string, string>> = {
  'older-unemployed': '01',
  'long-term-unemployed': '04',
  'zero-employment-family': '05',
};

/** What a person is today, most important first: ended, unemployed since, employed, hardship, flags. `short` leaves the flags out. */
export function StatusChips(props: {
  status: Status;
  /** Whether she could be registered at all: of children and pensioners nothing is said. */
  person: PersonOfAge;
  endedOn?: PlainDate | null;
  endReason?: string | null;
  short?: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const { status } = props;
  const chips: { key: string; color: string; words: string }[] = [];
  const ended = props.endedOn !== null && props.endedOn !== undefined;
  if (ended) {
    const words = props.endReason ? `resident.end.${props.endReason}` : 'resident.status.ended';
    chips.push({ key: 'ended', color: 'default', words: t(words) });
  }
  if (status.registeredUnemployed && !ended) {
    const words = status.unemployedSince
      ? t('resident.status.unemployedFor', { duration: formatDuration(status.unemployedSince, today) })
      : t('resident.status.registered-unemployed');
    chips.push({ key: 'unemployed', color: 'warning', words });
  }
  if (status.employed && !ended)
    chips.push({ key: 'employed', color: 'success', words: t('resident.status.employed') });
  if (!props.short && !ended) {
    for (const category of status.hardshipCategories) {
      chips.push({ key: `h${category}`, color: 'default', words: codeName(hardshipCategories, category, language) });
    }
    for (const flag of status.flags) {
      if (flag.fromOn > today) continue;
      // A recorded hardship category says the same already.
      if (status.hardshipCategories.includes(categoryOfFlag[flag.kind] ?? '')) continue;
      const words = flagWords(flag.kind, language, t).short;
      chips.push({ key: flag.kind, color: 'processing', words });
    }
  }
  if (chips.length === 0) {
    const words = isOfWorkingAge(props.person, today) ? t('resident.status.none') : '—';
    return <span className="quiet">{words}</span>;
  }
  return (
    <span className="status-chips">
      {chips.map((chip) => (
        <Tag key={chip.key} color={chip.color} variant="outlined">
          {chip.words}
        </Tag>
      ))}
    </span>
  );
}
