import { codeName, findCode } from '@renshe/domain/code/code-set.ts';
import {
  type ChosenContactWay,
  chosenContactWays,
  contactOutcomes,
  contactWays,
  isReached,
} from '@renshe/domain/code/contact-outcome.ts';
import { contactServiceNames } from '@renshe/domain/code/contact-service.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import {
  careServices,
  contactContracts,
  type contactServices,
  serviceStrands,
} from '@renshe/domain/contact/contact.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { lastContactOf } from './last-contact.ts';
import { OutcomeField } from './OutcomeField.tsx';

type Service = (typeof contactServices)[number];

interface Values {
  way: ChosenContactWay;
  outcome: string;
  contactedOn: PlainDate;
  service: Service | 'none';
  note: string;
  nextOn: PlainDate | null;
}

/** 记录联系: one press on the result and Enter are enough; everything else has the usual value. */
export function RecordContactDrawer(
  action: FileActionProps & {
    /** How, when a duty asked for it. */
    way?: ChosenContactWay;
    /** The service that a duty asked for. */
    service?: Service | undefined;
    /** Why to call and what is needed for it, above the form. */
    reason?: ReactNode;
  },
): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const outcome = Form.useWatch('outcome', form);
  const { file } = action;
  const { name, residentId } = file;
  const last = lastContactOf(file);
  // Acts of care are for retirees in the community's care.
  const services: readonly Service[] = file.retireeCare.some((care) => care.endedOn === null)
    ? [...careServices, ...serviceStrands]
    : serviceStrands;
  const row = findCode(contactOutcomes, outcome);
  return (
    <FileActionDrawer<typeof contactContracts.record, Values>
      action={action}
      contract={contactContracts.record}
      form={form}
      title={t('contact.record.title', { name })}
      submitLabel={t('contact.record.submit')}
      note={
        <>
          {action.reason}
          <div>
            {last
              ? t('contact.record.last', { on: last.on, outcome: codeName(contactOutcomes, last.outcome, language) })
              : t('contact.record.never')}
          </div>
        </>
      }
      initialValues={{
        way: action.way ?? 'phone',
        contactedOn: today,
        service: action.service ?? 'none',
        note: '',
        nextOn: null,
      }}
      argumentsOf={(values) => ({
        params: { residentId },
        body: {
          contactedOn: values.contactedOn,
          way: values.way,
          outcome: values.outcome,
          service: values.service === 'none' || !isReached(values.outcome) ? null : values.service,
          note: values.note ?? '',
          nextOn: values.nextOn || null,
        },
      })}
      doneSentence={() => t('contact.record.done', { name })}
      undo={({ contactId }) =>
        call(contactContracts.void, { params: { residentId, contactId }, body: { why: t('resident.undoReason') } })
      }
    >
      <Form.Item
        name="outcome"
        label={t('contact.record.outcome')}
        rules={[{ required: true, message: t('contact.record.outcomeMissing') }]}
        extra={
          row && !row.reached
            ? t('contact.record.unreachedHint')
            : row?.suggests
              ? t('contact.record.suggests', { reason: codeName(deregistrationReasons, row.suggests, language) })
              : undefined
        }
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
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          placeholder={t('contact.record.noteHint')}
        />
      </Form.Item>
      {row && !row.reached ? null : (
        <Form.Item name="service" required label={t('contact.record.service')}>
          <Radio.Group
            options={[
              { value: 'none', label: t('contact.record.noService') },
              ...services.map((value) => ({ value, label: codeName(contactServiceNames, value, language) })),
            ]}
          />
        </Form.Item>
      )}
      <div className="field-pair">
        <Form.Item name="contactedOn" label={t('contact.record.on')} rules={dayRules({ today })}>
          <DateField latest={today} today={today} />
        </Form.Item>
        <Form.Item
          name="nextOn"
          label={t('contact.record.next')}
          extra={t('contact.record.nextHint')}
          dependencies={['contactedOn']}
          rules={[
            ...dayRules({ today, required: false, future: true }),
            ({ getFieldValue }) => ({
              validator: (_: unknown, value: string | null) =>
                value && value <= (getFieldValue('contactedOn') as string)
                  ? Promise.reject(new Error(t('contact.record.nextBefore')))
                  : Promise.resolve(),
            }),
          ]}
        >
          <DateField />
        </Form.Item>
      </div>
    </FileActionDrawer>
  );
}
