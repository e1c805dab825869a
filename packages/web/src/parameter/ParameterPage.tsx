import { codeName } from '@renshe/domain/code/code-set.ts';
import { type ParameterRow, parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { parameterCertainties, parameterKeys } from '@renshe/domain/parameter/parameter.keys.ts';
import { Button, Form, Input, Radio, Skeleton } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { useAreas } from '../kit/area-names.ts';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { currentValue, type ParameterLine, parameterLines, parseValue, valueState } from './parameter-lines.ts';
import './parameter.css';

/** Every number that policy decides, with all its values, their dates and sources; a new value never erases an old one. */
export function ParameterPage(): ReactNode {
  const { t, language } = useTexts();
  const mayManage = useCan('parameter.manage');
  const today = useToday();
  const [text, setText] = useState('');
  const [setting, setSetting] = useState<ParameterLine>();
  const [voiding, setVoiding] = useState<ParameterRow>();
  const [task, setTask] = useState<string>();
  const read = useRead(parameterContracts.list, {});
  const groups = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const lines = parameterLines(
      read.data?.parameters ?? [],
      parameterKeys.map((row) => row.code),
    ).filter(
      (line) =>
        wanted === '' ||
        [nameOf(line.key, language), ...line.values.map((row) => row.source)].some((words) =>
          words.toLowerCase().includes(wanted),
        ),
    );
    const byGroup = new Map<string, ParameterLine[]>();
    for (const line of lines) {
      const group = line.key.split('.')[0] ?? 'other';
      byGroup.set(group, [...(byGroup.get(group) ?? []), line]);
    }
    return [...byGroup];
  }, [read.data, text, language]);
  if (read.error && !read.data) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <PageHeader title={t('parameter.title')} note={t('parameter.note')} />
      {task ? (
        <section className="card">
          <p>{t('parameter.running')}</p>
          <TaskProgress key={task} taskId={task} quiet />
        </section>
      ) : null}
      <section className="card">
        <Input.Search
          className="parameter-search"
          allowClear
          aria-label={t('parameter.search')}
          placeholder={t('parameter.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {mayManage ? null : <p className="quiet">{t('parameter.readOnly')}</p>}
        {read.data === undefined ? <Skeleton active /> : null}
        {read.data !== undefined && groups.length === 0 ? <EmptyState title={t('parameter.empty')} /> : null}
        {groups.map(([group, lines]) => (
          <section key={group} className="parameter-group">
            <h2>{t(`parameter.groups.${group}`, { defaultValue: t('parameter.groups.other') })}</h2>
            {lines.map((line) => (
              <Line
                key={`${line.key} ${line.areaCode}`}
                line={line}
                today={today}
                {...(mayManage ? { onSet: () => setSetting(line), onVoid: setVoiding } : {})}
              />
            ))}
          </section>
        ))}
      </section>
      {setting ? <SetDrawer line={setting} onClose={() => setSetting(undefined)} onTask={setTask} /> : null}
      {voiding ? <VoidDrawer row={voiding} onClose={() => setVoiding(undefined)} onTask={setTask} /> : null}
    </>
  );
}

function nameOf(key: string, language: 'zh' | 'en'): string {
  return codeName(parameterKeys, key, language);
}

