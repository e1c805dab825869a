import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { PlanDetail } from '@renshe/domain/plan/plan.contract.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { type TaskState, taskStateNames, taskStates } from '@renshe/domain/plan/plan.rules.ts';
import { type PlanTask, planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';
import { OfficeSelect } from './OfficeSelect.tsx';

const reads = [planContracts.get, planContracts.list, planWorkContracts.ownTasks];

interface TaskValues {
  indicatorId: string;
  parentTaskId: string;
  title: string;
  body?: string;
  ownerOfficeId: string;
  ownerName?: string;
  startOn: PlainDate;
  dueOn: PlainDate;
  milestones?: { name: string; dueOn: PlainDate; doneOn?: PlainDate | null }[];
}

/** Add a task to a plan, or change it. */
export function TaskDrawer(props: { detail: PlanDetail; task: PlanTask | null; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const toast = useToast();
  const { detail, task } = props;
  const { planId } = detail.plan;
  const add = useCommand(planWorkContracts.addTask, { invalidates: reads });
  const change = useCommand(planWorkContracts.changeTask, { invalidates: reads });
  const days = dayRules({ today, future: true });
  return (
    <ActionDrawer<TaskValues>
      open
      width={560}
      title={task ? t('plan.task.changeTitle') : t('plan.task.addTitle')}
      submitLabel={t('plan.task.submit')}
      draftKey={task ? `plan.task:${task.taskId}:${task.version}` : `plan.task:${planId}`}
      initialValues={
        task
          ? { ...task, indicatorId: task.indicatorId ?? '', parentTaskId: task.parentTaskId ?? '' }
          : { indicatorId: '', parentTaskId: '', startOn: today, milestones: [] }
      }
      onClose={props.onClose}
      onSubmit={async (values) => {
        const body = {
          indicatorId: values.indicatorId || null,
          parentTaskId: values.parentTaskId || null,
          title: values.title,
          body: values.body ?? '',
          ownerOfficeId: values.ownerOfficeId,
          ownerName: values.ownerName ?? '',
          startOn: values.startOn,
          dueOn: values.dueOn,
          milestones: (values.milestones ?? []).map(({ name, dueOn, doneOn }) => ({
            name,
            dueOn,
            doneOn: doneOn ?? null,
          })),
        };
        if (task)
          await change.run({ params: { planId, taskId: task.taskId }, body: { ...body, version: task.version } });
        else await add.run({ params: { planId }, body });
        toast.saved(t('plan.task.saved'));
        props.onClose();
      }}
    >
      <Form.Item
        name="title"
        label={t('plan.task.title')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('plan.task.titleMissing') }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="body" label={t('plan.task.body')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="indicatorId" label={t('plan.task.indicator')}>
        <Select
          options={[
            { value: '', label: t('plan.task.wholePlan') },
            ...detail.indicators.map((one) => ({ value: one.indicatorId, label: one.name })),
          ]}
        />
      </Form.Item>
      <Form.Item name="parentTaskId" label={t('plan.task.parent')}>
        <Select
          options={[
            { value: '', label: t('plan.task.noParent') },
            ...detail.tasks
              .filter((one) => one.taskId !== task?.taskId)
              .map((one) => ({ value: one.taskId, label: one.title })),
          ]}
        />
      </Form.Item>
      <Form.Item
        name="ownerOfficeId"
        label={t('plan.task.office')}
        rules={[{ required: true, message: t('plan.task.officeMissing') }]}
      >
        <OfficeSelect
          area={detail.plan.area.code}
          chosen={task ? { officeId: task.ownerOfficeId, name: task.ownerOffice } : undefined}
        />
      </Form.Item>
      <Form.Item name="ownerName" label={t('plan.task.person')}>
        <Input maxLength={60} />
      </Form.Item>
      <div className="plan-two">
        <Form.Item name="startOn" label={t('plan.task.start')} rules={days}>
          <DateField />
        </Form.Item>
        <Form.Item name="dueOn" label={t('plan.task.due')} rules={days}>
          <DateField />
        </Form.Item>
      </div>
      <fieldset>
        <legend>{t('plan.task.milestones')}</legend>
        <Form.List name="milestones">
          {(fields, { add: more, remove }) => (
            <>
              {fields.map((field) => (
                <div key={field.key} className="milestone-row">
                  <Form.Item
                    name={[field.name, 'name']}
                    rules={[{ required: true, whitespace: true, message: t('plan.task.milestoneMissing') }]}
                  >
                    <Input maxLength={120} aria-label={t('plan.task.milestoneName')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'dueOn']} rules={days}>
                    <DateField aria-label={t('plan.task.milestoneDue')} />
                  </Form.Item>
                  <Button aria-label={t('plan.task.milestoneRemove')} onClick={() => remove(field.name)}>
                    ×
                  </Button>
                </div>
              ))}
              <Button onClick={() => more()}>{t('plan.task.milestoneAdd')}</Button>
            </>
          )}
        </Form.List>
      </fieldset>
    </ActionDrawer>
  );
}

/** 报告进展, by the office in charge. */
export function ProgressDrawer(props: { task: PlanTask; onClose: () => void }): ReactNode {
  const { t, say } = useTexts();
  const toast = useToast();
  const { task } = props;
  const { run } = useCommand(planWorkContracts.reportProgress, { invalidates: reads });
  return (
    <ActionDrawer<{ state: TaskState; percent: number; note: string; milestonesDone?: number[] }>
      open
      title={t('plan.task.reportTitle', { title: task.title })}
      note={task.planName}
      submitLabel={t('plan.task.reportSubmit')}
      draftKey={`plan.progress:${task.taskId}:${task.version}`}
      initialValues={{
        state: task.state === 'open' ? 'doing' : task.state,
        percent: task.progress[0]?.percent ?? 0,
        milestonesDone: task.milestones.flatMap((milestone, index) => (milestone.doneOn ? [index] : [])),
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({
          params: { planId: task.planId, taskId: task.taskId },
          body: {
            version: task.version,
            state: values.state,
            percent: values.percent,
            note: values.note,
            milestonesDone: values.milestonesDone ?? [],
          },
        });
        toast.saved(t('plan.task.reported'));
        props.onClose();
      }}
    >
      <Form.Item
        name="note"
        label={t('plan.task.note')}
        rules={[{ required: true, whitespace: true, message: t('plan.task.noteMissing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} />
      </Form.Item>
      <div className="plan-two">
        <Form.Item name="state" label={t('plan.task.state')}>
          <Select options={taskStates.map((state) => ({ value: state, label: say(taskStateNames[state]) }))} />
        </Form.Item>
        <Form.Item
          name="percent"
          label={t('plan.task.percent')}
          rules={[{ required: true, type: 'integer', min: 0, max: 100, message: t('plan.task.percentWrong') }]}
        >
          <InputNumber className="wide" min={0} max={100} />
        </Form.Item>
      </div>
      {task.milestones.length > 0 ? (
        <Form.Item name="milestonesDone" label={t('plan.task.milestonesDone')}>
          <Checkbox.Group
            options={task.milestones.map((milestone, index) => ({
              value: index,
              label: `${milestone.name}（${milestone.dueOn}）`,
            }))}
          />
        </Form.Item>
      ) : null}
    </ActionDrawer>
  );
}
