import { type Office, officeContracts, officeSchema } from '@renshe/domain/area/area.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Form, Input, Progress, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { useAreas } from '../kit/area-names.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { DateField, dateRule } from '../kit/DateField.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import './area.css';

type OfficeKind = Office['kind'];
interface OfficeSearch {
  kind?: string | undefined;
  text?: string | undefined;
  offset?: string | number | undefined;
}
const PAGE = 50;
const areaKindOf = {
  'city-bureau': 'city',
  'district-centre': 'district',
  'street-office': 'street',
  workstation: 'community',
} as const satisfies Record<OfficeKind, string>;

/** The offices of an area, and how many communities have a workstation (A06). */
export function OfficeAdminPage(): ReactNode {
  const { t } = useTexts();
  const mayManage = useCan('office.manage');
  const search = useSearch({ strict: false }) as OfficeSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const [opening, setOpening] = useState(false);
  const [changing, setChanging] = useState<Office>();
  const kind = officeSchema.shape.kind.options.find((one) => one === search.kind);
  const offset = Number(search.offset ?? 0) || 0;
  const change = (next: OfficeSearch) => patchSearch({ offset: undefined, ...next });
  const read = useRead(
    officeContracts.list,
    {
      query: {
        ...(area.code === '' ? {} : { area: area.code }),
        ...(kind ? { kind } : {}),
        ...(search.text ? { text: search.text } : {}),
        limit: PAGE,
        offset,
      },
    },
    { keepPrevious: true },
  );
  const coverage = read.data?.coverage;
  const share = coverage && coverage.communities > 0 ? (coverage.withWorkstation / coverage.communities) * 100 : null;
  return (
    <>
      <PageHeader
        title={t('office.title')}
        makesNew
        primary={
          mayManage ? (
            <Button type="primary" onClick={() => setOpening(true)}>
              {t('office.open')}
            </Button>
          ) : null
        }
      />
      <section>
        {coverage ? (
          <div className="office-coverage">
            <span>
              {t('office.coverage')}{' '}
              <strong className="figures">{share === null ? t('office.coverageNone') : `${share.toFixed(1)}%`}</strong>
            </span>
            <span>
              {t('office.coverageText', {
                communities: formatNumber(coverage.communities),
                covered: formatNumber(coverage.withWorkstation),
              })}
            </span>
            <span>{t('office.coverageStaff', { formatted: formatNumber(coverage.staff) })}</span>
            {share === null ? null : (
              <Progress percent={share} showInfo={false} size="small" aria-label={t('office.coverage')} />
            )}
          </div>
        ) : null}
        <div className="filter-bar office-filters">
          <Input.Search
            key={search.text ?? ''}
            allowClear
            aria-label={t('office.search')}
            placeholder={t('office.search')}
            defaultValue={search.text ?? ''}
            onSearch={(text) => change({ text: text.trim() || undefined })}
          />
          <Select
            aria-label={t('office.kind')}
            value={kind ?? ''}
            onChange={(next) => change({ kind: next || undefined })}
            options={[
              { value: '', label: t('office.anyKind') },
              ...officeSchema.shape.kind.options.map((one) => ({ value: one, label: t(`office.kinds.${one}`) })),
            ]}
          />
        </div>
        <DataTable
          name="office.title"
          label={t('office.title')}
          rows={read.data?.offices}
          rowKey={(office) => office.officeId}
          count={read.data?.count}
          error={read.error}
          onRetry={() => void read.refetch()}
          {...(mayManage ? { onOpen: setChanging } : {})}
          paging={{ offset, limit: PAGE, onOffset: (next) => change({ offset: next || undefined }) }}
          empty={{ title: t('office.empty') }}
          columns={[
            { title: t('office.name'), key: 'name', render: (_, office) => office.name },
            {
              title: t('office.kind'),
              key: 'kind',
              responsive: ['md' as const],
              render: (_, office) => t(`office.kinds.${office.kind}`),
            },
            {
              title: t('office.area'),
              key: 'area',
              responsive: ['md' as const],
              render: (_, office) => shortAreaName(office.area.name),
            },
            {
              title: t('office.staff'),
              key: 'staff',
              align: 'right',
              render: (_, office) => <span className="figures">{formatNumber(office.staffCount)}</span>,
            },
            {
              title: t('office.residents'),
              key: 'residents',
              align: 'right',
              render: (_, office) => <span className="figures">{formatNumber(office.residentCount)}</span>,
            },
            {
              title: t('office.openedOn'),
              key: 'openedOn',
              responsive: ['md' as const],
              className: 'after-figures',
              render: (_, office) => <span className="figures nowrap">{office.openedOn}</span>,
            },
            {
              title: t('office.status'),
              key: 'status',
              responsive: ['md' as const],
              render: (_, office) =>
                office.closedOn === null ? (
                  t('office.working')
                ) : (
                  <span className="quiet">{t('office.closed', { on: office.closedOn })}</span>
                ),
            },
          ]}
        />
      </section>
      {opening ? <OpenDrawer onClose={() => setOpening(false)} /> : null}
      {changing ? (
        <ChangeDrawer key={changing.officeId} office={changing} onClose={() => setChanging(undefined)} />
      ) : null}
    </>
  );
}