function Line(props: {
  line: ParameterLine;
  today: string;
  onSet?: () => void;
  onVoid?: (row: ParameterRow) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { line, today, onVoid } = props;
  const now = currentValue(line, today);
  // Of the nation one value has to stay; an area without one follows the area above.
  const mayVoid = onVoid !== undefined && (line.areaCode !== null || line.values.length > 1);
  return (
    <article className="parameter-line">
      <div className="parameter-head">
        <h3>{nameOf(line.key, language)}</h3>
        <span className="quiet">{line.areaCode === null ? t('parameter.nation') : line.areaName}</span>
      </div>
      <p className="parameter-now">
        {now ? <ValueText row={now} /> : <span className="quiet">{t('parameter.none')}</span>}
      </p>
      <ol className="parameter-values" aria-label={t('parameter.timeline')}>
        {line.values.map((row) => {
          const state = valueState(row, today);
          return (
            <li key={row.parameterId} className={`parameter-${state}`}>
              <span className="parameter-state">{t(`parameter.states.${state}`)}</span>
              {line.values.length > 1 ? (
                <strong>
                  <ValueText row={row} />
                </strong>
              ) : null}
              <span className="figures">
                {row.toOn === null
                  ? t('parameter.from', { from: row.fromOn })
                  : t('parameter.period', { from: row.fromOn, to: row.toOn })}
              </span>
              <span>{row.source}</span>
              <span className={row.certainty === 'uncertain' ? 'parameter-uncertain' : 'parameter-quiet'}>
                {codeName(parameterCertainties, row.certainty, language)}
              </span>
              {mayVoid ? (
                <Button
                  size="small"
                  type="link"
                  danger
                  aria-label={`${t('parameter.void')}: ${nameOf(line.key, language)} ${row.fromOn}`}
                  onClick={() => onVoid(row)}
                >
                  {t('parameter.void')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ol>
      {props.onSet ? (
        <Button
          size="small"
          className="parameter-set"
          aria-label={`${t('parameter.set')}: ${nameOf(line.key, language)}`}
          onClick={props.onSet}
        >
          {t('parameter.set')}
        </Button>
      ) : null}
    </article>
  );
}

function ValueText(props: { row: Pick<ParameterRow, 'key' | 'value' | 'unit'> }): ReactNode {
  const { t } = useTexts();
  const { value, unit } = props.row;
  if (typeof value === 'boolean') return t(value ? 'parameter.yes' : 'parameter.no');
  return (
    <>
      <span className="figures">{String(value)}</span>
      {unit === '' ? null : (
        <span className="parameter-unit"> {t(`parameter.units.${unit}`, { defaultValue: unit })}</span>
      )}
    </>
  );
}

interface SetValues {
  value: string;
  fromOn: string | null;
  areaCode: string | null;
  source: string;
}

function SetDrawer(props: { line: ParameterLine; onClose: () => void; onTask: (taskId: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { root } = useArea();
  const { byCode } = useAreas();
  const { line } = props;
  const name = nameOf(line.key, language);
  const like = (currentValue(line, today) ?? line.values[0])?.value ?? '';
  const set = useCommand(parameterContracts.set, { invalidates: [parameterContracts.list] });
  const required = { required: true, message: t('parameter.required') };
  const words = typeof like === 'boolean' ? t(like ? 'parameter.yes' : 'parameter.no') : String(like);
  return (
    <ActionDrawer<SetValues>
      open
      title={t('parameter.setTitle', { name })}
      note={t('parameter.setNote')}
      submitLabel={t('parameter.set')}
      draftKey={`parameter:${line.key}:${line.areaCode}`}
      initialValues={{
        value: '',
        fromOn: today,
        areaCode: line.areaCode !== null && byCode.has(line.areaCode) ? line.areaCode : (root?.code ?? null),
        source: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const value = parseValue(values.value, like);
        if (value === undefined || values.fromOn === null) return;
        const { taskId } = await set.run({
          body: { key: line.key, areaCode: values.areaCode, fromOn: values.fromOn, value, source: values.source },
        });
        toast.saved(t('parameter.done', { name }));
        if (taskId) props.onTask(taskId);
        props.onClose();
      }}
    >
      <Form.Item
        name="value"
        label={t('parameter.value')}
        extra={t('parameter.valueHint', { value: words })}
        rules={[
          required,
          {
            validator: (_, typed: string) =>
              typed === '' || parseValue(typed, like) !== undefined
                ? Promise.resolve()
                : Promise.reject(new Error(t('parameter.badValue'))),
          },
        ]}
      >
        {typeof like === 'boolean' ? (
          <Radio.Group
            options={[
              { value: 'true', label: t('parameter.yes') },
              { value: 'false', label: t('parameter.no') },
            ]}
          />
        ) : (
          <Input inputMode={typeof like === 'number' ? 'decimal' : 'text'} maxLength={200} autoComplete="off" />
        )}
      </Form.Item>
      <Form.Item name="fromOn" label={t('parameter.fromOn')} rules={[required, dateRule(t('kit.date.invalid'))]}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="areaCode" label={t('parameter.area')} extra={t('parameter.areaHint')} rules={[required]}>
        <AreaPicker kinds={['city', 'district']} />
      </Form.Item>
      <Form.Item
        name="source"
        label={t('parameter.sourceLabel')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('parameter.required') }]}
      >
        <Input maxLength={200} placeholder={t('parameter.sourceHint')} />
      </Form.Item>
    </ActionDrawer>
  );
}

/** A value that was entered by mistake is taken back: the one before it holds again. */
function VoidDrawer(props: { row: ParameterRow; onClose: () => void; onTask: (taskId: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { row } = props;
  const name = nameOf(row.key, language);
  const taking = useCommand(parameterContracts.void, { invalidates: [parameterContracts.list] });
  return (
    <ActionDrawer<{ reason: string }>
      open
      title={t('parameter.voidTitle', { name, from: row.fromOn })}
      note={t('parameter.voidNote')}
      submitLabel={t('parameter.void')}
      danger
      draftKey={`parameter:void:${row.parameterId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        const { taskId } = await taking.run({ params: { parameterId: row.parameterId }, body: { reason } });
        toast.saved(t('parameter.voided', { name }));
        if (taskId) props.onTask(taskId);
        props.onClose();
      }}
    >
      <Form.Item
        name="reason"
        label={t('parameter.voidReason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('parameter.required') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}
