import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Input } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from './i18n.ts';
import { readTypedDate } from './typed-date.ts';

/** What a form holds while the typed text is no day; `dateRule` refuses it with a sentence. */
export const NO_DAY = 'no-day';

/** A day, typed. Fits a Form.Item: value and onChange are 'YYYY-MM-DD', null when empty, NO_DAY while it is none. */
export function DateField(props: {
  id?: string;
  value?: PlainDate | null;
  onChange?: (day: PlainDate | null) => void;
  disabled?: boolean;
  autoFocus?: boolean;
  'aria-label'?: string;
  /** It has happened by then: a month and a day are enough. */
  latest?: PlainDate;
  /** Something to come is asked for: a day without a year is the next one after this. */
  after?: PlainDate | undefined;
  /** Offers buttons for today and yesterday. */
  today?: PlainDate;
  yesterday?: PlainDate;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState(props.value && props.value !== NO_DAY ? props.value : '');
  const sent = useRef(props.value ?? null);
  useEffect(() => {
    const value = props.value ?? null;
    if (value === sent.current) return;
    sent.current = value;
    if (value !== NO_DAY) setTyped(value ?? '');
  }, [props.value]);
  const send = (text: string) => {
    const day = text.trim() === '' ? null : (readTypedDate(text, props.latest, props.after) ?? NO_DAY);
    sent.current = day;
    props.onChange?.(day);
  };
  const offer = (day: PlainDate | undefined, label: string) =>
    day === undefined ? null : (
      <button
        type="button"
        className="field-offer"
        disabled={props.disabled}
        onClick={() => {
          setTyped(day);
          send(day);
        }}
      >
        {label}
      </button>
    );
  return (
    <Input
      {...(props.id ? { id: props.id } : {})}
      className="date-field"
      value={typed}
      placeholder={t(props.latest ? 'kit.date.placeholderPast' : 'kit.date.placeholder')}
      disabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      aria-label={props['aria-label']}
      inputMode="decimal"
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        send(event.target.value);
      }}
      onBlur={() => {
        const day = readTypedDate(typed, props.latest, props.after);
        if (day) setTyped(day);
      }}
      suffix={
        <span className="field-offers">
          {offer(props.today, t('kit.date.today'))}
          {offer(props.yesterday, t('kit.date.yesterday'))}
        </span>
      }
    />
  );
}

/** Rule of a Form.Item around a DateField. */
export function dateRule(message: string) {
  return {
    validator: (_: unknown, value: unknown) =>
      value === null || value === undefined || value === '' || isPlainDate(value)
        ? Promise.resolve()
        : Promise.reject(new Error(message)),
  };
}
