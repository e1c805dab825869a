import type { CodeSet } from '@renshe/domain/code/code-set.ts';
import { Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from './i18n.ts';

interface CodeFieldProps {
  id?: string;
  codes: CodeSet;
  value?: string | null;
  onChange?: (code: string | null) => void;
  disabled?: boolean;
  'aria-label'?: string;
}

/** A code of a list (`@renshe/domain/code/*`), chosen by typing its words. Fits a Form.Item. Show codes with `codeName`. */
export function CodeSelect(
  props: CodeFieldProps & { allowClear?: boolean; placeholder?: string; className?: string },
): ReactNode {
  const { t, language } = useTexts();
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      className={props.className ?? 'wide'}
      value={props.value ?? null}
      onChange={(code: string | undefined) => props.onChange?.(code ?? null)}
      disabled={props.disabled ?? false}
      allowClear={props.allowClear ?? false}
      placeholder={props.placeholder ?? t('kit.code.placeholder')}
      aria-label={props['aria-label']}
      showSearch={{ optionFilterProp: 'label' }}
      options={props.codes.map((row) => ({ value: row.code, label: row[language] }))}
    />
  );
}

/** A short code list as radio buttons: everything visible, arrows choose. Fits a Form.Item. */
export function CodeRadio(props: CodeFieldProps & { vertical?: boolean }): ReactNode {
  const { language } = useTexts();
  return (
    <Radio.Group
      {...(props.id ? { id: props.id } : {})}
      {...(props.vertical ? { className: 'radio-column' } : {})}
      value={props.value ?? null}
      onChange={(event) => props.onChange?.(event.target.value as string)}
      disabled={props.disabled ?? false}
      aria-label={props['aria-label']}
      options={props.codes.map((row) => ({ value: row.code, label: row[language] }))}
    />
  );
}
