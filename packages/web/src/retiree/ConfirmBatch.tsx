import { type BatchRow, mostConfirmedAtOnce, retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { call } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { ConfirmationFields, type ConfirmationValues } from './ConfirmationDrawers.tsx';
import './retiree.css';

/** Ledgers whose people can be confirmed together. */
const confirmedLedgers: readonly string[] = ['eligibility-due', 'retirees-in-care'];

export function confirmsFrom(ledger: string): boolean {
  return confirmedLedgers.includes(ledger);
}

/** 批量认证: one day and one manner for everybody chosen; first who can be confirmed, then what came of each. */
export function ConfirmBatch(props: { residentIds: readonly string[]; onDone: () => void }): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const residentIds = [...new Set(props.residentIds)];
  return (
    <>
      <Button type="primary" disabled={residentIds.length > mostConfirmedAtOnce} onClick={() => setOpen(true)}>
        {t('retiree.batch.open')}
      </Button>
      {residentIds.length > mostConfirmedAtOnce ? (
        <span className="quiet">{t('retiree.batch.tooMany', { most: mostConfirmedAtOnce })}</span>
      ) : null}
      {open ? (
        <BatchDrawer
          residentIds={residentIds}
          onClose={(done) => {
            setOpen(false);
            if (done) props.onDone();
          }}
        />
      ) : null}
    </>
  );
}

type Stage = { at: 'asked' } | { at: 'previewed' | 'done'; rows: readonly BatchRow[] };

function BatchDrawer(props: { residentIds: readonly string[]; onClose: (done: boolean) => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [stage, setStage] = useState<Stage>({ at: 'asked' });
  const confirm = useCommand(retireeContracts.confirmBatch, { invalidates: readsOfPeople });
  const residentIds = [...props.residentIds];
  const possible = stage.at === 'asked' ? 0 : stage.rows.filter((row) => row.problem === null).length;
  const submit = async (values: ConfirmationValues) => {
    if (stage.at === 'done') return props.onClose(true);
    if (stage.at === 'asked') {
      const { rows } = await call(retireeContracts.previewBatch, { body: { ...values, residentIds } });
      return setStage({ at: 'previewed', rows });
    }
    if (possible === 0) return props.onClose(false);
    const { rows } = await confirm.run({ body: { ...values, residentIds } });
    return setStage({ at: 'done', rows });
  };
  return (
    <ActionDrawer<ConfirmationValues>
      open
      title={t('retiree.batch.title')}
      submitLabel={
        stage.at === 'asked'
          ? t('retiree.batch.preview', { count: residentIds.length })
          : stage.at === 'done' || possible === 0
            ? t('retiree.batch.close')
            : t('retiree.batch.submit', { count: possible })
      }
      draftKey="retiree.confirm-batch"
      initialValues={{ confirmedOn: today, way: 'visit', result: 'confirmed', note: '' }}
      onValuesChange={() => setStage((now) => (now.at === 'done' ? now : { at: 'asked' }))}
      onSubmit={submit}
      onClose={() => props.onClose(stage.at === 'done')}
      note={stage.at === 'asked' ? t('retiree.batch.note') : undefined}
    >
      {stage.at === 'done' ? null : <ConfirmationFields />}
      {stage.at === 'asked' ? null : (
        <>
          <Alert
            role="status"
            type={possible === stage.rows.length ? 'success' : 'warning'}
            showIcon
            title={t(stage.at === 'done' ? 'retiree.batch.done' : 'retiree.batch.willDo', {
              count: possible,
              others: stage.rows.length - possible,
            })}
          />
          <ul className="batch-rows">
            {stage.rows.map((row) => (
              <li key={row.residentId}>
                <strong>{row.name || t('retiree.batch.unknown')}</strong>
                <span className={row.problem ? 'overdue' : 'quiet'}>
                  <Outcome row={row} done={stage.at === 'done'} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </ActionDrawer>
  );
}

function Outcome(props: { row: BatchRow; done: boolean }): ReactNode {
  const { t, language } = useTexts();
  const { row, done } = props;
  if (row.problem) return row.problem[language];
  if (done) return t('retiree.batch.recorded');
  return row.dueOn ? t('retiree.batch.dueOn', { on: row.dueOn }) : t('retiree.batch.possible');
}
