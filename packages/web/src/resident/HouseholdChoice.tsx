import { familyRelations, headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { type HouseholdRow, householdContracts } from '@renshe/domain/household/household.contract.ts';
import { Form, Radio, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

export interface HouseholdChoiceValues {
  how: 'none' | 'new' | 'join';
  householdId?: string | null;
  relation?: string | null;
}

/** Relations a member can have; the head is made by founding a household or changing its head. */
export const memberRelations = familyRelations.filter((row) => row.code !== headOfHousehold);

/** 归户: none, a household of one's own, or one found by its head, number or address. Inside a Form under the name `household`. */
export function HouseholdChoice(props: { areaCode: string }): ReactNode {
  const { t } = useTexts();
  const how = Form.useWatch(['household', 'how']) as HouseholdChoiceValues['how'] | undefined;
  return (
    <>
      <Form.Item name={['household', 'how']} required label={t('resident.field.household')}>
        <Radio.Group
          options={[
            { value: 'none', label: t('resident.register.householdNone') },
            { value: 'new', label: t('resident.register.householdNew') },
            { value: 'join', label: t('resident.register.householdJoin') },
          ]}
        />
      </Form.Item>
      {how === 'join' ? (
        <div className="field-pair">
          <Form.Item
            name={['household', 'householdId']}
            label={t('resident.register.householdWhich')}
            rules={[{ required: true, message: t('resident.register.householdMissing') }]}
          >
            <HouseholdPicker areaCode={props.areaCode} />
          </Form.Item>
          <Form.Item
            name={['household', 'relation']}
            label={t('resident.register.relation')}
            rules={[{ required: true, message: t('household.join.relationMissing') }]}
          >
            <CodeSelect codes={memberRelations} />
          </Form.Item>
        </div>
      ) : null}
    </>
  );
}

/** One household of the area by what is typed. Fits a Form.Item: the value is its id. */
function HouseholdPicker(props: {
  id?: string;
  value?: string | null;
  onChange?: (householdId: string | null) => void;
  areaCode: string;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState<HouseholdRow | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(typed.trim()), 250);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const read = useRead(
    householdContracts.list,
    { query: { area: props.areaCode, text: asked, limit: 20 } },
    { enabled: asked !== '', keepPrevious: true },
  );
  const rows = asked === '' ? (chosen ? [chosen] : []) : (read.data?.households ?? []);
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      className="wide"
      value={props.value ?? null}
      allowClear
      placeholder={t('resident.register.householdSearch')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={asked === '' ? t('resident.register.householdSearch') : t('household.list.emptyFiltered')}
      popupMatchSelectWidth={false}
      onChange={(householdId: string | undefined) => {
        setChosen(rows.find((row) => row.householdId === householdId) ?? null);
        props.onChange?.(householdId ?? null);
      }}
      options={rows.map((row) => ({
        value: row.householdId,
        label: row.headName ? t('household.file.title', { name: row.headName }) : row.number,
        row,
      }))}
      optionRender={(option) => <HouseholdLine row={(option.data as { row: HouseholdRow }).row} />}
    />
  );
}

function HouseholdLine(props: { row: HouseholdRow }): ReactNode {
  const { t } = useTexts();
  const { row } = props;
  return (
    <span className="person-line">
      <strong>{row.headName ?? t('household.list.noHead')}</strong>
      <span>{row.address}</span>
      <span className="figures">{row.number}</span>
    </span>
  );
}
