import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { Radio } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import './contact.css';

/** All results of a contact, the reached ones first: arrows choose, Enter sends the form. Fits a Form.Item. */
export function OutcomeField(props: { id?: string; value?: string; onChange?: (code: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const group = (reached: boolean) => (
    <fieldset className="outcome-group" key={String(reached)}>
      <legend>{t(reached ? 'contact.record.reached' : 'contact.record.notReached')}</legend>
      {contactOutcomes
        .filter((outcome) => outcome.reached === reached)
        .map((outcome) => (
          <Radio key={outcome.code} value={outcome.code}>
            {outcome[language]}
          </Radio>
        ))}
    </fieldset>
  );
  return (
    <Radio.Group
      {...(props.id ? { id: props.id } : {})}
      className="outcome-field"
      value={props.value ?? null}
      onChange={(event) => props.onChange?.(event.target.value as string)}
    >
      {[group(true), group(false)]}
    </Radio.Group>
  );
}
