import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { type FormAnswer, formatValue } from './form-grid.ts';
import './report-form.css';

type Check = FormAnswer['checks'][number];

/** Checks and text of a form that has a page of its own, the monthly one. */
export function FormNotes(props: { form: string; area: string; period: string }): ReactNode {
  const read = useRead(
    reportFormContracts.fill,
    { params: { form: props.form }, query: { area: props.area, period: props.period } },
    { keepPrevious: true },
  );
  return read.data ? <ChecksAndNarrative answer={read.data} /> : null;
}

export function ChecksAndNarrative(props: { answer: FormAnswer }): ReactNode {
  return (
    <div className="form-notes">
      {props.answer.narrative ? <NarrativeBlock answer={props.answer} narrative={props.answer.narrative} /> : null}
      <ChecksBlock answer={props.answer} />
    </div>
  );
}

const target = (answer: FormAnswer) => ({
  params: { form: answer.form.key },
  body: { area: answer.area.code, period: answer.period.text },
});

/** What changed and why: the draft until the owner writes, then her text. */
function NarrativeBlock(props: { answer: FormAnswer; narrative: NonNullable<FormAnswer['narrative']> }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { answer, narrative } = props;
  const [text, setText] = useState<string>();
  const write = useCommand(reportFormContracts.writeNarrative, { invalidates: [reportFormContracts.fill] });
  const draft = narrative.draft[language];
  const save = async () => {
    const { params, body } = target(answer);
    try {
      await write.run({ params, body: { ...body, text: (text ?? '').trim(), version: narrative.version } });
      setText(undefined);
      toast.saved(t('reportForm.narrativeSaved'));
    } catch (error) {
      toast.problem((error as Error).message);
    }
  };
  return (
    <section className="card form-narrative" aria-label={t('reportForm.narrative')}>
      <h2>
        {t('reportForm.narrative')}{' '}
        <small>
          {narrative.text === null
            ? t('reportForm.drafted')
            : t('reportForm.written', { by: narrative.by, at: formatInstant(narrative.at ?? '') })}
        </small>
      </h2>
      {text === undefined ? (
        <>
          <p className="form-text">{(narrative.text ?? draft) || t('reportForm.noDraft')}</p>
          {answer.mayFill ? (
            <Button onClick={() => setText(narrative.text ?? draft)}>{t('reportForm.edit')}</Button>
          ) : null}
        </>
      ) : (
        <>
          <Input.TextArea
            aria-label={t('reportForm.narrativeField')}
            autoFocus
            autoSize={{ minRows: 4, maxRows: 14 }}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="form-buttons">
            <Button type="primary" loading={write.isPending} onClick={() => void save()}>
              {t('reportForm.save')}
            </Button>
            <Button onClick={() => setText(draft)}>{t('reportForm.redraft')}</Button>
            <Button onClick={() => setText(undefined)}>{t('reportForm.cancel')}</Button>
          </p>
        </>
      )}
    </section>
  );
}

function ChecksBlock(props: { answer: FormAnswer }): ReactNode {
  const { t, language } = useTexts();
  const { answer } = props;
  const [explaining, setExplaining] = useState<Check>();
  const errors = answer.checks.filter((check) => check.severity === 'error').length;
  const open = answer.checks.filter((check) => check.severity === 'warning' && !check.explanation).length;
  const missing = answer.rows.filter((row) => answer.missing.includes(row.key)).map((row) => row[language]);
  return (
    <section className="card form-checks" aria-label={t('reportForm.checks')}>
      <h2>{t('reportForm.checks')}</h2>
      {answer.checks.length === 0 && missing.length === 0 ? (
        <p className="form-fine">{t('reportForm.checksFine')}</p>
      ) : (
        <p>
          {errors > 0 ? (
            <strong className="report-late">{t('reportForm.checksError', { count: errors })} </strong>
          ) : null}
          {open > 0 ? <strong className="form-warning">{t('reportForm.checksWarning', { count: open })}</strong> : null}
        </p>
      )}
      {missing.length > 0 ? (
        <p className="form-warning">
          {t('reportForm.missingRows', {
            count: missing.length,
            rows: missing.slice(0, 4).join(language === 'zh' ? '、' : ', ') + (missing.length > 4 ? ' …' : ''),
          })}
        </p>
      ) : null}
      <ul className="form-check-list">
        {answer.checks.map((check) => (
          <li key={`${check.key} ${check.column.zh}`}>
            <span className={`form-severity form-severity-${check.severity}`}>
              {t(check.severity === 'error' ? 'reportForm.checkError' : 'reportForm.checkWarning')}
            </span>{' '}
            {check[language]}
            <small className="figures">
              {t('reportForm.checkValues', {
                column: check.column[language],
                left: formatValue(check.left, 0),
                right: formatValue(check.right, 0),
              })}
            </small>
            {check.explanation ? (
              <p>
                {t('reportForm.explained', {
                  text: check.explanation.text,
                  by: check.explanation.by,
                  at: formatInstant(check.explanation.at),
                })}
              </p>
            ) : null}
            {check.severity === 'warning' && answer.mayFill ? (
              <Button size="small" onClick={() => setExplaining(check)}>
                {t(check.explanation ? 'reportForm.explainAgain' : 'reportForm.explain')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {explaining ? (
        <ExplainDrawer answer={answer} check={explaining} onClose={() => setExplaining(undefined)} />
      ) : null}
    </section>
  );
}

function ExplainDrawer(props: { answer: FormAnswer; check: Check; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { answer, check } = props;
  const explain = useCommand(reportFormContracts.explain, { invalidates: [reportFormContracts.fill] });
  return (
    <ActionDrawer<{ text: string }>
      open
      title={t('reportForm.explainTitle')}
      note={`${check[language]} · ${t('reportForm.explainText')}`}
      submitLabel={t('reportForm.explain')}
      draftKey={`explain:${answer.form.key}:${answer.area.code}:${answer.period.text}:${check.key}`}
      initialValues={{ text: check.explanation?.text ?? '' }}
      onSubmit={async ({ text }) => {
        const { params, body } = target(answer);
        await explain.run({
          params,
          body: { ...body, check: check.key, text, version: check.explanation?.version ?? 0 },
        });
        toast.saved(t('reportForm.explainDone'));
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="text"
        label={t('reportForm.explainField')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('report.reasonTooShort') }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount placeholder={t('reportForm.explainHint')} />
      </Form.Item>
    </ActionDrawer>
  );
}