interface OpenValues {
  kind: OfficeKind;
  areaCode: string | null;
  name: string;
  openedOn: string | null;
}

function OpenDrawer(props: { onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { byCode } = useAreas();
  const [form] = Form.useForm<OpenValues>();
  const kind = Form.useWatch('kind', form) ?? 'workstation';
  const open = useCommand(officeContracts.open, { invalidates: [officeContracts.list] });
  const required = { required: true, message: t('office.required') };
  return (
    <ActionDrawer<OpenValues>
      open
      form={form}
      title={t('office.openTitle')}
      submitLabel={t('office.open')}
      draftKey="office:open"
      initialValues={{ kind: 'workstation', areaCode: null, name: '', openedOn: today }}
      onClose={props.onClose}
      onValuesChange={(changed, all) => {
        // An area of another level cannot stay when the kind changes; the name follows the area until it is typed.
        if (changed.kind !== undefined) form.setFieldsValue({ areaCode: null });
        const area = changed.areaCode ? byCode.get(changed.areaCode) : undefined;
        if (area && all.kind === 'workstation' && !form.isFieldTouched('name')) {
          form.setFieldsValue({ name: t('office.proposeName', { area: area.name }) });
        }
      }}
      onSubmit={async (values) => {
        if (values.areaCode === null || values.openedOn === null) return;
        await open.run({
          body: { kind: values.kind, areaCode: values.areaCode, name: values.name, openedOn: values.openedOn },
        });
        toast.saved(t('office.opened', { name: values.name }));
        props.onClose();
      }}
    >
      <Form.Item name="kind" label={t('office.kind')} rules={[required]}>
        <Select
          options={officeSchema.shape.kind.options.map((one) => ({ value: one, label: t(`office.kinds.${one}`) }))}
        />
      </Form.Item>
      <Form.Item name="areaCode" label={t('office.area')} rules={[required]}>
        <AreaPicker key={kind} kinds={[areaKindOf[kind]]} />
      </Form.Item>
      <Form.Item name="name" label={t('office.name')} rules={[{ ...required, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="openedOn" label={t('office.openedOn')} rules={[required, dateRule(t('kit.date.invalid'))]}>
        <DateField today={today} />
      </Form.Item>
    </ActionDrawer>
  );
}

interface ChangeValues {
  name: string;
  openedOn: string | null;
  closedOn: string | null;
}

function ChangeDrawer(props: { office: Office; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { office } = props;
  const [form] = Form.useForm<ChangeValues>();
  const change = useCommand(officeContracts.change, { invalidates: [officeContracts.list] });
  const closedOn = Form.useWatch('closedOn', form);
  const closing = office.closedOn === null && Boolean(closedOn);
  return (
    <ActionDrawer<ChangeValues>
      open
      form={form}
      title={t('office.changeTitle', { name: office.name })}
      note={`${t(`office.kinds.${office.kind}`)} · ${office.area.pathName || office.area.name}`}
      submitLabel={t(closing ? 'office.close' : 'office.change')}
      danger={closing}
      draftKey={`office:${office.officeId}:${office.version}`}
      initialValues={{ name: office.name, openedOn: office.openedOn, closedOn: office.closedOn }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (values.openedOn === null) return;
        await change.run({
          params: { officeId: office.officeId },
          body: {
            version: office.version,
            name: values.name,
            openedOn: values.openedOn,
            closedOn: values.closedOn || null,
          },
        });
        toast.saved(t(closing ? 'office.closedNow' : 'office.changed', { name: values.name }));
        props.onClose();
      }}
    >
      <Form.Item
        name="name"
        label={t('office.name')}
        rules={[{ required: true, whitespace: true, message: t('office.required') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="openedOn"
        label={t('office.openedOn')}
        rules={[{ required: true, message: t('office.required') }, dateRule(t('kit.date.invalid'))]}
      >
        <DateField today={today} />
      </Form.Item>
      <Form.Item
        name="closedOn"
        label={t('office.closedOn')}
        extra={t('office.closedHint')}
        dependencies={['openedOn']}
        rules={[
          dateRule(t('kit.date.invalid')),
          ({ getFieldValue }) => ({
            validator: (_, value: string | null) =>
              value && value < String(getFieldValue('openedOn') ?? '')
                ? Promise.reject(new Error(t('office.closeBeforeOpen')))
                : Promise.resolve(),
          }),
        ]}
      >
        <DateField today={today} />
      </Form.Item>
    </ActionDrawer>
  );
}
