import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type Plan, planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { type PlanKind, planKindNames, planKinds } from '@renshe/domain/plan/plan.rules.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import './plan.css';

/** 规划监测: the plans that concern an area. */
export function PlanListPage(): ReactNode {
  const { t, say } = useTexts();
  const area = useArea();
  const navigate = useNavigate();
  const mayManage = useCan('plan.manage');
  const [making, setMaking] = useState(false);
  const read = useRead(planContracts.list, { query: { area: area.code } }, { enabled: area.code !== '' });
  const open = (plan: Plan) => void navigate({ to: '/plans/$planId', params: { planId: plan.planId } });
  return (
    <>
      <PageHeader
        title={t('plan.title')}
        note={t('plan.note')}
        makesNew
        primary={
          mayManage ? (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('plan.create')}
            </Button>
          ) : null
        }
      />
      <DataTable<Plan>
        name="plan.title"
        label={t('plan.title')}
        rows={read.data?.plans}
        rowKey={(plan) => plan.planId}
        count={read.data?.plans.length}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={open}
        hrefOf={(plan) => `/plans/${plan.planId}?area=${area.code}`}
        empty={{ title: t('plan.empty'), help: t('plan.emptyHelp') }}
        columns={[
          {
            key: 'name',
            title: t('plan.column.name'),
            className: 'wrapping',
            render: (_, plan) => (
              <Link to="/plans/$planId" params={{ planId: plan.planId }}>
                {plan.name}
              </Link>
            ),
          },
          { key: 'kind', title: t('plan.column.kind'), render: (_, plan) => say(planKindNames[plan.kind]) },
          { key: 'area', title: t('plan.column.area'), render: (_, plan) => shortAreaName(plan.area.name) },
          {
            key: 'period',
            title: t('plan.column.period'),
            className: 'figures',
            render: (_, plan) => t('plan.period', { from: plan.from, to: plan.to }),
          },
          { title: t('plan.column.indicators'), dataIndex: 'indicatorCount', align: 'right' },
          { title: t('plan.column.tasks'), dataIndex: 'taskCount', align: 'right' },
          {
            key: 'overdue',
            title: t('plan.column.overdue'),
            align: 'right',
            render: (_, plan) =>
              plan.overdueTasks > 0 ? <span className="overdue-words">{plan.overdueTasks}</span> : 0,
          },
        ]}
      />
      {making ? <PlanDrawer plan={null} area={area.code} onClose={() => setMaking(false)} /> : null}
    </>
  );
}

interface PlanValues {
  areaCode: string;
  name: string;
  kind: PlanKind;
  from: string;
  to: string;
  sourceDocument?: string;
}

/** Make a plan, or change its name, months and source. */
export function PlanDrawer(props: { plan: Plan | null; area: string; onClose: () => void }): ReactNode {
  const { t, say } = useTexts();
  const today = useToday();
  const toast = useToast();
  const navigate = useNavigate();
  const { plan } = props;
  const create = useCommand(planContracts.create, { invalidates: [planContracts.list] });
  const change = useCommand(planContracts.change, { invalidates: [planContracts.list, planContracts.get] });
  const year = Number(today.slice(0, 4));
  const monthRules = [
    { required: true, pattern: /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, message: t('plan.fields.monthWrong') },
  ];
  return (
    <ActionDrawer<PlanValues>
      open
      title={plan ? t('plan.change') : t('plan.create')}
      submitLabel={plan ? t('plan.change') : t('plan.create')}
      draftKey={plan ? `plan.change:${plan.planId}:${plan.version}` : 'plan.create'}
      initialValues={
        plan
          ? { name: plan.name, kind: plan.kind, from: plan.from, to: plan.to, sourceDocument: plan.sourceDocument }
          : { areaCode: props.area, kind: 'yearly', from: `${year}-01`, to: `${year}-12` }
      }
      onClose={props.onClose}
      onSubmit={async ({ areaCode, ...values }) => {
        const body = { ...values, sourceDocument: values.sourceDocument ?? '' };
        if (plan) {
          await change.run({ params: { planId: plan.planId }, body: { ...body, version: plan.version } });
          toast.saved(t('plan.changed'));
          props.onClose();
          return;
        }
        const { planId } = await create.run({ body: { ...body, areaCode } });
        toast.saved(t('plan.created'));
        void navigate({ to: '/plans/$planId', params: { planId } });
      }}
    >
      <Form.Item
        name="name"
        label={t('plan.fields.name')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('plan.fields.nameMissing') }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      {plan ? null : (
        <Form.Item name="areaCode" label={t('plan.fields.area')} rules={[{ required: true }]}>
          <AreaPicker kinds={['city', 'district', 'street', 'community']} />
        </Form.Item>
      )}
      <Form.Item name="kind" label={t('plan.fields.kind')}>
        <Select options={planKinds.map((kind) => ({ value: kind, label: say(planKindNames[kind]) }))} />
      </Form.Item>
      <div className="plan-two">
        <Form.Item name="from" label={t('plan.fields.from')} rules={monthRules}>
          <Input maxLength={7} inputMode="numeric" />
        </Form.Item>
        <Form.Item name="to" label={t('plan.fields.to')} rules={monthRules}>
          <Input maxLength={7} inputMode="numeric" />
        </Form.Item>
      </div>
      <Form.Item name="sourceDocument" label={t('plan.fields.source')}>
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}
