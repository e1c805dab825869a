import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { WarningRow } from '@renshe/domain/warning/warning.contract.ts';
import { warningIndicatorRows, warningMay } from '@renshe/domain/warning/warning.rules.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant, formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';

export type WarningAct = 'acknowledge' | 'up' | 'down' | 'handle' | 'close';

/** One warning: its level in colour and word, the sentence with its numbers, what explains it, and what was done about it. */
export function WarningCard(props: {
  row: WarningRow;
  month: string;
  mayAct: boolean;
  busy: boolean;
  hrefOf: (area: string) => string;
  onOpenArea: (area: string) => void;
  onAct: (act: WarningAct) => void;
}): ReactNode {
  const { t, say } = useTexts();
  const { row } = props;
  const known = row.case;
  const level = row.level ?? known?.level ?? 'blue';
  const state = known?.state ?? null;
  const may = (action: 'acknowledge' | 'handle' | 'inform' | 'close') => props.mayAct && warningMay(state, action);
  const { unit } = warningIndicatorRows[row.indicator];
  const name = shortAreaName(row.area.name);
  const signed = (value: number) => (value > 0 ? `+${formatNumber(value)}` : formatNumber(value).replace('-', '−'));
  const rise = row.indicator === 'unemployed-month' || row.indicator === 'unemployed-year';
  const title = `${name} · ${t(`warning.indicator.${row.indicator}`)}`;
  return (
    <li className={`warning-card level-${level}`}>
      <h3>
        <span className={`warning-chip level-${level}`}>{t(`warning.level.${level}`)}</span>
        <a
          href={props.hrefOf(row.area.code)}
          aria-label={t('warning.openArea', { area: name })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            props.onOpenArea(row.area.code);
          }}
        >
          {name}
        </a>
        <span>{t(`warning.indicator.${row.indicator}`)}</span>
        <span className="figures">
          {row.value ?? known?.value ?? 0}
          {unit === '%' ? '%' : ''}
        </span>
        <small className="quiet">
          {props.month} · {state === null ? t('warning.unrecorded') : t(`warning.state.${state}`)}
          {row.level === null ? ` · ${t('warning.fallen')}` : ''}
        </small>
      </h3>
      <p>{say(row.sentence)}</p>
      {row.parts.length > 0 ? (
        <ul className="warning-parts" aria-label={t('warning.parts')}>
          {row.parts.map((part) => (
            <li key={`${part.kind}-${part.zh}`}>
              {part.kind === 'area' ? shortAreaName(part.zh) : say(part)}{' '}
              <strong className="figures">
                {rise || part.kind === 'term' ? signed(part.value) : formatNumber(part.value)}
              </strong>
            </li>
          ))}
        </ul>
      ) : null}
      {known ? (
        <div className="warning-case">
          {known.acknowledgedAt ? (
            <span className="quiet">
              {t('warning.acknowledgedBy', {
                name: known.acknowledgedBy ?? '',
                at: formatInstant(known.acknowledgedAt),
              })}
            </span>
          ) : null}
          {known.notices.map((notice) => (
            <span key={notice.noticeId}>
              {t('warning.told')} {notice.officeName} · {t(`warning.how.${notice.how}`)} ·{' '}
              {notice.confirmedAt
                ? t('warning.toldConfirmed', {
                    name: notice.confirmedBy ?? '',
                    at: formatInstant(notice.confirmedAt),
                  })
                : t('warning.toldWaiting')}
              {notice.note ? ` · ${notice.note}` : ''}
            </span>
          ))}
          {known.measure ? (
            <span>
              {t('warning.measure')}: {known.measure} · {t('warning.responsible')}: {known.responsible} ·{' '}
              <span className={known.overdue ? 'late' : ''}>
                {t('warning.dueOn')}: <span className="figures">{known.dueOn}</span>
                {known.overdue ? ` (${t('warning.overdue')})` : ''}
              </span>
            </span>
          ) : null}
          {known.result ? (
            <span>
              {t('warning.result')}: {known.result} · {known.closedBy} {formatInstant(known.closedAt)}
            </span>
          ) : null}
        </div>
      ) : null}
      {may('acknowledge') || may('handle') || may('inform') || may('close') ? (
        <fieldset className="warning-buttons" disabled={props.busy} aria-label={title}>
          {may('acknowledge') ? (
            <Button onClick={() => props.onAct('acknowledge')}>{t('warning.actions.acknowledge')}</Button>
          ) : null}
          {may('inform') && row.kind !== 'city' ? (
            <Button onClick={() => props.onAct('up')}>{t('warning.actions.up')}</Button>
          ) : null}
          {may('inform') && row.kind !== 'community' ? (
            <Button onClick={() => props.onAct('down')}>{t('warning.actions.down')}</Button>
          ) : null}
          {may('handle') ? (
            <Button type="primary" ghost onClick={() => props.onAct('handle')}>
              {t('warning.actions.handle')}
            </Button>
          ) : null}
          {may('close') ? <Button onClick={() => props.onAct('close')}>{t('warning.actions.close')}</Button> : null}
        </fieldset>
      ) : null}
    </li>
  );
}
