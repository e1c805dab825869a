import { type Campaign, campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { type CampaignKind, campaignKindNames, campaignKinds } from '@renshe/domain/campaign/campaign.rules.ts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { isBelow, useAreas, useOwnAreas } from '../kit/area-names.ts';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { readsOfCampaigns } from './campaign-reads.ts';

interface Values {
  name: string;
  purpose?: string;
  kind: CampaignKind;
  startsOn: string;
  endsOn: string;
  recheckPercent: number;
  communities: string[];
}

/** Make a campaign below an area, or change one. What its start has fixed cannot be changed any more. */
export function CampaignDrawer(props: {
  campaign: Campaign | null;
  area: string;
  recheckPercent: number;
  onClose: () => void;
}): ReactNode {
  const { t, say } = useTexts();
  const toast = useToast();
  const today = useToday();
  const navigate = useNavigate();
  const { campaign } = props;
  const areas = useOwnAreas();
  const { byCode } = useAreas();
  const [form] = Form.useForm<Values>();
  const create = useCommand(campaignContracts.create, { invalidates: readsOfCampaigns });
  const change = useCommand(campaignContracts.change, { invalidates: readsOfCampaigns });
  const below = campaign?.area.code ?? props.area;
  const communities = useMemo(
    () => areas.filter((one) => one.kind === 'community' && isBelow(one.code, below, byCode)),
    [areas, below, byCode],
  );
  const fixed = campaign?.state === 'running';
  return (
    <ActionDrawer<Values>
      open
      form={form}
      width={560}
      title={campaign ? t('campaign.change') : t('campaign.create')}
      submitLabel={campaign ? t('campaign.change') : t('campaign.create')}
      draftKey={campaign ? `campaign.change:${campaign.campaignId}:${campaign.version}` : `campaign.create:${below}`}
      initialValues={
        campaign
          ? { ...campaign, communities: campaign.communities.map((one) => one.code) }
          : {
              kind: 'changes',
              startsOn: today,
              recheckPercent: props.recheckPercent,
              communities: byCode.get(below)?.kind === 'community' ? [below] : [],
            }
      }
      onClose={props.onClose}
      onSubmit={async (values) => {
        const body = {
          name: values.name,
          purpose: values.purpose ?? '',
          kind: values.kind,
          startsOn: values.startsOn,
          endsOn: values.endsOn,
          recheckPercent: values.recheckPercent,
          communities: values.communities,
        };
        if (campaign) {
          await change.run({
            params: { campaignId: campaign.campaignId },
            body: { ...body, version: campaign.version },
          });
          toast.saved(t('campaign.changed'));
          props.onClose();
          return;
        }
        const { campaignId } = await create.run({ body: { ...body, areaCode: below } });
        toast.saved(t('campaign.created'));
        void navigate({ to: '/campaigns/$campaignId', params: { campaignId }, search: { area: props.area } as never });
      }}
    >
      <Form.Item
        name="name"
        label={t('campaign.fields.name')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('campaign.fields.nameMissing') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="purpose" label={t('campaign.fields.purpose')} extra={t('campaign.fields.purposeHelp')}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Form.Item name="kind" label={t('campaign.fields.kind')}>
        <Radio.Group className="radio-column" disabled={fixed}>
          {campaignKinds.map((kind) => (
            <Radio key={kind} value={kind}>
              {say(campaignKindNames[kind])}
              <small className="campaign-kind-help">{t(`campaign.kindHelp.${kind}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <div className="campaign-two">
        <Form.Item
          name="startsOn"
          label={t('campaign.fields.startsOn')}
          rules={[{ required: true, message: t('campaign.fields.day') }, dateRule(t('campaign.fields.day'))]}
        >
          <DateField disabled={fixed} />
        </Form.Item>
        <Form.Item
          name="endsOn"
          label={t('campaign.fields.endsOn')}
          rules={[{ required: true, message: t('campaign.fields.day') }, dateRule(t('campaign.fields.day'))]}
        >
          <DateField />
        </Form.Item>
      </div>
      <Form.Item
        name="recheckPercent"
        label={t('campaign.fields.recheckPercent')}
        extra={t('campaign.fields.recheckHelp')}
        rules={[{ required: true, type: 'integer', min: 1, max: 100, message: t('campaign.fields.percentWrong') }]}
      >
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
      <Form.Item
        name="communities"
        label={t('campaign.fields.communities')}
        rules={[{ required: true, message: t('campaign.fields.communitiesMissing') }]}
      >
        <Select
          mode="multiple"
          disabled={fixed}
          maxTagCount={6}
          showSearch={{ optionFilterProp: 'label' }}
          options={communities.map((one) => ({ value: one.code, label: one.name }))}
        />
      </Form.Item>
      {fixed ? null : (
        <Button
          size="small"
          onClick={() =>
            form.setFieldValue(
              'communities',
              communities.map((one) => one.code),
            )
          }
        >
          {t('campaign.fields.everyCommunity')}
        </Button>
      )}
    </ActionDrawer>
  );
}
