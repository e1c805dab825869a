import { type AreaNode, areaContracts, officeContracts } from '@renshe/domain/area/area.contract.ts';
import {
  communityNameOf,
  communityType,
  isUrban,
  shortAreaName,
  urbanRuralClasses,
} from '@renshe/domain/area/area.rules.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { Form, Input } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { type Areas, useAreaRules } from './AreaDrawers.tsx';
import { proposeCode } from './area-nodes.ts';
import { ChangePaper, type PaperValues } from './ChangePaper.tsx';
import { ChangePreview } from './ChangePreview.tsx';

interface DrawerProps {
  area: AreaNode;
  areas: Areas;
  onClose: () => void;
}

const stale = [areaContracts.tree, areaChangeContracts.history, officeContracts.list];

/** A village by its code or its class. */
export function isVillage(area: AreaNode): boolean {
  return area.kind === 'community' && (communityType(area.code) === 'village' || !isUrban(area.urbanRural));
}

interface UrbaniseValues extends PaperValues {
  name: string;
  newCode: string;
  urbanRural: string | null;
  effectiveOn: string | null;
}

/** 撤村建居: name, code and class change on one day; the name and a free code are proposed. */
export function UrbaniseDrawer(props: DrawerProps & { onDone: (code: string) => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { area, areas } = props;
  const rules = useAreaRules(areas, area.code);
  const [form] = Form.useForm<UrbaniseValues>();
  const effectiveOn = Form.useWatch('effectiveOn', form);
  const rename = useCommand(areaContracts.rename, { invalidates: stale });
  const name = shortAreaName(area.name);
  return (
    <ActionDrawer<UrbaniseValues>
      open
      form={form}
      title={t('areaChange.urbaniseTitle', { area: name })}
      note={t('areaChange.urbaniseHint')}
      submitLabel={t('areaChange.urbanise')}
      width={560}
      draftKey={`area:urbanise:${area.code}`}
      initialValues={{
        name: communityNameOf(area.name),
        newCode: proposeCode(area.parentCode ?? '', 'community', new Set(areas.keys())) ?? '',
        urbanRural: '112',
        effectiveOn: today,
        reason: '',
      }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.effectiveOn === null) return;
        await rename.run({
          params: { code: area.code },
          body: {
            kind: 'urbanised',
            name: values.name,
            newCode: values.newCode,
            urbanRural: values.urbanRural,
            effectiveOn: values.effectiveOn,
            documentNo: values.documentNo,
            reason: values.reason,
          },
        });
        toast.saved(t('areaChange.urbanised', { area: name }));
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
      <Form.Item name="urbanRural" label={t('area.urbanRural')} rules={[rules.required]}>
        <CodeSelect codes={urbanRuralClasses.filter((row) => isUrban(row.code))} />
      </Form.Item>
      <Form.Item name="effectiveOn" label={t('area.effectiveOn')} rules={[rules.required, rules.day]}>
        <DateField today={today} />
      </Form.Item>
      <ChangePaper />
      <ChangePreview code={area.code} kind="urbanised" effectiveOn={effectiveOn ?? today} />
    </ActionDrawer>
  );
}

interface ParentValues extends PaperValues {
  parentCode: string | null;
  newCode: string;
  effectiveOn: string | null;
}

/** 变更隶属: a community to another street, a street to another district; a free code below the new parent is proposed. */
export function ChangeParentDrawer(
  props: DrawerProps & { onDone: (code: string) => void; onTask: (taskId: string) => void },
): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { area, areas } = props;
  const rules = useAreaRules(areas, area.code);
  const [form] = Form.useForm<ParentValues>();
  const parentCode = Form.useWatch('parentCode', form);
  const effectiveOn = Form.useWatch('effectiveOn', form);
  const change = useCommand(areaChangeContracts.changeParent, { invalidates: stale });
  const name = shortAreaName(area.name);
  const parent = areas.get(parentCode ?? '');
  const kind = area.kind === 'street' ? 'street' : 'community';
  useEffect(() => {
    if (parent && form.getFieldValue('newCode') === '')
      form.setFieldValue('newCode', proposeCode(parent.code, kind, new Set(areas.keys())) ?? '');
  }, [parent, kind, areas, form]);
  return (
    <ActionDrawer<ParentValues>
      open
      form={form}
      title={t('areaChange.parentTitle', { area: name })}
      note={t('areaChange.parentHint')}
      submitLabel={parent ? t('areaChange.parentConfirm', { area: name, parent: parent.name }) : t('areaChange.parent')}
      width={560}
      draftKey={`area:parent:${area.code}`}
      initialValues={{ parentCode: null, newCode: '', effectiveOn: today, reason: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.effectiveOn === null || values.parentCode === null) return;
        const { taskId, bookedMonth } = await change.run({
          params: { code: area.code },
          body: {
            parentCode: values.parentCode,
            newCode: values.newCode,
            effectiveOn: values.effectiveOn,
            documentNo: values.documentNo,
            reason: values.reason,
          },
        });
        toast.saved(t('areaChange.parentChanged', { area: name, parent: parent?.name ?? '', month: bookedMonth }));
        if (taskId) props.onTask(taskId);
        if (values.effectiveOn <= today) props.onDone(values.newCode);
        props.onClose();
      }}
    >
      <Form.Item name="parentCode" label={t('areaChange.newParent')} rules={[rules.required]}>
        <AreaPicker kinds={[kind === 'street' ? 'district' : 'street']} />
      </Form.Item>
      <Form.Item
        name="newCode"
        label={t('areaChange.newCode')}
        extra={t('areaChange.parentCodeHint')}
        required
        rules={[rules.code]}
      >
        <Input maxLength={12} inputMode="numeric" className="figures" />
      </Form.Item>
      <Form.Item name="effectiveOn" label={t('area.effectiveOn')} rules={[rules.required, rules.day]}>
        <DateField today={today} />
      </Form.Item>
      <ChangePaper />
      {parent ? (
        <ChangePreview code={area.code} kind="parent-changed" effectiveOn={effectiveOn ?? today} into={parent} />
      ) : null}
    </ActionDrawer>
  );
}
