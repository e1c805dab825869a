import { type Period, parsePeriod, periodOf } from '@renshe/domain/kernel/period.ts';
import { addDays, minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

export type LedgerPeriodKind = 'day' | 'month' | 'quarter' | 'year';
export const standingKinds = ['day'] as const;
export const happeningKinds = ['month', 'quarter', 'year'] as const;

/** A day for who stands in a ledger; a month, quarter or year for what happened. */
export function LedgerPeriod(props: {
  kinds: readonly LedgerPeriodKind[];
  period: Period;
  today: PlainDate;
  onChange: (period: Period) => void;
}): ReactNode {
  const { t } = useTexts();
  const { kinds, period, today, onChange } = props;
  const kind = kinds.find((one) => one === period.kind) ?? kinds[0]!;
  const isDay = kind === 'day';
  const choose = (text: string) => {
    const next = parsePeriod(text);
    if (next && next.from <= today) onChange(next);
  };
  return (
    <span className="ledger-period">
      {kinds.length === 1 ? (
        <span aria-hidden="true">{t('ledger.asOf')}</span>
      ) : (
        <Select
          aria-label={t('ledger.period')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`ledger.kind.${value}`) }))}
          onChange={(next) => onChange(periodOf(next, minDate(period.last, today)))}
        />
      )}
      <Button aria-label={t('ledger.previous')} onClick={() => onChange(periodOf(kind, addDays(period.from, -1)))}>
        ‹
      </Button>
      <DatePicker
        picker={isDay ? 'date' : kind}
        allowClear={false}
        aria-label={t(isDay ? 'ledger.asOf' : 'ledger.period')}
        value={dayjs(period.from)}
        maxDate={dayjs(today)}
        onChange={(chosen) => {
          if (chosen) choose(periodOf(kind, chosen.format('YYYY-MM-DD')).text);
        }}
      />
      <Button
        aria-label={t('ledger.next')}
        disabled={period.last >= today}
        onClick={() => onChange(periodOf(kind, addDays(period.last, 1)))}
      >
        ›
      </Button>
      {isDay && period.last !== today ? (
        <Button type="link" onClick={() => onChange(periodOf('day', today))}>
          {t('ledger.today')}
        </Button>
      ) : null}
    </span>
  );
}
