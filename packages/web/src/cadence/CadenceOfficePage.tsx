import { type CadenceEntry, cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { workSystemNames } from '@renshe/domain/cadence/cadence.rules.ts';
import { dayOfWeek, lastDayOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { MonthSteps } from './CadencePage.tsx';
import { EntryList } from './EntryList.tsx';
import './cadence.css';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

interface OfficeSearch {
  month?: string | undefined;
  rule?: string | undefined;
}

/** The month of one office: its five working systems, its calendar, its list. */
export function CadenceOfficePage(): ReactNode {
  const { t, say, language } = useTexts();
  const today = useToday();
  const { officeId } = useParams({ strict: false }) as { officeId: string };
  const search = useSearch({ strict: false }) as OfficeSearch;
  const patchSearch = useSearchPatch();
  const month = search.month && parseMonth(search.month) ? search.month : today.slice(0, 7);
  const change = (next: OfficeSearch) => patchSearch(next);
  const read = useRead(cadenceContracts.office, { params: { officeId }, query: { month } }, { keepPrevious: true });
  const data = read.data;
  if (!data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  const rules = [...new Map(data.entries.map((entry) => [entry.rule.key, entry.rule])).values()];
  const rule = rules.find((one) => one.key === search.rule)?.key;
  const shown = data.entries.filter((entry) => rule === undefined || entry.rule.key === rule);
  return (
    <>
      <PageHeader
        title={data.office.name}
        note={
          <>
            {t('cadence.share')}{' '}
            {data.share === null
              ? t('cadence.none')
              : t('cadence.shareOf', { done: Math.round(data.share * 100), count: data.due })}
            {' · '}
            {t('cadence.shareNote')}
          </>
        }
      />
      <div className="cadence-tools">
        <MonthSteps month={month} onChange={(next) => change({ month: next })} />
        <Select
          aria-label={t('cadence.rule')}
          value={rule ?? ''}
          popupMatchSelectWidth={false}
          onChange={(next: string) => change({ rule: next || undefined })}
          options={[
            { value: '', label: t('cadence.anyRule') },
            ...rules.map((one) => ({ value: one.key, label: one[language] })),
          ]}
        />
      </div>
      {data.systems.length > 1 ? (
        <section className="card" aria-labelledby="systems">
          <h2 id="systems">{t('cadence.systems')}</h2>
          <ul className="cadence-systems">
            {data.systems.map(({ system, complete }) => {
              const state = complete === null ? 'open' : complete ? 'yes' : 'no';
              const tone = { open: 'pending', yes: 'on-time', no: 'missing' }[state];
              return (
                <li key={system}>
                  {say(workSystemNames[system])}{' '}
                  <strong className={`state-${tone}`}>{t(`cadence.systemState.${state}`)}</strong>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      <section className="card" aria-labelledby="list">
        <h2 id="list">{t('cadence.list')}</h2>
        {shown.length === 0 ? <p className="quiet">{t('cadence.none')}</p> : <EntryList entries={shown} />}
      </section>
      <section aria-label={t('cadence.calendar')}>
        <MonthCalendar month={month} entries={shown} today={today} />
      </section>
    </>
  );
}

function MonthCalendar(props: { month: string; entries: readonly CadenceEntry[]; today: string }): ReactNode {
  const { t, language } = useTexts();
  const month = parseMonth(props.month)!;
  const days = Array.from(
    { length: Number(lastDayOf(month).slice(8)) },
    (_, i) => `${props.month}-${String(i + 1).padStart(2, '0')}`,
  );
  return (
    <div className="cadence-calendar">
      {weekdays.map((weekday) => (
        <div key={weekday} className="weekday">
          {t(`cadence.weekdays.${weekday}`)}
        </div>
      ))}
      {days.map((day) => (
        <div
          key={day}
          className={day === props.today ? 'day today' : 'day'}
          // The first day stands under its weekday; the others follow it.
          {...(day === days[0] && { style: { gridColumnStart: dayOfWeek(day) } })}
        >
          <span className="figures">{Number(day.slice(8))}</span>
          <ul>
            {props.entries
              .filter((entry) => entry.dueOn === day)
              .map((entry) => (
                <li key={`${entry.rule.key}-${entry.period}`} className={`state-${entry.state}`}>
                  {entry.rule[language]} {t(`cadence.state.${entry.state}`)}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
