import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { periodOf } from '@renshe/domain/kernel/period.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type PlanDetail, planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { type EvaluationKind, evaluationKindNames, evaluationKinds } from '@renshe/domain/plan/plan.rules.ts';
import { type Evaluation, planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { App, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError, call } from '../kit/api.ts';
import { DateField } from '../kit/DateField.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';

/** 评估与督查: drafted from the figures, edited, signed; then it stays as it is. */
export function PlanEvaluations(props: { detail: PlanDetail }): ReactNode {
  const { t, say } = useTexts();
  const toast = useToast();
  const { modal } = App.useApp();
  const { detail } = props;
  const [editing, setEditing] = useState<{ evaluation: Evaluation | null } | null>(null);
  const sign = useCommand(planWorkContracts.signEvaluation, { invalidates: [planContracts.get] });
  const askToSign = (one: Evaluation) =>
    void modal.confirm({
      title: t('plan.evaluation.signTitle', { period: one.period }),
      content: t('plan.evaluation.signNote'),
      okText: t('plan.evaluation.sign'),
      cancelText: t('kit.cancel'),
      onOk: async () => {
        try {
          await sign.run({
            params: { planId: detail.plan.planId, evaluationId: one.evaluationId },
            body: { version: one.version },
          });
          toast.saved(t('plan.evaluation.signDone'));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          toast.problem(error.message);
        }
      },
    });
  return (
    <>
      {detail.mayManage ? (
        <p>
          <Button onClick={() => setEditing({ evaluation: null })}>{t('plan.evaluation.add')}</Button>
        </p>
      ) : null}
      {detail.evaluations.length === 0 ? (
        <div className="card">
          <EmptyState title={t('plan.evaluation.empty')} help={t('plan.evaluation.emptyHelp')} />
        </div>
      ) : (
        detail.evaluations.map((one) => (
          <article key={one.evaluationId} className="card">
            <div className="between">
              <h2>
                {say(evaluationKindNames[one.kind])} {one.period} · {shortAreaName(one.area.name)}
              </h2>
              {detail.mayManage && one.signedAt === null ? (
                <span className="row-buttons">
                  <Button size="small" onClick={() => setEditing({ evaluation: one })}>
                    {t('plan.evaluation.change')}
                  </Button>{' '}
                  <Button size="small" type="primary" onClick={() => askToSign(one)}>
                    {t('plan.evaluation.sign')}
                  </Button>
                </span>
              ) : null}
            </div>
            <p className="quiet">
              {one.evaluatedOn} · {one.evaluator} ·{' '}
              {one.signedAt
                ? t('plan.evaluation.signed', { by: one.signedBy ?? '', at: formatInstant(one.signedAt) })
                : t('plan.evaluation.unsigned')}
            </p>
            <p className="evaluation-text">{one.text}</p>
            {(['findings', 'measures'] as const).map((part) =>
              one[part] ? (
                <p key={part} className="evaluation-text">
                  <strong>{t(`plan.evaluation.${part}`)}</strong> {one[part]}
                </p>
              ) : null,
            )}
          </article>
        ))
      )}
      {editing ? (
        <EvaluationDrawer detail={detail} evaluation={editing.evaluation} onClose={() => setEditing(null)} />
      ) : null}
    </>
  );
}

interface Values {
  kind: EvaluationKind;
  period: string;
  evaluatedOn: PlainDate;
  text: string;
  findings?: string;
  measures?: string;
  evaluator: string;
}

function EvaluationDrawer(props: {
  detail: PlanDetail;
  evaluation: Evaluation | null;
  onClose: () => void;
}): ReactNode {
  const { t, say } = useTexts();
  const today = useToday();
  const me = useMe();
  const toast = useToast();
  const { detail, evaluation } = props;
  const { planId } = detail.plan;
  const [form] = Form.useForm<Values>();
  const [drafting, setDrafting] = useState(false);
  const add = useCommand(planWorkContracts.addEvaluation, { invalidates: [planContracts.get] });
  const change = useCommand(planWorkContracts.changeEvaluation, { invalidates: [planContracts.get] });
  const areaCode = evaluation?.area.code ?? detail.area.code;
  const draft = async () => {
    setDrafting(true);
    try {
      const year = Number(String(form.getFieldValue('period')).slice(0, 4)) || detail.year;
      const words = await call(planWorkContracts.draftEvaluation, {
        params: { planId },
        query: { area: areaCode, year },
      });
      form.setFieldsValue({ text: say(words) });
      toast.saved(t('plan.evaluation.drafted'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    } finally {
      setDrafting(false);
    }
  };
  return (
    <ActionDrawer<Values>
      open
      form={form}
      width={640}
      title={evaluation ? t('plan.evaluation.changeTitle') : t('plan.evaluation.addTitle')}
      note={`${detail.plan.name} · ${shortAreaName(evaluation?.area.name ?? detail.area.name)}`}
      submitLabel={t('plan.evaluation.submit')}
      draftKey={
        evaluation ? `plan.evaluation:${evaluation.evaluationId}:${evaluation.version}` : `plan.evaluation:${planId}`
      }
      initialValues={
        evaluation ?? {
          kind: 'quarterly',
          period: periodOf('quarter', today).text,
          evaluatedOn: today,
          evaluator: me.name,
        }
      }
      extra={
        <Button loading={drafting} disabled={false} onClick={() => void draft()}>
          {t('plan.evaluation.draft')}
        </Button>
      }
      onClose={props.onClose}
      onSubmit={async (values) => {
        const body = {
          areaCode,
          kind: values.kind,
          period: values.period,
          evaluatedOn: values.evaluatedOn,
          text: values.text,
          findings: values.findings ?? '',
          measures: values.measures ?? '',
          evaluator: values.evaluator,
        };
        if (evaluation)
          await change.run({
            params: { planId, evaluationId: evaluation.evaluationId },
            body: { ...body, version: evaluation.version },
          });
        else await add.run({ params: { planId }, body });
        toast.saved(t('plan.evaluation.saved'));
        props.onClose();
      }}
    >
      <div className="plan-two">
        <Form.Item name="kind" label={t('plan.evaluation.kind')}>
          <Select options={evaluationKinds.map((kind) => ({ value: kind, label: say(evaluationKindNames[kind]) }))} />
        </Form.Item>
        <Form.Item
          name="period"
          label={t('plan.evaluation.period')}
          extra={t('plan.evaluation.periodHint')}
          rules={[{ required: true, pattern: /^\d{4}(-Q[1-4])?$/, message: t('plan.evaluation.periodWrong') }]}
        >
          <Input maxLength={7} />
        </Form.Item>
        <Form.Item name="evaluatedOn" label={t('plan.evaluation.on')} rules={dayRules({ today })}>
          <DateField today={today} />
        </Form.Item>
        <Form.Item
          name="evaluator"
          label={t('plan.evaluation.evaluator')}
          rules={[{ required: true, whitespace: true, message: t('plan.evaluation.evaluatorMissing') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item
        name="text"
        label={t('plan.evaluation.text')}
        rules={[{ required: true, whitespace: true, message: t('plan.evaluation.textMissing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 20 }} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="findings" label={t('plan.evaluation.findings')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="measures" label={t('plan.evaluation.measures')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
    </ActionDrawer>
  );
}
