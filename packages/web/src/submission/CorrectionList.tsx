import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { type Correction, submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { Button, Form, Input, Radio, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { formHref } from './form-address.ts';
import './submission.css';

const colours = { asked: 'warning', accepted: 'success', refused: 'error' } as const;

/** 更正单 of an area and everything below it, or of one report, where they are only shown when there are some. */
export function CorrectionList(props: {
  area: string;
  areaName: string;
  form?: string;
  period?: string;
  ofReport?: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const mayPrint = useCan('report.export');
  const [deciding, setDeciding] = useState<Correction>();
  const pdf = useFile(submissionContracts.printCorrection);
  const { area, form, period } = props;
  const read = useRead(
    submissionContracts.corrections,
    { query: { area, ...(form ? { form } : {}), ...(period ? { period } : {}) } },
    { enabled: area !== '' },
  );
  const corrections = read.data?.corrections;
  if (props.ofReport && !read.error && !corrections?.length) return null;
  return (
    <section className="card submission-card">
      {props.ofReport ? <h2>{t('submission.views.corrections')}</h2> : null}
      <DataTable<Correction>
        name="submission.correction.label"
        label={t('submission.correction.label', { area: props.areaName })}
        rows={corrections}
        rowKey={(one) => one.correctionId}
        count={corrections?.length}
        error={read.error}
        onRetry={() => void read.refetch()}
        empty={{ title: t('submission.correction.empty'), help: t('submission.correction.emptyHelp') }}
        columns={[
          {
            title: t('submission.correction.columns.cell'),
            key: 'cell',
            className: 'wrapping',
            render: (_, one) => (
              <>
                <a href={formHref(one.form, one.area.code, one.period)}>
                  {shortAreaName(one.area.name)} {nameOf(one.period, language)}
                </a>
                <small className="quiet block">{one.cell[language]}</small>
              </>
            ),
          },
          {
            title: t('submission.correction.columns.sealed'),
            key: 'sealed',
            align: 'right',
            render: (_, one) => (
              <>
                <span className="figures">{one.sealedValue ?? t('submission.onTime.none')}</span>
                {one.correctedValue === null ? null : (
                  <small className="block">{t('submission.correction.corrected', { value: one.correctedValue })}</small>
                )}
              </>
            ),
          },
          {
            title: t('submission.correction.columns.wrong'),
            key: 'wrong',
            className: 'wrapping',
            render: (_, one) => (
              <>
                {one.wrong}
                <small className="quiet block">
                  {one.reason} · {one.evidence}
                </small>
                <small className="quiet block">
                  {t('submission.correction.from', { office: one.askedOffice, by: one.askedBy })}{' '}
                  {formatInstant(one.askedAt)}
                </small>
              </>
            ),
          },
          {
            title: t('submission.correction.columns.state'),
            key: 'state',
            className: 'wrapping',
            render: (_, one) => (
              <>
                <Tag color={colours[one.state]} variant="outlined">
                  {t(`submission.correction.states.${one.state}`)}
                </Tag>
                {one.decision === '' ? null : (
                  <small className="quiet block">
                    {one.decision} ({one.decidedOffice} {one.decidedBy})
                  </small>
                )}
              </>
            ),
          },
          {
            title: t('submission.correction.columns.adjustments'),
            key: 'adjustments',
            render: (_, one) =>
              one.adjustments.length === 0
                ? t('submission.correction.none')
                : one.adjustments.map(({ month, value }) => (
                    <a
                      key={month}
                      className="block nowrap figures"
                      aria-label={t('submission.correction.people', { month })}
                      href={`/reports?${new URLSearchParams({ area: one.area.code, month, cell: `${one.row}~${one.column}~adjustment` })}`}
                    >
                      {month} {value > 0 ? `+${value}` : `−${-value}`}
                    </a>
                  )),
          },
          {
            title: t('submission.columns.action'),
            key: 'action',
            render: (_, one) => (
              <span className="row-buttons">
                {one.mayDecide ? (
                  <Button size="small" type="primary" onClick={() => setDeciding(one)}>
                    {t('submission.correction.decide')}
                  </Button>
                ) : null}
                {mayPrint ? (
                  <Button size="small" onClick={() => void pdf.print({ params: { correctionId: one.correctionId } })}>
                    {t('submission.correction.print')}
                  </Button>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {deciding ? <DecideDrawer correction={deciding} onClose={() => setDeciding(undefined)} /> : null}
    </section>
  );
}

function nameOf(text: string, language: 'zh' | 'en'): string {
  const period = parsePeriod(text);
  return period ? shortPeriodName(period)[language] : text;
}

function DecideDrawer(props: { correction: Correction; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { correction } = props;
  const decide = useCommand(submissionContracts.decideCorrection, { invalidates: [submissionContracts.corrections] });
  return (
    <ActionDrawer<{ accepted: boolean; decision: string }>
      open
      title={t('submission.correction.decideTitle')}
      note={`${shortAreaName(correction.area.name)} ${nameOf(correction.period, language)} · ${correction.cell[language]} · ${correction.wrong}`}
      submitLabel={t('submission.correction.decide')}
      draftKey={`correction:${correction.correctionId}`}
      initialValues={{ accepted: true, decision: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await decide.run({
          params: { correctionId: correction.correctionId },
          body: { version: correction.version, accepted: values.accepted, decision: values.decision.trim() },
        });
        toast.saved(t('submission.correction.decided'));
        props.onClose();
      }}
    >
      <Form.Item name="accepted" label={t('submission.correction.columns.state')}>
        <Radio.Group
          options={[
            { value: true, label: t('submission.correction.accept') },
            { value: false, label: t('submission.correction.refuse') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="decision"
        label={t('submission.correction.decision')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('submission.correction.tooShort') }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </ActionDrawer>
  );
}
