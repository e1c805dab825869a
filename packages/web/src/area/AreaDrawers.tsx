import { type AreaNode, areaContracts, officeContracts } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName, urbanRuralClasses } from '@renshe/domain/area/area.rules.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { proposeCode } from './area-nodes.ts';
import { ChangePaper, type PaperValues } from './ChangePaper.tsx';
import { ChangePreview } from './ChangePreview.tsx';

export type Areas = ReadonlyMap<string, AreaNode>;

interface RenameValues extends PaperValues {
  name: string;
  newCode: string;
  urbanRural: string | null;
  effectiveOn: string | null;
}

/** Rules that several forms of areas share. */
export function useAreaRules(areas: Areas, own?: string) {
  const { t } = useTexts();
  return {
    required: { required: true, message: t('area.required') },
    day: dateRule(t('kit.date.invalid')),
    code: {
      validator: (_: unknown, code: string) => {
        if (!/^\d{12}$/.test(code ?? '')) return Promise.reject(new Error(t('area.badCode')));
        const user = code === own ? undefined : areas.get(code);
        return user ? Promise.reject(new Error(t('area.usedCode', { area: user.name }))) : Promise.resolve();
      },
    },
  };
}

/** A new name or code from a date on; earlier ones stay in the history. */
export function RenameAreaDrawer(props: {
  area: AreaNode;
  areas: Areas;
  onClose: () => void;
  onDone: (code: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { area } = props;
  const rules = useAreaRules(props.areas, area.code);
  const [form] = Form.useForm<RenameValues>();
  const effectiveOn = Form.useWatch('effectiveOn', form);
  const rename = useCommand(areaContracts.rename, { invalidates: [areaContracts.tree, areaChangeContracts.history] });
  return (
    <ActionDrawer<RenameValues>
      open
      form={form}
      title={t('area.renameTitle', { area: area.name })}
      note={t('area.renameHint')}
      submitLabel={t('area.rename')}
      draftKey={`area:rename:${area.code}`}
      initialValues={{
        name: area.name,
        newCode: area.code,
        urbanRural: area.urbanRural,
        effectiveOn: today,
        reason: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.effectiveOn === null) return;
        await rename.run({
          params: { code: area.code },
          body: {
            name: values.name,
            newCode: values.newCode,
            urbanRural: values.urbanRural ?? null,
            effectiveOn: values.effectiveOn,
            documentNo: values.documentNo,
            reason: values.reason,
          },
        });
        toast.saved(t('area.renamed', { area: area.name }));
        if (values.effectiveOn <= today) props.onDone(values.newCode);
        props.onClose();
      }}
    >
      <Form.Item name="name" label={t('area.name')} rules={[rules.required]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="newCode" label={t('area.code')} extra={t('area.codeHint')} required rules={[rules.code]}>
        <Input maxLength={12} inputMode="numeric" className="figures" />
      </Form.Item>
      {area.kind === 'community' ? (
        <Form.Item name="urbanRural" label={t('area.urbanRural')} rules={[rules.required]}>
          <CodeSelect codes={urbanRuralClasses} />
        </Form.Item>
      ) : null}
      <Form.Item name="effectiveOn" label={t('area.effectiveOn')} rules={[rules.required, rules.day]}>
        <DateField today={today} />
      </Form.Item>
      <ChangePaper />
      <ChangePreview code={area.code} kind="renamed" effectiveOn={effectiveOn ?? today} />
    </ActionDrawer>
  );
}

interface MergeValues extends PaperValues {
  intoCode: string | null;
  effectiveOn: string | null;
}

/** One community goes into another, or one street with all its communities. First it is said what will happen to people, reports and offices. */
export function MergeAreaDrawer(props: {
  area: AreaNode;
  areas: Areas;
  onClose: () => void;
  onTask: (taskId: string) => void;
  onDone: (code: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { area, areas } = props;
  const [form] = Form.useForm<MergeValues>();
  const intoCode = Form.useWatch('intoCode', form);
  const effectiveOn = Form.useWatch('effectiveOn', form);
  const rules = useAreaRules(areas);
  const invalidates = [areaContracts.tree, areaChangeContracts.history, officeContracts.list];
  const merge = useCommand(areaContracts.merge, { invalidates });
  const mergeStreet = useCommand(areaChangeContracts.mergeStreet, { invalidates });
  const isStreet = area.kind === 'street';
  const from = shortAreaName(area.name);
  const target = areas.get(intoCode ?? '');
  const into = target && target.code !== area.code ? shortAreaName(target.name) : undefined;
  return (
    <ActionDrawer<MergeValues>
      open
      form={form}
      title={t(isStreet ? 'areaChange.mergeStreetTitle' : 'area.mergeTitle', { area: from })}
      note={isStreet ? t('areaChange.mergeStreetHint') : undefined}
      submitLabel={
        into ? t('area.mergeConfirm', { from, into }) : t(isStreet ? 'areaChange.mergeStreet' : 'area.merge')
      }
      danger
      width={560}
      draftKey={`area:merge:${area.code}`}
      initialValues={{ intoCode: null, effectiveOn: today, reason: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.intoCode === null || values.effectiveOn === null) return;
        const body = {
          intoCode: values.intoCode,
          effectiveOn: values.effectiveOn,
          documentNo: values.documentNo,
          reason: values.reason,
        };
        const { taskId } = await (isStreet ? mergeStreet : merge).run({ params: { code: area.code }, body });
        toast.saved(t('area.merged', { from, into: into ?? '' }));
        if (taskId) props.onTask(taskId);
        if (target && values.effectiveOn <= today) props.onDone(target.code);
        props.onClose();
      }}
    >
      <Form.Item
        name="intoCode"
        label={t(isStreet ? 'areaChange.mergeStreetInto' : 'area.mergeInto')}
        rules={[
          rules.required,
          {
            validator: (_, code: string | null) =>
              code === area.code
                ? Promise.reject(new Error(t(isStreet ? 'areaChange.badStreet' : 'area.badMerge')))
                : Promise.resolve(),
          },
        ]}
      >
        <AreaPicker kinds={[isStreet ? 'street' : 'community']} />
      </Form.Item>
      <Form.Item name="effectiveOn" label={t('area.effectiveOn')} rules={[rules.required, rules.day]}>
        <DateField today={today} />
      </Form.Item>
      <ChangePaper />
      {target && into ? (
        <ChangePreview
          code={area.code}
          kind="merged"
          street={isStreet}
          effectiveOn={effectiveOn ?? today}
          into={{ ...target, name: into }}
        />
      ) : null}
    </ActionDrawer>
  );
}

interface CreateValues extends PaperValues {
  name: string;
  code: string;
  urbanRural: string | null;
  effectiveOn: string | null;
}

/** A street below a district, or a community below a street, with the next free code as a proposal. */
export function CreateAreaDrawer(props: {
  parent: AreaNode;
  areas: Areas;
  onClose: () => void;
  onDone: (code: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { parent, areas } = props;
  const kind = parent.kind === 'district' ? 'street' : 'community';
  const rules = useAreaRules(areas);
  const create = useCommand(areaContracts.create, { invalidates: [areaContracts.tree] });
  return (
    <ActionDrawer<CreateValues>
      open
      title={t('area.createTitle', { area: parent.name })}
      submitLabel={t(kind === 'street' ? 'area.createStreet' : 'area.createCommunity')}
      draftKey={`area:create:${parent.code}`}
      initialValues={{
        name: '',
        code: proposeCode(parent.code, kind, new Set(areas.keys())) ?? '',
        urbanRural: null,
        effectiveOn: today,
        reason: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.effectiveOn === null) return;
        await create.run({
          body: {
            code: values.code,
            name: values.name,
            kind,
            parentCode: parent.code,
            urbanRural: values.urbanRural ?? null,
            effectiveOn: values.effectiveOn,
            documentNo: values.documentNo,
            reason: values.reason,
          },
        });
        toast.saved(t('area.created', { name: values.name }));
        if (values.effectiveOn <= today) props.onDone(values.code);
        props.onClose();
      }}
    >
      <Form.Item name="name" label={t('area.name')} rules={[{ ...rules.required, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label={t('area.code')} extra={t('area.codeHint')} required rules={[rules.code]}>
        <Input maxLength={12} inputMode="numeric" className="figures" />
      </Form.Item>
      {kind === 'community' ? (
        <Form.Item name="urbanRural" label={t('area.urbanRural')} rules={[rules.required]}>
          <CodeSelect codes={urbanRuralClasses} />
        </Form.Item>
      ) : null}
      <Form.Item name="effectiveOn" label={t('area.effectiveOn')} rules={[rules.required, rules.day]}>
        <DateField today={today} />
      </Form.Item>
      <ChangePaper />
    </ActionDrawer>
  );
}
