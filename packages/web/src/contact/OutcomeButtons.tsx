import { contactOutcomes } from '@renshe/domain/code/contact-outcome.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';

/** All results of a contact as buttons, the reached ones first. Fits a Form.Item. */
export function OutcomeButtons(props: { id?: string; value?: string; onChange?: (code: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const group = (reached: boolean) => (
    <fieldset className="outcome-group" key={String(reached)}>
      <legend>{t(reached ? 'contact.record.reached' : 'contact.record.notReached')}</legend>
      {contactOutcomes
        .filter((outcome) => outcome.reached === reached)
        .map((outcome, index) => (
          <Button
            key={outcome.code}
            // The label of the form item points at the first button.
            {...(props.id && reached && index === 0 ? { id: props.id } : {})}
            type={props.value === outcome.code ? 'primary' : 'default'}
            aria-pressed={props.value === outcome.code}
            onClick={() => props.onChange?.(outcome.code)}
          >
            {outcome[language]}
          </Button>
        ))}
    </fieldset>
  );
  return <div className="outcome-buttons">{[group(true), group(false)]}</div>;
}
