import { industries } from '@renshe/domain/code/industry.ts';
import { type LayoffReason, layoffReasons } from '@renshe/domain/code/layoff-reason.ts';
import { addDays, firstDayOf, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { monitoredEmployerContracts as contracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { type EmployerMonth, outlooks } from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

/** What a change of an employer makes stale. */
export const employerReads = [contracts.list, contracts.layoffs, contracts.file];

/** Offers to take a change back for ten seconds; it stays possible on the page of the employer. */
export function useUndoToast() {
  const toast = useToast();
  const { run } = useCommand(contracts.undo, { invalidates: employerReads });
  return (sentence: string, employerId: string, changeId: string) =>
    toast.undo(sentence, () => run({ params: { employerId, changeId }, body: {} }));
}

interface AddValues {
  creditCode: string;
  name: string;
  industry: (typeof industries)[number]['code'];
  area: string;
  keyEmployer: boolean;
  contactName: string;
  phone: string;
  fromOn: PlainDate;
}

export function AddEmployerDrawer(props: { area: string; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const undoToast = useUndoToast();
  const { run } = useCommand(contracts.add, { invalidates: employerReads });
  const required = { required: true, message: t('monitoredEmployer.required') };
  return (
    <ActionDrawer<AddValues>
      open
      title={t('monitoredEmployer.addTitle')}
      submitLabel={t('monitoredEmployer.actions.add')}
      draftKey="monitored-employer.add"
      initialValues={{
        creditCode: '',
        name: '',
        ...(props.area.endsWith('000') ? {} : { area: props.area }),
        keyEmployer: false,
        contactName: '',
        phone: '',
        fromOn: firstDayOf(monthOf(today)),
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { employerId, changeId } = await run({ body: values });
        undoToast(t('monitoredEmployer.added'), employerId, changeId);
        props.onClose();
      }}
    >
      <Form.Item name="creditCode" label={t('monitoredEmployer.field.creditCode')} rules={[required]}>
        <Input className="figures" maxLength={40} autoComplete="off" />
      </Form.Item>
      <NameFields />
      <Form.Item name="area" label={t('monitoredEmployer.field.area')} rules={[required]}>
        <AreaPicker kinds={['community']} />
      </Form.Item>
      <ContactFields />
      <Form.Item name="fromOn" label={t('monitoredEmployer.field.fromOn')} rules={[required]}>
        <DateField today={today} />
      </Form.Item>
    </ActionDrawer>
  );
}

export function NameFields(): ReactNode {
  const { t, language } = useTexts();
  const required = { required: true, message: t('monitoredEmployer.required') };
  return (
    <>
      <Form.Item name="name" label={t('monitoredEmployer.field.name')} rules={[required]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="industry" label={t('monitoredEmployer.field.industry')} rules={[required]}>
        <Select options={industries.map((one) => ({ value: one.code, label: `${one.code} ${one[language]}` }))} />
      </Form.Item>
    </>
  );
}

/** @param props.phoneHint what an empty number means, where one is stored already */
export function ContactFields(props: { phoneHint?: string }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Form.Item name="keyEmployer" valuePropName="checked">
        <Checkbox>{t('monitoredEmployer.field.keyEmployer')}</Checkbox>
      </Form.Item>
      <Form.Item name="contactName" label={t('monitoredEmployer.field.contactName')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="phone" label={t('monitoredEmployer.field.phone')} extra={props.phoneHint}>
        <Input maxLength={20} inputMode="tel" autoComplete="off" />
      </Form.Item>
    </>
  );
}

interface Named {
  employerId: string;
  name: string;
}

/** The four numbers of a month; the end follows from the others while it is typed, and may be typed over. */
export function MonthDrawer(props: {
  employer: Named;
  month: string;
  report: (EmployerMonth & { version: number }) | null;
  /** Staff at the end of the month before, where it is known. */
  before?: number | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const undoToast = useUndoToast();
  const { employer, month, report, before } = props;
  const [form] = Form.useForm<EmployerMonth>();
  const laidOff = Form.useWatch('laidOff', form) ?? report?.laidOff ?? 0;
  const { run } = useCommand(contracts.reportMonth, { invalidates: employerReads });
  const required = { required: true, message: t('monitoredEmployer.required') };
  const number = (name: 'staffStart' | 'hired' | 'departed' | 'laidOff' | 'staffEnd') => (
    <Form.Item name={name} label={t(`monitoredEmployer.field.${name}`)} rules={[required]}>
      <InputNumber min={0} max={1_000_000} precision={0} className="wide" />
    </Form.Item>
  );
  return (
    <ActionDrawer<EmployerMonth>
      open
      form={form}
      title={t('monitoredEmployer.monthTitle', { name: employer.name, month })}
      submitLabel={t(report ? 'monitoredEmployer.actions.correct' : 'monitoredEmployer.actions.report')}
      draftKey={`monitored-employer.month:${employer.employerId}:${month}:${report?.version ?? 0}`}
      initialValues={
        report ?? {
          ...(before === undefined ? {} : { staffStart: before, staffEnd: before }),
          hired: 0,
          departed: 0,
          laidOff: 0,
          reason: null,
          outlook: 'steady',
          note: '',
        }
      }
      onValuesChange={(changed, all) => {
        if ('staffEnd' in changed || all.staffStart === undefined) return;
        form.setFieldValue('staffEnd', (all.staffStart ?? 0) + (all.hired ?? 0) - (all.departed ?? 0));
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { staffStart, hired, departed, laidOff: off, staffEnd, reason, outlook, note } = values;
        const { large, changeId } = await run({
          params: { employerId: employer.employerId, month },
          body: {
            staffStart,
            hired,
            departed,
            laidOff: off,
            staffEnd,
            reason: off > 0 ? (reason ?? null) : null,
            outlook,
            note: note ?? '',
            version: report?.version ?? 0,
          },
        });
        undoToast(
          t(large ? 'monitoredEmployer.reportedLarge' : 'monitoredEmployer.reported'),
          employer.employerId,
          changeId,
        );
        props.onClose();
      }}
    >
      {number('staffStart')}
      {number('hired')}
      {number('departed')}
      {number('laidOff')}
      {laidOff > 0 ? (
        <Form.Item name="reason" label={t('monitoredEmployer.field.reason')} rules={[required]}>
          <Select options={layoffReasons.map((one) => ({ value: one.code, label: one[language] }))} />
        </Form.Item>
      ) : null}
      {number('staffEnd')}
      <Form.Item name="outlook" label={t('monitoredEmployer.field.outlook')}>
        <Select options={outlooks.map((one) => ({ value: one, label: t(`monitoredEmployer.outlook.${one}`) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('monitoredEmployer.field.note')}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </ActionDrawer>
  );
}

interface LayoffValues {
  toldOn: PlainDate;
  plannedOn: PlainDate;
  persons: number;
  staff: number;
  reason: LayoffReason;
  planFiled: boolean;
}

export function LayoffDrawer(props: { employer: Named; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const undoToast = useUndoToast();
  const { employer } = props;
  const { run } = useCommand(contracts.reportLayoff, { invalidates: employerReads });
  const required = { required: true, message: t('monitoredEmployer.required') };
  return (
    <ActionDrawer<LayoffValues>
      open
      title={t('monitoredEmployer.layoffTitle', { name: employer.name })}
      note={t('monitoredEmployer.layoffNote')}
      submitLabel={t('monitoredEmployer.actions.layoff')}
      draftKey={`monitored-employer.layoff:${employer.employerId}`}
      initialValues={{ toldOn: today, plannedOn: addDays(today, 30), planFiled: false }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { changeId } = await run({ params: { employerId: employer.employerId }, body: values });
        undoToast(t('monitoredEmployer.layoffRecorded'), employer.employerId, changeId);
        props.onClose();
      }}
    >
      <Form.Item name="toldOn" label={t('monitoredEmployer.field.toldOn')} rules={[required]}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="plannedOn" label={t('monitoredEmployer.field.plannedOn')} rules={[required]}>
        <DateField />
      </Form.Item>
      {(['persons', 'staff'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(`monitoredEmployer.field.${name}`)} rules={[required]}>
          <InputNumber min={1} max={1_000_000} precision={0} className="wide" />
        </Form.Item>
      ))}
      <Form.Item name="reason" label={t('monitoredEmployer.field.reason')} rules={[required]}>
        <Select options={layoffReasons.map((one) => ({ value: one.code, label: one[language] }))} />
      </Form.Item>
      <Form.Item name="planFiled" valuePropName="checked">
        <Checkbox>{t('monitoredEmployer.field.planFiled')}</Checkbox>
      </Form.Item>
    </ActionDrawer>
  );
}
