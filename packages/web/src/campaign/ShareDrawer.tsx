import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { shareOut } from '@renshe/domain/campaign/campaign-sharing.ts';
import { Checkbox, Form, Radio, Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { readsOfCampaigns } from './campaign-reads.ts';

interface Values {
  which: 'unassigned' | 'open';
  accounts: string[];
  wholeBuildings: boolean;
}

/** 平均分配: the preview is made by the function that the server shares out with. */
export function ShareDrawer(props: { campaignId: string; area: string; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const [form] = Form.useForm<Values>();
  const which = Form.useWatch('which', form) ?? 'unassigned';
  const accounts = Form.useWatch('accounts', form);
  const wholeBuildings = Form.useWatch('wholeBuildings', form) ?? true;
  const params = { campaignId: props.campaignId };
  const workers = useRead(campaignContracts.workers, { query: { area: props.area } });
  const open = useRead(campaignContracts.toShare, { params, query: { area: props.area, which } });
  const share = useCommand(campaignContracts.share, { invalidates: readsOfCampaigns });
  const names = new Map((workers.data?.workers ?? []).map((one) => [one.accountId, one.name]));
  const preview = useMemo(
    () => [...shareOut(open.data?.households ?? [], accounts ?? [], { wholeBuildings })],
    [open.data, accounts, wholeBuildings],
  );
  return (
    <ActionDrawer<Values>
      open
      form={form}
      width={560}
      title={t('campaign.sharing.title')}
      note={t('campaign.sharing.note')}
      submitLabel={t('campaign.sharing.submit')}
      draftKey={`campaign.share:${props.campaignId}:${props.area}`}
      initialValues={{ which: 'unassigned', accounts: [], wholeBuildings: true }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        const { assigned } = await share.run({ params, body: { area: props.area, ...values } });
        toast.saved(t('campaign.households.assigned', { count: assigned }));
        props.onClose();
      }}
    >
      <Form.Item name="which" label={t('campaign.sharing.which')}>
        <Radio.Group
          options={[
            { value: 'unassigned', label: t('campaign.sharing.whichUnassigned') },
            { value: 'open', label: t('campaign.sharing.whichOpen') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="accounts"
        label={t('campaign.sharing.people')}
        rules={[{ required: true, message: t('campaign.sharing.peopleMissing') }]}
      >
        <Select
          mode="multiple"
          loading={workers.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(workers.data?.workers ?? []).map((one) => ({
            value: one.accountId,
            label: `${one.name} · ${one.office}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="wholeBuildings" valuePropName="checked">
        <Checkbox>{t('campaign.sharing.whole')}</Checkbox>
      </Form.Item>
      <h3>{t('campaign.sharing.preview')}</h3>
      {open.data && open.data.households.length === 0 ? (
        <p className="quiet">{t('campaign.sharing.none')}</p>
      ) : (
        <ul className="campaign-preview" aria-live="polite">
          {preview.map(([accountId, own]) => (
            <li key={accountId}>
              <strong>{names.get(accountId) ?? ''}</strong>{' '}
              {t('campaign.sharing.count', { count: own.length, formatted: formatNumber(own.length) })}
              {own.length > 0 ? (
                <small>{t('campaign.sharing.from', { first: own[0]!.address, last: own.at(-1)!.address })}</small>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </ActionDrawer>
  );
}
