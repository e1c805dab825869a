import { officeContracts } from '@renshe/domain/area/area.contract.ts';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';

/** An office of an area or below it, found by its name. Fits a Form.Item. */
export function OfficeSelect(props: {
  id?: string;
  value?: string | null;
  onChange?: (officeId: string | null) => void;
  area: string;
  /** The office that is chosen already, so that its name is known before anything is typed. */
  chosen?: { officeId: string; name: string } | undefined;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const read = useRead(
    officeContracts.list,
    { query: { area: props.area, limit: 30, ...(typed ? { text: typed } : {}) } },
    { keepPrevious: true },
  );
  const found = (read.data?.offices ?? []).map((office) => ({ value: office.officeId, label: office.name }));
  const { chosen } = props;
  const options =
    chosen && !found.some((one) => one.value === chosen.officeId)
      ? [{ value: chosen.officeId, label: chosen.name }, ...found]
      : found;
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      className="wide"
      allowClear
      value={props.value ?? null}
      placeholder={t('plan.form.officeHint')}
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim()) }}
      loading={read.isFetching}
      options={options}
      onChange={(value: string | undefined) => props.onChange?.(value ?? null)}
    />
  );
}
