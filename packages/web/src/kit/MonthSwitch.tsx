import { addToMonth, formatMonth, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTexts } from './i18n.ts';

/** The month of a page: back, choose, on. Months after `last` are not offered. */
export function MonthSwitch(props: {
  month: string;
  /** Today: the present month is the last one. */
  last: string;
  onChange: (month: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const shift = (by: number) => {
    const month = parseMonth(props.month);
    if (month !== undefined) props.onChange(formatMonth(addToMonth(month, by)));
  };
  return (
    <span className="month-switch">
      <Button aria-label={t('report.previousMonth')} onClick={() => shift(-1)}>
        ‹
      </Button>
      <DatePicker
        picker="month"
        allowClear={false}
        aria-label={t('report.month')}
        value={dayjs(`${props.month}-01`)}
        maxDate={dayjs(props.last)}
        onChange={(chosen) => {
          if (chosen) props.onChange(chosen.format('YYYY-MM'));
        }}
      />
      <Button
        aria-label={t('report.nextMonth')}
        disabled={props.month >= props.last.slice(0, 7)}
        onClick={() => shift(1)}
      >
        ›
      </Button>
    </span>
  );
}
