import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { normalizeCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { ImportRow } from '@renshe/domain/roster/roster.contract.ts';
import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';

interface TransferValues {
  citizenId: string;
  reason: string;
}

/** Ask the other community for a person of the roster. Numbers are masked on screens, so the full one is typed from her own sheet. */
export function TransferDrawer(props: { row: ImportRow; area: AreaRef; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { row, area } = props;
  const ask = useCommand(transferContracts.ask, { invalidates: [transferContracts.list] });
  return (
    <ActionDrawer<TransferValues>
      open
      title={t('roster.transfer.title', { name: row.name, area: shortAreaName(area.name) })}
      note={t('roster.transfer.why')}
      submitLabel={t('roster.transfer.ask')}
      draftKey={`transfer:${row.sheet}:${row.rowNo}`}
      initialValues={{ citizenId: '', reason: t('roster.transfer.reasonDefault') }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await ask.run({ body: { citizenId: values.citizenId, toAreaCode: area.code, reason: values.reason } });
        toast.saved(t('roster.transfer.sent'));
        props.onClose();
      }}
    >
      <Form.Item
        name="citizenId"
        label={t('roster.transfer.citizenId')}
        extra={t('roster.transfer.citizenIdHint', {
          sheet: row.sheet,
          row: row.sheetRow,
          masked: row.citizenIdMasked,
        })}
        rules={[
          { required: true, message: t('roster.transfer.required') },
          {
            validator: (_, typed: string) =>
              typed === '' ||
              fitsMask(normalizeCitizenId(typed, { convertFifteenDigits: true }).id, row.citizenIdMasked)
                ? Promise.resolve()
                : Promise.reject(new Error(t('roster.transfer.differs', { masked: row.citizenIdMasked }))),
          },
        ]}
      >
        <Input autoComplete="off" maxLength={30} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('roster.transfer.reason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('roster.transfer.required') }]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}

/** Whether a full number is the masked one: every sign that the mask shows stands at its place. */
function fitsMask(full: string, masked: string): boolean {
  if (masked === '') return true;
  return full.length === masked.length && [...masked].every((sign, index) => sign === '*' || sign === full[index]);
}
