import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { daysBetween, isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type VisitRow, visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { readKey, useCommand, useRead } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { DueDay } from './DueDay.tsx';
import { nextByRule, type VisitRule, whyDue } from './visit-words.ts';

const most = 100;
const queryOf = (area: string, group: 'overdue' | 'soon') => ({
  query: { area, contact: 'any' as const, group, limit: most },
});

/**
 * One call after the other: number, result, next day and the state of each row on one screen. Rows stay where they are until the list is read
 * again, so that one sees what one has done.
 */
export function CallList(): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const client = useQueryClient();
  // The list of the moment: a fresh one only when it is asked for.
  const [reading, setReading] = useState(0);
  const options = { freshFor: Number.POSITIVE_INFINITY };
  const overdue = useRead(visitContracts.list, queryOf(area.code, 'overdue'), options);
  const soon = useRead(visitContracts.list, queryOf(area.code, 'soon'), options);
  // Whoever comes back to it, or to another list of visits, finds nobody whom she has called meanwhile.
  useEffect(
    () => () => {
      for (const group of ['overdue', 'soon'] as const)
        client.removeQueries({ queryKey: readKey(visitContracts.list, queryOf(area.code, group)) });
      void client.invalidateQueries({ queryKey: readKey(visitContracts.list) });
    },
    [client, area.code],
  );
  const failed = overdue.error ?? soon.error;
  // With a list on the screen what is typed into it stays.
  if (failed && !(overdue.data && soon.data))
    return <ErrorLine error={failed} onRetry={() => void Promise.all([overdue.refetch(), soon.refetch()])} />;
  if (!overdue.data || !soon.data) return <div className="card">{t('kit.loading')}</div>;
  const rule = overdue.data;
  const rows = [...overdue.data.rows, ...soon.data.rows].filter((row) => row.residentId !== null);
  const left = rule.counts.overdue + rule.counts.soon - rows.length;
  return (
    <section className="card" aria-labelledby="calls">
      <div className="between">
        <h2 id="calls">{t('visit.calls.title', { count: rows.length })}</h2>
        <Button
          loading={overdue.isFetching || soon.isFetching}
          onClick={() => {
            setReading(reading + 1);
            void client.invalidateQueries({ queryKey: readKey(visitContracts.list) });
          }}
        >
          {t('visit.calls.again')}
        </Button>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('visit.calls.empty')} help={t('visit.emptyHelp')} />
      ) : (
        <ul className="call-list">
          {rows.map((row) => (
            <CallRow
              key={`${reading}:${row.subjectId}:${row.anchor}`}
              row={{ ...row, residentId: row.residentId! }}
              rule={rule}
            />
          ))}
        </ul>
      )}
      {left > 0 ? <p className="quiet">{t('visit.calls.left', { count: left })}</p> : null}
    </section>
  );
}

type State = { is: 'open' } | { is: 'saving' } | { is: 'saved'; contactId: string } | { is: 'refused'; why: string };

function CallRow(props: { row: VisitRow & { residentId: string }; rule: VisitRule }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const mayContact = useCan('contact.write');
  const { row } = props;
  const client = useQueryClient();
  const record = useCommand(contactContracts.record, { invalidates: [] });
  const [state, setState] = useState<State>({ is: 'open' });
  const [outcome, setOutcome] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [nextOn, setNextOn] = useState<PlainDate | null | undefined>(undefined);
  const chosen = contactOutcomes.find((one) => one.code === outcome);
  const rule = chosen?.reached === false ? null : nextByRule(row, today, props.rule);
  const next = nextOn === undefined ? rule : nextOn;
  const params = { residentId: row.residentId };
  const others = readsOfPeople.filter((read) => read !== visitContracts.list);
  const refresh = () => Promise.all(others.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));

  const save = async () => {
    if (outcome === null) return setState({ is: 'refused', why: t('visit.form.noOutcome') });
    if (next !== null && (!isPlainDate(next) || next <= today))
      return setState({ is: 'refused', why: t('visit.form.badNext') });
    setState({ is: 'saving' });
    try {
      const { contactId } = await record.run({
        params,
        body: {
          contactedOn: today,
          way: 'phone',
          outcome,
          service: null,
          note: note.trim(),
          nextOn: next === rule ? null : next,
        },
      });
      setState({ is: 'saved', contactId });
      void refresh();
    } catch (thrown) {
      setState({ is: 'refused', why: (thrown as Error).message });
    }
  };
  const undo = async (contactId: string) => {
    try {
      await call(contactContracts.void, { params: { ...params, contactId }, body: { why: t('resident.undoReason') } });
      setState({ is: 'open' });
      void refresh();
    } catch (thrown) {
      setState({ is: 'refused', why: (thrown as Error).message });
    }
  };

  const label = (key: string) => `${t(key)}: ${row.name}`;
  // What is on its way is changed no more: it would be shown as saved.
  const isSaving = state.is === 'saving';
  return (
    <li className={`call-row state-${state.is}`}>
      <div className="call-person">
        <div>
          <b>{row.name}</b>{' '}
          {row.sex === null ? null : (
            <span className="visit-who">
              {t(`kit.sex.${row.sex}`)} {row.age}
            </span>
          )}{' '}
          <DueDay row={row} days={daysBetween(today, row.dueOn)} />
        </div>
        <div className="duty-why">
          {whyDue(row, props.rule, t, language)} ·{' '}
          {row.lastContact ? t('visit.last', { on: row.lastContact.on }) : t('visit.never')}
        </div>
        <div className="call-phone">
          <MaskedValue residentId={row.residentId} what="phone" masked={row.phoneMasked} />
        </div>
      </div>
      {state.is === 'saved' ? (
        <div className="call-done" role="status">
          <span className="state-word saved">{t('visit.state.saved')}</span>{' '}
          {codeName(contactOutcomes, outcome, language)}{' '}
          <Button type="link" onClick={() => void undo(state.contactId)}>
            {t('kit.undo')}
          </Button>
        </div>
      ) : mayContact ? (
        <div className="call-fields">
          <Select
            aria-label={label('contact.record.outcome')}
            disabled={isSaving}
            placeholder={t('contact.record.outcome')}
            value={outcome}
            className="call-outcome"
            options={[true, false].map((reached) => ({
              label: t(reached ? 'contact.record.reached' : 'contact.record.notReached'),
              options: contactOutcomes
                .filter((one) => one.reached === reached && one.code !== '24')
                .map((one) => ({ value: one.code, label: one[language] })),
            }))}
            onChange={(code: string) => {
              setOutcome(code);
              setState({ is: 'open' });
            }}
          />
          <Input
            aria-label={label('contact.record.note')}
            disabled={isSaving}
            placeholder={t('contact.record.note')}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <span className="call-next">
            <DateField
              aria-label={label('contact.record.next')}
              disabled={isSaving}
              value={next}
              onChange={setNextOn}
            />
          </span>
          <Button type="primary" loading={isSaving} aria-label={label('visit.calls.save')} onClick={() => void save()}>
            {t('visit.calls.save')}
          </Button>
        </div>
      ) : null}
      {state.is === 'refused' ? (
        <p className="form-problem" role="alert">
          {state.why}
        </p>
      ) : null}
    </li>
  );
}
