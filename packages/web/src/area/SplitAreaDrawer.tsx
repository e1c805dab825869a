import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { areaChangeContracts, type SplitPart, type SplitPreview } from '@renshe/domain/area/area-change.contract.ts';
import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { Button, Form, Input, Tag, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { ApiError, call } from '../kit/api.ts';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PersonPicker } from '../kit/PersonPicker.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { ChangePaper, type PaperValues } from './ChangePaper.tsx';

interface SplitValues extends PaperValues {
  intoCode: string | null;
  effectiveOn: string | null;
  households?: string;
  addresses?: string;
}

/** Numbers as they come from a sheet or a file: lines, tabs, commas of either kind. */
export function listOf(text: string | undefined, separators = /[\s,;，；、]+/u): string[] {
  const parts = (text ?? '').split(separators).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** 拆分: choose people by household, address or one by one, see the counts, then assign them in the background. */
export function SplitAreaDrawer(props: {
  area: { code: string; name: string };
  district: string | undefined;
  onClose: () => void;
  onTask: (taskId: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { area } = props;
  const [form] = Form.useForm<SplitValues>();
  const [people, setPeople] = useState<readonly ResidentRow[]>([]);
  const [preview, setPreview] = useState<{ answer: SplitPreview; of: string }>();
  const [error, setError] = useState<ApiError>();
  const [asking, setAsking] = useState(false);
  const split = useCommand(areaChangeContracts.split, {
    invalidates: [areaContracts.tree, areaChangeContracts.history],
  });
  const name = shortAreaName(area.name);
  const values = Form.useWatch([], form) as SplitValues | undefined;
  const partOf = (of: SplitValues): SplitPart => ({
    intoCode: of.intoCode ?? '',
    households: listOf(of.households),
    addresses: listOf(of.addresses, /\n/),
    residentIds: people.map((person) => person.residentId),
  });
  const asked = values ? JSON.stringify([partOf(values), values.effectiveOn]) : '';
  const shown = preview && preview.of === asked ? preview.answer : undefined;
  const count = shown?.parts.reduce((sum, part) => sum + part.residents, 0);

  const ask = async () => {
    await form.validateFields(['intoCode', 'effectiveOn']);
    const now = form.getFieldsValue();
    if (now.effectiveOn === null) return;
    setAsking(true);
    setError(undefined);
    try {
      const body = { effectiveOn: now.effectiveOn, parts: [partOf(now)] };
      const answer = await call(areaChangeContracts.previewSplit, { params: { code: area.code }, body });
      setPreview({ answer, of: JSON.stringify([partOf(now), now.effectiveOn]) });
    } catch (problem) {
      if (problem instanceof ApiError) setError(problem);
      else throw problem;
    } finally {
      setAsking(false);
    }
  };

  return (
    <ActionDrawer<SplitValues>
      open
      form={form}
      title={t('areaChange.splitTitle', { area: name })}
      note={t('areaChange.splitHint', { area: name })}
      submitLabel={count === undefined ? t('areaChange.split') : t('areaChange.splitConfirm', { count })}
      width={640}
      draftKey={`area:split:${area.code}`}
      initialValues={{ intoCode: null, effectiveOn: today, reason: '' }}
      onClose={props.onClose}
      onSubmit={async (now) => {
        if (now.effectiveOn === null || now.intoCode === null) return;
        const { taskId, residents } = await split.run({
          params: { code: area.code },
          body: {
            effectiveOn: now.effectiveOn,
            documentNo: now.documentNo,
            reason: now.reason,
            parts: [partOf(now)],
          },
        });
        toast.saved(t('areaChange.splitStarted', { count: residents }));
        props.onTask(taskId);
        props.onClose();
      }}
    >
      <Form.Item name="intoCode" label={t('areaChange.into')} rules={[{ required: true, message: t('area.required') }]}>
        <AreaPicker kinds={['community']} {...(props.district ? { within: props.district } : {})} />
      </Form.Item>
      <Form.Item
        name="effectiveOn"
        label={t('area.effectiveOn')}
        rules={[{ required: true, message: t('area.required') }, dateRule(t('kit.date.invalid'))]}
      >
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="households" label={t('areaChange.households')} extra={t('areaChange.householdsHint')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} className="figures" />
      </Form.Item>
      <div className="split-file">
        <Upload
          accept=".txt,.csv"
          showUploadList={false}
          beforeUpload={async (file) => {
            const added = listOf(await file.text());
            const known = listOf(form.getFieldValue('households') as string | undefined);
            form.setFieldValue('households', [...new Set([...known, ...added])].join('\n'));
            return false;
          }}
        >
          <Button size="small">{t('areaChange.loadFile')}</Button>
        </Upload>
      </div>
      <Form.Item name="addresses" label={t('areaChange.addresses')} extra={t('areaChange.addressesHint')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Form.Item label={t('areaChange.people')} htmlFor="split-person">
        <PersonPicker
          id="split-person"
          key={people.length}
          onPerson={(person) => {
            if (person && !people.some((one) => one.residentId === person.residentId)) setPeople([...people, person]);
          }}
        />
        <div className="split-people">
          {people.map((person) => (
            <Tag
              key={person.residentId}
              closable={{ 'aria-label': t('areaChange.removePerson', { name: person.name }) }}
              onClose={() => setPeople(people.filter((one) => one !== person))}
            >
              {person.name}
            </Tag>
          ))}
        </div>
      </Form.Item>
      <ChangePaper />
      <Button className="split-ask" onClick={() => void ask().catch(() => {})} loading={asking}>
        {t('areaChange.showPreview')}
      </Button>
      {error ? <ErrorLine error={error} onRetry={() => void ask().catch(() => {})} /> : null}
      {preview && !shown ? <p className="quiet">{t('areaChange.previewAgain')}</p> : null}
      {shown ? <SplitLines preview={shown} area={name} /> : null}
    </ActionDrawer>
  );
}

function SplitLines(props: { preview: SplitPreview; area: string }): ReactNode {
  const { t, language } = useTexts();
  const { preview, area } = props;
  const comma = language === 'zh' ? '、' : ', ';
  const some = (list: readonly string[]) => list.slice(0, 20).join(comma) + (list.length > 20 ? ' …' : '');
  const lines = preview.parts.flatMap((part) => [
    t('areaChange.splitPart', {
      residents: formatNumber(part.residents),
      households: formatNumber(part.households),
      unemployed: formatNumber(part.registeredUnemployed),
      duties: formatNumber(part.openDuties),
      into: shortAreaName(part.into.name),
    }),
    part.offices.length > 0
      ? t('areaChange.previewSuccessor', { offices: part.offices.join(comma) })
      : t('areaChange.previewNoSuccessor', { into: shortAreaName(part.into.name) }),
  ]);
  lines.push(
    t('areaChange.splitStaying', { area, count: preview.staying }),
    t('areaChange.previewBooked', { month: preview.bookedMonth }),
  );
  if (preview.closedMonths.length > 0)
    lines.push(t('areaChange.previewClosed', { months: preview.closedMonths.join(comma), month: preview.bookedMonth }));
  if (preview.unknownHouseholds.length > 0)
    lines.push(t('areaChange.splitUnknown', { numbers: some(preview.unknownHouseholds) }));
  if (preview.emptyAddresses.length > 0)
    lines.push(t('areaChange.splitEmpty', { addresses: some(preview.emptyAddresses) }));
  return (
    <section className="area-preview" aria-live="polite">
      <strong>{t('areaChange.preview')}</strong>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
