import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { Form, Select } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { readsOfCampaigns } from './campaign-reads.ts';

/** Who gets these households. */
export function AssignDrawer(props: {
  campaignId: string;
  area: string;
  what: z.input<typeof campaignContracts.assign.body>['what'];
  title: string;
  onClose: () => void;
  onDone: () => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const workers = useRead(campaignContracts.workers, { query: { area: props.area } });
  const assign = useCommand(campaignContracts.assign, { invalidates: readsOfCampaigns });
  const { what } = props;
  return (
    <ActionDrawer<{ to: string }>
      open
      title={props.title}
      submitLabel={t('campaign.assign.submit')}
      draftKey={`campaign.assign:${props.campaignId}:${what.how === 'open-of' ? what.accountId : what.entryIds.join()}`}
      initialValues={{}}
      onClose={props.onClose}
      onSubmit={async ({ to }) => {
        const { assigned } = await assign.run({
          params: { campaignId: props.campaignId },
          body: { area: props.area, what, to: to === 'none' ? null : to },
        });
        toast.saved(t('campaign.households.assigned', { count: assigned }));
        props.onDone();
      }}
    >
      <Form.Item
        name="to"
        label={t('campaign.assign.to')}
        rules={[{ required: true, message: t('campaign.assign.toMissing') }]}
      >
        <Select
          loading={workers.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            ...(workers.data?.workers ?? [])
              .filter((one) => what.how !== 'open-of' || one.accountId !== what.accountId)
              .map((one) => ({ value: one.accountId, label: `${one.name} · ${one.office}` })),
            { value: 'none', label: t('campaign.assign.nobody') },
          ]}
        />
      </Form.Item>
    </ActionDrawer>
  );
}
