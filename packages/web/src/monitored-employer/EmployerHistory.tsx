import { codeName } from '@renshe/domain/code/code-set.ts';
import { industries } from '@renshe/domain/code/industry.ts';
import { layoffReasons } from '@renshe/domain/code/layoff-reason.ts';
import {
  monitoredEmployerContracts as contracts,
  type EmployerChange,
} from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { outlooks } from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { employerReads } from './EmployerDrawers.tsx';

/** 变更记录: every change with who, when and what stood there before; the last one of each record can be taken back. */
export function EmployerHistory(props: { employerId: string; history: readonly EmployerChange[] }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { run } = useCommand(contracts.undo, { invalidates: employerReads });
  const [undoing, setUndoing] = useState<string>();
  const undo = async (change: EmployerChange) => {
    setUndoing(change.changeId);
    try {
      await run({ params: { employerId: props.employerId, changeId: change.changeId }, body: {} });
      toast.saved(t('kit.undone'));
    } catch (error) {
      toast.problem((error as Error).message);
    } finally {
      setUndoing(undefined);
    }
  };
  if (props.history.length === 0) return <p className="quiet">{t('monitoredEmployer.noHistory')}</p>;
  return (
    <ol className="employer-history">
      {props.history.map((change) => {
        const words = [t(`monitoredEmployer.action.${change.action}`), change.month, change.reason].filter(Boolean);
        return (
          <li key={change.changeId}>
            <div>
              <strong>{words.join(' · ')}</strong>
              <small className="quiet">
                <span className="figures">{formatInstant(change.at)}</span> {change.by ?? ''}
              </small>
              <FieldChanges change={change} />
            </div>
            {change.undoable ? (
              <Button
                size="small"
                aria-label={`${t('kit.undo')} ${words.join(' ')}`}
                loading={undoing === change.changeId}
                onClick={() => void undo(change)}
              >
                {t('kit.undo')}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Of a new record its values alone; of a changed one before and after. */
function FieldChanges(props: { change: EmployerChange }): ReactNode {
  const { t, language } = useTexts();
  const { change } = props;
  const value = (field: EmployerChange['fields'][number]['field'], raw: string | null): string => {
    if (raw === null) return t('monitoredEmployer.nothing');
    if (field === 'industry') return codeName(industries, raw, language);
    if (field === 'reason') return codeName(layoffReasons, raw, language);
    if (field === 'outlook') {
      const outlook = outlooks.find((one) => one === raw);
      return outlook ? t(`monitoredEmployer.outlook.${outlook}`) : raw;
    }
    return raw === 'true' ? t('monitoredEmployer.yes') : raw === 'false' ? t('monitoredEmployer.no') : raw;
  };
  const created = change.fields.every((one) => one.before === null) && change.action !== 'undone';
  return (
    <ul className="employer-fields">
      {change.fields.map((one) => (
        <li key={one.field}>
          {t(`monitoredEmployer.historyField.${one.field}`)}{' '}
          <span className="figures">
            {created
              ? value(one.field, one.after)
              : t('monitoredEmployer.fromTo', {
                  before: value(one.field, one.before),
                  after: value(one.field, one.after),
                })}
          </span>
        </li>
      ))}
    </ul>
  );
}
