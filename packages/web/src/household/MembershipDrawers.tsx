import { type HouseholdFileView, householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PersonPicker } from '../kit/PersonPicker.tsx';
import { dayRules } from '../resident/date-rules.ts';
import { memberRelations } from '../resident/HouseholdChoice.tsx';
import { HouseholdActionDrawer, type HouseholdActionProps } from './HouseholdActionDrawer.tsx';

type Member = HouseholdFileView['members'][number];

/** 添加成员: somebody joins and leaves the former household by itself. */
export function JoinHouseholdDrawer(action: HouseholdActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [name, setName] = useState('');
  const [joined, setJoined] = useState('');
  const { householdId, headName } = action.household;
  return (
    <HouseholdActionDrawer<typeof householdContracts.join, { residentId: string; relation: string; on: PlainDate }>
      action={action}
      contract={householdContracts.join}
      title={t('household.join.title', { name: headName ?? '' })}
      submitLabel={name ? t('household.join.submit', { name }) : t('household.join.submitPlain')}
      note={t('household.join.moves')}
      initialValues={{ on: today }}
      argumentsOf={(values) => ({ params: { householdId }, body: values })}
      doneSentence={() => t('household.join.done', { name })}
      undo={({ changeId }) =>
        call(householdContracts.undoMembership, {
          params: { householdId, residentId: joined },
          body: { changeId, why: t('resident.undoReason') },
        })
      }
    >
      <Form.Item
        name="residentId"
        label={t('household.join.person')}
        rules={[{ required: true, message: t('household.join.personMissing') }]}
      >
        <PersonPicker
          onPerson={(person) => {
            setName(person?.name ?? '');
            setJoined(person?.residentId ?? '');
          }}
        />
      </Form.Item>
      <Form.Item
        name="relation"
        label={t('household.join.relation')}
        rules={[{ required: true, message: t('household.join.relationMissing') }]}
      >
        <CodeSelect codes={memberRelations} />
      </Form.Item>
      <Form.Item name="on" label={t('household.join.on')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
    </HouseholdActionDrawer>
  );
}

/** 移出: the membership ends, the person's file stays. */
export function LeaveHouseholdDrawer(action: HouseholdActionProps & { member: Member }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { householdId, headName } = action.household;
  const { name, residentId } = action.member;
  return (
    <HouseholdActionDrawer<typeof householdContracts.leave, { on: PlainDate }>
      action={action}
      contract={householdContracts.leave}
      about={residentId}
      danger
      title={t('household.leave.title', { name, head: headName ?? '' })}
      submitLabel={t('household.leave.submit', { name })}
      note={t('household.leave.effect', { name })}
      initialValues={{ on: today }}
      argumentsOf={(values) => ({ params: { householdId, residentId }, body: values })}
      doneSentence={() => t('household.leave.done', { name })}
      undo={({ changeId }) =>
        call(householdContracts.undoMembership, {
          params: { householdId, residentId },
          body: { changeId, why: t('resident.undoReason') },
        })
      }
    >
      <Form.Item
        name="on"
        label={t('household.leave.on')}
        rules={dayRules({
          today,
          earliest: { on: action.member.fromOn, message: t('household.leave.before', { on: action.member.fromOn }) },
        })}
      >
        <DateField today={today} />
      </Form.Item>
    </HouseholdActionDrawer>
  );
}

/** 变更户主: the others' relations are to the new head. */
export function ChangeHeadDrawer(action: HouseholdActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<{ headResidentId: string; on: PlainDate; relations: Record<string, string> }>();
  const head = Form.useWatch('headResidentId', form);
  const { householdId, headName, members } = action.household;
  const candidates = members.filter((member) => member.toOn === null && member.relation !== '02');
  const others = members.filter((member) => member.toOn === null && member.residentId !== head);
  const name = members.find((member) => member.residentId === head)?.name ?? '';
  return (
    <HouseholdActionDrawer<
      typeof householdContracts.changeHead,
      { headResidentId: string; on: PlainDate; relations: Record<string, string> }
    >
      action={action}
      contract={householdContracts.changeHead}
      form={form}
      title={t('household.head.title', { name: headName ?? '' })}
      submitLabel={name ? t('household.head.submit', { name }) : t('household.head.submitPlain')}
      initialValues={{ on: today }}
      argumentsOf={(values, latest) => ({
        params: { householdId },
        body: {
          version: latest.version,
          on: values.on,
          headResidentId: values.headResidentId,
          relations: others.map((member) => ({
            residentId: member.residentId,
            relation: values.relations[member.residentId] ?? member.relation,
          })),
        },
      })}
      doneSentence={() => t('household.head.done', { name })}
    >
      <Form.Item
        name="headResidentId"
        label={t('household.head.who')}
        rules={[{ required: true, message: t('household.split.headMissing') }]}
      >
        <Radio.Group
          className="radio-column"
          options={candidates.map((member) => ({ value: member.residentId, label: member.name }))}
        />
      </Form.Item>
      <Form.Item name="on" label={t('household.head.on')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      {head ? (
        <fieldset className="relations">
          <legend>{t('household.head.relations')}</legend>
          {others.map((member) => (
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
    </HouseholdActionDrawer>
  );
}

interface ChangeValues {
  number: string;
  address: string;
  kind: 'family' | 'collective';
}

/** 修改家庭资料. */
export function ChangeHouseholdDrawer(action: HouseholdActionProps): ReactNode {
  const { t } = useTexts();
  const { householdId, number, address, kind } = action.household;
  return (
    <HouseholdActionDrawer<typeof householdContracts.change, ChangeValues>
      action={action}
      contract={householdContracts.change}
      title={t('household.change.title')}
      submitLabel={t('household.change.submit')}
      initialValues={{ number, address, kind }}
      argumentsOf={(values, latest) => ({ params: { householdId }, body: { ...values, version: latest.version } })}
      doneSentence={() => t('household.change.done')}
    >
      <Form.Item name="number" label={t('household.field.number')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="address" label={t('household.field.address')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" required label={t('household.field.kind')}>
        <Radio.Group
          options={(['family', 'collective'] as const).map((value) => ({ value, label: t(`household.kind.${value}`) }))}
        />
      </Form.Item>
    </HouseholdActionDrawer>
  );
}
