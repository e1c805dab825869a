import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type TransferRequest, transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input, Select, type TableColumnsType, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { DateField } from '../kit/DateField.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { dayRules } from '../resident/date-rules.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { WhyField } from '../resident/WhyField.tsx';
import '../resident/resident.css';

const limit = 50;
const statuses = ['asked', 'agreed', 'refused', 'withdrawn'] as const;
const colours = { asked: 'warning', agreed: 'success', refused: 'error', withdrawn: 'default' } as const;

/** 转入转出: what others ask of this office and what this office asked of others. */
export function TransferPage(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: '/frame/transfers' });
  const mayDecide = useCan('transfer.decide');
  const mayAsk = useCan('transfer.ask');
  const mayRegister = useCan('resident.write');
  const [deciding, setDeciding] = useState<{ request: TransferRequest; how: 'agree' | 'refuse' | 'withdraw' } | null>(
    null,
  );
  const narrow = useNarrow();
  const offset = search.offset ?? 0;
  const status = statuses.find((one) => one === search.status);
  const read = useRead(
    transferContracts.list,
    { query: { ...(status ? { status } : {}), limit, offset } },
    { keepPrevious: true },
  );
  const change = (changes: { status?: string | undefined; offset?: number | undefined }) =>
    void navigate({
      to: '/transfers',
      search: (previous) => ({ ...previous, offset: undefined, ...changes }),
      replace: true,
    });
  const statusTag = (request: TransferRequest) => (
    <Tag color={colours[request.status]} variant="outlined">
      {t(`transfer.status.${request.status}`)}
    </Tag>
  );
  const buttonsOf = (request: TransferRequest) =>
    mayDecide && request.direction === 'out' && request.status === 'asked' ? (
      <span className="row-buttons">
        <Button size="small" type="primary" onClick={() => setDeciding({ request, how: 'agree' })}>
          {t('transfer.agree.action')}
        </Button>
        <Button size="small" onClick={() => setDeciding({ request, how: 'refuse' })}>
          {t('transfer.refuse.action')}
        </Button>
      </span>
    ) : mayAsk && request.direction === 'in' && request.status === 'asked' ? (
      <span className="row-buttons">
        <Button size="small" onClick={() => setDeciding({ request, how: 'withdraw' })}>
          {t('transfer.withdraw.action')}
        </Button>
      </span>
    ) : null;
  const columns: TableColumnsType<TransferRequest> = [
    {
      title: t('transfer.column.direction'),
      dataIndex: 'direction',
      render: (direction: string) => t(`transfer.direction.${direction}`),
    },
    { title: t('transfer.column.name'), dataIndex: 'residentName', render: (name: string) => <strong>{name}</strong> },
    { key: 'from', title: t('transfer.column.from'), render: (_, request) => shortAreaName(request.fromArea.name) },
    { key: 'to', title: t('transfer.column.to'), render: (_, request) => shortAreaName(request.toArea.name) },
    {
      key: 'reason',
      title: t('transfer.column.reason'),
      width: 260,
      className: 'wrapping',
      render: (_, request) => (
        <>
          {request.reason}
          {request.decisionNote ? (
            <small className="quiet block">{t('transfer.note', { note: request.decisionNote })}</small>
          ) : null}
        </>
      ),
    },
    {
      title: t('transfer.column.askedAt'),
      dataIndex: 'askedAt',
      className: 'figures',
      render: (at: string) => formatInstant(at),
    },
    { key: 'status', title: t('transfer.column.status'), render: (_, request) => statusTag(request) },
    {
      title: <span className="visually-hidden">{t('household.file.more')}</span>,
      align: 'right',
      render: (_, request) => buttonsOf(request),
    },
  ];
  const stacked: TableColumnsType<TransferRequest> = [
    {
      key: 'title',
      title: t('transfer.title'),
      className: 'wrapping',
      render: (_, request) => (
        <span className="stacked">
          <span>
            <strong>{request.residentName}</strong> · {t(`transfer.direction.${request.direction}`)}{' '}
            {statusTag(request)}
          </span>
          <span>
            {shortAreaName(request.fromArea.name)} → {shortAreaName(request.toArea.name)}
          </span>
          <span>{request.reason}</span>
          {request.decisionNote ? (
            <small className="quiet">{t('transfer.note', { note: request.decisionNote })}</small>
          ) : null}
          <small className="quiet figures">{formatInstant(request.askedAt)}</small>
          {buttonsOf(request)}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title={t('transfer.title')}
        primary={
          mayRegister ? (
            <Button onClick={() => void navigate({ to: '/residents/new' })}>{t('transfer.ask')}</Button>
          ) : undefined
        }
      />
      <search className="filter-bar">
        <Select
          aria-label={t('transfer.filter')}
          value={status ?? ''}
          onChange={(value) => change({ status: value || undefined })}
          options={[
            { value: '', label: t('transfer.anyStatus') },
            ...statuses.map((value) => ({ value, label: t(`transfer.status.${value}`) })),
          ]}
          popupMatchSelectWidth={false}
        />
      </search>
      <DataTable<TransferRequest>
        name="transfer.title"
        label={t('transfer.title')}
        columns={narrow ? stacked : columns}
        rows={read.data?.requests}
        rowKey={(request) => request.requestId}
        count={read.data?.count}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next || undefined }) }}
        empty={
          status
            ? { title: t('transfer.emptyFiltered') }
            : { title: t('transfer.empty'), help: t('transfer.emptyHint') }
        }
      />
      {deciding?.how === 'agree' ? (
        <AgreeDrawer request={deciding.request} onClose={() => setDeciding(null)} />
      ) : deciding?.how === 'withdraw' ? (
        <WithdrawDrawer request={deciding.request} onClose={() => setDeciding(null)} />
      ) : deciding ? (
        <RefuseDrawer request={deciding.request} onClose={() => setDeciding(null)} />
      ) : null}
    </>
  );
}

