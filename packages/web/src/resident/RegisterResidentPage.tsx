import { normalizeCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Collapse, Form, Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ErrorSummary } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { ApiError } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { dayRules } from './date-rules.ts';
import { HouseholdChoice, type HouseholdChoiceValues } from './HouseholdChoice.tsx';
import { IdentityField } from './IdentityField.tsx';
import { currentRegistrations } from './ResidentDetails.tsx';
import { dropDraft, keepDraft, readDraft } from './resident-draft.ts';
import { readsOfPeople } from './resident-reads.ts';
import { fieldCodeSets } from './timeline-sentence.ts';
import { useIdentityCheck } from './use-identity-check.ts';
import './resident.css';

interface Values {
  name: string;
  phone: string;
  areaCode: string;
  address: string;
  livesHereSince: PlainDate;
  household: HouseholdChoiceValues;
  hukouType: string | null;
  education: string | null;
  skillLevel: string | null;
  marital: string | null;
  ethnicity: string | null;
  political: string | null;
  note: string;
}

const moreFields = ['hukouType', 'education', 'skillLevel', 'marital', 'ethnicity', 'political'] as const;

/** 居民建档: the number first; it says sex, birth date and age, and whether there is a file already. */
export function RegisterResidentPage(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const toast = useToast();
  const today = useToday();
  const area = useArea();
  const { byCode } = useAreas();
  const [form] = Form.useForm<Values>();
  const [citizenId, setCitizenId] = useState('');
  const { accountId } = useMe();
  const [restored, setRestored] = useState(() => readDraft<Partial<Values>>(accountId));
  const [problems, setProblems] = useState<{ field: string | null; message: string }[]>([]);
  const summary = useRef<HTMLDivElement>(null);
  const check = useIdentityCheck(citizenId, today, t);
  const { run, isPending } = useCommand(residentContracts.register, { invalidates: readsOfPeople });
  const name = Form.useWatch('name', form)?.trim() ?? '';
  const areaCode = Form.useWatch('areaCode', form) ?? '';
  const isNew = check.state === 'answered' && check.answer.result === 'new';
  const here = byCode.get(area.code);
  const start: Partial<Values> = {
    ...(here?.kind === 'community' ? { areaCode: here.code } : {}),
    livesHereSince: today,
    household: { how: 'none' },
  };

  // The tree may arrive after the form: the community of the page is filled in then, unless one was chosen.
  const hereCode = here?.kind === 'community' ? here.code : undefined;
  useEffect(() => {
    if (hereCode && !form.getFieldValue('areaCode')) form.setFieldsValue({ areaCode: hereCode });
  }, [hereCode, form]);

  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const register = async (values: Values) => {
    setProblems([]);
    const { household } = values;
    try {
      const { residentId } = await run({
        body: {
          citizenId: normalizeCitizenId(citizenId).id,
          areaCode: values.areaCode,
          livesHereSince: values.livesHereSince,
          name: values.name,
          phone: values.phone?.trim() || null,
          address: values.address ?? '',
          hukouType: values.hukouType ?? null,
          education: values.education ?? null,
          ethnicity: values.ethnicity ?? null,
          marital: values.marital ?? null,
          political: values.political ?? null,
          skillLevel: values.skillLevel ?? null,
          retirementCategory: null,
          note: values.note ?? '',
          household:
            household.how === 'join'
              ? { how: 'join', householdId: household.householdId ?? '', relation: household.relation ?? '' }
              : { how: household.how },
        },
      });
      dropDraft();
      toast.saved(t('resident.register.done', { name: values.name.trim() }));
      // Who has gone on to something else meanwhile is not called away from it.
      if (isHere.current) void navigate({ to: '/residents/$residentId', params: { residentId } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      form.setFields(error.fields.map((f) => ({ name: f.path.split('.') as never, errors: [f.message] })));
      setProblems(
        error.fields.length > 0
          ? error.fields.map((f) => ({ field: f.path.replaceAll('.', '_'), message: f.message }))
          : [{ field: null, message: error.message }],
      );
      summary.current?.focus();
    }
  };

  return (
    <div className="register-page">
      <PageHeader title={t('resident.register.title')} note={t('resident.register.lead')} />
      {restored ? (
        <Alert
          type="info"
          showIcon
          className="form-hint"
          title={t('resident.register.draftKept')}
          action={
            <Button
              size="small"
              onClick={() => {
                dropDraft();
                setRestored(undefined);
                form.resetFields();
                form.setFieldsValue(start);
              }}
            >
              {t('resident.register.draftDrop')}
            </Button>
          }
        />
      ) : null}
      <div className="card">
        <IdentityField
          value={citizenId}
          onChange={setCitizenId}
          check={check}
          today={today}
          areaCode={area.code}
          onNext={() => document.getElementById('name')?.focus()}
        />
      </div>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        className="card"
        initialValues={{ ...start, ...restored }}
        disabled={isPending}
        onValuesChange={(_, all) => keepDraft(accountId, all)}
        onKeyDown={enterMovesOn}
        onFinish={register}
        onFinishFailed={({ errorFields }) =>
          setProblems(errorFields.map((f) => ({ field: f.name.join('_'), message: f.errors[0] ?? '' })))
        }
      >
        <ErrorSummary problems={problems} focusRef={summary} />
        <div className="field-pair">
          <Form.Item
            name="name"
            label={t('resident.field.name')}
            rules={[{ required: true, whitespace: true, message: t('resident.register.nameMissing') }]}
          >
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item name="phone" label={t('resident.field.phone')}>
            <Input maxLength={30} autoComplete="off" inputMode="tel" />
          </Form.Item>
        </div>
        <div className="field-pair">
          <Form.Item
            name="areaCode"
            label={t('resident.field.area')}
            rules={[{ required: true, message: t('resident.register.areaMissing') }]}
          >
            <AreaPicker kinds={['community']} {...(area.code ? { within: area.code } : {})} />
          </Form.Item>
          <Form.Item name="livesHereSince" label={t('resident.field.livesHereSince')} rules={dayRules({ today })}>
            <DateField today={today} />
          </Form.Item>
        </div>
        <Form.Item name="address" label={t('resident.field.address')}>
          <Input maxLength={200} autoComplete="off" placeholder={t('resident.register.addressHint')} />
        </Form.Item>
        <HouseholdChoice areaCode={areaCode || area.code} />
        <Collapse
          ghost
          className="more-fields"
          items={[
            {
              key: 'more',
              forceRender: true,
              label: t('resident.register.more'),
              children: (
                <div className="block-fields">
                  {moreFields.map((field) => (
                    <Form.Item key={field} name={field} label={t(`resident.field.${field}`)}>
                      <CodeSelect
                        codes={field === 'hukouType' ? currentRegistrations(null) : (fieldCodeSets[field] ?? [])}
                        allowClear
                      />
                    </Form.Item>
                  ))}
                  <Form.Item name="note" label={t('resident.field.note')} className="wide-field">
                    <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
                  </Form.Item>
                </div>
              ),
            },
          ]}
        />
        <div className="register-foot">
          <span className="quiet">{t(isNew ? 'resident.register.nextStep' : 'resident.register.numberFirst')}</span>
          <Button type="primary" size="large" htmlType="submit" loading={isPending} disabled={!isNew}>
            {name ? t('resident.register.submit', { name }) : t('resident.register.submitPlain')}
          </Button>
        </div>
      </Form>
    </div>
  );
}

/** Enter goes to the next field, as on the paper form; on the button it registers. Lists and texts of several lines keep their Enter. */
function enterMovesOn(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
  if (event.target.getAttribute('role') === 'combobox' && event.target.getAttribute('aria-expanded') === 'true') return;
  const fields = [
    ...event.currentTarget.querySelectorAll<HTMLElement>(
      'input:not([disabled]):not([type=radio]), input[type=radio]:checked, textarea, button[type=submit]:not([disabled])',
    ),
  ].filter((field) => field.offsetParent !== null);
  const next = fields[fields.indexOf(event.target) + 1];
  event.preventDefault();
  next?.focus();
}
