import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Alert, Checkbox, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { call } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from './date-rules.ts';
import { FileActionDrawer, type FileActionProps } from './FileActionDrawer.tsx';

interface Values {
  toAreaCode: string;
  address: string;
  movedOn: PlainDate;
  withHousehold: boolean;
}

/** 迁移 within a district or across; with the household when it has more members. */
export function MoveResidentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const to = Form.useWatch('toAreaCode', form);
  const { byCode } = useAreas(true);
  const { file } = action;
  const { name, residentId } = file;
  const toName = to ? (byCode.get(to)?.name ?? '') : '';
  const others = file.household ? file.household.members.filter((m) => m.toOn === null).length - 1 : 0;
  return (
    <FileActionDrawer<typeof residentContracts.move, Values>
      action={action}
      contract={residentContracts.move}
      form={form}
      title={t('resident.move.title', { name })}
      submitLabel={toName ? t('resident.move.submit', { name, area: toName }) : t('resident.move.submitPlain')}
      note={t('resident.move.from', { area: shortAreaName(file.area.name) })}
      initialValues={{ address: '', movedOn: today, withHousehold: others > 0 }}
      argumentsOf={(values, latest) => ({
        params: { residentId },
        body: {
          ...values,
          address: values.address ?? '',
          withHousehold: others > 0 && values.withHousehold === true,
          version: latest.version,
        },
      })}
      doneSentence={() => t('resident.move.done', { name, area: toName })}
      {...(to && to.slice(0, 6) === file.area.code.slice(0, 6)
        ? {
            undo: ({ changeId }) =>
              call(residentContracts.undoMove, {
                params: { residentId },
                body: { changeId, why: t('resident.undoReason') },
              }),
          }
        : {})}
    >
      <Form.Item
        name="toAreaCode"
        label={t('resident.move.toArea')}
        extra={t('resident.move.elsewhere')}
        rules={[
          { required: true, message: t('resident.move.areaMissing') },
          {
            validator: (_, value) =>
              value === file.area.code
                ? Promise.reject(new Error(t('resident.move.sameArea', { name })))
                : Promise.resolve(),
          },
        ]}
      >
        <AreaPicker kinds={['community']} whole />
      </Form.Item>
      {to && to.slice(0, 6) !== file.area.code.slice(0, 6) ? (
        <Alert type="info" showIcon className="form-hint" title={t('resident.move.otherDistrict')} />
      ) : null}
      <Form.Item name="address" label={t('resident.move.address')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="movedOn" label={t('resident.move.movedOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      {others > 0 ? (
        <Form.Item
          name="withHousehold"
          valuePropName="checked"
          extra={t('resident.move.withHouseholdHint', { count: others })}
        >
          <Checkbox>{t('resident.move.withHousehold')}</Checkbox>
        </Form.Item>
      ) : null}
    </FileActionDrawer>
  );
}
