import { codeName } from '@renshe/domain/code/code-set.ts';
import { type ChosenContactWay, chosenContactWays, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Progress, Radio } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError, call, newKey } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { saveAs } from '../kit/PurposeDialog.tsx';
import { readKey } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { OutcomeField } from './OutcomeField.tsx';

interface Values {
  way: ChosenContactWay;
  outcome: string;
  contactedOn: PlainDate;
  note: string;
  nextOn: PlainDate | null;
}

type State = 'ready' | 'refused' | 'done' | 'undone' | 'failed';

interface Line {
  residentId: string;
  name: string;
  /** The same for every try: a second one is not a second contact. */
  key: string;
  state: State;
  why: string;
  contactId?: string;
}

/** The same contact with many people: first what would happen to whom, then one ordinary record each, with its result. */
export function BulkContactDrawer(props: { people: readonly LedgerRow[]; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const [entry, setEntry] = useState<Values>();
  const [lines, setLines] = useState<Line[]>([]);
  const check = async (values: Values) => {
    const { rows } = await call(contactContracts.checkMany, {
      body: {
        residentIds: props.people.map((row) => row.subjectId),
        contactedOn: values.contactedOn,
        outcome: values.outcome,
        nextOn: values.nextOn || null,
      },
    });
    const names = new Map(props.people.map((row) => [row.subjectId, String(row.cells.name ?? '')]));
    setLines(
      rows.map(({ residentId, reasons }) => ({
        residentId,
        name: names.get(residentId) ?? '',
        key: newKey(),
        state: reasons.length > 0 ? ('refused' as const) : ('ready' as const),
        why: reasons.map((one) => one[language]).join(' '),
      })),
    );
    setEntry(values);
  };
  if (entry !== undefined)
    return <BulkContactRun entry={entry} first={lines} onBack={() => setEntry(undefined)} onClose={props.onClose} />;
  return (
    <ActionDrawer<Values>
      open
      title={t('contact.bulk.title', { count: props.people.length })}
      note={t('contact.bulk.note')}
      submitLabel={t('contact.bulk.preview')}
      draftKey="contact:bulk"
      initialValues={{ way: 'phone', contactedOn: today, note: '', nextOn: null }}
      onSubmit={check}
      onClose={props.onClose}
    >
      <Form.Item
        name="outcome"
        label={t('contact.record.outcome')}
        rules={[{ required: true, message: t('contact.record.outcomeMissing') }]}
      >
        <OutcomeField />
      </Form.Item>
      <Form.Item name="way" required label={t('contact.record.way')}>
        <Radio.Group
          optionType="button"
          options={chosenContactWays.map((way) => ({ value: way, label: codeName(contactWays, way, language) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('contact.record.note')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
      </Form.Item>
      <div className="field-pair">
        <Form.Item name="contactedOn" label={t('contact.record.on')} rules={dayRules({ today })}>
          <DateField today={today} />
        </Form.Item>
        <Form.Item
          name="nextOn"
          label={t('contact.record.next')}
          rules={dayRules({ today, required: false, future: true })}
        >
          <DateField />
        </Form.Item>
      </div>
    </ActionDrawer>
  );
}

/** The preview, the run and its result. */
function BulkContactRun(props: { entry: Values; first: Line[]; onBack: () => void; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const client = useQueryClient();
  const [lines, setLines] = useState(props.first);
  const [running, setRunning] = useState(false);
  const stopped = useRef(false);
  // Whoever leaves the page sees no result any more, so nothing goes on behind her.
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  const count = (state: State) => lines.filter((line) => line.state === state).length;
  const begun = count('ready') + count('refused') < lines.length;
  const { entry } = props;

  /** One after the other, in their order; each result stands in its row at once. */
  const each = async (states: readonly State[], work: (line: Line) => Promise<Partial<Line>>) => {
    stopped.current = false;
    setRunning(true);
    try {
      for (const line of lines.filter((one) => states.includes(one.state))) {
        if (stopped.current) break;
        let next: Partial<Line>;
        try {
          next = await work(line);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          next = { state: 'failed', why: error.message };
        }
        setLines((all) => all.map((one) => (one.residentId === line.residentId ? { ...one, ...next } : one)));
      }
    } finally {
      setRunning(false);
      await Promise.all(readsOfPeople.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
    }
  };
  const record = () =>
    each(['ready', 'failed'], async ({ residentId, key }) => {
      const { contactId } = await call(
        contactContracts.record,
        {
          params: { residentId },
          body: {
            contactedOn: entry.contactedOn,
            way: entry.way,
            outcome: entry.outcome,
            service: null,
            note: entry.note ?? '',
            nextOn: entry.nextOn || null,
          },
        },
        { idempotencyKey: key },
      );
      return { state: 'done', why: '', contactId };
    });
  const undo = () =>
    each(['done'], async ({ residentId, contactId }) => {
      await call(contactContracts.void, {
        params: { residentId, contactId: contactId! },
        body: { why: t('contact.bulk.undoReason') },
      });
      return { state: 'undone' };
    });
  const download = () => {
    const text = lines
      .map((line) => [line.name, t(`contact.bulk.state.${line.state}`), line.why].join('\t'))
      .join('\r\n');
    const address = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/plain;charset=utf-8' }));
    saveAs(address, `${t('contact.bulk.fileName')}-${entry.contactedOn}.txt`);
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  const over = lines.length - count('ready');
  return (
    <Drawer
      open
      onClose={props.onClose}
      // While it runs it can be stopped; closed it would go on unseen.
      closable={!running}
      keyboard={!running}
      size={480}
      maskClosable={false}
      title={<h2 className="drawer-title">{t('contact.bulk.runTitle')}</h2>}
      footer={
        <div className="bulk-foot">
          {running ? (
            <Button onClick={() => (stopped.current = true)}>{t('contact.bulk.stop')}</Button>
          ) : begun ? (
            <>
              {count('ready') + count('failed') > 0 ? (
                <Button type="primary" onClick={() => void record()}>
                  {t('contact.bulk.again', { count: count('ready') + count('failed') })}
                </Button>
              ) : null}
              <Button onClick={download}>{t('contact.bulk.download')}</Button>
              {count('done') > 0 ? (
                <Button onClick={() => void undo()}>{t('contact.bulk.undo', { count: count('done') })}</Button>
              ) : null}
            </>
          ) : (
            <>
              <Button type="primary" disabled={count('ready') === 0} onClick={() => void record()}>
                {t('contact.bulk.run', { count: count('ready') })}
              </Button>
              <Button onClick={props.onBack}>{t('contact.bulk.back')}</Button>
            </>
          )}
        </div>
      }
    >
      <p role="status">
        {begun
          ? t('contact.bulk.result', { done: count('done'), refused: count('refused') + count('failed') })
          : t('contact.bulk.will', { count: count('ready'), refused: count('refused') })}
      </p>
      {running ? (
        <Progress percent={Math.round((over / lines.length) * 100)} aria-label={t('contact.bulk.runTitle')} />
      ) : null}
      <ul className="bulk-lines">
        {lines.map((line) => (
          <li key={line.residentId} className={`bulk-${line.state}`}>
            <strong>{line.name}</strong> <span>{t(`contact.bulk.state.${line.state}`)}</span>
            {line.why ? <p className="quiet">{line.why}</p> : null}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
