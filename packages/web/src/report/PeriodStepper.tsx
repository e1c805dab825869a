import { parsePeriod, periodOf } from '@renshe/domain/kernel/period.ts';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { type FormKind, shiftText } from './form-grid.ts';

const pickers = { day: 'date', week: 'week', month: 'month', quarter: 'quarter' } as const;

/** ‹ period › of any kind; never beyond today. */
export function PeriodStepper(props: {
  kind: FormKind;
  period: string;
  today: string;
  onPeriod: (period: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const { kind, period, today } = props;
  const from = parsePeriod(period)?.from ?? today;
  const [year = '', number = ''] = period.split(/-[WQ]?/);
  const formats = {
    day: 'YYYY-MM-DD',
    month: 'YYYY-MM',
    // The ISO week and the quarter are said by the period itself, whatever the calendar of the picker counts.
    week: `[${t('reportForm.weekText', { year, number: Number(number) })}]`,
    quarter: `[${t('reportForm.quarterText', { year, number })}]`,
  };
  return (
    <span className="report-month">
      <Button aria-label={t(`reportForm.previousPeriod.${kind}`)} onClick={() => props.onPeriod(shiftText(period, -1))}>
        ‹
      </Button>
      <DatePicker
        picker={pickers[kind]}
        allowClear={false}
        aria-label={t(`reportForm.period.${kind}`)}
        value={dayjs(from)}
        maxDate={dayjs(today)}
        format={formats[kind]}
        inputReadOnly
        onChange={(chosen) => {
          if (chosen) props.onPeriod(periodOf(kind, chosen.format('YYYY-MM-DD')).text);
        }}
      />
      <Button
        aria-label={t(`reportForm.nextPeriod.${kind}`)}
        disabled={period >= periodOf(kind, today).text}
        onClick={() => props.onPeriod(shiftText(period, 1))}
      >
        ›
      </Button>
    </span>
  );
}
