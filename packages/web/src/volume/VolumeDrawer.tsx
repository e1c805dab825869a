import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { type VolumeTable, volumeContracts, volumeRowLimit } from '@renshe/domain/volume/volume.contract.ts';
import { ledgerHead } from '@renshe/domain/volume/volume.words.ts';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

interface Values {
  format: 'pdf' | 'xlsx';
  lists: string[];
  purpose: string;
}

/** Lists so long are better exported by themselves than bound into a volume unasked. */
const longList = 500;

/** What goes into the volume; it is put together in the background. */
export function VolumeDrawer(props: {
  table: VolumeTable;
  ledgers: string | undefined;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const toast = useToast();
  const start = useCommand(volumeContracts.start, { invalidates: [taskContracts.list] });
  const { table, ledgers } = props;
  const hasLists = table.level !== 'district';
  const offered = table.ledgers.filter((one) => one.whole > 0);
  const usual = hasLists ? offered.filter((one) => one.whole <= longList).map((one) => one.ledger) : [];
  const [lists, setLists] = useState(usual);
  const rows = offered.filter((one) => lists.includes(one.ledger)).reduce((sum, one) => sum + one.sum, 0);
  return (
    <ActionDrawer<Values>
      open
      title={t('volume.makeTitle', { area: table.area.name })}
      note={t('volume.makeNote')}
      submitLabel={t('volume.make')}
      draftKey={`volume:${table.area.code}:${table.period}`}
      initialValues={{ format: 'pdf', lists: usual, purpose: '' }}
      onValuesChange={(_, all) => setLists(all.lists ?? [])}
      onClose={props.onClose}
      onSubmit={async ({ format, lists: chosen = [], purpose }) => {
        await start.run({
          body: {
            area: table.area.code,
            period: table.period,
            ...(ledgers && { ledgers }),
            lists: chosen,
            format,
            purpose: purpose.trim(),
          },
        });
        toast.saved(t('volume.started'));
        props.onClose();
        void navigate({ to: '/tasks' });
      }}
    >
      <Form.Item name="format" required label={t('volume.format')}>
        <Radio.Group
          options={[
            { value: 'pdf', label: t('volume.pdf') },
            { value: 'xlsx', label: t('volume.xlsx') },
          ]}
        />
      </Form.Item>
      {hasLists ? (
        <Form.Item
          name="lists"
          label={t('volume.lists')}
          extra={t('volume.listsRows', { rows: formatNumber(rows), most: formatNumber(volumeRowLimit) })}
        >
          <Checkbox.Group
            className="volume-lists"
            options={offered.map((one) => ({
              value: one.ledger,
              label: t('volume.listLabel', {
                ledger: ledgerHead(one, language),
                count: one.sum,
                formatted: formatNumber(one.sum),
              }),
            }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item
        name="purpose"
        label={t('kit.purpose.label')}
        extra={t('kit.purpose.help')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('kit.purpose.required') }]}
      >
        <Input maxLength={200} autoComplete="off" placeholder={t('kit.purpose.placeholder')} />
      </Form.Item>
    </ActionDrawer>
  );
}
