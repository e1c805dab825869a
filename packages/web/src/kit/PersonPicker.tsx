import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type ResidentRow, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from './api.ts';
import { useTexts } from './i18n.ts';
import { useTypedSearch } from './use-typed-search.ts';

/** One resident within the actor's areas. Fits a Form.Item: the value is the resident's id; `onPerson` gets the row. */
export function PersonPicker(props: {
  id?: string;
  value?: string | null;
  onChange?: (residentId: string | null) => void;
  onPerson?: (person: ResidentRow | null) => void;
  disabled?: boolean;
  'aria-label'?: string;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ResidentRow | null>(null);
  const { found, busy, error } = useTypedSearch(typed, (text, signal) =>
    call(residentContracts.find, { body: { text, limit: 10 } }, { signal }),
  );
  const rows = found?.residents ?? (chosen ? [chosen] : []);
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      className="wide"
      value={props.value ?? null}
      disabled={props.disabled ?? false}
      allowClear
      loading={busy}
      placeholder={t('kit.person.placeholder')}
      aria-label={props['aria-label'] ?? t('kit.person.label')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={
        error
          ? error.message
          : typed.trim() === ''
            ? t('kit.person.typeMore')
            : busy
              ? t('kit.loading')
              : t('kit.person.none')
      }
      onChange={(residentId: string | undefined) => {
        const person = rows.find((row) => row.residentId === residentId) ?? null;
        setChosen(person);
        props.onChange?.(residentId ?? null);
        props.onPerson?.(person);
      }}
      options={rows.map((row) => ({ value: row.residentId, label: row.name, row }))}
      optionRender={(option) => <PersonLine person={(option.data as { row: ResidentRow }).row} />}
    />
  );
}

/** Name with what tells two people of the same name apart. */
export function PersonLine(props: { person: ResidentRow }): ReactNode {
  const { t } = useTexts();
  const { person } = props;
  return (
    <span className="person-line">
      <strong>{person.name}</strong>
      <span>
        {t(`kit.sex.${person.sex}`)} · {t('kit.person.age', { count: person.age })}
      </span>
      <span className="figures">{person.citizenIdMasked}</span>
      <span>{shortAreaName(person.area.name)}</span>
    </span>
  );
}
