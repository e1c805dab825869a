import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { memberRelations } from '../resident/HouseholdChoice.tsx';
import { HouseholdActionDrawer, type HouseholdActionProps } from './HouseholdActionDrawer.tsx';

interface Values {
  who: string[];
  headResidentId: string;
  relations?: Record<string, string>;
  on: PlainDate;
  address: string;
}

/** 分户: some members form a household of their own with a new head. */
export function SplitHouseholdDrawer(action: HouseholdActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const who = Form.useWatch('who', form) ?? [];
  const head = Form.useWatch('headResidentId', form);
  const { householdId, headName, address } = action.household;
  const present = action.household.members.filter((member) => member.toOn === null && member.inScope);
  const leaving = present.filter((member) => who.includes(member.residentId));
  return (
    <HouseholdActionDrawer<typeof householdContracts.split, Values>
      action={action}
      contract={householdContracts.split}
      form={form}
      title={t('household.split.title', { name: headName ?? '' })}
      submitLabel={
        leaving.length > 0 ? t('household.split.submit', { count: leaving.length }) : t('household.split.submitPlain')
      }
      initialValues={{ who: [], on: today, address }}
      argumentsOf={(values, latest) => ({
        params: { householdId },
        body: {
          version: latest.version,
          on: values.on,
          headResidentId: values.headResidentId,
          address: values.address ?? '',
          members: values.who.map((residentId) => ({
            residentId,
            relation: residentId === values.headResidentId ? headOfHousehold : (values.relations?.[residentId] ?? '97'),
          })),
        },
      })}
      doneSentence={() => t('household.split.done')}
      onDone={(output) =>
        void navigate({ to: '/households/$householdId', params: { householdId: output.householdId } })
      }
    >
      <Form.Item
        name="who"
        required
        label={t('household.split.who')}
        rules={[
          {
            validator: (_, value: string[] | undefined) =>
              !value || value.length === 0
                ? Promise.reject(new Error(t('household.split.none')))
                : value.length === action.household.members.filter((member) => member.toOn === null).length
                  ? Promise.reject(new Error(t('household.split.all')))
                  : Promise.resolve(),
          },
        ]}
      >
        <MemberChecks members={present} />
      </Form.Item>
      {leaving.length > 0 ? (
        <Form.Item
          name="headResidentId"
          required
          label={t('household.split.head')}
          rules={[
            {
              validator: (_, value: string | undefined) =>
                value && who.includes(value)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('household.split.headMissing'))),
            },
          ]}
        >
          <Radio.Group options={leaving.map((member) => ({ value: member.residentId, label: member.name }))} />
        </Form.Item>
      ) : null}
      {leaving.length > 1 && head ? (
        <fieldset className="relations">
          <legend>{t('household.split.relation')}</legend>
          {leaving
            .filter((member) => member.residentId !== head)
            .map((member) => (
              <Form.Item
                key={member.residentId}
                name={['relations', member.residentId]}
                label={member.name}
                rules={[{ required: true, message: t('household.join.relationMissing') }]}
              >
                <CodeSelect codes={memberRelations} />
              </Form.Item>
            ))}
        </fieldset>
      ) : null}
      <Form.Item name="address" label={t('household.split.address')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="on" label={t('household.split.on')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
    </HouseholdActionDrawer>
  );
}

/** Which members; a component of its own because a group of checkboxes must not carry the form's aria-required. */
function MemberChecks(props: {
  id?: string;
  value?: string[];
  onChange?: (residentIds: string[]) => void;
  members: readonly { residentId: string; name: string }[];
}): ReactNode {
  return (
    <Checkbox.Group
      className="radio-column"
      value={props.value ?? []}
      onChange={(chosen) => props.onChange?.(chosen)}
      options={props.members.map((member) => ({
        value: member.residentId,
        label: member.name,
        // The label of the form item points at the first one.
        ...(props.id && member === props.members[0] ? { id: props.id } : {}),
      }))}
    />
  );
}
