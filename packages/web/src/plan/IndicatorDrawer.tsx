import {
  type IndicatorFields,
  type PlanDetail,
  type PlanIndicator,
  planContracts,
} from '@renshe/domain/plan/plan.contract.ts';
import {
  directionNames,
  directions,
  indicatorKindNames,
  indicatorKinds,
  measureNames,
  measures,
} from '@renshe/domain/plan/plan.rules.ts';
import { declared } from '@renshe/domain/statistics/indicators.ts';
import { Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { WhyField } from '../resident/WhyField.tsx';
import { OfficeSelect } from './OfficeSelect.tsx';
import { numberRule, readNumber } from './plan-words.ts';

const reads = [planContracts.get, planContracts.division, planContracts.list];
const byHand = 'manual';

type Values = Pick<IndicatorFields, 'name' | 'kind' | 'direction' | 'measure' | 'unit' | 'note' | 'ownerName'> & {
  catalogueKey: string;
  baselineYear: string;
  baselineValue: string;
  totalTarget: string;
  ownerOfficeId: string | null;
  path: Record<string, string>;
};

const shown = (value: number | null) => (value === null ? '' : String(value));

/** Add an indicator, or change one with the yearly path of the plan's own area. */
export function IndicatorDrawer(props: {
  detail: PlanDetail;
  indicator: PlanIndicator | null;
  onClose: () => void;
}): ReactNode {
  const { t, say, language } = useTexts();
  const toast = useToast();
  const { detail, indicator } = props;
  const { planId } = detail.plan;
  const [form] = Form.useForm<Values>();
  const [voiding, setVoiding] = useState(false);
  const source = Form.useWatch('catalogueKey', form) ?? indicator?.catalogueKey ?? byHand;
  const add = useCommand(planContracts.addIndicator, { invalidates: reads });
  const change = useCommand(planContracts.changeIndicator, { invalidates: reads });
  const number = [numberRule(t('plan.form.numberWrong'))];
  // The path is that of the plan's own area; seen from below it stays as it is.
  const own = detail.area.code === detail.plan.area.code;
  return (
    <>
      <ActionDrawer<Values>
        open
        form={form}
        width={560}
        title={indicator ? t('plan.form.changeTitle', { name: indicator.name }) : t('plan.form.addTitle')}
        submitLabel={t('plan.form.submit')}
        draftKey={indicator ? `plan.indicator:${indicator.indicatorId}:${indicator.version}` : `plan.add:${planId}`}
        initialValues={
          indicator
            ? {
                ...indicator,
                catalogueKey: indicator.catalogueKey ?? byHand,
                baselineYear: shown(indicator.baselineYear),
                baselineValue: shown(indicator.baselineValue),
                totalTarget: shown(indicator.totalTarget),
                ownerOfficeId: indicator.owner.officeId,
                ownerName: indicator.owner.person,
                path: Object.fromEntries(indicator.path.map((step) => [step.year, shown(step.target)])),
              }
            : { kind: 'expected', direction: 'at-least', measure: 'flow', unit: '', catalogueKey: byHand }
        }
        onValuesChange={(changed) => {
          const entry = declared.find((one) => one.key === changed.catalogueKey);
          if (!entry) return;
          form.setFieldsValue({
            unit: entry.unit[language],
            measure: entry.type === 'flow' ? 'flow' : 'level',
            ...(form.getFieldValue('name') ? {} : { name: entry[language] }),
          });
        }}
        extra={
          indicator ? (
            <Button danger onClick={() => setVoiding(true)}>
              {t('plan.form.void')}
            </Button>
          ) : null
        }
        onClose={props.onClose}
        onSubmit={async (values) => {
          const body: IndicatorFields = {
            name: values.name,
            kind: values.kind,
            direction: values.direction,
            measure: values.measure,
            catalogueKey: values.catalogueKey === byHand ? null : values.catalogueKey,
            unit: values.unit ?? '',
            note: values.note ?? '',
            baselineYear: readNumber(values.baselineYear) ?? null,
            baselineValue: readNumber(values.baselineValue) ?? null,
            totalTarget: own ? (readNumber(values.totalTarget) ?? null) : (indicator?.totalTarget ?? null),
            ownerOfficeId: values.ownerOfficeId ?? null,
            ownerName: values.ownerName ?? '',
            path: own
              ? detail.years.map((year) => ({ year, value: readNumber(values.path?.[String(year)]) ?? null }))
              : [],
          };
          if (indicator)
            await change.run({
              params: { planId, indicatorId: indicator.indicatorId },
              body: { ...body, version: indicator.version },
            });
          else await add.run({ params: { planId }, body });
          toast.saved(t('plan.changed'));
          props.onClose();
        }}
      >
        <Form.Item name="catalogueKey" label={t('plan.form.catalogue')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: byHand, label: t('plan.form.manual') },
              ...declared.map((one) => ({ value: one.key, label: one[language] })),
            ]}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('plan.form.name')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('plan.fields.nameMissing') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <div className="plan-two">
          <Form.Item name="kind" label={t('plan.form.kind')}>
            <Select options={indicatorKinds.map((one) => ({ value: one, label: say(indicatorKindNames[one]) }))} />
          </Form.Item>
          <Form.Item name="direction" label={t('plan.form.direction')}>
            <Select options={directions.map((one) => ({ value: one, label: say(directionNames[one]) }))} />
          </Form.Item>
          <Form.Item name="measure" label={t('plan.form.measure')}>
            <Select
              disabled={source !== byHand}
              options={measures.map((one) => ({ value: one, label: say(measureNames[one]) }))}
            />
          </Form.Item>
          <Form.Item name="unit" label={t('plan.form.unit')}>
            <Input maxLength={20} />
          </Form.Item>
          <Form.Item name="baselineYear" label={t('plan.form.baselineYear')} rules={number}>
            <Input inputMode="numeric" maxLength={4} />
          </Form.Item>
          <Form.Item name="baselineValue" label={t('plan.form.baselineValue')} rules={number}>
            <Input inputMode="decimal" />
          </Form.Item>
        </div>
        {own ? (
          <>
            <fieldset>
              <legend>{t('plan.form.path')}</legend>
              <div className="plan-path-fields">
                {detail.years.map((year) => (
                  <Form.Item key={year} name={['path', String(year)]} label={String(year)} rules={number}>
                    <Input inputMode="decimal" />
                  </Form.Item>
                ))}
              </div>
            </fieldset>
            <Form.Item name="totalTarget" label={t('plan.form.total')} rules={number}>
              <Input inputMode="decimal" />
            </Form.Item>
          </>
        ) : null}
        <Form.Item name="ownerOfficeId" label={t('plan.form.office')}>
          <OfficeSelect
            area={detail.plan.area.code}
            chosen={
              indicator?.owner.officeId
                ? { officeId: indicator.owner.officeId, name: indicator.owner.officeName }
                : undefined
            }
          />
        </Form.Item>
        <Form.Item name="ownerName" label={t('plan.form.person')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="note" label={t('plan.form.note')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </ActionDrawer>
      {voiding && indicator ? (
        <VoidIndicatorDrawer
          planId={planId}
          indicator={indicator}
          onClose={() => setVoiding(false)}
          onDone={props.onClose}
        />
      ) : null}
    </>
  );
}

function VoidIndicatorDrawer(props: {
  planId: string;
  indicator: PlanIndicator;
  onClose: () => void;
  onDone: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { indicator } = props;
  const { run } = useCommand(planContracts.voidIndicator, { invalidates: reads });
  return (
    <ActionDrawer<{ reason: string }>
      open
      danger
      title={t('plan.form.voidTitle', { name: indicator.name })}
      note={t('plan.form.voidNote')}
      submitLabel={t('plan.form.void')}
      draftKey={`plan.void:${indicator.indicatorId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        await run({
          params: { planId: props.planId, indicatorId: indicator.indicatorId },
          body: { reason, version: indicator.version },
        });
        toast.saved(t('plan.form.voidDone'));
        props.onClose();
        props.onDone();
      }}
    >
      <WhyField name="reason" label={t('plan.panel.reason')} />
    </ActionDrawer>
  );
}
