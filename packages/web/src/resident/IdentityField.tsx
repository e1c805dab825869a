import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../kit/i18n.ts';
import { AskTransferForm } from '../transfer/AskTransferForm.tsx';
import type { IdentityCheck } from './use-identity-check.ts';

/** The first field of a new file: the number, and under it what it says: whose, whether there is a file, what to do. */
export function IdentityField(props: {
  value: string;
  onChange: (typed: string) => void;
  check: IdentityCheck;
  today: PlainDate;
  areaCode: string;
  /** Enter in the field when the number is new. */
  onNext: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { check } = props;
  const isBad = check.state === 'invalid';
  return (
    <div className="identity-field">
      <label htmlFor="citizenId">{t('resident.field.citizenId')}</label>
      <Input
        id="citizenId"
        size="large"
        className="figures identity-input"
        value={props.value}
        maxLength={30}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        {...(isBad ? { status: 'error' as const } : {})}
        aria-describedby="citizenId-answer"
        aria-invalid={isBad}
        onChange={(event) => props.onChange(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault();
          if (check.state === 'answered' && check.answer.result === 'new') props.onNext();
        }}
      />
      <div id="citizenId-answer" aria-live="polite">
        <IdentityAnswer {...props} />
      </div>
    </div>
  );
}

function IdentityAnswer(props: { value: string; check: IdentityCheck; areaCode: string }): ReactNode {
  const { t } = useTexts();
  const { check } = props;
  if (check.state === 'empty') return <p className="quiet">{t('resident.register.citizenIdHelp')}</p>;
  if (check.state === 'typing') {
    return <p className="quiet figures">{t('resident.register.typed', { count: check.typed })}</p>;
  }
  if (check.state === 'invalid') return <p className="form-problem">{check.sentence}</p>;
  if (check.state === 'checking') return <p className="quiet">{t('resident.register.checking')}</p>;
  const { answer } = check;
  if (answer.result === 'new') {
    return (
      <>
        <p className="identity-new">
          {t('resident.register.sexAndAge', {
            sex: t(`resident.sex.${answer.sex}`),
            birthOn: answer.birthOn,
            age: answer.age,
          })}
        </p>
        {answer.warnings.map((warning) => (
          <p key={warning} className="late-hint">
            {t(`resident.warning.${warning}`)}
          </p>
        ))}
      </>
    );
  }
  if (answer.result === 'exists') {
    const { resident } = answer;
    return (
      <div className="identity-exists">
        <p>{t('resident.register.exists', { name: resident.name, area: shortAreaName(resident.area.name) })}</p>
        <Link to="/residents/$residentId" params={{ residentId: resident.residentId }}>
          <Button type="primary" tabIndex={-1}>
            {t('resident.register.openExisting', { name: resident.name })}
          </Button>
        </Link>
      </div>
    );
  }
  if (answer.result === 'elsewhere') {
    return (
      <div className="identity-exists">
        <p>{t('resident.register.elsewhere', { area: shortAreaName(answer.areaName) })}</p>
        <AskTransferForm citizenId={props.value} areaName={shortAreaName(answer.areaName)} areaCode={props.areaCode} />
      </div>
    );
  }
  return <p className="form-problem">{answer.message}</p>;
}
