import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { contactContracts, serviceStrands } from '@renshe/domain/contact/contact.contract.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MaskedValue } from '../kit/MaskedValue.tsx';
import { useCommand, useRead } from '../kit/use-api.ts';
import { suggestionOf } from './duty-words.ts';

const ways = ['phone', 'visit', 'window', 'message'] as const;

interface ContactValues {
  outcome: string;
  way: (typeof ways)[number];
  contactedOn: PlainDate;
  service: (typeof serviceStrands)[number] | null;
  nextOn: PlainDate | null;
  note: string;
}

/** Record a contact with one person; used over the work list and in the file. `onSaved` decides what comes next. */
export function ContactDrawer(props: {
  person: { residentId: string; name: string } | null;
  /** The service that the duty asked for. */
  strand?: string | null;
  reason?: string;
  onSaved: () => void;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const [outcome, setOutcome] = useState<string | null>(null);
  const { person } = props;
  const record = useCommand(contactContracts.record, {
    invalidates: [worklistContracts.list, residentContracts.file],
  });
  const suggestion = suggestionOf(outcome, language);
  const strand = serviceStrands.find((one) => one === props.strand) ?? null;
  return (
    <ActionDrawer<ContactValues>
      open={person !== null}
      title={t('worklist.contact.title', { name: person?.name ?? '' })}
      submitLabel={t('worklist.contact.submit')}
      draftKey={`contact:${person?.residentId ?? ''}:${props.strand ?? ''}`}
      note={person ? <PersonToReach residentId={person.residentId} reason={props.reason} /> : null}
      initialValues={{ way: 'phone', contactedOn: today, service: strand, nextOn: null, note: '' }}
      onValuesChange={(_, all) => setOutcome(all.outcome)}
      onSubmit={async (values) => {
        if (!person) return;
        await record.run({
          params: { residentId: person.residentId },
          body: {
            contactedOn: values.contactedOn,
            way: values.way,
            outcome: values.outcome,
            service: values.service ?? null,
            note: values.note ?? '',
            nextOn: values.nextOn ?? null,
          },
        });
        setOutcome(null);
        props.onSaved();
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="outcome"
        label={t('worklist.contact.outcome')}
        rules={[{ required: true, message: t('worklist.contact.outcomeMissing') }]}
        extra={
          suggestion ? (
            <span className="hint-amber">{t('worklist.contact.suggests', { reason: suggestion })}</span>
          ) : null
        }
      >
        <Radio.Group className="outcomes">
          <OutcomeGroup label={t('worklist.contact.reached')} reached />
          <OutcomeGroup label={t('worklist.contact.notReached')} reached={false} />
        </Radio.Group>
      </Form.Item>
      <Form.Item name="way" label={t('worklist.contact.way')} rules={[{ required: true }]}>
        <Radio.Group options={ways.map((way) => ({ value: way, label: t(`worklist.contact.ways.${way}`) }))} />
      </Form.Item>
      <Form.Item
        name="contactedOn"
        label={t('worklist.contact.on')}
        validateFirst
        rules={[
          { required: true, message: t('worklist.contact.onMissing') },
          dateRule(t('kit.date.invalid')),
          {
            validator: (_, day: string) =>
              day > today ? Promise.reject(new Error(t('worklist.contact.onFuture'))) : Promise.resolve(),
          },
        ]}
      >
        <DateField today={today} yesterday={addDays(today, -1)} />
      </Form.Item>
      <Form.Item name="service" label={t('worklist.contact.service')}>
        <Select
          allowClear
          placeholder={t('worklist.contact.noService')}
          options={serviceStrands.map((one) => ({ value: one, label: t(`worklist.contact.services.${one}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="nextOn"
        label={t('worklist.contact.next')}
        extra={t('worklist.contact.nextHelp')}
        rules={[dateRule(t('kit.date.invalid'))]}
      >
        <DateField />
      </Form.Item>
      <Form.Item name="note" label={t('worklist.contact.note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </ActionDrawer>
  );
}

function OutcomeGroup(props: { label: string; reached: boolean }): ReactNode {
  const { language } = useTexts();
  return (
    <fieldset className="outcome-group">
      <legend>{props.label}</legend>
      {contactOutcomes
        .filter((row) => row.reached === props.reached)
        .map((row) => (
          <Radio key={row.code} value={row.code}>
            {row[language]}
          </Radio>
        ))}
    </fieldset>
  );
}

/** What one needs while the phone rings: the number, where she lives, why we call. */
function PersonToReach(props: { residentId: string; reason: string | undefined }): ReactNode {
  const { t } = useTexts();
  const file = useRead(residentContracts.file, { params: { residentId: props.residentId } });
  return (
    <div className="person-to-reach">
      {props.reason ? <div>{props.reason}</div> : null}
      {file.data ? (
        <>
          <div>
            {t(`kit.sex.${file.data.sex}`)} · {t('kit.person.age', { count: file.data.age })} · {file.data.address}
          </div>
          <div className="big-phone">
            <MaskedValue residentId={props.residentId} what="phone" masked={file.data.phoneMasked} />
          </div>
        </>
      ) : (
        <div>{file.error ? file.error.message : t('kit.loading')}</div>
      )}
    </div>
  );
}
