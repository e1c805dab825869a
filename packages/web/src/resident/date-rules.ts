import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { dateRule } from '../kit/DateField.tsx';
import { text } from '../kit/i18n.ts';

type Rule = { validator: (rule: unknown, value: unknown) => Promise<void> } | { required: true; message: string };

/** Rules of a Form.Item around a DateField: filled in, a real day, not after `latest`, not before `earliest`. */
export function dayRules(given: {
  today: PlainDate;
  required?: boolean;
  earliest?: { on: PlainDate; message: string };
  /** Days after today are allowed, e.g. for the next contact. */
  future?: boolean;
}): Rule[] {
  const rules: Rule[] = [dateRule(text('kit.date.invalid'))];
  if (given.required !== false) rules.push({ required: true, message: text('resident.date.missing') });
  if (!given.future) {
    rules.push(
      refuse(
        (value) => isPlainDate(value) && value > given.today,
        text('resident.date.future', { today: given.today }),
      ),
    );
  }
  const { earliest } = given;
  if (earliest) rules.push(refuse((value) => isPlainDate(value) && value < earliest.on, earliest.message));
  return rules;
}

function refuse(wrong: (value: unknown) => boolean, message: string): Rule {
  return { validator: (_, value) => (wrong(value) ? Promise.reject(new Error(message)) : Promise.resolve()) };
}
