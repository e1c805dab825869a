import { areaContracts, officeContracts } from '@renshe/domain/area/area.contract.ts';
import { type AreaChange, areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

/** Takes a merger of streets back; the server refuses once a month that follows it is closed. */
export function UndoMergeDrawer(props: {
  change: AreaChange;
  onClose: () => void;
  onTask: (taskId: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { change } = props;
  const names = { from: change.area.name, into: change.intoArea?.name ?? '' };
  const undo = useCommand(areaChangeContracts.undo, {
    invalidates: [areaContracts.tree, areaChangeContracts.history, officeContracts.list],
  });
  return (
    <ActionDrawer<{ reason: string }>
      open
      title={t('areaChange.undoTitle', { area: names.from })}
      note={t('areaChange.undoHint', { ...names, month: change.bookedMonth })}
      submitLabel={t('areaChange.undo')}
      danger
      draftKey={`area:undo:${change.changeId}`}
      initialValues={{ reason: '' }}
      onClose={props.onClose}
      onSubmit={async ({ reason }) => {
        const { taskId } = await undo.run({ params: { changeId: change.changeId }, body: { reason } });
        toast.saved(t('areaChange.undone', names));
        if (taskId) props.onTask(taskId);
        props.onClose();
      }}
    >
      <Form.Item
        name="reason"
        label={t('areaChange.undoReason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('area.required') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}
