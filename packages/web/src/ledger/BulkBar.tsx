import { cardLimit, type LedgerRow, type LedgerView, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { BulkContactDrawer } from '../contact/BulkContactDrawer.tsx';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { choosePeople } from '../visit/chosen-people.ts';
import type { SheetPerson } from '../visit/result-sheet.ts';
import './ledger.css';

interface Question {
  area: string;
  period?: string;
  columns?: string;
  where?: string;
  sort?: string;
  closed?: string;
}

/** What can be done with the chosen rows: their cards printed, one contact recorded with all of them. */
export function BulkBar(props: {
  ledger: LedgerView;
  rows: readonly LedgerRow[];
  question: Question;
  onDone: () => void;
  /** What this ledger's rows can have done beside it. */
  more?: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const mayPrint = useCan('resident.export');
  const mayContact = useCan('contact.write');
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'cards' | 'contact'>();
  const { rows, ledger } = props;
  const people = rows.filter((row, index) => rows.findIndex((one) => one.subjectId === row.subjectId) === index);
  if (people.length === 0) return null;
  return (
    <section className="chosen-bar" aria-label={t('ledger.bulk.label')}>
      <strong>{t('ledger.bulk.chosen', { count: people.length })}</strong>
      {props.more}
      {mayPrint ? <Button onClick={() => setDoing('cards')}>{t('ledger.bulk.cards')}</Button> : null}
      {mayContact && ledger.of !== 'household' ? (
        <>
          <Button onClick={() => setDoing('contact')}>{t('ledger.bulk.contact')}</Button>
          <Button
            onClick={() => {
              choosePeople(people.filter((row) => row.inScope).map(personOf));
              void navigate({ to: '/visits/results', search: { list: 'chosen' } as never });
            }}
          >
            {t('visit.results.button')}
          </Button>
        </>
      ) : null}
      <Button type="link" onClick={props.onDone}>
        {t('ledger.bulk.clear')}
      </Button>
      {doing === 'cards' ? (
        <CardsDrawer ledger={ledger} people={people} question={props.question} onClose={() => setDoing(undefined)} />
      ) : null}
      {doing === 'contact' ? <BulkContactDrawer people={people} onClose={() => setDoing(undefined)} /> : null}
    </section>
  );
}

function personOf(row: LedgerRow): SheetPerson {
  const text = (cell: unknown) => (typeof cell === 'string' ? cell : '');
  const { name, citizenId, address } = row.cells;
  return { residentId: row.subjectId, name: text(name), citizenIdMasked: text(citizenId), address: text(address) };
}

/** Cards of the chosen people, or without any of all that the ledger shows. */
export function CardsDrawer(props: {
  ledger: LedgerView;
  people: readonly LedgerRow[] | undefined;
  /** Rows of the ledger, where nobody is chosen. */
  count?: number | undefined;
  question: Question;
  onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const toast = useToast();
  const start = useCommand(ledgerContracts.startCards, { invalidates: [taskContracts.list] });
  const { ledger, people } = props;
  const within = people?.filter((row) => row.inScope);
  const gone = people?.filter((row) => !row.inScope) ?? [];
  const card = t(ledger.of === 'household' ? 'ledger.bulk.householdCard' : 'ledger.bulk.personCard');
  const most = within ? within.slice(0, cardLimit) : undefined;
  return (
    <ActionDrawer<{ format: 'pdf' | 'xlsx'; purpose: string }>
      open
      title={t('ledger.bulk.cardsTitle', { card })}
      note={
        <>
          <p>{t('ledger.bulk.will', { count: most?.length ?? props.count ?? 0 })}</p>
          {gone.length > 0 ? (
            <p>
              {t('ledger.bulk.refusedGone', { count: gone.length })}{' '}
              {gone.map((row) => String(row.cells.name ?? '')).join(' ')}
            </p>
          ) : null}
          <p>{t('ledger.bulk.cardsNote', { limit: cardLimit })}</p>
        </>
      }
      submitLabel={t('ledger.bulk.cards')}
      draftKey={`cards:${ledger.key}`}
      initialValues={{ format: 'pdf', purpose: '' }}
      onClose={props.onClose}
      onSubmit={async ({ format, purpose }) => {
        await start.run({
          params: { ledger: ledger.key },
          body: {
            ...props.question,
            ...(most && { subjects: most.map((row) => row.subjectId) }),
            format,
            purpose: purpose.trim(),
          },
        });
        toast.saved(t('ledger.bulk.cardsStarted'));
        props.onClose();
        void navigate({ to: '/tasks' });
      }}
    >
      <Form.Item name="format" required label={t('ledger.bulk.format')}>
        <Radio.Group
          options={[
            { value: 'pdf', label: t('ledger.bulk.pdf') },
            { value: 'xlsx', label: t('ledger.bulk.xlsx') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="purpose"
        label={t('kit.purpose.label')}
        extra={t('kit.purpose.help')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('kit.purpose.required') }]}
      >
        <Input maxLength={200} autoComplete="off" placeholder={t('kit.purpose.placeholder')} />
      </Form.Item>
    </ActionDrawer>
  );
}