function AgreeDrawer(props: { request: TransferRequest; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const toast = useToast();
  const { requestId, residentName: name, toArea } = props.request;
  const { run } = useCommand(transferContracts.agree, { invalidates: readsOfPeople });
  return (
    <ActionDrawer<{ movedOn: PlainDate; note: string }>
      open
      title={t('transfer.agree.title', { name, area: shortAreaName(toArea.name) })}
      submitLabel={t('transfer.agree.submit', { name })}
      note={t('transfer.agree.effect', { area: shortAreaName(toArea.name) })}
      draftKey={`transfer.agree:${requestId}`}
      initialValues={{ movedOn: today, note: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({ params: { requestId }, body: { movedOn: values.movedOn, note: values.note ?? '' } });
        toast.saved(t('transfer.agree.done', { name, area: shortAreaName(toArea.name) }));
        props.onClose();
      }}
    >
      <Form.Item name="movedOn" label={t('transfer.agree.movedOn')} rules={dayRules({ today })}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item name="note" label={t('transfer.agree.note')}>
        <Input maxLength={200} />
      </Form.Item>
    </ActionDrawer>
  );
}

function RefuseDrawer(props: { request: TransferRequest; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { requestId, residentName: name, toArea } = props.request;
  const { run } = useCommand(transferContracts.refuse, { invalidates: [transferContracts.list] });
  return (
    <ActionDrawer<{ note: string }>
      open
      danger
      title={t('transfer.refuse.title', { name, area: shortAreaName(toArea.name) })}
      submitLabel={t('transfer.refuse.submit', { name })}
      draftKey={`transfer.refuse:${requestId}`}
      initialValues={{ note: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({ params: { requestId }, body: values });
        toast.saved(t('transfer.refuse.done', { name }));
        props.onClose();
      }}
    >
      <WhyField name="note" label={t('transfer.refuse.note')} placeholder={t('transfer.refuse.noteHint')} />
    </ActionDrawer>
  );
}

function WithdrawDrawer(props: { request: TransferRequest; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { requestId, residentName: name, fromArea } = props.request;
  const { run } = useCommand(transferContracts.withdraw, { invalidates: [transferContracts.list] });
  return (
    <ActionDrawer<{ note: string }>
      open
      title={t('transfer.withdraw.title', { name, area: shortAreaName(fromArea.name) })}
      submitLabel={t('transfer.withdraw.submit', { name })}
      note={t('transfer.withdraw.effect', { area: shortAreaName(fromArea.name) })}
      draftKey={`transfer.withdraw:${requestId}`}
      initialValues={{ note: '' }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        await run({ params: { requestId }, body: { note: values.note ?? '' } });
        toast.saved(t('transfer.withdraw.done', { name }));
        props.onClose();
      }}
    >
      <Form.Item name="note" label={t('transfer.withdraw.note')}>
        <Input maxLength={200} placeholder={t('transfer.withdraw.noteHint')} />
      </Form.Item>
    </ActionDrawer>
  );
}
