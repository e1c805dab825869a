import type { Campaign } from '@renshe/domain/campaign/campaign.contract.ts';
import { type VisitOutcome, visitOutcomes } from '@renshe/domain/campaign/campaign.rules.ts';
import {
  campaignVisitContracts as contracts,
  type HouseholdSheet,
} from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { Form, Input, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { readsOfCampaigns } from './campaign-reads.ts';

interface VisitValues {
  outcome: VisitOutcome;
  visitedOn: string;
  nextOn: string | null;
  note?: string;
}

/** What came of going there, where nothing was entered. */
export function VisitDrawer(props: { household: HouseholdSheet; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { household } = props;
  const [form] = Form.useForm<VisitValues>();
  const outcome = Form.useWatch('outcome', form) ?? 'no-one-home';
  const visit = useCommand(contracts.visit, { invalidates: readsOfCampaigns });
  return (
    <ActionDrawer<VisitValues>
      open
      form={form}
      title={t('campaign.visit.title', { name: household.address || (household.headName ?? '') })}
      note={outcome === 'moved' ? t('campaign.visit.movedHelp') : undefined}
      submitLabel={t('campaign.visit.submit')}
      draftKey={`campaign.visit:${household.entryId}`}
      survivesReload
      initialValues={{ outcome: 'no-one-home', visitedOn: today, nextOn: addDays(today, 3), note: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await visit.run({
          params: { entryId: household.entryId },
          body: {
            outcome: values.outcome,
            visitedOn: values.visitedOn,
            nextOn: values.outcome === 'no-one-home' ? values.nextOn : null,
            note: values.note ?? '',
          },
        });
        toast.saved(t('campaign.visit.saved'));
        props.onClose();
      }}
    >
      <Form.Item name="outcome" label={t('campaign.visit.outcome')}>
        <Radio.Group className="radio-column">
          {visitOutcomes
            .filter((one) => one !== 'confirmed' || household.householdId !== null)
            .map((one) => (
              <Radio key={one} value={one}>
                {t(`campaign.visit.outcomes.${one}`)}
              </Radio>
            ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="visitedOn"
        label={t('campaign.visit.visitedOn')}
        rules={[{ required: true, message: t('campaign.fields.day') }, dateRule(t('campaign.fields.day'))]}
      >
        <DateField today={today} yesterday={addDays(today, -1)} />
      </Form.Item>
      {outcome === 'no-one-home' ? (
        <Form.Item name="nextOn" label={t('campaign.visit.nextOn')} rules={[dateRule(t('campaign.fields.day'))]}>
          <DateField />
        </Form.Item>
      ) : null}
      <Form.Item name="note" label={t('campaign.visit.note')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}

/** 新发现户. */
export function FindDrawer(props: { campaign: Campaign; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { campaign } = props;
  const find = useCommand(contracts.find, { invalidates: readsOfCampaigns });
  return (
    <ActionDrawer<{ area: string; address: string }>
      open
      title={t('campaign.own.findTitle')}
      note={t('campaign.own.findNote')}
      submitLabel={t('campaign.own.find')}
      draftKey={`campaign.find:${campaign.campaignId}`}
      initialValues={{ ...(campaign.communities[0] && { area: campaign.communities[0].code }) }}
      onClose={props.onClose}
      onSubmit={async ({ area, address }) => {
        await find.run({ params: { campaignId: campaign.campaignId }, body: { area, address } });
        toast.saved(t('campaign.own.found'));
        props.onClose();
      }}
    >
      <Form.Item
        name="area"
        label={t('campaign.households.area')}
        rules={[{ required: true, message: t('campaign.fields.communitiesMissing') }]}
      >
        <Select options={campaign.communities.map((one) => ({ value: one.code, label: one.name }))} />
      </Form.Item>
      <Form.Item
        name="address"
        label={t('campaign.own.findAddress')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('campaign.own.findMissing') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}
